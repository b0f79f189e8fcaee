"""`kennisbank new`: the fields of a lesson, asked one by one in a terminal."""

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from macros.draft import assess
from macros.knowledge_base import findings, load
from macros.new import Interview, State, Stopped
from macros.read import Document, read_text
from macros.records import read_all
from macros.references import short
from macros.workbench import Workbench, knowledge

TODAY = datetime.date(2026, 11, 23)
PATH = "lessons/proefpilot/geef-nieuwe-mensen-een-buddy.yml"
LESSON: list[tuple[str, list[str]]] = [  # field → what is typed at its prompts
    ("Pilot", ["1"]),
    ("Titel", ["Geef nieuwe mensen een buddy", ""]),  # and the name of the file as proposed
    ("Soort les", ["Aanpak"]),
    ("Status", [""]),
    ("Kernboodschap", ["Geef wie nieuw is een vaste collega. Wat dat verandert, is in deze proef niet gemeten."]),
    ("Voor wie", ["Werkgever, 1"]),
    ("Doelgroep", ["werknemers"]),
    ("Moment in de loopbaan", [""]),
    ("Wat er gebeurt", ["Een collega is drie maanden lang het eerste gezicht.", "De baas geeft er tijd voor.", ""]),
    ("Waarom het (misschien) werkt", ["Wie iets niet weet, vraagt het sneller.", ""]),
    ("Stappen", ["Kies iemand die het wil.", "Geef twee uur per week.", "", "Vraag werkgevers ernaar.", ""]),
    ("Wanneer wel", [""]),
    ("Wanneer niet", [""]),
    ("Randvoorwaarden", ["Tijd: twee uur per week.", ""]),
    ("Valkuilen", [""]),
    ("Voorbeelden", ["n"]),
    ("Inzet", ["onbekend", "", "", "", "", ""]),
    ("Bewijs", ["voorbeeld", "1", "uitnodiging-voor-gesprek", "niet-gemeten", "doelgroep", "Het effect is niet gemeten.", "", "n", "p. 5", "n"]),
    ("Onderbouwing", ["n"]),
    ("Hulpmiddelen", ["n"]),
    ("Teksten om te delen", ["n"]),
    ("Verwante lessen", ["n"]),
    ("Beoordeeld op", [""]),
    ("Herzien vóór", [""]),
]  # fmt: skip


class Terminal:
    """Types what is given, and keeps what was said."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.said = iter(lines), list[str]()

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        try:
            return next(self.lines)
        except StopIteration:
            raise AssertionError(f"asked too much: {self.said[-6:]}") from None

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def typed(**other: list[str]) -> list[str]:
    """What is typed for the whole lesson, with other lines at some fields (`Soort_les` for "Soort les")."""
    names = {name.replace("_", " "): lines for name, lines in other.items()}
    assert set(names) <= {field for field, _ in LESSON}
    return [line for field, lines in LESSON for line in names.get(field, lines)]


@pytest.fixture
def interview(root: Path) -> Callable[[list[str]], tuple[Terminal, Interview, list[State]]]:
    def started(lines: list[str]) -> tuple[Terminal, Interview, list[State]]:
        terminal, kept = Terminal(lines), list[State]()
        return terminal, Interview(read_all(root)[0], terminal.ask, terminal.said.append, kept.append, TODAY), kept

    return started


Started = Callable[[list[str]], tuple[Terminal, Interview, list[State]]]


def test_a_whole_lesson_is_asked_and_passes_the_check(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: Iterator[str] = iter(typed())
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    assert main(["new", "--root", str(root)]) == 0
    assert next(lines, None) is None
    assert findings(root) == ()
    assert load(root).lessen["geef-nieuwe-mensen-een-buddy"].oordeel.label == "nog-onbekend"
    assert not (root / ".cache" / "nieuwe-les.json").exists()


def test_the_form_writes_the_same_file_for_the_same_answers(root: Path, interview: Started) -> None:
    _, asked, _ = interview(typed())
    drafts, _ = asked.lesson(State())
    in_terminal = drafts[-1]
    assert in_terminal.path == PATH
    values = json.loads(json.dumps(dict(reversed([*in_terminal.waarden.items()]))))  # a form has no order of its own
    bench = Workbench(json.dumps(knowledge(load(root), short)))
    form = {"pilot": "proefpilot", "slug": in_terminal.slug, "was": None, "waarden": values, "erbij": []}
    assert json.loads(bench.assess(json.dumps(form)))["bestanden"] == [{"pad": PATH, "tekst": in_terminal.text}]
    document = read_text(PATH, in_terminal.text)
    assert isinstance(document, Document)
    assert document.value["randvoorwaarden"] == ["Tijd: twee uur per week."]


@pytest.mark.parametrize(
    ("field", "lines", "says"),
    [
        ("Pilot", ["proefpilott", "1"], 'Bedoelde u "proefpilot"?'),
        ("Titel", ["Kort", "Geef nieuwe mensen een buddy", ""], "titel: is 4 tekens lang; minstens 10 moet"),
        ("Titel", ["Geef nieuwe mensen een buddy", "Een Naam", ""], 'bestandsnaam: "Een Naam" is geen slug'),
        ("Titel", ["Geef nieuwe mensen een buddy", "een-goede-les", ""], "bestaat al"),
        ("Soort les", ["aanpk", "1"], 'Bedoelde u "aanpak"?'),
        ("Voor wie", ["werkgevr, 1", "2, 1"], 'Bedoelde u "werkgever"?'),
        ("Kernboodschap", ["<b>Vet</b> is hier niet goed, schrijf gewoon", *LESSON[4][1]], "kernboodschap: bevat HTML"),
        ("Beoordeeld op", ["23-11-2026", ""], "Bedoelde u 2026-11-23?"),
        ("Bewijs", ["voorbeeldonderzok", *LESSON[17][1]], 'Bedoelde u "voorbeeldonderzoek"?'),
        ("Stappen", ["", "Kies iemand.", "", "Vraag.", ""], "stappen.werkgever"),
    ],
)  # fmt: skip
def test_each_answer_is_checked_and_asked_again(interview: Started, field: str, lines: list[str], says: str) -> None:
    terminal, asked, _ = interview(typed(**{field.replace(" ", "_"): lines}))
    drafts, found = asked.lesson(State())
    assert says in terminal.text
    assert found.bevindingen == ()
    assert assess(drafts, asked.records).bevindingen == ()


def test_what_only_the_whole_card_shows_is_asked_again_at_the_end(interview: Started) -> None:
    late = [*typed(Titel=["Een buddy werkt bewezen goed", ""]), "Geef nieuwe mensen een buddy", ""]
    terminal, asked, _ = interview(late)
    drafts, _ = asked.lesson(State())
    assert "maar het label is" in terminal.text
    assert drafts[-1].waarden["titel"] == "Geef nieuwe mensen een buddy"


def test_a_new_source_and_study_are_made_on_the_way(interview: Started) -> None:
    study = ["nieuw", "Buddy's op het werk", "nieuw", "report", "Een rapport over buddy's", "n", "2020", *[""] * 5, "", "", "", "", "verkenning", "volledig", "nee", "", "", ""]  # fmt: skip
    study += ["n", "kwalitatief", "Gesprekken met deelnemers.", "", "hoofdstuk 2", "20 mensen", "Nederland", "2020", "geen", "behoud", "nee", ""]  # fmt: skip
    rest = ["behoud", "niet-gemeten", "doelgroep", "Het effect is niet gemeten.", "", "n", "p. 3", "n"]
    _, asked, _ = interview(typed(Bewijs=[*study, *rest]))
    drafts, found = asked.lesson(State())
    assert [draft.path for draft in drafts] == ["data/bronnen/2020-een-rapport-over-buddy-s.yml", "data/onderzoeken/buddy-s-op-het-werk.yml", PATH]  # fmt: skip
    assert drafts[1].waarden["bronnen"] == ["2020-een-rapport-over-buddy-s"]
    assert found.bevindingen == ()


def test_back_asks_the_question_before_and_help_explains(interview: Started) -> None:
    lines = typed(Soort_les=["?", "terug", "", "", "1"])
    terminal, asked, _ = interview(lines)
    drafts, _ = asked.lesson(State())
    assert terminal.text.count("Titel – 10 tot 80 tekens") == 2
    assert "Alleen een aanpak krijgt een oordeel." in terminal.text
    assert drafts[-1].waarden["soort"] == "aanpak"


def test_stop_keeps_what_was_answered_and_new_goes_on_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typed()
    for first, rest in ((4, None), (None, 4)):
        lines: Iterator[Any] = iter([*whole[:first], "stop"] if first else ["j", *whole[rest:]])
        monkeypatch.setattr("builtins.input", lambda prompt, lines=lines: next(lines))
        assert main(["new", "--root", str(root)]) == (1 if first else 0)
    assert findings(root) == ()


def test_the_end_of_input_is_a_stop_and_no_traceback(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nothing)
    assert main(["new", "--root", str(root)]) == 1


def test_stop_is_told_to_who_asks(interview: Started) -> None:
    _, asked, kept = interview(["1", "stop"])
    with pytest.raises(Stopped):
        asked.lesson(State())
    assert kept[-1].pilot == "proefpilot"
