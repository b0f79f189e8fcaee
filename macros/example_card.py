"""One lesson of the knowledge base as a commented card: what a card looks like, with what each field asks for above it.

In: the published lessons. Out: the lines of a card, each with the fields that it explains; together they are the file of the card.
It is made from a lesson that is there, so it is right as long as the base is: nobody has to keep it up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from macros.derive import Lesson
from macros.field_guide import Field, fields
from macros.findings import as_text
from macros.model import Les
from macros.read import Document, Place, read_text
from macros.write import as_yaml


@dataclass(frozen=True)
class Line:
    """One line of the card, with the fields to explain above it: those that stand on it for the first time."""

    tekst: str
    uitleg: tuple[Field, ...]

    @property
    def inspringen(self) -> str:
        return self.tekst[: len(self.tekst) - len(self.tekst.lstrip(" -"))].replace("-", " ")


def fullest(lessons: Iterable[Lesson]) -> Lesson | None:
    """The lesson that shows most different fields, the shortest of those; None without lessons."""
    return min(lessons, key=lambda x: (-len(_filled(x.kaart)), len(x.kaart.model_dump_json()), x.slug), default=None)


def lines(lesson: Lesson) -> tuple[Line, ...]:
    """The card of a lesson line by line."""
    known = dict(_by_path(fields(Les), ()))
    first: dict[tuple[str, ...], int] = {}
    for place, (line, _) in _read(lesson).places.items():
        first.setdefault(_path(place), line)
    explained: dict[int, list[Field]] = {}
    for path, line in first.items():
        if path in known:
            explained.setdefault(line, []).append(known[path])
    return tuple(
        Line(text, tuple(explained.get(number, ()))) for number, text in enumerate(_text(lesson).splitlines(), 1)
    )


def _text(lesson: Lesson) -> str:
    return as_yaml("lessen", lesson.kaart.model_dump(by_alias=True, exclude_none=True))


def _read(lesson: Lesson) -> Document:
    document = read_text(lesson.slug, _text(lesson))
    if isinstance(document, Document):
        return document
    raise ValueError(as_text(document))  # writer and reader disagree


def _filled(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The fields that are filled in, also inside groups."""
    if isinstance(value, BaseModel):
        found = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {path}.union(*(_filled(each, (*path, name)) for name, each in found if each is not None))
    if isinstance(value, tuple):
        return {path}.union(*(_filled(item, path) for item in value))
    return {path}


def _path(place: Place) -> tuple[str, ...]:
    """A place without the numbers of its items."""
    return tuple(part for part in place if isinstance(part, str))


def _by_path(known: Iterable[Field], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field]]:
    for field in known:
        here = (*path, field.naam)
        yield here, field
        yield from _by_path(field.velden, here)
