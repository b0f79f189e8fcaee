"""Facets: by which values a list of lessons can be narrowed, and which lessons carry each value.

In: lessons and the names of values. Out: per facet its values in the order of their vocabulary, each with its lessons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from macros.derive import Lesson

# Name of each facet (as it stands in an address) → the vocabulary of its values; the pilots are their own list.
FACETS: Mapping[str, str | None] = {
    "voor": "publiek",
    "moment": "loopbaanmoment",
    "doelgroep": "doelgroep",
    "label": "label",
    "kosten": "kosten",
    "pilot": None,
}


@dataclass(frozen=True)
class Value:
    """One value of a facet with the lessons that carry it."""

    facet: str
    slug: str
    naam: str
    lessen: tuple["Lesson", ...]


def values_of(lesson: "Lesson") -> dict[str, tuple[str, ...]]:
    """Facet → the slugs that one lesson carries."""
    card = lesson.kaart
    return {
        "voor": card.voor,
        "moment": (lesson.loopbaanmoment,),
        "doelgroep": card.doelgroep,
        "label": (lesson.oordeel.label,),
        "kosten": (card.inzet.kosten,),
        "pilot": (lesson.pilot,),
    }


def facets(lessons: Iterable["Lesson"], names: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[Value, ...]]:
    """Facet → its values that occur among `lessons`. `names`: facet → slug → name, in the order to show them."""
    carried: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        for facet, slugs in values_of(lesson).items():
            for slug in slugs:
                carried.setdefault((facet, slug), []).append(lesson)
    return {
        facet: tuple(
            Value(facet, slug, name, tuple(carried[facet, slug]))
            for slug, name in names[facet].items()
            if (facet, slug) in carried
        )
        for facet in FACETS
    }
