"""The helper: what fits comes first, then what is surest to help; what did not work is never an advice."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from macros.advice import CAP, CEILINGS, COSTS, LABELS, MOST, STRENGTHS, Answers, advise, limited, on_view, totals
from macros.derive import KnowledgeBase


def lesson(slug: str, label: str = "wisselend", **other: Any) -> Any:
    """What the helper asks of a lesson."""
    card = SimpleNamespace(
        titel=other.get("titel", slug),
        doelgroep=other.get("doelgroep", ("werkzoekenden",)),
        inzet=SimpleNamespace(kosten=other.get("kosten", "onbekend")),
    )
    verdict = SimpleNamespace(label=label, sterkte=other.get("sterkte", "redelijk"))
    return SimpleNamespace(slug=slug, kaart=card, oordeel=verdict, loopbaanmoment=other.get("moment", "uit-de-ww"))


def slugs(part: Any) -> list[str]:
    return [candidate.les.slug for candidate in part]


WW = Answers("uit-de-ww")


def test_the_orders_are_those_of_the_vocabularies(kb: KnowledgeBase) -> None:
    assert set(LABELS) == set(kb.vocabulaire["label"])
    assert list(STRENGTHS) == list(kb.vocabulaire["sterkte"])
    assert list(COSTS) == list(kb.vocabulaire["kosten"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"label": one}, {"label": other}, id=f"{one} before {other}")
        for one, other in pairwise(LABELS[:-1])
    ]
    + [
        pytest.param({"sterkte": "sterk"}, {"sterkte": "beperkt"}, id="stronger evidence"),
        pytest.param({"kosten": "laag"}, {"kosten": "hoog"}, id="fewer costs"),
        pytest.param({"titel": "Aan"}, {"titel": "zee"}, id="title"),
        pytest.param({"label": "werkt", "sterkte": "redelijk"}, {"label": "wisselend", "sterkte": "sterk"},
                     id="the label before the strength"),
        pytest.param({"label": "nog-onbekend"}, {"label": "werkt", "moment": "hele-loopbaan"},
                     id="the moment itself before every moment"),
    ],
)  # fmt: skip
def test_what_is_surer_to_help_comes_first(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert slugs(advise([lesson("a", **second), lesson("b", **first)], WW).past) == ["b", "a"]


def test_another_moment_fits_nearly_and_the_whole_career_fits_always() -> None:
    found = advise([lesson("a", moment="studiekeuze"), lesson("b", moment="hele-loopbaan"), lesson("c")], WW)
    assert (slugs(found.past), slugs(found.bijna)) == (["c", "b"], ["a"])
    assert advise([lesson("a", moment="studiekeuze")], Answers()).bijna == ()


def test_what_did_not_work_stands_apart_and_only_where_it_fits() -> None:
    found = advise([lesson("a", "werkte-niet"), lesson("b", "werkte-niet", moment="studiekeuze")], WW)
    assert (slugs(found.past), slugs(found.bijna), slugs(found.niet)) == ([], [], ["a"])


def test_another_group_fits_nearly() -> None:
    found = advise([lesson("a"), lesson("b", doelgroep=("ouders", "werknemers"))], Answers("uit-de-ww", "ouders"))
    assert (slugs(found.past), slugs(found.bijna)) == (["b"], ["a"])


def test_low_cost_comes_first_then_unknown_then_nearly_what_costs_more() -> None:
    lessons = [
        lesson("a", kosten="hoog"),
        lesson("b", "werkt", kosten="onbekend"),
        lesson("c", kosten="laag"),
        lesson("d", kosten="middel"),
    ]
    found = advise(lessons, Answers("uit-de-ww", kosten="laag"))
    assert (slugs(found.past), slugs(found.bijna)) == (["c", "b"], ["d", "a"])
    assert slugs(advise(lessons, Answers("uit-de-ww", kosten="middel")).past) == ["c", "d", "b"]


def test_with_fewer_than_three_what_nearly_fits_comes_on_view() -> None:
    other = [lesson(f"x{n}", moment="studiekeuze") for n in range(9)]
    few = advise([lesson("a"), lesson("b"), *other], WW).op_zicht
    assert (len(few.past), len(few.bijna)) == (2, 3)
    enough = advise([lesson("a"), lesson("b"), lesson("c"), *other], WW).op_zicht
    assert (len(enough.past), enough.bijna) == (3, ())


def test_a_large_base_keeps_what_is_on_view_and_the_best_of_every_group() -> None:
    rare = lesson("zzz", "nog-onbekend", doelgroep=("ouders",), sterkte="geen")
    failed = lesson("zz", "werkte-niet")
    found = advise([*(lesson(f"x{n:03}") for n in range(500)), rare, failed], WW)
    kept = limited(found)
    assert sum(map(len, (kept.past, kept.bijna, kept.niet))) == CAP
    assert kept.past[:MOST] == found.op_zicht.past
    assert "zzz" in slugs(kept.past)
    assert slugs(kept.niet) == ["zz"]
    assert slugs(kept.past) == [s for s in slugs(found.past) if s in slugs(kept.past)]


def test_totals_are_what_fits_and_what_did_not_work(kb: KnowledgeBase) -> None:
    for audience in kb.vocabulaire["publiek"]:
        for moment in (None, *kb.vocabulaire["loopbaanmoment"]):
            lessons = kb.voor(audience)
            counted = totals(lessons, moment)
            for group in (None, *kb.vocabulaire["doelgroep"]):
                for ceiling in (None, *CEILINGS):
                    found = advise(lessons, Answers(moment, group, ceiling))
                    assert counted[group or "", ceiling or ""] == len(found.past) + len(found.niet)


def test_nobody_meets_an_empty_page(kb: KnowledgeBase) -> None:
    for audience in kb.vocabulaire["publiek"]:
        for moment in (None, *kb.vocabulaire["loopbaanmoment"]):
            for group in (None, *kb.vocabulaire["doelgroep"]):
                for ceiling in (None, *CEILINGS):
                    answers = Answers(moment, group, ceiling)
                    seen = advise(kb.voor(audience), answers).op_zicht
                    assert seen == on_view(kb.voor(audience), answers)
                    assert seen.past or seen.bijna, (audience, moment, group, ceiling)
                    assert len(seen.past) + len(seen.bijna) <= MOST
