"""The fields of every record that editors write, for the field guide and the commented card: made from the model, so never behind it.

In: a model. Out: its fields with label, limits, help and examples, groups with the fields inside them. The words for limits are in
`templates/html/_velden.html`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel

from macros.model import Begrip, Bron, Les, Onderzoek, Partner, Pilot, _one_line

Kind = Literal["regel", "tekst", "keuze", "verwijzing", "webadres", "datum", "datumtekst", "getal", "janee", "groep"]


@dataclass(frozen=True)
class Field:
    """One field. `soort` is that of one value; `lijst` says whether there are several, `per` of which vocabulary the keys are.

    `minst` and `meest` count what one value holds: characters of a text, or the bounds of a number. `minst_lijst` and `meest_lijst`
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
    return _fields(model.model_json_schema(), model)


def _fields(schema: dict[str, Any], model: type[BaseModel]) -> tuple[Field, ...]:
    definitions = schema.get("$defs", {})
    models = {info.alias or name: info for name, info in model.model_fields.items()}
    return tuple(
        _field(name, node, name in schema.get("required", ()), models[name], definitions)
        for name, node in schema["properties"].items()
    )


def _field(name: str, node: dict[str, Any], required: bool, info: Any, definitions: dict[str, Any]) -> Field:
    spaced = name.replace("_", " ")
    title = node.get("title", spaced.title())
    whole = _plain(node)
    is_list = whole.get("type") == "array" and "items" in whole
    is_map = whole.get("type") == "object" and "propertyNames" in whole
    many = whole if is_list else whole["additionalProperties"] if is_map else {}
    one = _plain(many["items"]) if many else whole
    inner = one.get("$ref", "").rsplit("/", 1)[-1]
    kind = _kind(one, info)
    return Field(
        naam=name,
        label=spaced.capitalize() if title == spaced.title() else title,
        verplicht=required,
        soort=kind,
        lijst=bool(many) or "prefixItems" in one,
        hulp=node.get("description", ""),
        voorbeelden=tuple(_shown(name, kind, each) for each in node.get("examples", ())),
        minst=one.get("minLength", one.get("minimum")),
        meest=one.get("maxLength", one.get("maximum")),
        minst_lijst=many.get("minItems", one.get("minItems")),
        meest_lijst=many.get("maxItems", one.get("maxItems")),
        per=whole["propertyNames"].get("x-vocabulaire") if is_map else None,
        keuze=one.get("x-vocabulaire"),
        verwijst=one.get("x-verwijst-naar"),
        velden=_fields({**definitions[inner], "$defs": definitions}, _model_in(info, inner)) if inner else (),
    )


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """A node without the null that stands for "left out"."""
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    return options[0] if options else node


def _kind(one: dict[str, Any], info: Any) -> Kind:
    if "$ref" in one:
        return "groep"
    if "x-vocabulaire" in one:
        return "keuze"
    if "x-verwijst-naar" in one:
        return "verwijzing"
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
    return "regel" if _parts(info, lambda part: getattr(part, "func", None) is _one_line) else "tekst"


def _model_in(info: Any, name: str) -> type[BaseModel]:
    """The model of this name somewhere in the type of a field."""
    found: list[type[BaseModel]] = _parts(info, lambda part: getattr(part, "__name__", "") == name)
    return found[0]


def _parts(info: Any, wanted: Any) -> list[Any]:
    """Everything in the type of a field, its limits included, that is `wanted`."""
    found: list[Any] = []
    todo = [info.annotation, *info.metadata]
    while todo:
        part = todo.pop()
        if wanted(part):
            found.append(part)
        todo += get_args(part)  # of Annotated: the type, and then its limits
    return found


def _shown(name: str, kind: Kind, example: Any) -> str:
    """An example as it stands in a card. In the schema a date is text and yes is true; a card says it the Dutch way."""
    if kind == "datum":
        return f"{name}: {example}"
    if kind == "janee":
        return f"{name}: {'ja' if example else 'nee'}"
    return yaml.dump({name: example}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000).strip()
