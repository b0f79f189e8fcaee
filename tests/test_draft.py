"""The form, `kennisbank new` and `kennisbank check` say the same of the same card: one program judges for all three."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.derive import KnowledgeBase, grade_of
from macros.draft import Draft, assess
from macros.findings import Finding, as_github, nearest, nearest_of
from macros.knowledge_base import findings, load
from macros.model import Bron, Les, Onderzoek, vocabulary_context
from macros.read import Document, read_document
from macros.records import Records, read_all
from macros.references import short
from macros.workbench import Workbench, knowledge
from tests.conftest import CARD, ROOT

Change = Callable[[dict[str, Any]], object]
SLIPS: dict[str, Change] = {
    "niets": lambda v: None,
    "veld weg": lambda v: v.pop("titel"),
    "te kort": lambda v: v.update(titel="Kort"),
    "te lang": lambda v: v.update(kernboodschap="woord " * 60),
    "woord buiten de lijst": lambda v: v.update(soort="interventie"),
    "tikfout in de lijst": lambda v: v.update(voor=["werkgevr"]),
    "vreemd veld": lambda v: v.update(titl="x"),
    "veld op de verkeerde plek": lambda v: v.update(uitkomst="baan"),
    "label ingevuld": lambda v: v.update(label="werkt"),
    "datum andersom": lambda v: v.update(beoordeeld_op="23-11-2026"),
    "tekst waar een lijst hoort": lambda v: v.update(valkuilen="één valkuil"),
    "getal als tekst": lambda v: v["bewijs"][0]["getal"].update(waarde="veel"),
    "html": lambda v: v.update(wat="<script>alert(1)</script>"),
    "te veel woorden": lambda v: v.update(delen={"dia": "Een titel van een dia", "nieuwsbrief": "woord " * 51}),
    "onderzoek bestaat niet": lambda v: v["bewijs"][0].update(onderzoek="voorbeeldonderzok"),
    "bron bestaat niet": lambda v: v["inzet"].update(bron="voorbeeldraport"),
    "stappen ontbreken": lambda v: v.update(voor=["werkgever", "gemeente"]),
    "stappen te veel": lambda v: v["stappen"].update(gemeente=["Doe iets."]),
    "dubbel": lambda v: v.update(doelgroep=["sollicitanten", "sollicitanten"]),
    "belooft te veel": lambda v: v.update(titel="Vooraf vastleggen werkt altijd"),
    "herziening te vroeg": lambda v: v.update(herzien_voor="2026-01-01"),
    "uitkomst niet gemeten": lambda v: v["bewijs"][0].update(uitkomst="baan"),
    "vervangen zonder opvolger": lambda v: v.update(status="vervangen"),
    "verwant met zichzelf": lambda v: v.update(verwant=["een-goede-les"]),
}


def values_of(root: Path) -> dict[str, Any]:
    document = read_document(root / CARD, root)
    assert isinstance(document, Document)
    found: dict[str, Any] = json.loads(json.dumps(document.value, default=str))
    return found


@pytest.mark.parametrize("change", SLIPS.values(), ids=SLIPS)
def test_form_terminal_and_annotation_say_the_same(root: Path, change: Change) -> None:
    bench = Workbench(json.dumps(knowledge(load(root), short)))
    records = read_all(root)[0]
    values = values_of(root)
    change(values)
    draft = Draft("lessen", "een-goede-les", values, "proefpilot", "een-goede-les")
    (root / CARD).write_text(draft.text, "utf-8")
    in_terminal = findings(root)
    in_new = assess([draft], records).bevindingen
    asked = {"pilot": "proefpilot", "slug": draft.slug, "was": draft.slug, "waarden": values, "erbij": []}
    in_form = tuple(Finding(**each) for each in json.loads(bench.assess(json.dumps(asked)))["bevindingen"])
    assert in_terminal == in_new == in_form
    assert all(f.veld and f.melding in as_github([f]) for f in in_terminal)
    assert bool(in_terminal) == (change is not SLIPS["niets"])


def test_the_form_says_of_every_lesson_that_is_there_what_the_base_derives(kb: KnowledgeBase) -> None:
    bench = Workbench(json.dumps(knowledge(kb, short)))
    for lesson in kb.lessen.values():
        values = lesson.kaart.model_dump(exclude_none=True, mode="json")
        asked = {"pilot": lesson.pilot, "slug": lesson.slug, "was": lesson.slug, "waarden": values, "erbij": []}
        told = json.loads(bench.assess(json.dumps(asked)))
        assert told["bevindingen"] == [], lesson.slug
        assert (told["oordeel"]["label"], told["oordeel"]["sterkte"]) == (lesson.oordeel.label, lesson.oordeel.sterkte)


def test_an_empty_form_is_told_what_is_missing_and_gets_no_verdict(kb: KnowledgeBase) -> None:
    bench = Workbench(json.dumps(knowledge(kb, short)))
    told = json.loads(bench.assess('{"pilot": "", "slug": "", "was": null, "waarden": {}, "erbij": []}'))
    fields = {finding["veld"] for finding in told["bevindingen"]}
    needed = {name for name, field in Les.model_fields.items() if field.is_required()}
    assert fields == needed | {"pilot", "bestandsnaam"}
    assert told["oordeel"]["label"] == "nog-onbekend"


def test_a_new_source_and_study_are_known_to_the_lesson_that_brings_them(root: Path) -> None:
    records = read_all(root)[0]
    source = Draft("bronnen", "nieuw-2020", {"type": "report", "title": "Nieuw", "soort": "verkenning", "gelezen": "deels", "via_pilot": False})  # fmt: skip
    study = {**_study(records), "bronnen": ["nieuw-2020"]}
    values = values_of(root)
    values["bewijs"][0]["onderzoek"] = "nieuw-onderzoek"
    lesson = Draft("lessen", "nog-een-les", values, "proefpilot")
    alone = assess([lesson], records)
    together = assess([source, Draft("onderzoeken", "nieuw-onderzoek", study), lesson], records)
    assert [f.veld for f in alone.bevindingen] == ["bewijs.0.onderzoek"]
    assert together.bevindingen == ()


def _study(records: Records) -> dict[str, Any]:
    found: dict[str, Any] = records.of("onderzoeken")["voorbeeldonderzoek"].record.model_dump(exclude_none=True)
    return found


def test_a_name_that_is_taken_or_no_name_is_told_at_the_file_name(root: Path) -> None:
    records = read_all(root)[0]
    for slug, says in (("een-goede-les", "bestaat al (ook in lessons/proefpilot/een-goede-les.yml)"), ("Geen Slug", "is geen slug"), ("../../erger", "is geen slug")):  # fmt: skip
        found = assess([Draft("lessen", slug, values_of(root), "proefpilot")], records).bevindingen
        assert [f.veld for f in found] == ["bestandsnaam"]
        assert says in found[0].melding


def test_the_label_grows_with_the_findings_that_are_complete(root: Path) -> None:
    records = read_all(root)[0]
    values = values_of(root)
    values["bewijs"] = [{**values["bewijs"][0], "richting": "positief"}, {"onderzoek": "voorbeeldonderzoek"}]
    draft = Draft("lessen", "x-les", values, "proefpilot")
    assert assess([draft], records).oordelen[draft.path].label == "werkt"
    entry = records.of("lessen")["een-goede-les"]
    verdict = grade_of(entry, records)
    assert verdict
    assert verdict.label == "nog-onbekend"


@pytest.mark.parametrize("text", ["titel: [", "- een lijst", "", "titel: !!python/object:os.system x", "\x00"])
def test_a_file_that_cannot_be_opened_is_told_and_not_thrown(kb: KnowledgeBase, text: str) -> None:
    told = json.loads(Workbench(json.dumps(knowledge(kb, short))).open(text))
    assert told["waarden"] is None
    assert told["bevindingen"][0]["melding"]


def test_the_preview_escapes_what_an_editor_writes(kb: KnowledgeBase) -> None:
    asked: dict[str, Any] = {
        "pilot": "x",
        "slug": "x",
        "was": None,
        "waarden": {"titel": "<img src=x onerror=alert(1)>"},
        "erbij": [],
    }
    told = json.loads(Workbench(json.dumps(knowledge(kb, short))).assess(json.dumps(asked)))
    assert "<img" not in told["kop"]
    assert "&lt;img" in told["kop"]


# --- the nearest match ---


def _slips_of_the_pen(word: str) -> list[str]:
    """A letter left out, doubled, swapped with the next, or another."""
    picks = random.Random(word).sample(range(len(word)), min(3, len(word)))
    return [
        slip
        for at in picks
        for slip in (
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            f"{word[:at]}q{word[at + 1 :]}",
        )
        if slip != word and len(slip) > 1
    ]


def test_nine_of_ten_slips_of_the_pen_are_recognised() -> None:
    records = read_all(ROOT)[0]
    words = vocabulary_context(records.vocabularies)["ook"]
    cases = [
        (slip, slug, nearest_of(slip, names))
        for names in words.values()
        for slug in set(names.values())
        for slip in _slips_of_the_pen(slug)
    ]
    for model in (Les, Bron, Onderzoek):
        fields = [*model.model_json_schema()["properties"]]
        cases += [(slip, name, nearest(slip, fields)) for name in fields for slip in _slips_of_the_pen(name)]
    for kind in ("bronnen", "onderzoeken", "lessen"):
        known = sorted(records.known[kind])
        cases += [(slip, slug, nearest(slip, known)) for slug in known[::12] for slip in _slips_of_the_pen(slug)]
    right = sum(found == meant for _, meant, found in cases)
    assert right / len(cases) >= 0.97, [case for case in cases if case[1] != case[2]][:20]


@pytest.mark.parametrize(
    ("name", "written", "slug"),
    [
        ("publiek", "werkgevers", "werkgever"), ("publiek", "school", "onderwijs"), ("publiek", "Bemiddelaar", "intermediair"),
        ("richting", "positive", "positief"), ("richting", "geen verschil", "geen-effect"), ("opzet", "RCT", "loting"),
        ("opzet", "interviews", "kwalitatief"), ("uitkomst", "uitnodiging", "uitnodiging-voor-gesprek"), ("uitkomst", "werk", "baan"),
        ("kosten", "gratis", "laag"), ("status", "draft", "concept"), ("brontype", "rapport", "report"), ("gelezen", "helemaal", "volledig"),
        ("loopbaanmoment", "werving", "werving-en-selectie"), ("doelgroep", "vluchtelingen", "statushouders"),
    ],
)  # fmt: skip
def test_another_word_for_a_value_is_recognised(name: str, written: str, slug: str) -> None:
    assert nearest_of(written, vocabulary_context(read_all(ROOT)[0].vocabularies)["ook"][name]) == slug


def test_a_word_that_looks_like_nothing_gets_no_suggestion() -> None:
    assert nearest_of("grasmaaier", vocabulary_context(read_all(ROOT)[0].vocabularies)["ook"]["richting"]) is None


def test_no_word_stands_for_two_values_of_one_list() -> None:
    for name, vocabulary in read_all(ROOT)[0].vocabularies.items():
        words = [word.lower() for value in vocabulary.waarden for word in (*(value.ook or ()), value.slug)]
        assert len(words) == len(set(words)), name
