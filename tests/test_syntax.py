"""What people do wrong in YAML itself is told at the field and the line where it was done, in a terminal and in the browser alike."""

from pathlib import Path

import pytest
import yaml

from macros import read
from macros.read import Document, read_text
from tests.conftest import CARD, ROOT

TEXT = (ROOT / "tests" / "voorbeeld" / CARD).read_text("utf-8")
SLIPS = {  # right, wrong, field, line of the slip counted from the right text, what is said
    "aanhalingsteken blijft open": ("titel: Stel", "titel: 'Stel", "titel", "aanhalingsteken dat niet wordt gesloten"),
    "dubbel aanhalingsteken blijft open": ("- Kies drie", '- "Kies drie', "stappen.werkgever", "aanhalingsteken dat niet wordt gesloten"),
    "tekst na een aanhalingsteken": ("- Kies drie eisen", '- "Kies" drie eisen', "stappen.werkgever", "tekst na een aanhalingsteken"),
    "dubbele punt in de tekst": ("titel: Stel vooraf", "titel: Let op: stel vooraf", "titel", "dubbele punt in de tekst"),
    "geen spatie na het eerste streepje": ("    - Kies drie", "    -Kies drie", "stappen.werkgever", "geen spatie na het streepje"),
    "geen spatie na een later streepje": ("    - Schrijf per", "    -Schrijf per", "stappen.werkgever", "geen spatie na het streepje"),
    "punt te ver naar rechts": ("    - Schrijf per", "      - Schrijf per", "stappen.werkgever.0", "zet het streepje recht onder"),
    "geen spatie na de dubbele punt": ("soort: aanpak", "soort:aanpak", "soort", "schrijf soort: en dan de tekst"),
    "dubbele punt vergeten": ("    richting: niet-gemeten", "    richting niet-gemeten", "bewijs.richting", "schrijf richting: en dan de tekst"),
    "haak blijft open": ("voor: [werkgever]", "voor: [werkgever", "voor", "niet wordt gesloten"),
    "link vooraan": ("- Kies drie", "- [gids](https://example.org) drie", "stappen.werkgever", "begint met een link"),
    "veld te ver naar rechts": ("    richting:", "      richting:", "bewijs.richting", "springt te ver in"),
    "veld te ver naar links": ("    richting:", "   richting:", "bewijs.richting", "springt anders in"),
    "tab": ("    - Kies", "\t- Kies", "stappen.werkgever", "bevat een tab"),
    "apenstaartje vooraan": ("- Kies drie", "- @kies drie", "stappen.werkgever", "teken dat in YAML niet mag"),
    "sterretje als punt": ("    - Kies drie", "    * Kies drie", "stappen.werkgever", "begint met & of *"),
    "vet vooraan": ("- Kies drie", "- **Kies** drie", "stappen.werkgever", "begint met & of *"),
    "hekje slikt tekst": ("- Kies drie eisen", "- Kies #drie eisen", "stappen.werkgever.0", "verliest de tekst na #"),
    "veld twee keer": ("soort: aanpak", "soort: aanpak\nsoort: aanpak", "soort", "staat er twee keer"),
    "tweede kaart": ("soort: aanpak", "---\nsoort: aanpak", "", "tweede document"),
    "leeg veld": ("soort: aanpak", "soort:", "soort", "is leeg; vul het in"),
    "apostrof": ("titel: Stel", "titel: 'Zo'n stel", "titel", "tussen dubbele aanhalingstekens"),
    "dubbele punt vergeten aan de kantlijn": ("status: gepubliceerd", "status gepubliceerd", "status", "schrijf status: en dan de tekst"),
    "isgelijkteken": ("status: gepubliceerd", "status = gepubliceerd", "status", "schrijf status: en dan de tekst"),
    "puntkomma": ("status: gepubliceerd", "status; gepubliceerd", "status", "schrijf status: en dan de tekst"),
    "dubbele punt vergeten boven een lijst": ("  werkgever:\n", "  werkgever\n", "stappen", "schrijf werkgever: en daaronder de punten"),
    "streepje bij een los veld": ("status: gepubliceerd", "- status: gepubliceerd", "status", "haal het streepje weg"),
    "lang streepje": ("    - Kies drie", "    – Kies drie", "stappen.werkgever", "lang streepje of bolletje"),
    "bolletje bij een later punt, ver naar rechts": ("    - Schrijf per", "      • Schrijf per", "stappen.werkgever.0", "lang streepje of bolletje"),
    "bolletje bij een later punt": ("    - Schrijf per", "    • Schrijf per", "stappen.werkgever", "lang streepje of bolletje"),
    "tekst tegen de kantlijn": ("  U schrijft op wat", "U schrijft op wat", "wat", "zet twee spaties voor elke regel"),
    "tekst na het teken": ("wat: >-", "wat: >-.", "wat", "heeft tekst na > of |"),
    "komma in een tekst tussen accolades": ("wat: Schreef de eisen vooraf op.", "wat: Schreef, vooraf, de eisen op.", "voorbeelden.0.wat", "wordt afgeknipt bij de komma"),
    "komma in een getal": ("waarde: 0,", "waarde: 0,5,", "bewijs.0.getal.waarde", "schrijf een punt: 0.5"),
    "geen spatie in accolades": ("waarde: 0,", "waarde:0,", "bewijs.0.getal.waarde", "schrijf waarde: 0"),
    "twee versies door elkaar": ("soort: aanpak", "<<<<<<< HEAD\nsoort: aanpak", "", "teken van Git"),
    "harde spatie": ("soort: aanpak", "soort:\u00a0aanpak", "soort", "harde spatie (U+00A0)"),
    "zacht streepje": ("soort: aanpak", "soort: aan\u00adpak", "soort", "onzichtbaar stuurteken (U+00AD)"),
    "onzichtbaar teken": ("soort: aanpak", "soort: aan\u200bpak", "soort", "onzichtbaar stuurteken"),
}  # fmt: skip


def wrong(right: str, slip: str) -> tuple[str, int]:
    """The card with the slip, and the line that it is on."""
    assert right in TEXT
    broken = TEXT.replace(right, slip, 1)
    line = next(n for n, (a, b) in enumerate(zip(TEXT.split("\n"), broken.split("\n"), strict=False), 1) if a != b)
    return broken, line


@pytest.mark.parametrize(("right", "slip", "field", "says"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_its_field_and_line(right: str, slip: str, field: str, says: str) -> None:
    broken, line = wrong(right, slip)
    found = read_text(CARD, broken)
    assert isinstance(found, list)
    [finding] = found
    assert (finding.veld, says in finding.melding) == (field, True), finding
    assert finding.line in (line, line + ("\n" in slip and "soort" in field))


TWO = """bewijs:
  - onderzoek: een
    uitkomst: baan
  - onderzoek: twee
    uitkomst: baan
"""


@pytest.mark.parametrize(
    ("right", "slip", "line", "field", "says"),
    [
        ("  - onderzoek: een", "    onderzoek: een", 2, "bewijs.onderzoek", "mist een streepje; schrijf - onderzoek"),
        ("  - onderzoek: een", "  onderzoek: een", 2, "bewijs.onderzoek", "mist een streepje; schrijf - onderzoek"),
        ("  - onderzoek: twee", "    onderzoek: twee", 4, "bewijs.0.onderzoek", "zet er dan een streepje voor"),
    ],
)
def test_a_point_with_fields_that_misses_its_dash(
    monkeypatch: pytest.MonkeyPatch, right: str, slip: str, line: int, field: str, says: str
) -> None:
    for loader in (read.LOADER, yaml.SafeLoader):
        monkeypatch.setattr(read, "LOADER", loader)
        [finding] = read_text("kaart.yml", TWO.replace(right, slip))  # type: ignore[misc]
        assert (finding.line, finding.veld, says in finding.melding) == (line, field, True), finding


@pytest.mark.parametrize(("right", "slip", "field", "says"), SLIPS.values(), ids=SLIPS)
def test_the_reader_in_the_browser_says_the_same(
    monkeypatch: pytest.MonkeyPatch, right: str, slip: str, field: str, says: str
) -> None:
    """There the parser is the one written in Python, not the one in C."""
    broken, _ = wrong(right, slip)
    here = read_text(CARD, broken)
    monkeypatch.setattr(read, "LOADER", yaml.SafeLoader)
    assert read_text(CARD, broken) == here


def test_both_readers_read_every_card_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted((ROOT / "lessons").rglob("*.yml"))[::6]
    here = [read_text("x", file.read_text("utf-8")) for file in files]
    monkeypatch.setattr(read, "LOADER", yaml.SafeLoader)
    assert [read_text("x", file.read_text("utf-8")) for file in files] == here
    assert all(isinstance(document, Document) for document in here)


@pytest.mark.parametrize(
    "text",
    [
        "titel: 'Let op: een dubbele punt'\nvoor: [a]\n",
        'wat: "eerste regel\n  tweede regel"\nvoor: [a]\n',
        "wat: >-\n  - 'dit is tekst\n  en: dit ook\nvoor: [a]\n",
        "wat: tekst # een opmerking\nvoor: [a]\n",
        "wat: nummer 3 en C# en #\nvoor: [a]\n",
        "# 'een opmerking\nvoor: [a]\n",
        "wat: >-\n  Let op:\u00a0€\u00a05\n  ======= en <<<<<<<\n",
        "inzet:\n  lijst:\n  - a: b\n    c: d\n",
        "wat: dit – dat\nvoor: [een – twee]\n",
    ],
)
def test_what_is_right_is_read(text: str, tmp_path: Path) -> None:
    assert isinstance(read_text("kaart.yml", text), Document)
