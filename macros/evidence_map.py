"""Lessons → the evidence map: every approach × every outcome, with what was found, how sure that is, and the gaps.

In: the knowledge base. Out: one `EvidenceMap` with the approaches per pilot in the order of a career, and all outcomes in the order
of their vocabulary, also those that nobody has measured.

    richting       of a cell, from its findings; what was not measured counts only where nothing was
    positief       all positive
    gemengd        one is mixed, or some are positive and some are not
    geen-effect,   none is positive; where both occur, the one of the strongest study
    negatief
    niet-gemeten   nothing measured
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from macros.derive import KnowledgeBase, Lesson
from macros.grade import Direction, Strength, strength_at
from macros.model import Bewijs


@dataclass(frozen=True)
class Cell:
    """What one approach does on one outcome. `niveau`: highest level among the findings that decide; `onderzoeken`: how many studies."""

    uitkomst: str
    richting: Direction
    niveau: int
    sterkte: Strength
    onderzoeken: int
    bevindingen: tuple[Bewijs, ...]


@dataclass(frozen=True)
class Row:
    """An approach with its cells, one per outcome; None where there is no study."""

    les: Lesson
    cellen: tuple[Cell | None, ...]

    @property
    def gevuld(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cellen if cell)


@dataclass(frozen=True)
class EvidenceMap:
    uitkomsten: tuple[str, ...]
    groepen: tuple[tuple[str, tuple[Row, ...]], ...]  # pilot → its approaches; pilots without approaches are left out

    @cached_property
    def aanpakken(self) -> tuple[Lesson, ...]:
        return tuple(row.les for _, rows in self.groepen for row in rows)

    @cached_property
    def gemeten(self) -> Mapping[str, int]:
        """Outcome → in how many approaches something was measured on it."""
        counts = dict.fromkeys(self.uitkomsten, 0)
        for _, rows in self.groepen:
            for cell in (cell for row in rows for cell in row.gevuld if cell.richting != "niet-gemeten"):
                counts[cell.uitkomst] += 1
        return counts

    @property
    def leemten(self) -> tuple[str, ...]:
        """Outcomes on which nothing was measured in any approach."""
        return tuple(outcome for outcome, number in self.gemeten.items() if not number)


def evidence_map(kb: KnowledgeBase) -> EvidenceMap:
    """The map of all published approaches."""
    outcomes = tuple(kb.vocabulaire["uitkomst"])
    levels = {slug: study.niveau for slug, study in kb.onderzoeken.items()}
    approaches = (lesson for lesson in kb.actief if lesson.kaart.soort == "aanpak")
    groups = groupby(approaches, key=lambda lesson: lesson.pilot)  # `actief` is in the order of the pilots
    return EvidenceMap(
        outcomes, tuple((pilot, tuple(_row(x, outcomes, levels) for x in lessons)) for pilot, lessons in groups)
    )


def summary(outcome: str, found: Iterable[Bewijs], levels: Mapping[str, int]) -> Cell:
    """One cell from at least one finding. `levels`: study → its level (0-5)."""
    findings = tuple(found)
    deciding = [b for b in findings if b.richting != "niet-gemeten"] or findings
    level = max(levels[b.onderzoek] for b in deciding)
    directions = {b.richting for b in deciding}
    direction: Direction
    if len(directions) == 1:
        (direction,) = directions
    elif directions & {"positief", "gemengd"}:
        direction = "gemengd"
    else:
        direction = max(deciding, key=lambda b: (levels[b.onderzoek], b.richting == "negatief")).richting
    strength: Strength = "geen" if direction == "niet-gemeten" else strength_at(level)
    return Cell(outcome, direction, level, strength, len({b.onderzoek for b in findings}), findings)


def _row(lesson: Lesson, outcomes: Iterable[str], levels: Mapping[str, int]) -> Row:
    found: dict[str, list[Bewijs]] = {}
    for finding in lesson.kaart.bewijs:
        found.setdefault(finding.uitkomst, []).append(finding)
    return Row(lesson, tuple(summary(o, found[o], levels) if o in found else None for o in outcomes))
