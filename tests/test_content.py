"""The real cards: one test per editorial rule, named as the rule. What `kennisbank check` refuses is not repeated here."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

import pytest

from macros.derive import PROGRAMME, KnowledgeBase, Lesson
from macros.knowledge_base import findings, load
from macros.language import prose, reading, sentences
from tests.conftest import ROOT

KB = load(ROOT)
LESSONS = pytest.mark.parametrize("lesson", KB.lessen.values(), ids=lambda x: x.slug)
PARTNERS = {"vng", "divosa", "g40", "mbo-raad", "vno-ncw", "awvn", "diversiteit-in-bedrijf", "vluchtelingenwerk"}
LONGEST_SENTENCE = 32  # words; the aim is 15, this is the limit
WORDS_PER_CARD = 700


def test_all_records_are_accepted() -> None:
    assert findings(ROOT) == ()


def test_there_are_eight_pilots_and_the_programme(kb: KnowledgeBase) -> None:
    assert len(kb.pilots) == 9
    assert PROGRAMME in kb.pilots


@pytest.mark.parametrize("pilot", KB.pilots)
def test_each_pilot_has_three_lessons_or_more(pilot: str) -> None:
    assert len(KB.van(pilot)) >= 3


def test_there_are_sixty_lessons_or_more(kb: KnowledgeBase) -> None:
    assert len(kb.actief) >= 60


def test_every_approach_has_its_lesson_or_a_reason(kb: KnowledgeBase) -> None:
    """Sixty-six approaches are named by the pilots, the programme or studies close to them."""
    assert len(kb.dekking) >= 66
    assert {a.pilot for a in kb.dekking} == set(kb.pilots)
    known = {slug for a in kb.dekking for slug in a.lessen or ()}
    assert [x.slug for x in kb.actief if x.kaart.soort == "aanpak" and x.slug not in known] == []


def test_the_surroundings_of_the_programme_are_there(kb: KnowledgeBase) -> None:
    assert set(kb.trajecten) >= {
        "perspectief-op-werk", "veranderopgave-inburgering", "vakkundig-aan-het-werk", "esf-plus", "aanpak-stagediscriminatie",
        "gelijke-kansen-alliantie", "praktijkleren-mbo", "stand-van-de-wetenschap", "actieplan-arbeidsmarktdiscriminatie",
        "operatie-inzicht-in-kwaliteit", "wet-toezicht-gelijke-kansen",
    }  # fmt: skip
    assert [c.record.datum.isoformat() for c in kb.conferenties.values()] == ["2019-11-11", "2022-05-19"]
    assert kb.conferenties["weten-wat-werkt-2019"].record.sessies
    assert "2018-03-30" in {event.wanneer for event in kb.tijdlijn}
    assert len(kb.programmaonderzoek.evaluaties) == 3
    assert len(kb.programmaonderzoek.aanvullend) == 6  # announced; what was not found is listed as such
    assert not all(o.gevonden for o in kb.programmaonderzoek.aanvullend)


@pytest.mark.parametrize("pilot", KB.pilots)
def test_each_pilot_shows_the_idea_behind_it(pilot: str) -> None:
    chain = [link.schakel for link in KB.pilots[pilot].record.evaluatiekader.keten or ()]
    assert (chain[0], chain[-1]) == ("probleem", "doel")


def test_the_cards_are_easy_to_read(kb: KnowledgeBase) -> None:
    figures = [reading(prose(x.kaart)) for x in kb.actief]
    assert median(f.zin for f in figures) <= 15
    assert median(f.leesgemak for f in figures) >= 50


def test_what_found_nothing_or_was_not_measured_is_there_too(kb: KnowledgeBase) -> None:
    directions = Counter(b.richting for x in kb.actief for b in x.kaart.bewijs)
    assert all(directions[d] for d in ("geen-effect", "gemengd", "niet-gemeten"))
    assert any(x.oordeel.label == "nog-onbekend" for x in kb.actief)
    assert any(x.oordeel.label in ("wisselend", "werkte-niet") for x in kb.actief)


def test_the_partners_of_the_programme_are_there(kb: KnowledgeBase) -> None:
    assert set(kb.partners) >= PARTNERS


@pytest.mark.parametrize("audience", ["gemeente", "werkgever", "onderwijs", "uwv"])
def test_each_audience_with_a_page_has_lessons(audience: str) -> None:
    assert len(KB.voor(audience)) >= 3


@LESSONS
def test_a_claim_outside_the_evidence_has_its_source_too(lesson: Lesson) -> None:
    assert lesson.kaart.onderbouwing, "noem bij onderbouwing waar wat, stappen en voorwaarden op rusten"


@LESSONS
def test_a_sentence_is_short_enough_to_read(lesson: Lesson) -> None:
    long = [s for text in prose(lesson.kaart) for s in sentences(text) if len(s.split()) > LONGEST_SENTENCE]
    assert not long


@LESSONS
def test_a_card_fits_on_two_pages(lesson: Lesson) -> None:
    assert len(" ".join(prose(lesson.kaart)).split()) <= WORDS_PER_CARD


@LESSONS
def test_people_come_before_groups(lesson: Lesson) -> None:
    """ "Mensen met een migratieachtergrond": no people named by background alone, no group as a problem."""
    wrong = re.compile(
        r"\b(allochto\w+|autochto\w+|niet-westerse(n| allochto\w+)|migranten(probleem|problematiek)|probleemgroep\w*|kansarme\w*)\b",
        re.I,
    )
    assert not wrong.findall(" ".join([*prose(lesson.kaart), *(b.bevinding for b in lesson.kaart.bewijs)]))


@LESSONS
def test_the_reader_is_addressed_as_u(lesson: Lesson) -> None:
    informal = re.compile(r"\b(jij|jou|jouw|jullie)\b", re.I)
    assert not informal.findall(" ".join(re.sub(r"[\"“‘'].*?[\"”’']", "", text) for text in prose(lesson.kaart)))


@LESSONS
def test_no_two_steps_are_the_same(lesson: Lesson) -> None:
    for steps in lesson.kaart.stappen.values():
        assert len(set(steps)) == len(steps)


def test_no_two_lessons_share_a_title(kb: KnowledgeBase) -> None:
    assert [t for t, n in Counter(x.kaart.titel.lower() for x in kb.lessen.values()).items() if n > 1] == []


def test_every_source_and_study_is_used(kb: KnowledgeBase) -> None:
    """What nothing refers to is either forgotten or superfluous."""
    used = {s for x in kb.lessen.values() for s in x.alle_bronnen} | {
        s for o in kb.onderzoeken.values() for s in o.record.bronnen
    }
    folders = ("pilots", "partners", "trajecten", "conferenties")
    files = [file for folder in folders for file in (ROOT / "data" / folder).glob("*.yml")]
    singles = ("begrippen.yml", "tijdlijn.yml", "programmaonderzoek.yml", "cijfers/datapackage.json")
    text = " ".join(file.read_text("utf-8") for file in [*files, *(ROOT / "data" / name for name in singles)])
    assert [s for s in kb.bronnen if s not in used and not re.search(rf"\b{re.escape(s)}\b", text)] == []
    assert [s for s, o in kb.onderzoeken.items() if not o.lessen] == []


def test_weak_sources_are_not_used(kb: KnowledgeBase) -> None:
    assert [s for s, b in kb.bronnen.items() if re.search(r"wikipedia\.|wikiwand", b.record.URL or "")] == []


def test_the_line_of_the_career_is_in_order(kb: KnowledgeBase) -> None:
    places = [p.record.volgorde for p in kb.pilots.values() if p.slug != PROGRAMME]
    assert all(a < b for a, b in pairwise(places))


def test_the_glossary_explains_the_words_of_the_method(kb: KnowledgeBase) -> None:
    assert len(kb.begrippen) >= 60
    assert {"loting", "vergelijkingsgroep"} <= {b.begrip.lower() for b in kb.begrippen} | {
        o.lower() for b in kb.begrippen for o in b.ook or ()
    }
