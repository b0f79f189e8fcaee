"""The label follows the table of the method: one test per row, and one per border between rows."""

from typing import Any

import pytest

from macros.grade import Evidence, grade

P, G, N, A, X = "positief", "gemengd", "geen-effect", "negatief", "niet-gemeten"


def graded(*found: tuple[Any, ...], approach: bool = True) -> Any:
    """`found`: (study, outcome, direction, level) each."""
    return grade((Evidence(*e) for e in found), approach)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        # werkt: positive at 4-5, or positive in two studies at 3
        ("werkt", [("a", "baan", P, 5)]),
        ("werkt", [("a", "baan", P, 4)]),
        ("werkt", [("a", "baan", P, 3), ("b", "baan", P, 3)]),
        ("werkt", [("a", "baan", P, 3), ("b", "inkomen", P, 3)]),
        # … not one study at 3, nor the same study twice
        ("veelbelovend", [("a", "baan", P, 3)]),
        ("veelbelovend", [("a", "baan", P, 3), ("a", "inkomen", P, 3)]),
        ("veelbelovend", [("a", "baan", P, 3), ("b", "baan", P, 2)]),
        # … and nothing at 3 or higher contradicts it on the same outcome
        ("wisselend", [("a", "baan", P, 5), ("b", "baan", N, 3)]),
        ("wisselend", [("a", "baan", P, 5), ("b", "baan", A, 3)]),
        ("wisselend", [("a", "baan", P, 5), ("b", "baan", G, 3)]),
        ("werkt", [("a", "baan", P, 5), ("b", "baan", N, 2)]),
        ("werkt", [("a", "baan", P, 5), ("b", "inkomen", N, 5)]),
        ("wisselend", [("a", "baan", P, 3), ("b", "baan", P, 3), ("c", "baan", N, 3)]),
        ("werkt", [("a", "baan", N, 3), ("b", "inkomen", P, 4)]),
        # wisselend: positive and not-positive at 2 or higher; mixed is both
        ("wisselend", [("a", "baan", P, 2), ("b", "baan", N, 2)]),
        ("wisselend", [("a", "baan", P, 3), ("b", "inkomen", N, 2)]),
        ("wisselend", [("a", "baan", G, 2)]),
        ("veelbelovend", [("a", "baan", P, 2), ("b", "baan", N, 1)]),
        # veelbelovend: positive at 2 or higher
        ("veelbelovend", [("a", "baan", P, 2)]),
        ("nog-onbekend", [("a", "baan", P, 1)]),
        # werkte-niet: none or negative at 3 or higher, nothing positive at 2 or higher
        ("werkte-niet", [("a", "baan", N, 3)]),
        ("werkte-niet", [("a", "baan", A, 5)]),
        ("werkte-niet", [("a", "baan", N, 3), ("b", "baan", P, 1)]),
        ("wisselend", [("a", "baan", N, 3), ("b", "baan", P, 2)]),
        ("nog-onbekend", [("a", "baan", N, 2)]),
        # nog-onbekend: anything else
        ("nog-onbekend", []),
        ("nog-onbekend", [("a", "baan", X, 5)]),
        ("nog-onbekend", [("a", "baan", P, 0)]),
        ("nog-onbekend", [("a", "baan", G, 1)]),
        ("veelbelovend", [("a", "baan", P, 2), ("b", "baan", X, 5)]),
    ],
)
def test_label(label: str, found: list[tuple[Any, ...]]) -> None:
    assert graded(*found).label == label
    assert graded(*reversed(found)).label == label, "de volgorde van de bevindingen maakt uit"


def test_a_lesson_on_doing_gets_no_verdict() -> None:
    assert graded(("a", "baan", P, 5), approach=False).label == "ervaringsles"


@pytest.mark.parametrize(
    ("strength", "found"),
    [
        ("sterk", [("a", "baan", P, 5)]),
        ("sterk", [("a", "baan", N, 4)]),
        ("redelijk", [("a", "baan", P, 3)]),
        ("beperkt", [("a", "baan", P, 2), ("b", "baan", X, 5)]),
        ("zwak", [("a", "baan", P, 1)]),
        ("zwak", [("a", "baan", P, 0)]),
        ("geen", [("a", "baan", X, 5)]),
        ("geen", []),
        (
            "redelijk",
            [("a", "baan", P, 3), ("b", "baan", P, 3), ("c", "inkomen", N, 5)],
        ),  # "werkt" rests on what speaks for it
    ],
)
def test_strength(strength: str, found: list[tuple[Any, ...]]) -> None:
    assert graded(*found).sterkte == strength


def test_studies_are_counted_once_and_unmeasured_ones_apart() -> None:
    result = graded(("a", "baan", P, 3), ("a", "inkomen", N, 3), ("b", "baan", X, 0))
    assert (result.onderzoeken, result.gemeten) == (2, 1)


@pytest.mark.parametrize(
    ("wider", "found"),
    [
        (True, [("a", "baan", P, 3, True), ("b", "baan", P, 3, True)]),
        (True, [("a", "baan", P, 3, True), ("b", "baan", X, 3, False)]),
        (False, [("a", "baan", P, 3, True), ("b", "baan", P, 3, False)]),
        (False, [("a", "baan", X, 3, True)]),
    ],
)
def test_wider_group_only_when_all_of_it_was_measured_there(wider: bool, found: list[tuple[Any, ...]]) -> None:
    assert graded(*found).breder is wider
