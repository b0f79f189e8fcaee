"""`kennisbank check --fix`: mends what leaves no choice, tells what it did, and leaves everything else as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.cli import main
from macros.knowledge_base import findings
from macros.model import Les
from macros.records import model_files, read_all
from macros.repair import Repairer
from tests.conftest import CARD, ROOT

MENDED = {
    "dubbele punt in tekst": ("titel: Stel", "titel: Let op: stel", 'titel: "Let op: stel'),
    "dubbele punt in een punt": ("- De norm ligt", "- Let op: de norm ligt", '- "Let op: de norm ligt'),
    "teken vooraan": ("- De norm", "- @De norm", '- "@De norm'),
    "geen spatie na het streepje": ("- Kies drie", "-Kies drie", "- Kies drie"),
    "leest als ja": ("plaats: p. 3}", "plaats: ja}", 'plaats: "ja"}'),
    "leest als getal": ("vindplaats: p. 4", "vindplaats: 4", 'vindplaats: "4"'),
    "leest als datum": ("vindplaats: p. 4", "vindplaats: 2020-01-01", 'vindplaats: "2020-01-01"'),
    "hoofdletter in veldnaam": ("soort: aanpak", "Soort: aanpak", "soort: aanpak"),
    "streepje in veldnaam": ("wanneer_wel:", "wanneer-wel:", "wanneer_wel:"),
    "label in plaats van slug": ("kosten: onbekend", "kosten: Kosten onbekend", "kosten: onbekend"),
    "hoofdletter in keuze": ("soort: aanpak", "soort: Aanpak", "soort: aanpak"),
    "één tekst als lijst": ("voor: [werkgever]", "voor: werkgever", "voor: [werkgever]"),
    "twee keer hetzelfde": ("[sollicitanten]", "[sollicitanten, sollicitanten]", "[sollicitanten]"),
    "datum tussen aanhalingstekens": (
        "beoordeeld_op: 2026-11-23",
        "beoordeeld_op: '2026-11-23'",
        "beoordeeld_op: 2026-11-23",
    ),
    "datum andersom": ("beoordeeld_op: 2026-11-23", "beoordeeld_op: 23-11-2026", "beoordeeld_op: 2026-11-23"),
    "ja tussen aanhalingstekens": ("significant: nee}", 'significant: "nee"}', "significant: nee}"),
    "tab": ("    - Kies", "\t\t- Kies", "    - Kies"),
    "einde van de regel": ("soort: aanpak\n", "soort: aanpak  \r\n", "soort: aanpak\n"),
    "lang streepje": ("    - Kies", "    – Kies", "    - Kies"),
    "harde spatie": ("    - Kies", "  \u00a0\u00a0- Kies", "    - Kies"),
    "zacht streepje": ("soort: aanpak", "soort: aan\u00adpak", "soort: aanpak"),
    "eerste aanhalingsteken weg": (
        "titel: Stel vooraf vast waar u op let",
        'titel: Let op: stel vooraf vast"',
        'titel: "Let op: stel vooraf vast"',
    ),
    "onzichtbaar teken": ("soort: aanpak", "soort: \u200baanpak", "soort: aanpak"),
}


@pytest.mark.parametrize(("right", "wrong", "mended"), MENDED.values(), ids=MENDED)
def test_what_leaves_no_choice_is_mended_and_told(
    root: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, mended: str
) -> None:
    card = root / CARD
    text = card.read_text("utf-8")
    assert right in text
    broken = text.replace(right, wrong, 1)
    card.write_bytes(broken.encode())
    assert main(["check", "--fix", "--root", str(root)]) == 0
    assert CARD in capsys.readouterr().err
    after = card.read_bytes().decode()
    assert mended in after
    changed = [pair for pair in zip(broken.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("soort: aanpak", "soort: onderzok"),  # a guess is for the editor
        ("titel:", "titl:"),
        ("kosten: onbekend", "kosten: weinig"),
        ("onderzoek: voorbeeldonderzoek", "onderzoek: voorbeeldonderzok"),
        ("titel: Stel", "titel: 'Stel"),
        ("    vindplaats: p. 5", "    vindplaats:"),
        ("  werkgever:\n", "  werkgever\n"),
        ("soort: aanpak", "<<<<<<< HEAD\nsoort: aanpak"),
    ],
)
def test_what_leaves_a_choice_is_left_and_told_as_ever(root: Path, right: str, wrong: str) -> None:
    card = root / CARD
    card.write_text(card.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    before = card.read_text("utf-8")
    found = findings(root)
    assert main(["check", "--fix", "--root", str(root)]) == 1
    assert card.read_text("utf-8") == before
    assert findings(root) == found


def test_comments_and_layout_stay(root: Path) -> None:
    card = root / CARD
    text = card.read_text("utf-8").replace("soort: aanpak", "# waarom: zie het verslag\nsoort:   Aanpak   # klopt")
    card.write_text(text, "utf-8")
    assert main(["check", "--fix", "--root", str(root)]) == 0
    assert "# waarom: zie het verslag\nsoort:   aanpak   # klopt" in card.read_text("utf-8")


def test_only_the_files_that_were_named_are_touched(root: Path) -> None:
    source = root / "data" / "bronnen" / "voorbeeldrapport.yml"
    source.write_text(source.read_text("utf-8").replace("type: report", "type: Report"), "utf-8")
    before = source.read_bytes()
    main(["check", "--fix", "--root", str(root), CARD])
    assert source.read_bytes() == before
    main(["check", "--fix", "--root", str(root), "data/bronnen"])
    assert b"type: report" in source.read_bytes()


def test_a_link_and_a_file_in_another_encoding_are_left(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elders") / "x.yml"
    outside.write_text("soort: Aanpak\n", "utf-8")
    (root / "lessons" / "proefpilot" / "koppeling.yml").symlink_to(outside)
    latin = root / "lessons" / "proefpilot" / "latin.yml"
    latin.write_bytes("titel: één\n".encode("latin-1"))
    assert main(["check", "--fix", "--root", str(root)]) == 1
    assert outside.read_text("utf-8") == "soort: Aanpak\n"
    assert latin.read_bytes() == "titel: één\n".encode("latin-1")


def test_the_base_as_it_is_needs_no_mending() -> None:
    repairer = Repairer(read_all(ROOT)[0].vocabularies)
    for path, model in model_files(ROOT):
        text = (ROOT / path).read_text("utf-8")
        assert repairer.repair(text, model) == (text, []), path


def test_mending_takes_away_findings_and_adds_none(change: Callable[..., object], root: Path) -> None:
    """Several slips in one card: each that leaves no choice goes, the others stay."""
    card = root / CARD
    text = card.read_text("utf-8")
    for right, wrong in (("soort: aanpak", "Soort: Aanpak"), ("voor: [werkgever]", "voor: Werkgever"), ("kosten: onbekend", "kosten: veel geld")):  # fmt: skip
        text = text.replace(right, wrong, 1)
    mended, done = Repairer(read_all(root)[0].vocabularies).repair(text, Les)
    card.write_text(mended, "utf-8")
    assert {repair.veld for repair in done} == {"Soort", "soort", "voor", "voor.0"}
    assert [finding.veld for finding in findings(root)] == ["inzet.kosten"]
