"""The evidence map: what a cell says follows from its findings, and a gap is as visible as a finding."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from macros.derive import KnowledgeBase
from macros.evidence_map import evidence_map, summary

P, G, N, A, X = "positief", "gemengd", "geen-effect", "negatief", "niet-gemeten"


@pytest.mark.parametrize(
    ("found", "direction", "level"),
    [
        ([(P, 3)], P, 3),
        ([(P, 2), (P, 5)], P, 5),
        ([(P, 5), (N, 2)], G, 5),
        ([(P, 1), (A, 4)], G, 4),
        ([(G, 2)], G, 2),
        ([(N, 3), (G, 2)], G, 3),
        ([(N, 3), (N, 1)], N, 3),
        ([(N, 5), (A, 3)], N, 5),
        ([(N, 3), (A, 3)], A, 3),
        ([(X, 5)], X, 5),
        ([(X, 5), (P, 2)], P, 2),
    ],
)
def test_a_cell_sums_up_its_findings(found: list[tuple[str, int]], direction: str, level: int) -> None:
    levels = {f"o{n}": niveau for n, (_, niveau) in enumerate(found)}
    findings: Any = [SimpleNamespace(onderzoek=f"o{n}", richting=richting) for n, (richting, _) in enumerate(found)]
    cell = summary("baan", findings, levels)
    assert (cell.richting, cell.niveau, cell.onderzoeken) == (direction, level, len(found))
    assert (cell.sterkte == "geen") == (direction == X)


def test_a_study_counts_once_in_a_cell() -> None:
    findings: Any = [SimpleNamespace(onderzoek="o", richting=P), SimpleNamespace(onderzoek="o", richting=P)]
    assert summary("baan", findings, {"o": 4}).onderzoeken == 1


def test_the_map_holds_every_approach_and_every_finding_once(kb: KnowledgeBase) -> None:
    drawn = evidence_map(kb)
    approaches = [x for x in kb.actief if x.kaart.soort == "aanpak"]
    assert list(drawn.aanpakken) == approaches
    assert [pilot for pilot, _ in drawn.groepen] == [p for p in kb.pilots if any(x.pilot == p for x in approaches)]
    rows = [row for _, group in drawn.groepen for row in group]
    assert {len(row.cellen) for row in rows} == {len(kb.vocabulaire["uitkomst"])}
    for row in rows:
        assert sorted(map(id, (b for cell in row.gevuld for b in cell.bevindingen))) == sorted(
            map(id, row.les.kaart.bewijs)
        )
        assert [c.uitkomst if c else None for c in row.cellen] == [
            u if any(b.uitkomst == u for b in row.les.kaart.bewijs) else None for u in kb.vocabulaire["uitkomst"]
        ]


def test_an_outcome_that_nobody_measured_is_a_gap(kb: KnowledgeBase) -> None:
    outcomes = kb.vocabulaire["uitkomst"]
    invented = {**outcomes, "nooit-gemeten": outcomes["baan"].model_copy(update={"slug": "nooit-gemeten"})}
    drawn = evidence_map(replace(kb, vocabulaire={**kb.vocabulaire, "uitkomst": invented}))
    assert drawn.uitkomsten[-1] == drawn.leemten[-1] == "nooit-gemeten"
    measured = {b.uitkomst for x in drawn.aanpakken for b in x.kaart.bewijs if b.richting != X}
    assert set(drawn.leemten) == set(invented) - measured
