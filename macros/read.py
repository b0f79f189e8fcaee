"""One YAML file → plain values, or findings with line and column. Safe and bounded: a contributed card is untrusted text.

In: a path. Out: a `Document`: plain values plus the place of each.
Accepted is UTF-8 YAML of at most 256 kB with plain maps, lists and scalars: no tags, anchors, aliases, duplicate keys, tabs or
control characters. The tree is built from parser events, so nothing is constructed before it has been judged.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from macros import syntax
from macros.findings import Finding

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in a browser there is only the one in Python
Place = tuple[str | int, ...]

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u00ad\u2060\u2066-\u2069\ufeff]"
)
_NULL = re.compile(r"(~|null)?", re.IGNORECASE)
_TRUE = re.compile(r"ja|yes|true|on|y", re.IGNORECASE)
_FALSE = re.compile(r"nee|no|false|off|n", re.IGNORECASE)
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(
    r"[-+]?(\d{1,18}\.\d{0,18}|\.\d{1,18})([eE][-+]?\d{1,3})?|[-+]?\d{1,18}[eE][-+]?\d{1,3}|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)
_LOST = re.compile(
    r" +#[^\s#]"
)  # a comment has a space after its sign; this is a number or a tag that was meant as text
_NO_SPACE = re.compile(r"-[^\W\d]")
_POINT = re.compile(rf"( *)(?:-[^-]|{syntax.BULLET.pattern})")
HARD_SPACE = re.compile(r"(?P<before> *(?:- *|[\w-]+ *:)?)(?P<sign>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")
_WORD = re.compile(r" *\w+")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")  # what Git leaves where two versions do not fit together
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


_NOT_TEXT = re.compile(
    rf"{_NO_SPACE.pattern}.*|{'|'.join(each.pattern for each in (_NULL, _TRUE, _FALSE, _INT, _FLOAT, _DATE))}",
    re.IGNORECASE | re.DOTALL,
)


def reads_as_text(text: str) -> bool:
    """Whether text without quotes is read as text; else as nothing, yes or no, a number or a date."""
    return not _NOT_TEXT.fullmatch(text)


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
    return _told(file.relative_to(root).as_posix(), lambda: _text(_bytes(file)))


def read_text(path: str, text: str) -> Document | list[Finding]:
    """Read the text of a file that is not there yet, as `read_document` would at `path`."""
    return _told(path, lambda: _text(text.encode("utf-8", "surrogatepass")))


def _told(path: str, text: Callable[[], str]) -> Document | list[Finding]:
    try:
        return _document(path, text())
    except _Problem as problem:
        return [Finding(path, problem.line, problem.column, problem.veld, problem.melding)]


def _bytes(file: Path) -> bytes:
    if file.is_symlink():
        raise _Problem(1, 1, "", "is een koppeling naar een ander bestand; zet het bestand zelf neer")
    if not file.is_file():
        raise _Problem(1, 1, "", "is geen gewoon bestand")
    _not_too_large(file.stat().st_size)
    try:
        return file.read_bytes()
    except OSError as error:
        raise _Problem(1, 1, "", f"kan niet worden gelezen ({error.strerror})") from None


def _not_too_large(size: int) -> None:
    if size > MAX_BYTES:
        raise _Problem(1, 1, "", f"is {size // 1024} kB groot; een kaart is hooguit {MAX_BYTES // 1024} kB")


def _text(raw: bytes) -> str:
    _not_too_large(len(raw))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        raise _Problem(line, column, "", "is geen UTF-8; sla het bestand op als UTF-8") from None
    if not text.replace("\n", "").isprintable() or any(
        mark in text for mark in _CONFLICT
    ):  # quick for nearly every card
        _tell_odd_sign(text)
    return text


def _tell_odd_sign(text: str) -> None:
    """Raises for the first row with a sign that has no place in a card."""
    rows = text.split("\n")
    for number, row in enumerate(rows, 1):
        if row.startswith(_CONFLICT):
            raise _Problem(
                number,
                1,
                "",
                "is een teken van Git: hier staan twee versies door elkaar; kies er een en haal de regels met <<<<<<<, ======= en >>>>>>> weg",
            )
        if "\t" in row:
            field = syntax.field_at(rows, number)
            raise _Problem(number, row.index("\t") + 1, field, "bevat een tab; gebruik spaties om in te springen")
        if found := HARD_SPACE.match(row):
            raise _Problem(
                number,
                found.start("sign") + 1,
                syntax.field_at([*rows[: number - 1], row.replace(found["sign"], " ")], number),
                f"bevat een harde spatie (U+{ord(found['sign']):04X}), zoals uit een tekstverwerker; typ daar een gewone spatie",
            )
        if found := CONTROL.search(row.removesuffix("\r")):
            raise _Problem(
                number,
                found.start() + 1,
                syntax.field_at(rows, number),
                f"bevat een onzichtbaar stuurteken (U+{ord(found[0]):04X}); haal dat teken weg",
            )
        if "\r" in row.removesuffix("\r"):
            raise _Problem(number, row.index("\r") + 1, "", "bevat een los regeleinde (U+000D); haal dat teken weg")


def _document(path: str, text: str) -> Document:
    builder = _Builder(path, text.split("\n"))
    try:
        loader = LOADER(text)
        try:
            value = builder.build(loader.get_event)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _Problem(*syntax.explained(error, text)) from None
    except yaml.YAMLError:
        raise _Problem(1, 1, "", "is geen geldige YAML") from None
    if not isinstance(value, dict):
        kind = "een lijst" if isinstance(value, list) else "losse tekst"
        raise _Problem(*builder.places.get((), (1, 1)), "", f"is {kind}; een kaart begint met velden, zoals titel: …")
    return Document(path, value, builder.places)


class _Builder:
    """Builds plain values and their places from parser events, and refuses whatever is not plain."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self.path, self.lines, self.places = path, lines, dict[Place, tuple[int, int]]()

    def build(self, next_event: Callable[[], Any]) -> Any:
        self._next = next_event
        self._next()  # start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _Problem(1, 1, "", "is leeg; een kaart heeft velden, zoals titel: …")
        if event.version or event.tags:
            raise self._at(event, (), "bevat een YAML-opdracht (regel met %); haal die regel weg")
        event = self._next()
        if isinstance(event, yaml.ScalarEvent) and not event.value.strip():
            raise _Problem(1, 1, "", "is leeg; een kaart heeft velden, zoals titel: …")
        self.places[()] = self._mark(event)
        value = self._value(event, ())
        self._next()  # end of the document
        if not isinstance(extra := self._next(), yaml.StreamEndEvent):
            raise self._at(extra, (), "bevat een tweede document na ---; zet elke kaart in een eigen bestand")
        return value

    @staticmethod
    def _mark(event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _at(self, event: Any, place: Place, melding: str) -> _Problem:
        return _Problem(*self._mark(event), ".".join(map(str, place)), melding)

    def _value(self, event: Any, place: Place) -> Any:
        if len(place) > MAX_DEPTH:
            raise self._at(event, (*place[:3], "…"), "is te diep genest; een kaart heeft hooguit vier lagen")
        if isinstance(event, yaml.AliasEvent):
            raise self._at(
                event,
                place,
                f"bevat een verwijzing met * (*{event.anchor}); schrijf de tekst zelf, tussen aanhalingstekens als die met * begint",
            )
        if event.anchor:
            raise self._at(
                event,
                place,
                f"bevat een anker met & (&{event.anchor}); haal het weg, of zet de tekst tussen aanhalingstekens",
            )
        if event.tag:
            raise self._at(
                event,
                place,
                f"bevat een YAML-tag ({event.tag[:40]}); haal die weg, of zet de tekst tussen aanhalingstekens",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, in_braces=bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return self._scalar(event, place)

    def _mapping(self, place: Place, *, in_braces: bool) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise self._at(event, place, "heeft een veldnaam die geen gewone tekst is")
            key, here = event.value, (*place, event.value)
            if key in result:
                point = (
                    "; begint hier een nieuw punt, zet er dan een streepje voor"
                    if place and isinstance(place[-1], int) and not in_braces
                    else ""
                )
                raise self._at(
                    event,
                    here,
                    f"staat er twee keer (eerst op regel {self.places[here][0]}); haal er één weg{point}",
                )
            if in_braces and (joined := re.fullmatch(r"([a-z_]+):(\S.*)", key)):
                raise self._at(
                    event,
                    (*place, joined[1]),
                    f"heeft geen spatie na de dubbele punt; schrijf {joined[1]}: {joined[2]}",
                )
            value = self._next()
            if in_braces and result and self._is_rest(value):
                raise self._cut_off(event, place, *list(result.items())[-1])
            self.places[here] = self._mark(event)
            result[key] = self._value(value, here)
        return result

    def _is_rest(self, value: Any) -> bool:
        """Whether there is no value and no colon either: then what was taken for a field is what stands after a comma in a text."""
        if not isinstance(value, yaml.ScalarEvent) or value.value or value.style:
            return False
        row, column = self._mark(value)
        return not self.lines[row - 1][: column - 1].rstrip().endswith(":")

    def _cut_off(self, rest: Any, place: Place, field: str, value: Any) -> _Problem:
        where = ".".join(map(str, (*place, field)))
        if isinstance(value, int) and _INT.fullmatch(rest.value):
            melding = f"heeft een komma in het getal; schrijf een punt: {value}.{rest.value}"
        else:
            melding = "wordt afgeknipt bij de komma; zet de tekst tussen aanhalingstekens"
        return _Problem(*self._mark(rest), where, melding)

    def _sequence(self, place: Place) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            here = (*place, len(result))
            self.places[here] = self._mark(event)
            result.append(self._value(event, here))
        return result

    def _scalar(self, event: Any, place: Place) -> Any:
        text: str = event.value
        if found := CONTROL.search(text):
            raise self._at(
                event, place, f"bevat een onzichtbaar stuurteken (U+{ord(found[0]):04X}); haal dat teken weg"
            )
        if not event.style and _LOST.match(self.lines[event.end_mark.line], event.end_mark.column):
            raise self._at(
                event, place, "verliest de tekst na #, want dat is een opmerking; zet de tekst tussen aanhalingstekens"
            )
        if not event.style and syntax.BULLET.match(text):
            raise self._at(event, place, syntax.NO_BULLET)
        if not event.style and (event.end_mark.line > event.start_mark.line or text[:1] == "-"):
            self._no_lost_points(event, place)
        if event.style or not event.implicit[0] or reads_as_text(text):
            return text
        if _NULL.fullmatch(text):
            raise self._at(event, place, "is leeg; vul het in of haal de regel weg")
        if _TRUE.fullmatch(text):
            return True
        if _FALSE.fullmatch(text):
            return False
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text) if "n" not in text.lower() else float("nan")
        return self._date(event, place)

    def _no_lost_points(self, event: Any, place: Place) -> None:
        """A point of a list that stands too far inwards, or misses its space, is read as more of the text before it."""
        if _NO_SPACE.match(event.value):
            raise self._at(event, place, "heeft geen spatie na het streepje; zet er een tussen")
        for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
            row = self.lines[number]
            before = row[: event.end_mark.column] if number == event.end_mark.line else row
            if found := _POINT.match(before):
                if number == event.start_mark.line + 1 and _WORD.fullmatch(first := self.lines[number - 1].rstrip()):
                    raise self._at(
                        event, place, f"mist een dubbele punt; schrijf {first.strip()}: en daaronder de punten"
                    )
                if syntax.BULLET.match(before.lstrip()):
                    raise _Problem(number + 1, len(found[1]) + 1, ".".join(map(str, place)), syntax.NO_BULLET)
                raise _Problem(
                    number + 1,
                    len(found[1]) + 1,
                    ".".join(map(str, place)),
                    "begint met een streepje maar telt als vervolg van de regel erboven; zet het streepje recht onder de "
                    "andere, met een spatie erachter",
                )

    def _date(self, event: Any, place: Place) -> datetime.date:
        try:
            return datetime.date(*map(int, event.value.split("-")))
        except ValueError:
            raise self._at(
                event, place, f"{event.value} bestaat niet als datum; schrijf jaar-maand-dag, zoals 2026-11-23"
            ) from None
