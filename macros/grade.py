"""Findings of studies → the label of a card, the strength of its evidence and how many studies it rests on.

Pure functions over plain values. Two scales that are never mixed: the level of a study (0-5, Maryland Scientific Methods Scale,
Sherman et al. 1997) follows its design; the label follows the directions and levels of all findings together.

    label          rule, in this order
    ervaringsles   the card is a lesson on doing, not on effect
    werkt          positive at 4-5, or positive in two studies at 3; nothing at 3 or higher contradicts it on the same outcome
    wisselend      positive and not-positive findings at 2 or higher; a mixed finding is both
    veelbelovend   positive at 2 or higher
    werkte-niet    none or negative at 3 or higher, nothing positive at 2 or higher
    nog-onbekend   anything else
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["positief", "gemengd", "geen-effect", "negatief", "niet-gemeten"]
Label = Literal["werkt", "veelbelovend", "wisselend", "werkte-niet", "nog-onbekend", "ervaringsles"]
Strength = Literal["sterk", "redelijk", "beperkt", "zwak", "geen"]


@dataclass(frozen=True)
class Evidence:
    """One finding of one study on one outcome, with the level (0-5) of the study's design."""

    onderzoek: str
    uitkomst: str
    richting: Direction
    niveau: int
    breder: bool = False


@dataclass(frozen=True)
class Grade:
    """`onderzoeken`: how many studies; `gemeten`: how many of them measured something; `breder`: all of that in a wider group."""

    label: Label
    sterkte: Strength
    onderzoeken: int
    gemeten: int
    breder: bool


def grade(evidence: Iterable[Evidence], approach: bool) -> Grade:
    """Grade a card. `approach`: whether the card is about an approach (soort `aanpak`), the only kind that gets a verdict."""
    found = tuple(evidence)
    measured = [e for e in found if e.richting != "niet-gemeten"]
    label = _label(measured) if approach else "ervaringsles"
    return Grade(
        label=label,
        sterkte=_strength(_carrying(label, measured)),
        onderzoeken=len({e.onderzoek for e in found}),
        gemeten=len({e.onderzoek for e in measured}),
        breder=bool(measured) and all(e.breder for e in measured),
    )


def _label(measured: Sequence[Evidence]) -> Label:
    if _works(measured):
        return "werkt"
    counted = [e for e in measured if e.niveau >= 2]
    positive = any(e.richting in ("positief", "gemengd") for e in counted)
    not_positive = any(e.richting != "positief" for e in counted)
    if positive and not_positive:
        return "wisselend"
    if positive:
        return "veelbelovend"
    if any(e.niveau >= 3 for e in counted):
        return "werkte-niet"
    return "nog-onbekend"


def _works(measured: Sequence[Evidence]) -> list[Evidence]:
    """The uncontradicted positive findings, when they are enough for "werkt"; else nothing."""
    contradicted = {e.uitkomst for e in measured if e.richting != "positief" and e.niveau >= 3}
    positive = [e for e in measured if e.richting == "positief" and e.niveau >= 3 and e.uitkomst not in contradicted]
    enough = any(e.niveau >= 4 for e in positive) or len({e.onderzoek for e in positive}) >= 2
    return positive if enough else []


def _carrying(label: Label, measured: Sequence[Evidence]) -> Sequence[Evidence]:
    """The findings that the label rests on: "werkt" rests on what speaks for it, the others on all that was measured."""
    return _works(measured) if label == "werkt" else measured


def _strength(carrying: Sequence[Evidence]) -> Strength:
    if not carrying:
        return "geen"
    return strength_at(max(e.niveau for e in carrying))


def bars(strength: Strength) -> int:
    """How many of the four bars of the meter are full."""
    return {"sterk": 4, "redelijk": 3, "beperkt": 2, "zwak": 1, "geen": 0}[strength]


def strength_at(level: int) -> Strength:
    """The strength in words of a measurement by a study of this level (0-5)."""
    return "sterk" if level >= 4 else "redelijk" if level == 3 else "beperkt" if level == 2 else "zwak"
