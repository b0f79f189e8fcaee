"""One YAML file → one record, or findings with line and column. Safe and bounded: a contributed card is untrusted text.

In: a path. Out: a `Document` (plain values plus the place of each), then a record of `model.py`.
Accepted is UTF-8 YAML of at most 256 kB with plain maps, lists and scalars: no tags, anchors, aliases, duplicate keys, tabs or
control characters. The tree is built from parser events, so nothing is constructed before it has been judged.
"""
import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from macros.findings import Finding, meant, nearest

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NULL = re.compile(r"(~|null)?", re.IGNORECASE)
_TRUE = re.compile(r"ja|yes|true|on|y", re.IGNORECASE)
_FALSE = re.compile(r"nee|no|false|off|n", re.IGNORECASE)
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(\d{1,18}\.\d{0,18}|\.\d{1,18})([eE][-+]?\d{1,3})?|[-+]?\d{1,18}[eE][-+]?\d{1,3}|[-+]?\.(inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True)
class Document:
    """The plain value of one file, and per place in it (keys and indexes from the top) its line and column, from 1."""

    path: str
    value: Any
    places: dict[Place, tuple[int, int]]

    def at(self, place: Place) -> tuple[int, int]:
        """Line and column of a place, or of the nearest place around it."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, (1, 1))

    def finding(self, place: Place, melding: str) -> Finding:
        line, column = self.at(place)
        return Finding(self.path, line, column, ".".join(map(str, place)), melding)


class _Problem(Exception):
    def __init__(self, line: int, column: int, veld: str, melding: str) -> None:
        super().__init__(melding)
        self.line, self.column, self.veld, self.melding = line, column, veld, melding


def read_document(file: Path, root: Path) -> Document | list[Finding]:
    """Read one file of the knowledge base.

    Returns the document, or the findings that keep it from being one. Never raises for what a file holds.
    """
    path = file.relative_to(root).as_posix()
    try:
        return _document(path, _text(file))
    except _Problem as problem:
        return [Finding(path, problem.line, problem.column, problem.veld, problem.melding)]


def _text(file: Path) -> str:
    if file.is_symlink():
        raise _Problem(1, 1, "", "is een koppeling naar een ander bestand; zet het bestand zelf neer")
    if not file.is_file():
        raise _Problem(1, 1, "", "is geen gewoon bestand")
    if (size := file.stat().st_size) > MAX_BYTES:
        raise _Problem(1, 1, "", f"is {size // 1024} kB groot; een kaart is hooguit {MAX_BYTES // 1024} kB")
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _Problem(1, 1, "", f"kan niet worden gelezen ({error.strerror})") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        raise _Problem(line, column, "", "is geen UTF-8; sla het bestand op als UTF-8") from None
    for number, row in enumerate(text.split("\n"), 1):
        if "\t" in row:
            raise _Problem(number, row.index("\t") + 1, "", "bevat een tab; gebruik spaties om in te springen")
        if found := _CONTROL.search(row.removesuffix("\r")):
            raise _Problem(number, found.start() + 1, "",
                           f"bevat een onzichtbaar stuurteken (U+{ord(found[0]):04X}); haal dat teken weg")
        if "\r" in row.removesuffix("\r"):
            raise _Problem(number, row.index("\r") + 1, "", "bevat een los regeleinde (U+000D); haal dat teken weg")
    return text


def _document(path: str, text: str) -> Document:
    builder = _Builder(path)
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)  # type: ignore[no-untyped-call]
        value = builder.build(events)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except yaml.YAMLError:
        raise _Problem(1, 1, "", "is geen geldige YAML") from None
    if not isinstance(value, dict):
        kind = "een lijst" if isinstance(value, list) else "losse tekst"
        raise _Problem(*builder.places.get((), (1, 1)), "", f"is {kind}; een kaart begint met velden, zoals titel: …")
    return Document(path, value, builder.places)


class _Builder:
    """Builds plain values and their places from parser events, and refuses whatever is not plain."""

    def __init__(self, path: str) -> None:
        self.path, self.places = path, dict[Place, tuple[int, int]]()

    def build(self, events: Any) -> Any:
        self._next = events.__next__
        self._next()  # start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _Problem(1, 1, "", "is leeg; een kaart heeft velden, zoals titel: …")
        if event.version or event.tags:
            raise self._at(event, "", "bevat een YAML-opdracht (regel met %); haal die regel weg")
        event = self._next()
        if isinstance(event, yaml.ScalarEvent) and not event.value.strip():
            raise _Problem(1, 1, "", "is leeg; een kaart heeft velden, zoals titel: …")
        self.places[()] = self._mark(event)
        value = self._value(event, ())
        self._next()  # end of the document
        if not isinstance(extra := self._next(), yaml.StreamEndEvent):
            raise self._at(extra, "", "bevat een tweede document na ---; zet elke kaart in een eigen bestand")
        return value

    @staticmethod
    def _mark(event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _at(self, event: Any, veld: str, melding: str) -> _Problem:
        return _Problem(*self._mark(event), veld, melding)

    def _value(self, event: Any, place: Place) -> Any:
        veld = ".".join(map(str, place))
        if len(place) > MAX_DEPTH:
            raise self._at(event, ".".join(map(str, place[:3])) + "…", "is te diep genest; een kaart heeft hooguit vier lagen")
        if isinstance(event, yaml.AliasEvent):
            raise self._at(event, veld, f"bevat een verwijzing met * (*{event.anchor}); schrijf de tekst zelf, tussen aanhalingstekens als die met * begint")
        if getattr(event, "anchor", None):
            raise self._at(event, veld, f"bevat een anker met & (&{event.anchor}); haal het weg, of zet de tekst tussen aanhalingstekens")
        if getattr(event, "tag", None):
            raise self._at(event, veld, f"bevat een YAML-tag ({event.tag[:40]}); haal die weg, of zet de tekst tussen aanhalingstekens")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return self._scalar(event, veld)

    def _mapping(self, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise self._at(event, ".".join(map(str, place)), "heeft een veldnaam die geen gewone tekst is")
            key, here = event.value, (*place, event.value)
            if key in result:
                raise self._at(event, ".".join(map(str, here)), f"staat er twee keer (eerst op regel {self.places[here][0]}); haal er één weg")
            self.places[here] = self._mark(event)
            result[key] = self._value(self._next(), here)
        return result

    def _sequence(self, place: Place) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            here = (*place, len(result))
            self.places[here] = self._mark(event)
            result.append(self._value(event, here))
        return result

    def _scalar(self, event: Any, veld: str) -> Any:
        text: str = event.value
        if found := _CONTROL.search(text):
            raise self._at(event, veld, f"bevat een onzichtbaar stuurteken (U+{ord(found[0]):04X}); haal dat teken weg")
        if event.style or not event.implicit[0]:
            return text
        if _NULL.fullmatch(text):
            raise self._at(event, veld, "is leeg; vul het in of haal de regel weg")
        if _TRUE.fullmatch(text):
            return True
        if _FALSE.fullmatch(text):
            return False
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text) if "n" not in text.lower() else float("nan")
        if _DATE.fullmatch(text):
            return self._date(event, veld)
        return text

    def _date(self, event: Any, veld: str) -> datetime.date:
        try:
            return datetime.date(*map(int, event.value.split("-")))
        except ValueError:
            raise self._at(event, veld, f"{event.value} bestaat niet als datum; schrijf jaar-maand-dag, zoals 2026-11-23") from None


_SYNTAX = (  # part of libyaml's message → what an editor can do about it
    ("found unexpected end of stream", "heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een"),
    ("unexpected document indicator", "heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een"),
    ("mapping values are not allowed", "heeft een dubbele punt in de tekst, of springt verkeerd in; zet de tekst tussen aanhalingstekens"),
    ("could not find expected ':'", "is geen veld: er ontbreekt een dubbele punt, of de regel springt verkeerd in"),
    ("found unknown escape character", "heeft een \\ in tekst tussen dubbele aanhalingstekens; schrijf \\\\ of gebruik enkele aanhalingstekens"),
    ("cannot start any token", "begint met een teken dat in YAML niet mag (zoals @, ` of %); zet de tekst tussen aanhalingstekens"),
    ("did not find expected ',' or", "heeft een lijst of rij tussen haakjes die niet wordt gesloten, of een komma te weinig"),
    ("did not find expected '-' indicator", "springt anders in dan de rest van de lijst; zet alle streepjes recht onder elkaar"),
    ("did not find expected key", "springt verkeerd in, of er staat tekst na een aanhalingsteken; zet velden recht onder elkaar"),
    ("block sequence entries are not allowed", "heeft een streepje op een plek waar geen lijst mag; begin de lijst op een nieuwe regel"),
    ("undefined tag handle", "bevat een YAML-tag (begint met !); zet de tekst tussen aanhalingstekens"),
    ("did not find expected alphabetic or numeric", "begint met & of *; zet de tekst tussen aanhalingstekens"),
    ("did not find expected <document start>", "heeft tekst na het einde van de kaart"),
    ("found a duplicate", "bevat een YAML-opdracht (regel met %); haal die regel weg"),
)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> _Problem:
    """The parser's message in Dutch, at the place where the editor has to look."""
    problem = f"{error.context or ''} {error.problem or ''}"
    mark = error.context_mark if "quoted scalar" in problem or "flow" in problem else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    last = text.rstrip("\n").count("\n") + 1
    line, column = (min(mark.line + 1, last), mark.column + 1) if mark else (1, 1)
    told = next((dutch for english, dutch in _SYNTAX if english in problem), None)
    return _Problem(line, column, "", told or "is geen geldige YAML; kijk naar inspringen, aanhalingstekens en dubbele punten")


def to_record(document: Document, model: type[Model], context: dict[str, Any]) -> Model | list[Finding]:
    """Validate a document. `context` holds the vocabularies (see `model.Vocabulary`). Returns the record or its findings."""
    try:
        return model.model_validate(document.value, context=context)
    except ValidationError as error:
        return _findings(document, model, error)


def _findings(document: Document, model: type[BaseModel], error: ValidationError) -> list[Finding]:
    errors = [(_place(document.value, e["loc"], e["type"]), e) for e in error.errors(include_url=False)]
    missing = {place for place, e in errors if e["type"] == "missing"}
    found: dict[Place, Finding] = {}
    for place, e in errors:
        if e["type"] == "extra_forbidden":
            known = _fields_around(model, place)
            present = _resolve(document.value, place[:-1])
            wanted = nearest(str(place[-1]), [k for k in known if k not in present]) or nearest(str(place[-1]), known)
            missing.discard((*place[:-1], wanted or ""))
            hint = f' Bedoelde u "{wanted}"?' if wanted else f" Velden hier zijn: {', '.join(known)}."
            found.setdefault(place, document.finding(place, f'"{place[-1]}" is geen veld; haal het weg of verbeter de naam.{hint}'))
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


def _place(value: Any, loc: Place, kind: str) -> Place:
    """pydantic's location without its own markers (union branch, "[key]"): only keys and indexes of the file itself."""
    place: list[str | int] = []
    for part in loc:
        inside = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value))
        if not inside:
            if kind == "missing" and isinstance(value, dict):
                place.append(part)
            break
        place.append(part)
        value = value[part]
    return tuple(place)


def _fields_around(model: type[BaseModel], place: Place) -> list[str]:
    """Names of the fields of the record that holds `place`, read from the schema."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in place[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        node = next((n for n in node.get("anyOf", [node]) if n.get("type") != "null"), {})
        if ref := node.get("$ref"):
            node = schema["$defs"][ref.rsplit("/", 1)[-1]]
    return list(node.get("properties", {}))


_READ_AS = {bool: "ja/nee", int: "een getal", float: "een getal", datetime.date: "een datum", list: "een lijst", dict: "een groep velden", str: "tekst"}


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
            return f"is {'geen bruikbaar getal' if isinstance(value, float) else _shown(value)}; hier hoort een getal, zonder aanhalingstekens"
        case "date_type" | "date_from_datetime_inexact":
            return f"is {_shown(value)}; schrijf een datum als jaar-maand-dag zonder aanhalingstekens, zoals 2026-11-23"
        case "tuple_type" | "list_type":
            return f"is {_shown(value)}; hier hoort een lijst, met een streepje voor elk punt"
        case "dict_type" | "model_type" | "mapping_type" | "model_attributes_type":
            return f"is {_shown(value)}; hier horen velden, elk met een naam en een dubbele punt"
        case "string_too_long":
            return f"is {len(value)} tekens lang; hooguit {context['max_length']} mag"
        case "string_too_short":
            return f"is {len(value)} tekens lang; minstens {context['min_length']} moet"
        case "too_long":
            return f"heeft {context['actual_length'] or 'te veel'} punten; hooguit {context['max_length']} mag"
        case "too_short":
            return f"is een lege lijst; geef minstens {context['min_length']} punt of haal de regel weg"
        case "greater_than_equal":
            return f"is te klein; minstens {context['ge']} mag"
        case "less_than_equal":
            return f"is te groot; hooguit {context['le']} mag"
        case "vocabulaire":
            return _vocabulary(context)
        case kind if kind.startswith(("string", "int", "float", "date")):
            return f"heeft de verkeerde vorm; {_describe(model, place)}"
        case _:
            return str(e["msg"])


def _vocabulary(context: dict[str, Any]) -> str:
    words: list[str] = context["woorden"]
    choice = ", ".join(words) if len(words) <= 9 else f"de lijst in data/vocabulaire/{context['lijst']}.yml"
    return f"{context['waarde']} bestaat niet; kies uit {choice}.{meant(context['waarde'].strip(chr(34)), words)}"


def _describe(model: type[BaseModel], place: Place) -> str:
    """What the model says a field is for, with its first letter in lower case."""
    schema = model.model_json_schema()
    for properties in [schema.get("properties", {}), *(d.get("properties", {}) for d in schema.get("$defs", {}).values())]:
        if (text := properties.get(place[-1], {}).get("description")) and set(_fields_around(model, place)) == set(properties):
            return str(text[0].lower() + text[1:])
    return "vul het in"
