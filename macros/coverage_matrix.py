"""Which lessons there are for whom: pilots × audiences, with the labels in each cell, and the gaps.

In: the knowledge base. Out: a plain table. A lesson for two audiences counts in two cells of its row, and once in the total of the row.
"""

from collections import Counter
from dataclasses import dataclass

from macros.derive import KnowledgeBase, Lesson


@dataclass(frozen=True)
class Cell:
    """`labels`: each label that occurs with its number, in the order of the vocabulary."""

    publiek: str
    aantal: int
    labels: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Row:
    pilot: str
    aantal: int
    cellen: tuple[Cell, ...]

    @property
    def leeg(self) -> tuple[str, ...]:
        """The audiences without a lesson of this pilot."""
        return tuple(cell.publiek for cell in self.cellen if not cell.aantal)


@dataclass(frozen=True)
class Matrix:
    """`totalen`: lessons per audience over all pilots."""

    publieken: tuple[str, ...]
    rijen: tuple[Row, ...]
    totalen: tuple[int, ...]


def matrix(kb: KnowledgeBase) -> Matrix:
    """Every pilot and the programme × every audience of the vocabulary, in their order."""
    audiences = tuple(kb.vocabulaire["publiek"])
    rows = tuple(_row(kb, pilot, audiences) for pilot in kb.pilots)
    return Matrix(audiences, rows, tuple(len(kb.voor(audience)) for audience in audiences))


def _row(kb: KnowledgeBase, pilot: str, audiences: tuple[str, ...]) -> Row:
    lessons = kb.van(pilot)
    return Row(pilot, len(lessons), tuple(_cell(kb, lessons, audience) for audience in audiences))


def _cell(kb: KnowledgeBase, lessons: tuple[Lesson, ...], audience: str) -> Cell:
    found = Counter(lesson.oordeel.label for lesson in lessons if audience in lesson.kaart.voor)
    labels = tuple((slug, found[slug]) for slug in kb.vocabulaire["label"] if slug in found)  # type: ignore[index]
    return Cell(audience, found.total(), labels)
