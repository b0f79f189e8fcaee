"""A contributed card is untrusted text: every kind of bad input gives one clear finding at its place, and never a traceback."""

import datetime
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.findings import Finding
from macros.knowledge_base import findings
from macros.model import Bron, Les, Onderzoek, Partner, Pilot
from tests.conftest import CARD

Change = Callable[..., tuple[Finding, ...]]
SOURCE, STUDY = "data/bronnen/voorbeeldrapport.yml", "data/onderzoeken/voorbeeldonderzoek.yml"
TITLE = "titel: Stel vooraf vast waar u op let"


def one(found: Sequence[Finding]) -> Finding:
    assert len(found) == 1, f"verwacht één melding, kreeg {len(found)}: {found}"
    return found[0]


def test_the_sample_itself_is_clean(root: Path) -> None:
    assert findings(root) == ()


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 1, "is leeg"),
        (b"# alleen een opmerking\n", 1, "is leeg"),
        (b"---\n", 1, "is leeg"),
        (b"- titel: een\n- titel: twee\n", 1, "is een lijst"),
        (b"zomaar tekst\n", 1, "is losse tekst"),
        (b"titel: goed\nwat: caf\xe9\n", 2, "is geen UTF-8"),
        (b"\xff\xfet\x00i\x00t\x00", 1, "is geen UTF-8"),
        (b"titel: goed\n\twat: tab\n", 2, "bevat een tab"),
        (b"titel: goed\nwat: a\x00b\n", 2, "stuurteken (U+0000)"),
        (b"titel: goed\nwat: a\x1bb\n", 2, "stuurteken (U+001B)"),
        ("titel: goed\nwat: a\u202eb\n".encode(), 2, "stuurteken (U+202E)"),
        (b'titel: goed\nwat: "a\\x07b"\n', 2, "stuurteken (U+0007)"),
        (b"titel: x\nwat: a\rb\n", 2, "U+000D"),
        (b'titel: "niet gesloten\nvoor: [werkgever]\n', 1, "aanhalingsteken dat niet wordt gesloten"),
        (b"titel: 'niet gesloten\n", 1, "aanhalingsteken dat niet wordt gesloten"),
        (b"titel: een\nvoor: [werkgever\nwat: x\n", 2, "niet wordt gesloten"),
        (b"titel: Kijk: dit mag niet\n", 1, "dubbele punt"),
        (b"titel: een\nwat\nvoor: x\n", 3, "dubbele punt"),
        (b"titel: een\n  wat: scheef\n", 2, "springt te ver in"),
        (b"titel: een\n wat: x\nvoor: y\n", 2, "springt te ver in"),
        (b"titel: @een\n", 1, "aanhalingstekens"),
        (b"titel: %een\n", 1, "aanhalingstekens"),
        (b'titel: "een" twee\n', 1, "aanhalingsteken"),
        (b'titel: "een \\q twee"\n', 1, "dubbele aanhalingstekens"),
        (b"titel: een\ntitel: twee\n", 2, "staat er twee keer (eerst op regel 1)"),
        (b"inzet:\n  kosten: laag\n  kosten: hoog\n", 3, "staat er twee keer (eerst op regel 2)"),
        (b"titel: &a een\n", 1, "anker met &"),
        (b"a: &a [x]\nb: *a\n", 1, "anker met &"),
        (b"titel: *los\n", 1, "verwijzing met *"),
        (b"a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", 1, "anker met &"),
        (b"titel: !!python/object/apply:os.system [ls]\n", 1, "YAML-tag"),
        (b"titel: !!str een\n", 1, "YAML-tag"),
        (b"titel: !eigen een\n", 1, "YAML-tag"),
        (b"!!map\ntitel: een\n", 1, "YAML-tag"),
        (b"%YAML 1.1\n---\ntitel: een\n", 1, "YAML-opdracht"),
        (b"titel: een\n---\ntitel: twee\n", 2, "tweede document"),
        (b"? [a, b]\n: c\n", 1, "geen gewone tekst"),
        (b"titel: " + b"[" * 1000 + b"]" * 1000, 1, "te diep genest"),
        (b"".join(b" " * n + b"a:\n" for n in range(300)), 14, "te diep genest"),
        (b"a: " + b"{a: " * 1000 + b"x" + b"}" * 1000, 1, "te diep genest"),
        (b"titel: " + b"a" * (1024 * 1024), 1, "1024 kB groot"),
        (b"beoordeeld_op: 2026-02-30\n", 1, "bestaat niet als datum"),
        (b"beoordeeld_op: 2026-13-01\n", 1, "bestaat niet als datum"),
        (b"titel:\n", 1, "is leeg"),
        (b"titel: ~\n", 1, "is leeg"),
    ],
)
def test_a_file_that_is_no_card_gives_one_finding_at_its_line(root: Path, content: bytes, line: int, says: str) -> None:
    (root / CARD).write_bytes(content)
    found = one(findings(root))
    assert (found.path, found.line) == (CARD, line)
    assert says in found.melding


def walk(model: Any, text: str) -> Iterator[tuple[str, bool]]:
    """Top-level fields of a record that stand in its sample file, and whether each is required."""
    present = yaml.safe_load(text)
    for name, field in model.model_fields.items():
        if (field.alias or name) in present:
            yield field.alias or name, field.is_required()


SAMPLES = {
    CARD: Les,
    "data/bronnen/voorbeeldrapport.yml": Bron,
    "data/onderzoeken/voorbeeldonderzoek.yml": Onderzoek,
    "data/pilots/proefpilot.yml": Pilot,
    "data/partners/voorbeeldpartner.yml": Partner,
}
HERE = Path(__file__).parent / "voorbeeld"
FIELDS = [
    (file, name, needed)
    for file, model in SAMPLES.items()
    for name, needed in walk(model, (HERE / file).read_text("utf-8"))
]


def rewrite(root: Path, file: str, value: dict[str, Any]) -> None:
    (root / file).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.mark.parametrize(("file", "name"), [(f, n) for f, n, needed in FIELDS if needed])
def test_each_missing_field_is_named(root: Path, file: str, name: str) -> None:
    value = yaml.safe_load((root / file).read_text("utf-8"))
    del value[name]
    rewrite(root, file, value)
    found = one(findings(root))
    assert (found.path, found.veld) == (file, name)
    assert "ontbreekt" in found.melding


def wrong_for(value: Any) -> list[Any]:
    """Values of other types than `value` has."""
    if value in ("ja", "nee"):
        value = True  # that is how a card writes it
    others: list[Any] = ["tekst", 7, 1.5, True, ["tekst"], {"veld": "tekst"}, datetime.date(2026, 1, 2)]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [o for o in others if isinstance(o, bool) or not isinstance(o, (int, float))]
    return [o for o in others if type(o) is not type(value)]


@pytest.mark.parametrize(("file", "name"), [(f, n) for f, n, _ in FIELDS])
def test_each_field_refuses_a_value_of_another_type(root: Path, file: str, name: str) -> None:
    sample = yaml.safe_load((root / file).read_text("utf-8"))
    for wrong in wrong_for(sample[name]):
        if name == "issued" and isinstance(wrong, datetime.date):
            continue  # a date of publication may be a date
        rewrite(root, file, {**sample, name: wrong})
        found = one(findings(root))
        assert (found.path, found.veld) == (file, name), (wrong, found)


@pytest.mark.parametrize(("file", "name"), [(f, n) for f, n, _ in FIELDS])
def test_each_field_refuses_an_empty_text(root: Path, file: str, name: str) -> None:
    sample = yaml.safe_load((root / file).read_text("utf-8"))
    for empty in ("", "   "):
        rewrite(root, file, {**sample, name: empty})
        assert one(findings(root)).veld == name


@pytest.mark.parametrize(("file", "name"), [(f, n) for f, n, _ in FIELDS])
def test_each_misspelt_field_names_the_right_one(root: Path, file: str, name: str) -> None:
    sample = yaml.safe_load((root / file).read_text("utf-8"))
    wrong = name[0] + name[2] + name[1] + name[3:] if len(name) > 3 and name[1] != name[2] else name + "s"
    rewrite(root, file, {(wrong if key == name else key): value for key, value in sample.items()})
    found = one(findings(root))
    assert found.veld == wrong
    assert f'Bedoelde u "{name}"?' in found.melding


@pytest.mark.parametrize(
    ("file", "written", "meant"),
    [
        (CARD, "publiek", "voor"),
        (CARD, "herzien", "herzien_voor"),
        (SOURCE, "titel", "title"),
        (SOURCE, "uitgever", "publisher"),
        (SOURCE, "taal", "language"),
        (SOURCE, "link", "URL"),
        (SOURCE, "jaar", "issued"),
        (STUDY, "methode", "opzet"),
        (STUDY, "naam", "titel"),
    ],
)
def test_what_people_call_a_field_leads_to_it(root: Path, file: str, written: str, meant: str) -> None:
    sample = yaml.safe_load((root / file).read_text("utf-8"))
    value = sample.pop(meant, "iets")
    rewrite(root, file, {**sample, written: value})
    found = [each for each in findings(root) if each.veld == written]
    assert f'Bedoelde u "{meant}"?' in one(found).melding


@pytest.mark.parametrize("name", ["label", "oordeel", "sterkte"])
def test_who_writes_the_verdict_is_told_that_it_follows(change: Change, name: str) -> None:
    assert "volgt uit het bewijs" in one(change(TITLE, f"{TITLE}\n{name}: werkt")).melding


@pytest.mark.parametrize(
    ("old", "new", "veld", "says"),
    [
        (TITLE, "titel: NO", "titel", "gelezen als ja of nee; zet de tekst tussen aanhalingstekens"),
        (TITLE, "titel: ja", "titel", "gelezen als ja of nee"),
        (TITLE, "titel: 1.0", "titel", "gelezen als een getal"),
        (TITLE, "titel: 2026-11-23", "titel", "gelezen als een datum"),
        (TITLE, 'titel: ""', "titel", "is leeg"),
        (TITLE, "titel: Te kort", "titel", "is 7 tekens lang; minstens 10"),
        (TITLE, "titel: " + "lang " * 20, "titel", "hooguit 80"),
        (TITLE, "titel: Stel <b>vast</b> waar u op let", "titel", "bevat HTML"),
        (TITLE, "titel: Stel vast <script>alert(1)</script>", "titel", "bevat HTML"),
        (TITLE, "titel: Stel vast &lt;b&gt; waar u op let", "titel", "bevat HTML"),
        (TITLE, 'titel: "Stel vast {{ config }}"', "titel", "sjabloontekens"),
        (TITLE, 'titel: "Stel vast\\nwaar u op let"', "titel", "meer regels"),
        ("  U schrijft op", "  [klik](javascript:alert(1)) U schrijft op", "wat", "http:// of https://"),
        ("  U schrijft op", "  [klik](//elders.example) U schrijft op", "wat", "geen webadres"),
        ("  U schrijft op", "  [klik](mailto:iemand) U schrijft op", "wat", "geen webadres"),
        ("  U schrijft op", "  ![foto](https://elders.example/x.png) U schrijft op", "wat", "bevat een afbeelding"),
        ("    - Kies drie eisen", "    - Kies **drie** eisen", "stappen.werkgever.0", "bevat opmaak (**)"),
        ("  U schrijft op", "  <img src=x onerror=alert(1)> U schrijft op", "wat", "bevat HTML"),
        ("voor: [werkgever]", "voor: [werkgevr]", "voor.0", 'Bedoelde u "werkgever"?'),
        ("voor: [werkgever]", "voor: []", "voor", "lege lijst"),
        ("voor: [werkgever]", "voor: [werkgever, werkgever]", "voor.1", "staat er twee keer"),
        (
            "soort: aanpak",
            "soort: aanpk",
            "soort",
            'kies uit aanpak, uitvoering, onderzoek, verspreiding. Bedoelde u "aanpak"?',
        ),
        ("status: gepubliceerd", "status: klaar", "status", "bestaat niet; kies uit"),
        (
            "    uitkomst: uitnodiging-voor-gesprek",
            "    uitkomst: uitnodiging",
            "bewijs.0.uitkomst",
            "data/vocabulaire/uitkomst.yml",
        ),
        ("    richting: niet-gemeten", "    richting: neutraal", "bewijs.0.richting", "bestaat niet; kies uit"),
        ("  kosten: onbekend", "  kosten: gratis", "inzet.kosten", "kies uit laag, middel, hoog, onbekend"),
        ("  werkgever:\n    - Kies", "  werkgevr:\n    - Kies", "stappen.werkgevr", 'Bedoelde u "werkgever"?'),
        ("waarde: 0", "waarde: nul", "bewijs.0.getal.waarde", "hier hoort een getal"),
        ("waarde: 0", "waarde: 12 procent", "bewijs.0.getal.waarde", "Bedoelde u 12?"),
        ("interval: [-1.5, 2]", "interval: [2, -1.5]", "bewijs.0.getal", "zet de laagste grens eerst"),
        ("interval: [-1.5, 2]", "interval: [1, 2]", "bewijs.0.getal", "buiten het interval"),
        ("beoordeeld_op: 2026-11-23", "beoordeeld_op: 2062-11-23", "beoordeeld_op", "ligt in de toekomst"),
        (
            "voor: [werkgever]",
            "voor: [werkgever; gemeente]",
            "voor.0",
            "een komma tussen de waarden: [werkgever, gemeente]",
        ),
        (
            "voor: [werkgever]",
            "voor: [werkgever en gemeente]",
            "voor.0",
            "een komma tussen de waarden: [werkgever, gemeente]",
        ),
        (
            "bron: voorbeeldrapport}\nbeoordeeld",
            "bron: Voorbeeld Rapport}\nbeoordeeld",
            "hulpmiddelen.0.bron",
            'is geen slug; gebruik alleen kleine letters, cijfers en streepjes, zoals stel-vaste-vragen. Bedoelde u "voorbeeld-rapport"?',
        ),
        (
            "  - onderzoek: voorbeeldonderzoek",
            "  - studie: voorbeeldonderzoek",
            "bewijs.0.studie",
            'Bedoelde u "onderzoek"?',
        ),
        ("waarde: 0", "waarde: .inf", "bewijs.0.getal.waarde", "geen bruikbaar getal"),
        ("waarde: 0", 'waarde: "0"', "bewijs.0.getal.waarde", "zonder aanhalingstekens"),
        ("significant: nee", 'significant: "nee"', "bewijs.0.getal.significant", "kies ja of nee"),
        ("significant: nee", "significant: 0", "bewijs.0.getal.significant", "kies ja of nee"),
        ("interval: [-1.5, 2]", "interval: [2]", "bewijs.0.getal", ""),
        ("beoordeeld_op: 2026-11-23", 'beoordeeld_op: "2026-11-23"', "beoordeeld_op", "zonder aanhalingstekens"),
        ("beoordeeld_op: 2026-11-23", "beoordeeld_op: gisteren", "beoordeeld_op", "jaar-maand-dag"),
        ("beoordeeld_op: 2026-11-23", "beoordeeld_op: 2026-02-30", "beoordeeld_op", "bestaat niet als datum"),
        ("    vindplaats: p. 5", '    vindplaats: ""', "bewijs.0.vindplaats", "is leeg"),
        (
            "    - Kies drie eisen die",
            "    - Kies dit: drie eisen die",
            "stappen.werkgever.0",
            "door een dubbele punt gelezen",
        ),
        ("    vindplaats: p. 5", "    vindplats: p. 5", "bewijs.0.vindplats", 'Bedoelde u "vindplaats"?'),
        ("organisatie: Voorbeeldbedrijf, ", "", "voorbeelden.0.organisatie", "ontbreekt"),
    ],
)
def test_a_wrong_value_gives_one_finding_at_its_field(
    change: Change, root: Path, old: str, new: str, veld: str, says: str
) -> None:
    found = one(change(old, new))
    lines = (root / CARD).read_text("utf-8").split("\n")
    word = veld.split(".")[-1] if not veld.split(".")[-1].isdigit() else veld.split(".")[-2]
    assert found.veld.startswith(veld)
    assert says in found.melding
    assert (
        "ontbreekt" in found.melding or word in lines[found.line - 1] or lines[found.line - 1].strip().startswith("-")
    )


@pytest.mark.parametrize(
    ("old", "new", "veld", "says"),
    [
        ('issued: "2021-11"', 'issued: "8 november 2021"', "issued", 'Bedoelde u "2021-11-08"?'),
        ('issued: "2021-11"', "issued: 2210", "issued", "ligt in de toekomst; verbeter het jaar"),
        ("soort: effect", "language: Engels\nsoort: effect", "language", 'schrijf twee kleine letters, zoals nl of en. Bedoelde u "en"?'),
        ("soort: effect", "DOI: https://doi.org/10.1234/ab.56\nsoort: effect", "DOI", 'Bedoelde u "10.1234/ab.56"?'),
        ("[{literal: Voorbeeldbureau}]", "[Voorbeeldbureau]", "author.0", "elk met een naam en een dubbele punt: family, given, literal"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_source_is_told_with_what_was_meant(
    change: Change, old: str, new: str, veld: str, says: str
) -> None:
    found = one(change(old, new, SOURCE))
    assert (found.veld, says in found.melding) == (veld, True), found


def test_a_value_that_stands_twice_in_a_list_of_choices_is_told_there(change: Change) -> None:
    found = change("slug: laag", "slug: hoog", "data/vocabulaire/kosten.yml")
    assert [(each.path, 'twee waarden met slug "hoog"' in each.melding) for each in found] == [
        ("data/vocabulaire/kosten.yml", True)
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [("Een Les.yml", "geen slug"), ("een_les.yml", "geen slug"), ("één-les.yml", "geen slug"), ("-les.yml", "geen slug"),
     ("een-les.yaml", "noem het bestand een-les.yml"), ("een-les.YML", "noem het bestand een-les.yml"),
     ("een-les.txt", "geen kaart"), ("a" * 90 + ".yml", "hooguit 80")],
)  # fmt: skip
def test_a_file_name_is_a_slug(root: Path, name: str, says: str) -> None:
    shutil.copy(root / CARD, (root / CARD).with_name(name))
    found = one(findings(root))
    assert (found.path, found.line) == (f"lessons/proefpilot/{name}", 1)
    assert says in found.melding


def test_a_link_is_refused(root: Path) -> None:
    (root / "lessons/proefpilot/koppeling.yml").symlink_to(root / CARD)
    (root / "lessons/andere").symlink_to(root / "lessons/proefpilot")
    assert [f.path for f in findings(root)] == ["lessons/andere", "lessons/proefpilot/koppeling.yml"]


def test_a_file_in_the_wrong_folder_is_refused(root: Path) -> None:
    (root / "lessons/los.yml").write_text((root / CARD).read_text("utf-8"), "utf-8")
    (root / "lessons/proefpilot/dieper").mkdir()
    assert [f.path for f in findings(root)] == ["lessons/los.yml", "lessons/proefpilot/dieper"]


def test_a_slug_is_used_once(root: Path) -> None:
    other = root / "lessons" / "andere-pilot"
    other.mkdir()
    pilot = (root / "data/pilots/proefpilot.yml").read_text("utf-8")
    (root / "data/pilots/andere-pilot.yml").write_text(pilot, "utf-8")
    (other / "een-goede-les.yml").write_text((root / CARD).read_text("utf-8"), "utf-8")
    found = one(findings(root))
    assert found.path == CARD
    assert "(ook in lessons/andere-pilot/een-goede-les.yml)" in found.melding


def test_one_broken_study_does_not_make_its_lessons_wrong(root: Path) -> None:
    (root / "data/onderzoeken/voorbeeldonderzoek.yml").write_text("titel: [\n", "utf-8")
    assert one(findings(root)).path == "data/onderzoeken/voorbeeldonderzoek.yml"


def test_two_hundred_broken_files_give_two_hundred_findings_in_order(root: Path) -> None:
    card = (root / CARD).read_text("utf-8")
    for n in range(200):
        broken = card.replace("soort: aanpak", "soort: iets") if n % 2 else card.replace("titel:", "titel", 1)
        (root / f"lessons/proefpilot/kapot-{n:03d}.yml").write_text(broken, "utf-8")
    found = findings(root)
    assert [f.path for f in found] == [f"lessons/proefpilot/kapot-{n:03d}.yml" for n in range(200)]


def test_random_damage_never_raises(root: Path) -> None:
    """Bytes of a good card cut, doubled and swapped: a finding or a card, never an exception."""
    good, rng = (root / CARD).read_bytes(), random.Random(2026)
    for _ in range(300):
        damaged = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(damaged))
            damaged[at : at + rng.choice([0, 1, 9])] = rng.choice(
                [b"", b":", b"- ", b"[", b"{", b'"', b"\n", b"\xc3", b"&a ", b"!!x ", b"|"]
            )
        (root / CARD).write_bytes(damaged)
        for found in findings(root):
            assert found.line >= 1
            assert found.melding
