"""The model as JSON Schema, for editors: one file per kind of record in `data/schema/`.

In: the model and the vocabularies. Out: text of each schema file, stable from run to run.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from macros.model import Vocabulaire
from macros.records import COLLECTIONS, SINGLES, VOCABULARY, is_root, read_all

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
