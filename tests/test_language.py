"""Plain language: the figures are those of the formula, and hints point at what a reader stumbles over."""

import pytest

from macros.language import Hint, hints, reading, sentences, syllables
from macros.model import Taal

RULES = Taal.model_validate(
    {
        "lange_zin": 8,
        "lang_woord": 16,
        "gewone_lange_woorden": ["migratieachtergrond"],
        "moeilijk": [{"woord": r"\bteneinde\b", "liever": "om"}],
    }
)


@pytest.mark.parametrize(
    ("word", "count"),
    [("kat", 1), ("water", 2), ("geïnteresseerd", 5), ("reëel", 2), ("koeien", 2), ("coördinator", 5), ("mbo", 1), ("pfft", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_reading_ease_is_the_formula_of_douma() -> None:
    found = reading(["De kat loopt. De hond zit."])  # 6 words, 2 sentences, 6 syllables
    assert (found.zin, found.woorden) == (3, 6)
    assert found.leesgemak == pytest.approx(206.84 - 77 * 6 / 6 - 0.93 * 6 / 2)


def test_a_list_and_a_colon_end_a_sentence() -> None:
    assert sentences("Kies: een ding.\nEn nog een!  Klaar") == ["Kies:", "een ding.", "En nog een!", "Klaar"]


def found(text: str) -> list[Hint]:
    return list(hints([text], RULES))


def test_plain_text_has_no_hints() -> None:
    assert found("Bel de school. Vraag wie een stage zoekt.") == []


@pytest.mark.parametrize(
    ("text", "piece", "says"),
    [
        ("Een twee drie vier vijf zes zeven acht negen.", "Een twee", "9 woorden"),
        ("Kijk naar arbeidsmarkttoeleiding.", "arbeidsmarkttoeleiding", "lang woord"),
        ("Bel teneinde iets te regelen.", "teneinde", "liever: om"),
        ("De brief wordt door school verstuurd.", "wordt door school verstuurd", "wie het doet"),
    ],
)
def test_a_hint_names_the_words_and_the_way_out(text: str, piece: str, says: str) -> None:
    (hint,) = found(text)
    assert hint.stuk.startswith(piece)
    assert says in hint.tekst


def test_a_long_word_that_readers_know_is_no_hint() -> None:
    assert found("Mensen met een migratieachtergrond.") == []
