"""The fields of every record that editors write, for the field guide and the commented card: made from the model, so never behind it.

In: a model. Out: its fields with label, limits, help and examples, groups with the fields inside them. The words for limits are in
`templates/html/_velden.html`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel

from macros.model import Begrip, Bron, Les, Onderzoek, Partner, Pilot
from macros.write import resolved

Kind = Literal["regel", "tekst", "keuze", "verwijzing", "webadres", "datum", "datumtekst", "getal", "janee", "groep"]
MARKS: Mapping[str, Kind] = {
    "properties": "groep",
    "x-vocabulaire": "keuze",
    "x-verwijst-naar": "verwijzing",
    "x-tekst": "tekst",
}  # what the schema of a value holds → its kind


@dataclass(frozen=True)
class Field:
    """One field. `soort` is that of one value; `lijst` says whether there are several, `per` of which vocabulary the keys are.

    `minst` and `meest` count what one value holds: characters of a text, or the bounds of a number; `woorden` its words. `minst_lijst` and `meest_lijst`
    count values. `keuze` is the vocabulary to choose from, `verwijst` the collection of the record that is named.
    """

    naam: str
    label: str
    verplicht: bool
    soort: Kind
    lijst: bool
    hulp: str
    voorbeelden: tuple[str, ...]
    minst: int | None = None
    meest: int | None = None
    woorden: int | None = None
    minst_lijst: int | None = None
    meest_lijst: int | None = None
    per: str | None = None
    keuze: str | None = None
    verwijst: str | None = None
    velden: tuple["Field", ...] = ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: where its files are, and its model."""

    slug: str
    naam: str
    plaats: str
    model: type[BaseModel]

    @property
    def velden(self) -> tuple[Field, ...]:
        return fields(self.model)


RECORDS = (
    RecordKind("les", "Les", "lessons/<pilot>/<naam>.yml", Les),
    RecordKind("bron", "Bron", "data/bronnen/<naam>.yml", Bron),
    RecordKind("onderzoek", "Onderzoek", "data/onderzoeken/<naam>.yml", Onderzoek),
    RecordKind("pilot", "Pilot", "data/pilots/<naam>.yml", Pilot),
    RecordKind("partner", "Partner", "data/partners/<naam>.yml", Partner),
    RecordKind("begrip", "Begrip", "data/begrippen.yml", Begrip),
)


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a model, in the order in which a card holds them."""
    schema = model.model_json_schema()
    return _fields(schema, schema)


def _fields(node: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Field, ...]:
    needed = node.get("required", ())
    return tuple(_field(name, each, name in needed, schema) for name, each in node["properties"].items())


def _field(name: str, node: Mapping[str, Any], required: bool, schema: Mapping[str, Any]) -> Field:
    spaced = name.replace("_", " ")
    title = node.get("title", spaced.title())
    whole = resolved(node, schema)
    is_list = whole.get("type") == "array" and "items" in whole
    is_map = "propertyNames" in whole
    many = whole if is_list else whole["additionalProperties"] if is_map else {}
    one = resolved(many["items"], schema) if many else whole
    kind = _kind(one)
    return Field(
        naam=name,
        label=spaced.capitalize() if title == spaced.title() else title,  # pydantic makes titles the English way
        verplicht=required,
        soort=kind,
        lijst=bool(many) or "prefixItems" in one,
        hulp=node.get("description", ""),
        voorbeelden=tuple(_shown(name, kind, each) for each in node.get("examples", ())),
        minst=one.get("minLength", one.get("minimum")),
        meest=one.get("maxLength", one.get("maximum")),
        woorden=one.get("x-woorden"),
        minst_lijst=many.get("minItems", one.get("minItems")),
        meest_lijst=many.get("maxItems", one.get("maxItems")),
        per=whole["propertyNames"].get("x-vocabulaire") if is_map else None,
        keuze=one.get("x-vocabulaire"),
        verwijst=one.get("x-verwijst-naar"),
        velden=_fields(one, schema) if kind == "groep" else (),
    )


def _kind(one: Mapping[str, Any]) -> Kind:
    for mark, kind in MARKS.items():
        if mark in one:
            return kind
    if one.get("pattern") == "^https?://":
        return "webadres"
    if one.get("format") == "date":
        return "datum"
    match one.get("type"):
        case "boolean":
            return "janee"
        case "integer" | "number" | "array":  # the only array of fixed length is the interval
            return "getal"
        case ["string", "integer"]:
            return "datumtekst"
    return "regel"


def _shown(name: str, kind: Kind, example: Any) -> str:
    """An example as it stands in a card. In the schema a date is text and yes is true; a card says it the Dutch way."""
    if kind == "datum":
        return f"{name}: {example}"
    if kind == "janee":
        return f"{name}: {'ja' if example else 'nee'}"
    return yaml.dump({name: example}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000).strip()
