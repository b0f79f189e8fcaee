"""`kennisbank diff`: what a change does, in the terms of an editor, safe to show where others read along."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from macros.archive import NoSuchVersion, at_commit
from macros.cli import main
from macros.differences import Verschil, compare
from macros.report import LONGEST, code, report
from tests.conftest import CARD, git

STUDY = "data/onderzoeken/voorbeeldonderzoek.yml"


@pytest.fixture
def base(root: Path) -> Path:
    """The small base under git, its lesson with a positive finding at the highest level, in a folder with spaces."""
    card = root / CARD
    card.write_text(card.read_text("utf-8").replace("richting: niet-gemeten", "richting: positief"), "utf-8")
    (root / "docs" / "over mij").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Voorpagina\n", "utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=basis")
    return root


Changed = Callable[..., Verschil]


@pytest.fixture
def changed(base: Path) -> Changed:
    """Replace text in files of the base, and compare: `changed({path: (old, new)})`."""

    def compared(changes: dict[str, tuple[str, str]]) -> Verschil:
        for path, (old, new) in changes.items():
            text = (base / path).read_text("utf-8")
            assert old in text
            (base / path).write_text(text.replace(old, new, 1), "utf-8")
        with at_commit(base, "HEAD") as before:
            return compare(before, base)

    return compared


def test_nothing_changed_is_no_difference(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "HEAD", "--root", str(base)]) == 0
    assert capsys.readouterr().out.strip() == "Geen verschil."


def test_a_study_that_weighs_less_changes_the_label_and_is_named(changed: Changed) -> None:
    found = changed({STUDY: ("opzet: loting", "opzet: kwalitatief")})
    [lesson] = found.lessen
    assert lesson.wat == "geraakt"
    assert (lesson.oordeel.label_voor, lesson.oordeel.label_na) == ("Werkt", "Nog onbekend")
    assert lesson.oordeel.redenen == ("voorbeeldonderzoek (uitnodiging-voor-gesprek): niveau van 5 naar 0",)
    assert lesson.oordeel.zonder_reden
    assert [(g.pad, g.wat, [f.veld for f in g.velden]) for g in found.gegevens] == [(STUDY, "gewijzigd", ["opzet"])]
    assert "geen reden gegeven; zet die bij wijzigingen" in report("verschil", found, "text", voorbeeld="")


def test_the_reason_that_the_editor_gives_is_told(changed: Changed) -> None:
    found = changed(
        {
            CARD: (
                "beoordeeld_op:",
                "wijzigingen:\n  - {datum: 2026-12-01, wat: Ander label., reden: De opzet bleek zwakker.}\nbeoordeeld_op:",
            ),
            STUDY: ("opzet: loting", "opzet: kwalitatief"),
        }
    )
    [lesson] = found.lessen
    assert lesson.oordeel.toelichting == "De opzet bleek zwakker."
    assert not lesson.oordeel.zonder_reden
    assert "label van Werkt (Sterk bewijs) naar Nog onbekend (Zwak bewijs)" in report("verschil", found, "text", voorbeeld="")  # fmt: skip


def test_fields_are_told_by_name_with_what_was_and_what_is(changed: Changed) -> None:
    found = changed(
        {
            CARD: (
                "kernboodschap: Spreek af waar u op let voordat u iemand spreekt.",
                "kernboodschap: Spreek af waar u op let voordat u iemand ontmoet.",
            )
        }
    )
    [field] = found.lessen[0].velden
    assert field.veld == "kernboodschap"
    assert "spreekt." in field.voor
    assert "ontmoet." in field.na
    assert found.lessen[0].oordeel.anders is False


@pytest.mark.parametrize(
    ("old", "new", "field", "before", "after"),
    [
        ("doelgroep: [sollicitanten]", "doelgroep: [sollicitanten, ouders]", "doelgroep", "", "ouders"),
        ("    - Kies drie eisen die de functie echt heeft.\n", "", "stappen.werkgever", "Kies drie eisen die de functie echt heeft.", ""),
        ("kosten: onbekend", "kosten: laag", "inzet.kosten", "onbekend", "laag"),
        ("waarde: 0,", "waarde: 1.5,", "bewijs (voorbeeldonderzoek, uitnodiging-voor-gesprek).getal.waarde", "0", "1.5"),
        ("significant: nee", "significant: ja", "bewijs (voorbeeldonderzoek, uitnodiging-voor-gesprek).getal.significant", "nee", "ja"),
        ("herzien_voor: 2027-11-23", "herzien_voor: 2028-11-23", "herzien_voor", "2027-11-23", "2028-11-23"),
        ("status: gepubliceerd", "status: ingetrokken", "status", "gepubliceerd", "ingetrokken"),
    ],
)  # fmt: skip
def test_each_kind_of_field_is_told(changed: Changed, old: str, new: str, field: str, before: str, after: str) -> None:
    [told] = changed({CARD: (old, new)}).lessen[0].velden
    assert (told.veld, told.voor, told.na) == (field, before, after)


def test_a_new_lesson_brings_its_addresses_and_handouts(base: Path) -> None:
    text = (base / CARD).read_text("utf-8").replace("titel: Stel vooraf vast", "titel: Leg vooraf vast")
    (base / "lessons/proefpilot/nog-een-les.yml").write_text(text, "utf-8")
    with at_commit(base, "main") as before:
        found = compare(before, base)
    [lesson] = found.lessen
    assert (lesson.slug, lesson.wat, lesson.oordeel.label_na) == ("nog-een-les", "nieuw", "Werkt")
    new = {address.adres for address in found.adressen_nieuw}
    assert {"/lessen/nog-een-les/", "/embed/nog-een-les/", "/handouts/nog-een-les-voor-werkgever.pdf"} <= new
    assert "handouts/nog-een-les-voor-werkgever.pdf" in found.handouts
    assert found.adressen_weg == ()


def test_a_renamed_lesson_is_one_lesson_and_its_old_address_leads_to_the_new(base: Path) -> None:
    (base / CARD).rename(base / "lessons/proefpilot/een-betere-naam.yml")
    redirects = base / "data/redirects.yml"
    redirects.write_text(
        "omleidingen:\n  - {van: /lessen/een-goede-les/, naar: /lessen/een-betere-naam/, sinds: 2026-12-01, reden: Duidelijker.}\n",
        "utf-8",
    )
    with at_commit(base, "main") as before:
        found = compare(before, base)
    [lesson] = found.lessen
    assert (lesson.slug, lesson.wat, lesson.was) == ("een-betere-naam", "verplaatst", CARD)


def test_a_lesson_that_is_gone_is_told(base: Path) -> None:
    (base / CARD).unlink()
    with at_commit(base, "main") as before:
        found = compare(before, base)
    assert [(lesson.slug, lesson.wat) for lesson in found.lessen] == [("een-goede-les", "weg")]
    assert found.bevindingen  # the partner leads to it


def test_a_card_that_cannot_be_read_is_told_and_the_rest_compared(changed: Changed) -> None:
    found = changed({CARD: ("soort: aanpak", "soort: aanpk"), STUDY: ("omvang: onbekend", "omvang: 20 mensen")})
    assert [f.veld for f in found.bevindingen] == ["soort"]
    assert [g.pad for g in found.gegevens] == [STUDY]
    assert found.niet_vergeleken
    for form in ("text", "markdown"):
        assert "soort" in report("verschil", found, form, voorbeeld="")


def test_a_base_that_could_not_be_read_is_no_reason_to_stop(base: Path) -> None:
    card = base / CARD
    good = card.read_text("utf-8")
    card.write_text("titel: [", "utf-8")
    git(base, "commit", "--quiet", "--all", "--message=stuk")
    card.write_text(good, "utf-8")
    with at_commit(base, "HEAD") as before:
        found = compare(before, base)
    assert [lesson.wat for lesson in found.lessen] == ["nieuw"]
    assert found.bevindingen == ()


def test_the_working_tree_is_not_touched(base: Path) -> None:
    (base / CARD).write_text((base / CARD).read_text("utf-8") + "# los werk\n", "utf-8")
    before = git(base, "status", "--porcelain")
    assert main(["diff", "HEAD", "--root", str(base)]) == 0
    assert git(base, "status", "--porcelain") == before


@pytest.mark.parametrize("revision", ["bestaat-niet", "--output=/tmp/x", "HEAD:lessons", ""])
def test_a_version_that_is_not_there_is_told(base: Path, capsys: pytest.CaptureFixture[str], revision: str) -> None:
    with pytest.raises(NoSuchVersion), at_commit(base, revision):
        pass
    if not revision.startswith("-"):
        assert main(["diff", revision, "--root", str(base)]) == 2
        assert "git hier niet" in capsys.readouterr().err


def test_a_folder_without_git_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "HEAD", "--root", str(root)]) == 2
    assert "staat niet onder git" in capsys.readouterr().err


def test_json_holds_the_same(changed: Changed) -> None:
    found = changed({STUDY: ("opzet: loting", "opzet: kwalitatief")})
    told = json.loads(report("verschil", found, "json"))
    assert told["lessen"][0]["oordeel"]["label_na"] == "Nog onbekend"
    assert set(told) == set(Verschil.__dataclass_fields__)


# --- text of a stranger in a message that all can see ---

EVIL = [
    "@iedereen kijk hier",
    "<script>alert(1)</script>",
    "[klik](https://kwaad.example)",
    "![beeld](https://kwaad.example/x.png)",
    "# Kop ## Kop",
    "`` einde ` van de code",
    "```",
    "https://kwaad.example www.kwaad.example",
    "| a | b |",
    "*nadruk* __vet__",
    "#123 GH-1",
    "::error::x",
]


@pytest.mark.parametrize("text", EVIL)
def test_text_of_a_card_stays_text_in_a_comment(base: Path, text: str) -> None:
    """HTML and the like are refused by the check, and then stand in its messages: there too."""
    card = base / CARD
    card.write_text(card.read_text("utf-8").replace("titel: Stel vooraf vast waar u op let", f"titel: {json.dumps(f'Let op {text} einde')}"), "utf-8")  # fmt: skip
    with at_commit(base, "HEAD") as before:
        told = report("verschil", compare(before, base), "markdown", voorbeeld="https://site.example/voorbeeld/1/")
    html = markdown.markdown(told)
    outside = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    assert "kwaad" not in outside
    assert "iedereen" not in outside
    assert not re.search(r"<(script|img|h1|table|em)\b", outside)
    assert all(link.startswith("https://site.example/") for link in re.findall(r'href="([^"]*)"', outside))


@pytest.mark.parametrize("text", [*EVIL, "`", "``", "a`b``c", " spatie ", "regel\nregel", "\u202eomgekeerd"])
def test_a_code_span_holds_whatever_it_is_given(text: str) -> None:
    html = markdown.markdown(f"x {code(text)} y")
    assert html.startswith("<p>x <code>")
    assert html.endswith("</code> y</p>")
    assert html.count("<code>") == 1


def test_a_message_never_gets_too_long(base: Path) -> None:
    text = (base / CARD).read_text("utf-8")
    for number in range(400):
        (base / f"lessons/proefpilot/les-{number}.yml").write_text(text, "utf-8")
    with at_commit(base, "main") as before:
        told = report("verschil", compare(before, base), "markdown", voorbeeld="https://site.example/")
    assert len(told) < LONGEST + 200
    assert told.endswith("regels; `kennisbank diff` toont alles.")
