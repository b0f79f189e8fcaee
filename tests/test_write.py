"""What the form and `kennisbank new` write: a file that reads back as the same values, in the order of the model."""

from pathlib import Path
from typing import Any

import pytest

from macros.model import Les
from macros.read import Document, read_document, read_text
from macros.records import COLLECTIONS
from macros.write import FIRST_LINE, as_yaml
from tests.conftest import ROOT

FILES = {
    kind: sorted((ROOT / ("lessons" if kind == "lessen" else f"data/{kind}")).rglob("*.yml")) for kind in COLLECTIONS
}


def read_back(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    document = read_text("kaart.yml", as_yaml(kind, values))
    assert isinstance(document, Document), document
    found: dict[str, Any] = document.value
    return found


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_every_record_that_is_there_reads_back_as_it_was(kind: str) -> None:
    assert FILES[kind]
    for file in FILES[kind]:
        document = read_document(file, ROOT)
        assert isinstance(document, Document)
        assert read_back(kind, document.value) == document.value, file.name


@pytest.mark.parametrize(
    "text",
    [
        "ja", "Nee", "on", "y", "~", "null", "2021", "1.5", "1e3", ".inf", "2026-11-23", "2026-1-5",
        "Let op: een dubbele punt", "een #hekje", "# vooraan", "- streepje", "-streepje", "* ster", "& en", "! uitroep", "@wie", "`code`", "%deel", "[haak](x",
        "{rij", "'enkel", '"dubbel"', "a\\b", "vraag? ja: nee", "eindigt op dubbele punt:", "één – ‘twee’ … €",
        "lang " * 60, "lang: met #hekje en 'aanhaling' " * 8, "eerste alinea\n\ntweede alinea", "- punt een\n- punt twee", "regel\n  ingesprongen regel",
    ],
)  # fmt: skip
def test_any_text_reads_back_as_text(text: str) -> None:
    text = text.strip()
    assert read_back("lessen", {"titel": text, "valkuilen": [text]}) == {"titel": text, "valkuilen": [text]}


def test_a_lesson_is_written_in_the_order_of_the_model_and_without_what_is_empty() -> None:
    values = {
        "bewijs": [{"vindplaats": "p. 1", "onderzoek": "x", "getal": {}}],
        "stappen": {"werkgever": ["Doe iets."], "gemeente": ["Doe iets."]},
        "voor": ["gemeente", "werkgever"],
        "wanneer_wel": ["", None],
        "verwant": [],
        "titel": " Een titel ",
        "beoordeeld_op": "2026-11-23",
        "vreemd": "blijft",
    }
    text = as_yaml("lessen", values)
    assert text.startswith(FIRST_LINE)
    assert text.removeprefix(FIRST_LINE) == (
        "titel: Een titel\nvoor: [gemeente, werkgever]\nstappen:\n  gemeente:\n    - Doe iets.\n  werkgever:\n    - Doe iets.\n"
        "bewijs:\n  - onderzoek: x\n    vindplaats: p. 1\nbeoordeeld_op: 2026-11-23\nvreemd: blijft\n"
    )


def test_the_order_of_a_whole_card_is_that_of_the_model() -> None:
    for file in FILES["lessen"]:
        document = read_document(file, ROOT)
        assert isinstance(document, Document)
        written = read_back("lessen", dict(reversed(document.value.items())))
        assert [*written] == [name for name in Les.model_fields if name in written]


def test_truths_and_numbers_are_written_as_editors_write_them() -> None:
    text = as_yaml("lessen", {"bewijs": [{"getal": {"waarde": 4.0, "interval": [1.2, 7.8], "significant": False}}]})
    assert "waarde: 4\n" in text
    assert "interval: [1.2, 7.8]\n" in text
    assert "significant: nee\n" in text


def test_nothing_gives_an_empty_card_and_no_error(tmp_path: Path) -> None:
    assert as_yaml("lessen", {}) == FIRST_LINE + "{}\n"
