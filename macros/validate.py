"""Plain values of one file → a record of `model.py`, or findings in Dutch at the place where an editor has to look.

In: a `Document` and the kind of record. Out: the record, or one finding per fault: pydantic's errors translated, the nearest name for
a slip, and no second finding for what follows from the first.
"""

import datetime
import json
import re
from collections.abc import Container, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from macros.findings import Finding, named, nearest, nearest_of
from macros.read import Document, Place

Model = TypeVar("Model", bound=BaseModel)


def to_record(document: Document, model: type[Model], context: dict[str, Any]) -> Model | list[Finding]:
    """Validate a document. `context` holds the vocabularies (see `model.Vocabulary`). Returns the record or its findings."""
    try:
        return model.model_validate(document.value, context=context)
    except ValidationError as error:
        return _findings(document, model, error)


def _findings(document: Document, model: type[BaseModel], error: ValidationError) -> list[Finding]:
    errors = [(place_of(document.value, e["loc"], e["type"]), e) for e in error.errors(include_url=False)]
    missing = {place for place, e in errors if e["type"] == "missing"}
    unknown = [place for place, e in errors if e["type"] == "extra_forbidden"]
    found: dict[Place, Finding] = {}
    for place, e in errors:
        if e["type"] == "extra_forbidden":
            known = fields_around(model, place)
            present = _resolve(document.value, place[:-1])
            why = _NO_FIELD.get(str(place[-1]))
            wanted = None if why else _field_meant(str(place[-1]), known, present)
            missing.discard((*place[:-1], wanted or ""))
            elsewhere = None if why else _where(model, str(place[-1]))
            if not (why or wanted or elsewhere):
                wanted = _only_gap(place, missing, unknown)
                missing.discard((*place[:-1], wanted or ""))
            hint = f' Bedoelde u "{wanted}"?' if wanted else f" Velden hier zijn: {', '.join(known)}."
            if why:
                hint = f" {why}"
            elif elsewhere:
                hint = f" Het hoort onder {elsewhere}; let op het inspringen."
            found.setdefault(
                place, document.finding(place, f'"{place[-1]}" is geen veld; haal het weg of verbeter de naam.{hint}')
            )
    for place, e in errors:
        if e["type"] == "missing" and place not in missing:
            continue
        inside = any(other != place and other[: len(place)] == place for other, _ in errors)  # the cause lies deeper
        if not inside and not any(place[:n] in found for n in range(1, len(place) + 1)):
            found[place] = document.finding(place, _told(model, place, e))
    return list(found.values())


def _resolve(value: Any, place: Place) -> Any:
    for part in place:
        value = value[part]
    return value


def place_of(value: Any, loc: Place, kind: str) -> Place:
    """pydantic's location without its own markers (union branch, "[key]"): only keys and indexes of the file itself."""
    place: list[str | int] = []
    for part in loc:
        inside = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if not inside:
            if kind == "missing" and isinstance(value, dict):
                place.append(part)
            break
        place.append(part)
        value = value[part]
    return tuple(place)


def fields_around(model: type[BaseModel], place: Place) -> dict[str, Any]:
    """The fields of the record that holds `place`, read from the schema: name → schema of the field."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in place[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        node = next((n for n in node.get("anyOf", [node]) if n.get("type") != "null"), {})
        if ref := node.get("$ref"):
            node = schema["$defs"][ref.rsplit("/", 1)[-1]]
    found: dict[str, Any] = node.get("properties", {})
    return found


def _field_meant(word: str, known: Mapping[str, Any], present: Container[str]) -> str | None:
    """The field whose name is most like `word`, rather one that is not there yet; else the one whose Dutch title or list it is."""
    absent = [name for name in known if name not in present]
    if alike := nearest(word, absent) or nearest(word, known):
        return alike
    called = {node["title"]: name for name, node in known.items() if "title" in node}
    listed = {_list_of(node): name for name, node in known.items()}
    others = {other: name for other, names in _ALSO_CALLED.items() for name in names if name in known}
    return named(word, {title: name for title, name in {**others, **listed, **called}.items() if title})


def _only_gap(place: Place, missing: set[Place], unknown: list[Place]) -> str | None:
    """The one field that is missing where this is the one unknown field."""
    around = place[:-1]
    gaps = [str(each[-1]) for each in missing if each[:-1] == around]
    return gaps[0] if len(gaps) == 1 and [each[:-1] for each in unknown].count(around) == 1 else None


_ALSO_CALLED = {  # what people write for fields whose own name is English or unusual
    "type": ("soort",),
    "samenvatting": ("kernboodschap",),
    "beschrijving": ("wat", "omschrijving"),
    "omschrijving": ("wat",),
    "audience": ("voor",),
    "resultaat": ("bevinding",),
    "effect": ("richting",),
    "jaar": ("issued",),
    "datum": ("issued", "beoordeeld_op"),
    "auteur": ("author",),
    "auteurs": ("author",),
    "naam": ("literal",),
    "achternaam": ("family",),
    "voornaam": ("given",),
    "link": ("URL",),
    "adres": ("URL",),
    "tijdschrift": ("container-title",),
    "pagina": ("page", "vindplaats"),
    "paginas": ("page",),
    "methode": ("opzet",),
    "aantal": ("omvang",),
    "land": ("plaats",),
}


def _list_of(node: Mapping[str, Any]) -> str:
    """The vocabulary that a field takes its values from; nothing for another field."""
    choices = [node, node.get("items", {}), *node.get("anyOf", ())]
    return next((each["x-vocabulaire"] for each in choices if "x-vocabulaire" in each), "")


_NO_FIELD = {
    "label": "Het label volgt uit het bewijs; u vult het niet in.",
    "oordeel": "Het oordeel volgt uit het bewijs; u vult het niet in.",
    "sterkte": "De sterkte volgt uit het bewijs; u vult haar niet in.",
    "slug": "De naam van het bestand is de slug.",
    "pilot": "De map van het bestand is de pilot.",
}


def _where(model: type[BaseModel], name: str) -> str | None:
    """The groups of a record that have a field of this name: "bewijs of onderbouwing"; None when it has none."""
    schema = model.model_json_schema()
    if name in schema.get("properties", {}):
        return "de kaart zelf"
    groups = [
        field
        for field, node in schema.get("properties", {}).items()
        if any(
            f'"#/$defs/{title}"' in json.dumps(node)
            for title, d in schema.get("$defs", {}).items()
            if name in d.get("properties", {})
        )
    ]
    return " of ".join(groups) or None


_READ_AS = {
    bool: "ja/nee",
    int: "een getal",
    float: "een getal",
    datetime.date: "een datum",
    list: "een lijst",
    dict: "een groep velden",
    str: "tekst",
}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ja of nee"
    return _READ_AS.get(type(value), "iets anders")


def _told(model: type[BaseModel], place: Place, e: Any) -> str:
    """One pydantic error in Dutch: what is wrong, and what is right."""
    value, context = e.get("input"), e.get("ctx", {})
    match e["type"]:
        case "missing":
            return f"ontbreekt; {_describe(model, place)}"
        case "string_type" if isinstance(value, (bool, int, float, datetime.date)):
            return f"is hier gelezen als {_shown(value)}; zet de tekst tussen aanhalingstekens"
        case "string_type" if isinstance(value, dict):
            return "is door een dubbele punt gelezen als veld met inhoud; hier hoort één tekst: zet die tussen aanhalingstekens"
        case "string_type":
            return f"is {_shown(value)}; hier hoort één tekst"
        case "bool_type":
            return f"is {_shown(value)}; kies ja of nee, zonder aanhalingstekens"
        case "int_type" | "float_type" | "int_from_float" | "finite_number":
            number = re.search(r"-?\d+(?:[.,]\d+)?", value) if isinstance(value, str) else None
            hint = f". Bedoelde u {number[0].replace(',', '.')}?" if number else ""
            wanted = "een heel getal" if e["type"] == "int_type" else "een getal, met een punt voor decimalen en"
            return f"is {'geen bruikbaar getal' if isinstance(value, float) else _shown(value)}; hier hoort {wanted} zonder aanhalingstekens{hint}"
        case "date_type" | "date_from_datetime_inexact":
            hint = f" Bedoelde u {day}?" if isinstance(value, str) and (day := day_meant(value)) else ""
            return f"is {_shown(value)}; schrijf een datum als jaar-maand-dag zonder aanhalingstekens, zoals 2026-11-23.{hint}"
        case "datumtekst" if isinstance(value, str) and (day := day_meant(value)):
            return f'{e["msg"]}. Bedoelde u "{day}"?'
        case "tuple_type" | "list_type":
            return f"is {_shown(value)}; hier hoort een lijst, met een streepje voor elk punt"
        case "dict_type" | "model_type" | "mapping_type" | "model_attributes_type":
            fields = ", ".join(fields_around(model, (*place, "")))
            return f"is {_shown(value)}; hier horen velden, elk met een naam en een dubbele punt{f': {fields}' if fields else ''}"
        case "string_too_long" | "too_long" if isinstance(value, str):
            return f"is {len(value)} tekens lang; hooguit {context['max_length']} mag: maak de tekst korter"
        case "string_too_short" | "too_short" if isinstance(value, str):
            return f"is {len(value)} tekens lang; minstens {context['min_length']} moet: schrijf meer"
        case "too_long":
            return f"heeft {context['actual_length'] or 'te veel'} punten; hooguit {context['max_length']} mag: haal er punten af"
        case "too_short":
            away = "" if place[-1] in model.model_json_schema().get("required", ()) else ", of haal de regel weg"
            return f"is een lege lijst; geef minstens {context['min_length']} punt{away}"
        case "greater_than_equal":
            return f"is te klein; minstens {context['ge']} mag"
        case "less_than_equal":
            return f"is te groot; hooguit {context['le']} mag"
        case "literal_error":
            allowed = context["expected"].replace("'", '"').replace(" or ", " of ")
            return f'is "{value}"; schrijf {allowed}'
        case "vocabulaire":
            return _vocabulary(context)
        case kind if kind.startswith(("string", "int", "float", "date")):
            return f"heeft de verkeerde vorm; {_describe(model, place)}"
        case _:
            return str(e["msg"])


_MONTHS = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


def day_meant(text: str) -> str | None:
    """The day that was written in another way (23-11-2026, 23 november 2026, 2026/11/23) as year-month-day; None when it is none."""
    parts = re.findall(r"\d+|[a-z]+", text.lower())
    if len(parts) != 3:
        return None
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    if month[:3].replace("mrt", "maa") in _MONTHS:
        month = str(_MONTHS.index(month[:3].replace("mrt", "maa")) + 1)
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else None
    except ValueError:
        return None


def _vocabulary(context: dict[str, Any]) -> str:
    words: list[str] = context["woorden"]
    parts = [part for part in re.split(r"[\s;/|+,&]+", context["waarde"].strip('"')) if part != "en"]
    if len(parts) > 1 and set(parts) <= set(words):
        return f"{context['waarde']} is meer dan één waarde; zet in een lijst een komma tussen de waarden: [{', '.join(parts)}]"
    choice = ", ".join(words) if len(words) <= 9 else f"de lijst in data/vocabulaire/{context['lijst']}.yml"
    found = nearest_of(context["waarde"].strip('"'), context["ook"] or {word: word for word in words})
    hint = f' Bedoelde u "{found}"?' if found else ""
    return f"{context['waarde']} bestaat niet; kies uit {choice}.{hint}"


def _describe(model: type[BaseModel], place: Place) -> str:
    """What the model says a field is for, with its first letter in lower case."""
    schema = model.model_json_schema()
    for properties in [
        schema.get("properties", {}),
        *(d.get("properties", {}) for d in schema.get("$defs", {}).values()),
    ]:
        if (text := properties.get(place[-1], {}).get("description")) and set(fields_around(model, place)) == set(
            properties
        ):
            first = "é" if text.startswith("Eé") else text[0].lower()
            return f"vul in: {first}{text[2:] if first == 'é' else text[1:]}"
    return "vul het in"
