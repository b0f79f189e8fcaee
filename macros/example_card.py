"""One lesson of the knowledge base as a commented card: what a card looks like, with what each field asks for above it.

In: the published lessons. Out: the parts of a card, each with the field that it explains; together they are the YAML of the card.
It is made from a lesson that is there, so it is right as long as the base is: nobody has to keep it up.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from macros.derive import Lesson
from macros.field_guide import Field, fields
from macros.model import Les

WIDTH = 96
STEP = "  "


@dataclass(frozen=True)
class Part:
    """Some lines of the card. `veld`: the field to explain above them, None where it was explained before."""

    veld: Field | None
    inspringen: str
    yaml: str


class _Dumper(yaml.CSafeDumper):
    pass


def _text(dumper: Any, text: str) -> Any:
    long = "\n" in text or len(text) > WIDTH - 24  # a long text needs no quotation marks when it is folded
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">" if long else None)


def _number(dumper: Any, number: float) -> Any:
    return dumper.represent_data(int(number)) if number.is_integer() else dumper.represent_float(number)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


def fullest(lessons: Iterable[Lesson]) -> Lesson | None:
    """The lesson that shows most different fields, the shortest of those; None without lessons."""
    return min(lessons, key=lambda x: (-len(_paths(_values(x))), len(x.kaart.model_dump_json()), x.slug), default=None)


def parts(lesson: Lesson) -> tuple[Part, ...]:
    """The card of a lesson in parts, in the order of the model."""
    return tuple(_of(_values(lesson), fields(Les), "", "", set(), ()))


def _values(lesson: Lesson) -> dict[str, Any]:
    plain: dict[str, Any] = lesson.kaart.model_dump(by_alias=True, exclude_none=True)
    return plain


def _paths(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The fields that are filled in, also inside groups."""
    if isinstance(value, Mapping):
        return {path}.union(*(_paths(inner, (*path, name)) for name, inner in value.items()))
    if isinstance(value, tuple | list):
        return {path}.union(*(_paths(item, path) for item in value))
    return {path}


def _of(
    values: Mapping[str, Any],
    known: Iterable[Field],
    lead: str,
    indent: str,
    told: set[tuple[str, ...]],
    path: tuple[str, ...],
) -> Iterator[Part]:
    """The parts of one group; its first line starts with `lead`, which for an item of a list ends in a dash, the others with `indent`."""
    by_name = {field.naam: field for field in known}
    for name, value in values.items():
        field, here = by_name[name], (*path, name)
        explained = None if here in told else field
        told.add(here)
        if not field.velden:
            yield Part(explained, indent, _indented(_dumped(name, value), lead, indent))
        else:
            yield Part(explained, indent, f"{lead}{name}:\n")
            deeper = indent + STEP
            for item in value if field.lijst else (value,):
                first, rest = (deeper + "- ", deeper + STEP) if field.lijst else (deeper, deeper)
                yield from _of(item, field.velden, first, rest, told, here)
        lead = indent


def _dumped(name: str, value: Any) -> str:
    plain = [*value] if isinstance(value, tuple) else value
    if isinstance(value, Mapping):
        plain = {key: [*inner] for key, inner in value.items()}
    return yaml.dump({name: plain}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def _indented(text: str, lead: str, indent: str) -> str:
    return lead + textwrap.indent(text, indent).removeprefix(indent)
