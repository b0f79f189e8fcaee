"""The model, the schema for editor programs, the field guide, the form and the check never disagree: one test holds them together."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from macros.draft import Draft, assess
from macros.in_browser import FOLDER
from macros.records import COLLECTIONS, Records, read_all
from macros.schema import NAMES
from macros.write import resolved
from tests.conftest import ROOT

Limits = tuple[bool, Any, Any, Any, Any, tuple[str, ...]]  # needed, shortest, longest, fewest, most, choices


@pytest.fixture(scope="module")
def records() -> Records:
    return read_all(ROOT)[0]


def in_schema(schema: Mapping[str, Any], node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Limits]]:
    """Every field of a JSON Schema with its limits, as deep as it goes."""
    node = resolved(node, schema)
    for name, inner in node.get("properties", {}).items():
        field = resolved(inner, schema)
        values = field
        while "items" in values:
            values = resolved(values["items"], schema)
        if isinstance(values.get("additionalProperties"), dict):
            values = {**resolved(values["additionalProperties"], schema)["items"], "enum": values["propertyNames"].get("enum")}  # fmt: skip
        choices = tuple(values.get("enum") or (each["const"] for each in values.get("oneOf", ())))
        yield f"{path}{name}", (
            name in node.get("required", ()), values.get("minLength"), values.get("maxLength"), field.get("minItems"), field.get("maxItems"), choices,
        )  # fmt: skip
        yield from in_schema(schema, values, f"{path}{name}.")


def in_form(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Limits]]:
    """Every field of the form with its limits."""
    for name, field in node.get("properties", {}).items():
        values = field
        while "items" in values:
            values = values["items"]
        keys = values.get("propertyNames", {})
        values = values["additionalProperties"]["items"] | {"oneOf": keys["oneOf"]} if "additionalProperties" in values else values  # fmt: skip
        choices = tuple(each["const"] for each in values.get("oneOf", ()))
        yield f"{path}{name}", (
            name in node.get("required", ()), values.get("minLength"), values.get("maxLength"), field.get("minItems"), field.get("maxItems"), choices,
        )  # fmt: skip
        yield from in_form(values, f"{path}{name}.")


def in_guide(page: BeautifulSoup, kind: str) -> dict[str, bool]:
    """Every field that the field guide shows, and whether it says that it is needed."""
    found = {}
    for field in page.select(f'dl.velden div[id^="{kind}-"]'):
        path = str(field["id"]).removeprefix(f"{kind}-").replace("-", ".")
        told = field.find("dt")
        assert told
        found[path] = told.select_one(".veld-verplicht") is not None
    return found


@pytest.mark.parametrize("kind", ["lessen", "bronnen", "onderzoeken"])
def test_model_schema_guide_form_and_check_agree(kind: str, site: Path, records: Records) -> None:
    model, name = COLLECTIONS[kind], NAMES[kind]
    committed = json.loads((ROOT / "data" / "schema" / f"{name}.schema.json").read_text("utf-8"))
    form = json.loads((site / FOLDER / "velden.json").read_text("utf-8"))[kind]
    guide = in_guide(
        BeautifulSoup((site / "redactie" / "velden" / "index.html").read_text("utf-8"), "html.parser"), name
    )
    fields = dict(in_schema(committed, committed))
    assert dict(in_form(form)) == fields
    assert {path.replace("-", "."): limits[0] for path, limits in fields.items()} == guide
    top = model.model_json_schema()
    assert {path.split(".")[0] for path in fields} == set(top["properties"])
    # the check refuses what the others do not know, and misses what they call needed
    empty = assess([Draft(kind, "proef-van-overeenkomst", {"bestaat_niet": 1}, "programma")], records)
    said = {finding.veld: finding.melding for finding in empty.bevindingen}
    assert "is geen veld" in said.pop("bestaat_niet")
    assert set(said) == {path for path, limits in fields.items() if limits[0] and "." not in path}
    for path, (_, _, longest, _, most, choices) in fields.items():
        if "." not in path:
            wrong: Any = (
                ["x"] * (most + 1) if most else "bestaat-niet" if choices else "x" * (longest + 1) if longest else None
            )
            if wrong is not None:
                told = assess([Draft(kind, "proef-van-overeenkomst", {path: wrong}, "programma")], records)
                assert any(finding.veld.split(".")[0] == path for finding in told.bevindingen), path
