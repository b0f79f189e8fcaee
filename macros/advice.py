"""Which lessons fit somebody's answers, in which order, and what speaks against each.

In: the published lessons of one audience and the answers on moment, group and cost. Out: lessons in three ordered lists: those
that fit, those that nearly fit, and those that fit but did not work. Pure functions; the words for it stand in the templates.
`docs/assets/js/keuzehulp.js` applies the last two answers again in the browser, by the same rules; a test holds the two equal.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from macros.derive import Lesson

ALL = "alle"  # stands for the moment in an address when somebody has no moment in mind
ALWAYS = "hele-loopbaan"  # a lesson for this moment fits every other moment too
UNKNOWN = "onbekend"
FAILED = "werkte-niet"
LABELS = ("werkt", "veelbelovend", "wisselend", "ervaringsles", "nog-onbekend", FAILED)
STRENGTHS = ("sterk", "redelijk", "beperkt", "zwak", "geen")
COSTS = ("laag", "middel", "hoog", UNKNOWN)
CEILINGS = ("laag", "middel")  # the most it may cost; "hoog" would leave nothing out

MOST = 6  # lessons that fit, on view at once
FEW = 3  # with fewer that fit, those that nearly fit come on view
NEAR = 3  # so many of them
WARNINGS = 3  # lessons that did not work, on view at once
CAP = 60  # lessons in one page


@dataclass(frozen=True)
class Answers:
    """None is "it does not matter". `kosten` is the most it may cost."""

    moment: str | None = None
    doelgroep: str | None = None
    kosten: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A lesson beside the answers: `moment` says how its moment fits, `kosten` how its cost does."""

    les: "Lesson"
    moment: Literal["precies", "altijd", "anders"]
    doelgroep: bool
    kosten: Literal["binnen", "onbekend", "boven"]

    @property
    def misfits(self) -> int:
        """How many answers it does not fit. Unknown cost is no misfit: it ranks lower and says so."""
        return (self.moment == "anders") + (not self.doelgroep) + (self.kosten == "boven")


@dataclass(frozen=True)
class Advice:
    """All lessons in order, the best first: `past` fits, `bijna` nearly fits, `niet` fits but did not work."""

    past: tuple[Candidate, ...]
    bijna: tuple[Candidate, ...]
    niet: tuple[Candidate, ...]

    @property
    def op_zicht(self) -> "Advice":
        """What a reader sees at once; never nothing while the audience has lessons."""
        near = self.bijna[:NEAR] if len(self.past) < FEW else ()
        return Advice(self.past[:MOST], near, self.niet[:WARNINGS])


def within(ceiling: str) -> tuple[str, ...]:
    """The known costs that stay within a ceiling."""
    return COSTS[: COSTS.index(ceiling) + 1]


def advise(lessons: Iterable["Lesson"], answers: Answers) -> Advice:
    """Order `lessons` (of one audience) by how they fit, then by how sure it is that they help."""
    candidates = sorted((_candidate(lesson, answers) for lesson in lessons), key=_order)
    fitting = [c for c in candidates if not c.misfits]
    return Advice(
        past=tuple(c for c in fitting if not _failed(c)),
        bijna=tuple(c for c in candidates if c.misfits and not _failed(c)),
        niet=tuple(c for c in fitting if _failed(c)),
    )


def on_view(lessons: Iterable["Lesson"], answers: Answers) -> Advice:
    """`advise(…).op_zicht`, but sorts only the lessons of the group where those are enough."""
    everyone = tuple(lessons)
    own = [x for x in everyone if answers.doelgroep in (None, *x.kaart.doelgroep)]
    found = advise(own, answers)
    return (found if len(found.past) >= FEW else advise(everyone, answers)).op_zicht


def limited(advice: Advice, most: int = CAP) -> Advice:
    """The same lists with at most `most` lessons together, so that a page stays small.

    Kept are what is on view, the best of every group and of every cost, and then the best of the rest.
    """
    failed = advice.niet[:MOST]
    kept = set(_first((*advice.past, *failed, *advice.bijna), most))
    return Advice(*(tuple(c for c in part if c.les.slug in kept) for part in (advice.past, advice.bijna, failed)))


def totals(lessons: Iterable["Lesson"], moment: str | None) -> Mapping[tuple[str, str], int]:
    """(group, ceiling) → how many lessons fit the moment and both; "" is "it does not matter"."""
    found: Counter[tuple[str, str]] = Counter()
    for lesson in lessons:
        if _moment(lesson, moment) != "anders":
            ceilings = ["", *(c for c in CEILINGS if _cost(lesson, c) != "boven")]
            found.update((group, c) for group in ("", *lesson.kaart.doelgroep) for c in ceilings)
    return found


def _candidate(lesson: "Lesson", answers: Answers) -> Candidate:
    group = answers.doelgroep is None or answers.doelgroep in lesson.kaart.doelgroep
    return Candidate(lesson, _moment(lesson, answers.moment), group, _cost(lesson, answers.kosten))


def _moment(lesson: "Lesson", moment: str | None) -> Literal["precies", "altijd", "anders"]:
    if moment in (None, lesson.loopbaanmoment):
        return "precies"
    return "altijd" if lesson.loopbaanmoment == ALWAYS else "anders"


def _cost(lesson: "Lesson", ceiling: str | None) -> Literal["binnen", "onbekend", "boven"]:
    if ceiling is None or lesson.kaart.inzet.kosten in within(ceiling):
        return "binnen"
    return "onbekend" if lesson.kaart.inzet.kosten == UNKNOWN else "boven"


def _failed(candidate: Candidate) -> bool:
    return candidate.les.oordeel.label == FAILED


def _order(candidate: Candidate) -> tuple[int, int, int, int, int, int, str, str]:
    verdict, card = candidate.les.oordeel, candidate.les.kaart
    return (
        candidate.misfits,
        ("binnen", "onbekend", "boven").index(candidate.kosten),
        ("precies", "altijd", "anders").index(candidate.moment),
        LABELS.index(verdict.label),
        STRENGTHS.index(verdict.sterkte),
        COSTS.index(card.inzet.kosten),
        card.titel.casefold(),
        candidate.les.slug,
    )


def _first(ranked: tuple[Candidate, ...], most: int) -> Iterator[str]:
    """Slugs of at most `most` lessons: what must stay first, then in order."""
    seen: Counter[str] = Counter()
    needed: list[str] = []
    rest: list[str] = []
    for place, candidate in enumerate(ranked):
        traits = (*candidate.les.kaart.doelgroep, candidate.les.kaart.inzet.kosten)
        scarce = any(seen[trait] < FEW for trait in traits)
        seen.update(traits)
        (needed if place < MOST or scarce or _failed(candidate) else rest).append(candidate.les.slug)
    yield from (*needed, *rest)[:most]
