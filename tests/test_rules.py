"""Each editorial rule: the sample passes, and one change is refused with a text that an editor can act on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.findings import Finding
from macros.rules import RULES

Change = Callable[..., tuple[Finding, ...]]
STUDY = "data/onderzoeken/voorbeeldonderzoek.yml"
CASES: dict[str, list[tuple[str, str, str | None, str, str]]] = {
    "verwijzing_bestaat": [
        ("  - onderzoek: voorbeeldonderzoek", "  - onderzoek: voorbeeldonderzoekk", None, "bewijs.0.onderzoek", 'Bedoelde u "voorbeeldonderzoek"?'),
        ("  bron: voorbeeldrapport\n  vindplaats: p. 4", "  bron: ander-rapport\n  vindplaats: p. 4", None, "inzet.bron", "bestaat niet in data/bronnen"),
        ("  - onderzoek: voorbeeldonderzoek", "  - onderzoek: voorbeeldrapport", None, "bewijs.0.onderzoek", 'hier hoort een naam uit data/onderzoeken. Bedoelde u "voorbeeldonderzoek"?'),
        ("  bron: voorbeeldrapport\n  vindplaats: p. 4", "  bron: voorbeeldonderzoek\n  vindplaats: p. 4", None, "inzet.bron", 'hier hoort een naam uit data/bronnen. Bedoelde u "voorbeeldrapport"?'),
        ("bronnen: [voorbeeldrapport]", "bronnen: [ander-rapport]", STUDY, "bronnen.0", "bestaat niet in data/bronnen"),
        ("beoordeeld_op:", "verwant: [een-andere-les]\nbeoordeeld_op:", None, "verwant.0", "bestaat niet in lessons/<pilot>"),
    ],
    "bron_en_vindplaats_samen": [
        ("  bron: voorbeeldrapport\n  vindplaats: p. 4\n", "  bron: voorbeeldrapport\n", None, "inzet.bron", "zet bij vindplaats waar het in de bron staat"),
        ("  bron: voorbeeldrapport\n  vindplaats: p. 4\n", "  vindplaats: p. 4\n", None, "inzet.vindplaats", "zet bij bron waar het staat"),
    ],
    "niets_is_nog_in_te_vullen": [
        ("wat: Een leeg formulier.", "wat: TODO", None, "hulpmiddelen.0.wat", 'zegt "TODO"; schrijf hier de tekst zelf, of geef de les status concept'),
        ("omvang: onbekend", "omvang: nog invullen", STUDY, "omvang", 'zegt "nog invullen"; schrijf hier de tekst zelf'),
    ],
    "elk_publiek_heeft_stappen": [
        ("voor: [werkgever]", "voor: [werkgever, gemeente]", None, "stappen", 'heeft geen stappen voor "gemeente"'),
        ("  werkgever:\n    - Kies", "  gemeente:\n    - Kies", None, "stappen", 'heeft geen stappen voor "werkgever"'),
    ],
    "geen_waarde_dubbel": [
        ("doelgroep: [sollicitanten]", "doelgroep: [sollicitanten, sollicitanten]", None, "doelgroep.1", "staat er twee keer"),
        ("    - Kies drie eisen", "    - Schrijf per eis op wat een goed antwoord is.\n    - Kies drie eisen", None, "stappen.werkgever.2", "staat er twee keer"),
    ],
    "les_verwijst_niet_naar_zichzelf": [
        ("beoordeeld_op:", "verwant: [een-goede-les]\nbeoordeeld_op:", None, "verwant.0", "deze les zelf"),
    ],
    "vervangen_les_noemt_opvolger": [
        ("status: gepubliceerd", "status: vervangen", None, "status", "noem de nieuwe les bij vervangen_door"),
        ("status: gepubliceerd", "status: concept\nvervangen_door: een-goede-les", None, "vervangen_door", "hoort alleen bij status vervangen"),
    ],
    "vervallen_les_zegt_waarom": [
        ("status: gepubliceerd", "status: ingetrokken", None, "status", "is ingetrokken; zet bij wijzigingen sinds wanneer en waarom"),
        ("status: gepubliceerd", "status: vervangen\nvervangen_door: een-goede-les", None, "status", "is vervangen; zet bij wijzigingen sinds wanneer en waarom"),
    ],
    "herziening_na_beoordeling": [
        ("herzien_voor: 2027-11-23", "herzien_voor: 2026-11-23", None, "herzien_voor", "kies een latere dag"),
        ("herzien_voor: 2027-11-23", "herzien_voor: 2072-11-23", None, "herzien_voor", "meer dan 5 jaar na beoordeeld_op"),
    ],
    "titel_belooft_niet_meer_dan_het_label": [
        ("titel: Stel vooraf", "titel: Bewezen goed, stel vooraf", None, "titel", 'zegt "Bewezen", maar het label is "Nog onbekend"'),
        ("titel: Stel vooraf vast waar u op let", "titel: Vooraf eisen vastleggen werkt", None, "titel", 'zegt "werkt"'),
        ("kernboodschap: Spreek af", "kernboodschap: Dit leidt tot meer kansen. Spreek af", None, "kernboodschap", 'zegt "leidt tot"'),
    ],
    "overzicht_noemt_niveau": [
        ("opzet: loting", "opzet: systematisch-overzicht", STUDY, "opzet", "noem bij niveau_overzicht"),
        ("opzet: loting", "opzet: loting\nniveau_overzicht: 3", STUDY, "niveau_overzicht", "haal het weg"),
    ],
    "bevinding_past_bij_onderzoek": [
        ("    uitkomst: uitnodiging-voor-gesprek", "    uitkomst: baan", None, "bewijs.0.uitkomst", "staat niet bij de uitkomstmaten"),
    ],
    "begrip_verwijst_naar_begrip": [
        ("zie: [vergelijkingsgroep]", "zie: [vergelijkingsgroepen]", "data/begrippen.yml", "begrippen.0.zie.0", 'Bedoelde u "vergelijkingsgroep"?'),
        ("begrip: vergelijkingsgroep", "begrip: loting", "data/begrippen.yml", "begrippen.", ""),
    ],
    "tijdlijn_op_volgorde": [
        ("wanneer: 2020-01-15", "wanneer: 2022-01-15", "data/tijdlijn.yml", "gebeurtenissen.1.wanneer", "zet de vroegste eerst"),
    ],
    "delen_vormen_het_woord": [
        ("[stage, discriminatie]", "[stages, discriminatie]", "data/samenstellingen.yml", "woorden.stagediscriminatie", '"stages" staat niet als deel in'),
        ("[stage, discriminatie]", "[discriminatie, stage]", "data/samenstellingen.yml", "woorden.stagediscriminatie", '"stage" staat niet als deel in'),
    ],
    "synoniem_staat_er_eens": [
        ("[statushouder, vluchteling]", "[statushouder, Statushouder]", "data/synoniemen.yml", "groepen.0.1", "staat al in deze groep"),
        ("[statushouder, vluchteling]", "[statushouder, hoe]", "data/synoniemen.yml", "groepen.0.1", "staat ook bij loze_woorden"),
    ],
    "adres_is_nog_vrij": [],  # below: a file of its own
    "map_is_een_pilot": [],  # below: a folder, not a text
}  # fmt: skip


def test_every_rule_has_a_case_here() -> None:
    assert {rule.__name__ for rule in RULES} == set(CASES)


@pytest.mark.parametrize(
    ("old", "new", "file", "veld", "says"),
    [case for cases in CASES.values() for case in cases],
    ids=[name for name, cases in CASES.items() for _ in cases],
)
def test_the_rule_refuses(change: Change, old: str, new: str, file: str | None, veld: str, says: str) -> None:
    found = change(old, new, file) if file else change(old, new)
    assert found, "de regel zweeg"
    assert found[0].veld.startswith(veld)
    assert says in found[0].melding


def test_a_lesson_stands_in_the_folder_of_a_pilot(root: Path) -> None:
    from macros.knowledge_base import findings

    (root / "lessons/proefpilot").rename(root / "lessons/proefpiloot")
    (found,) = findings(root)
    assert 'staat in de map "proefpiloot"' in found.melding
    assert 'Bedoelde u "proefpilot"?' in found.melding


TRAJECT = """titel: Een verwant programma
kort: Het doet iets wat erop lijkt.
wie: Een ministerie
periode: 2020-2021
wat: [{tekst: Het bestaat., bron: voorbeeldrapport, vindplaats: p. 8}]
band: {tekst: Het rapport noemt het., bron: voorbeeldrapport, vindplaats: p. 8}
nu: [{tekst: Het is klaar., bron: voorbeeldrapport, vindplaats: p. 8}]
gebruik: Lees de les.
lessen: [een-goede-les]
"""


def test_two_pages_cannot_share_an_address(root: Path) -> None:
    from macros.knowledge_base import findings

    folder = root / "data/trajecten"
    folder.mkdir()
    (folder / "verwant.yml").write_text(TRAJECT, "utf-8")
    assert findings(root) == ()
    (folder / "tijdlijn.yml").write_text(TRAJECT, "utf-8")
    (found,) = findings(root)
    assert (found.path, found.melding) == (
        "data/trajecten/tijdlijn.yml",
        "heeft hetzelfde adres als een vaste pagina; kies een andere naam",
    )


def test_a_draft_may_wait_for_its_text(change: Change, root: Path) -> None:
    change("status: gepubliceerd", "status: concept")
    assert change("wat: Een leeg formulier.", "wat: TODO") == ()


@pytest.mark.parametrize(
    ("title", "direction", "allowed"),
    [
        ("Vooraf eisen vastleggen werkt", "positief", True),
        ("Vooraf eisen vastleggen werkt", "geen-effect", False),
        ("Vooraf eisen vastleggen werkte niet", "geen-effect", True),
        ("Vooraf eisen vastleggen werkte niet", "niet-gemeten", False),
        ("Ga na of vastleggen werkt", "niet-gemeten", True),
        ("Werkt samen met anderen aan eisen", "niet-gemeten", True),
        ("Eisen vastleggen verhoogt de kans", "positief", True),
        ("Eisen vastleggen verhoogt de kans", "gemengd", False),
    ],
)
def test_a_title_says_no_more_than_its_label(change: Change, title: str, direction: str, allowed: bool) -> None:
    change("    richting: niet-gemeten", f"    richting: {direction}")
    found = change("titel: Stel vooraf vast waar u op let", f"titel: {title}")
    assert [f.veld for f in found] == ([] if allowed else ["titel"])
