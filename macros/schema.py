"""The model as JSON Schema: one file per kind of record in `data/schema/`, and as one tree for what asks the fields one by one.

In: the model and the vocabularies. Out: text of each schema file, stable from run to run; the tree of a record.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from macros.model import Vocabulaire
from macros.records import COLLECTIONS, SINGLES, VOCABULARY, is_root, read_all
from macros.write import resolved

NAMES = {
    "lessen": "les",
    "bronnen": "bron",
    "onderzoeken": "onderzoek",
    "pilots": "pilot",
    "partners": "partner",
    "trajecten": "traject",
    "conferenties": "conferentie",
}


def schemas(root: Path) -> dict[Path, str]:
    """Path of each schema file below `root` → its text."""
    if not is_root(root):
        raise FileNotFoundError(root)
    vocabularies = read_all(root)[0].vocabularies
    models: dict[str, type[BaseModel]] = {**COLLECTIONS, **SINGLES, VOCABULARY[0]: VOCABULARY[1]}
    return {
        root / "data" / "schema" / f"{NAMES.get(kind, kind)}.schema.json": json.dumps(
            _with_values(
                {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}, vocabularies
            ),
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for kind, model in models.items()
    }


def _with_values(node: Any, vocabularies: Mapping[str, Vocabulaire]) -> Any:
    """Put the slugs of a vocabulary where the schema only names it."""
    if isinstance(node, list):
        return [_with_values(item, vocabularies) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _with_values(value, vocabularies) for key, value in node.items()}
    if (name := str(node.get("x-vocabulaire"))) in vocabularies:
        result["enum"] = [w.slug for w in vocabularies[name].waarden]
    return result


def tree(kind: str, vocabularies: Mapping[str, Vocabulaire]) -> dict[str, Any]:
    """The schema of one kind of record as one tree: no references, no "or nothing"; each closed list with its labels.

    For what shows the fields one by one: the form and `kennisbank new`. A field that is not under `required` may be left out.
    """
    model: type[BaseModel] = COLLECTIONS[kind]
    schema = model.model_json_schema()
    return _inlined(schema, schema, vocabularies)


def _inlined(
    node: Mapping[str, Any], schema: Mapping[str, Any], vocabularies: Mapping[str, Vocabulaire]
) -> dict[str, Any]:
    outer = {key: value for key, value in node.items() if key in ("title", "description", "examples")}
    inner = resolved(node, schema)
    result = {
        key: value for key, value in inner.items() if key not in ("$defs", "default", "additionalProperties")
    } | outer
    if result.get("type") == ["string", "integer"]:
        result["type"] = "string"
    if (name := str(result.get("x-vocabulaire"))) in vocabularies:
        result["oneOf"] = [
            {"const": word.slug, "title": word.label, "description": word.omschrijving}
            for word in vocabularies[name].waarden
        ]
    for key in ("items", "propertyNames"):
        if key in inner:
            result[key] = _inlined(inner[key], schema, vocabularies)
    if "properties" in inner:
        result["properties"] = {
            name: _inlined(each, schema, vocabularies) for name, each in inner["properties"].items()
        }
    if isinstance(each := inner.get("additionalProperties"), dict):
        result["additionalProperties"] = _inlined(each, schema, vocabularies)
    return result
