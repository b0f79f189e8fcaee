"""What editors lean on: a field guide that lacks nothing, a card that passes, labels that are computed, a calendar and a table that count right."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import addresses, example_card, reviews
from macros.coverage_matrix import matrix
from macros.derive import KnowledgeBase, Lesson
from macros.field_guide import RECORDS
from macros.grade import grade
from macros.model import Les, vocabulary_context
from macros.read import Document, read_document
from macros.records import read_all
from macros.render import Renderer, date_in_words
from macros.validate import to_record
from macros.worked_examples import EXAMPLES
from tests.conftest import ROOT
from tests.test_pages import VOID

SITE = "https://wetenwatwerkt.example/"


class Block(HTMLParser):
    """A rendered block: its text, the text of each element with an id without what stands in an element with an id inside it, and its links."""

    def __init__(self, kb: KnowledgeBase, name: str) -> None:
        super().__init__()
        self.ids: list[str] = [""]
        self.own: dict[str, list[str]] = {"": []}
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self.in_cell = False
        self.feed(Renderer(kb, SITE).block(name, None, f"redactie/{name}/"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag not in VOID:
            self.ids.append(given.get("id", self.ids[-1]))
            self.own.setdefault(self.ids[-1], [])
        if "href" in given:
            self.links.append(given["href"])
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell &= tag not in ("td", "th")
        if tag not in VOID:
            self.ids.pop()

    def handle_data(self, data: str) -> None:
        self.own[self.ids[-1]].append(data)
        if self.in_cell:
            self.rows[-1][-1] += data

    def said(self, id: str) -> str:
        return re.sub(r"\s+", " ", "".join(self.own[id]))


# --- The field guide


def described(schema: Mapping[str, Any], path: str, node: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(id, name, what has to be said) of each field of a JSON Schema, also inside groups."""
    for name, field in node["properties"].items():
        here = f"{path}-{name}"
        said = ["verplicht" if name in node.get("required", ()) else "mag weg", field["description"]]
        todo, inner = [field], None
        while todo:
            part = todo.pop()
            said += [str(part[k]) for k in ("maxLength", "maxItems", "maximum") if k in part]
            said += [str(part[k]) for k in ("minLength", "minItems") if part.get(k, 1) > 1]
            said += [f"de lijst {part['x-vocabulaire']}"] if "x-vocabulaire" in part else []
            todo += [*part.get("anyOf", ()), *(part[k] for k in ("items", "additionalProperties", "propertyNames") if k in part)]  # fmt: skip
            inner = schema["$defs"][part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else inner
        yield here, name, said
        if inner:
            yield from described(schema, here, inner)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.slug)
def test_the_field_guide_holds_every_field_with_its_limits(kb: KnowledgeBase, kind: Any) -> None:
    guide = Block(kb, "velden")
    schema = kind.model.model_json_schema()
    found = list(described(schema, kind.slug, schema))
    assert len(found) >= len(schema["properties"])
    for id, name, said in found:
        text = guide.said(id)
        assert f" {name} " in text
        assert [each for each in said if each not in text] == [], id


def test_the_field_guide_tells_an_editor_how_long_and_how_many(kb: KnowledgeBase) -> None:
    guide = Block(kb, "velden")
    assert "Eén regel tekst, 10 tot 80 tekens." in guide.said("les-titel")
    assert "1 tot 7 keuzes uit een lijst. Zie de lijst publiek." in guide.said("les-voor")
    assert "1 tot 10 regels tekst, per publiek, elk hooguit 220 tekens." in guide.said("les-stappen")
    assert "Tekst van één of meer alinea’s, hooguit 900 tekens." in guide.said("les-wat")
    assert "2 getallen" in guide.said("les-bewijs-getal-interval")
    assert "Een getal van 0 tot en met 5." in guide.said("onderzoek-niveau_overzicht")
    assert "via_pilot: nee" in guide.said("bron-via_pilot")
    assert "data/onderzoeken/" in guide.said("les-bewijs-onderzoek")


def test_every_value_that_an_editor_can_choose_is_listed(kb: KnowledgeBase) -> None:
    guide = Block(kb, "velden")
    rows = {tuple(row) for row in guide.rows}
    for name in ("publiek", "uitkomst", "richting", "opzet", "brontype", "gelezen", "schakel", "kosten"):
        assert {(w.slug, w.label, w.omschrijving) for w in kb.vocabulaire[name].values()} <= rows
    anchors = {link[1:] for link in guide.links if link.startswith("#")}
    assert anchors <= set(guide.own)


# --- The commented card


def test_the_commented_card_is_the_lesson_itself_and_passes(kb: KnowledgeBase, tmp_path: Path) -> None:
    text = "".join(Block(kb, "voorbeeldkaart").own["kaart"])
    (tmp_path / "kaart.yml").write_text(text, "utf-8")
    document = read_document(tmp_path / "kaart.yml", tmp_path)
    assert isinstance(document, Document)
    context = vocabulary_context(read_all(ROOT)[0].vocabularies)
    lesson = example_card.fullest(kb.actief)
    assert lesson
    assert to_record(document, Les, context) == lesson.kaart


def test_the_commented_card_explains_each_field_once_and_where_it_stands(kb: KnowledgeBase) -> None:
    lesson = example_card.fullest(kb.actief)
    assert lesson
    assert len(lesson.kaart.bewijs) > 1
    text = "".join(Block(kb, "voorbeeldkaart").own["kaart"]).splitlines()
    for label, name in (("Titel", "titel"), ("Richting", "richting"), ("Stappen", "stappen"), ("Herzien vóór", "herzien_voor")):  # fmt: skip
        (place,) = [n for n, line in enumerate(text) if line.lstrip().startswith(f"# {label} (")]
        assert re.match(rf" *(- )?{name}:", text[place + 1])
    explained = {field.naam for line in example_card.lines(lesson) for field in line.uitleg}
    assert {name for name, field in Les.model_fields.items() if field.is_required()} <= explained


# --- Labels


def test_worked_examples_show_what_the_program_grades(kb: KnowledgeBase) -> None:
    said = Block(kb, "labelvoorbeelden").said("")
    shown = re.findall(r"Label: (.+?) (?:Sterk|Redelijk|Beperkt|Zwak|Geen)", said)
    assert shown == [kb.naam("label", grade(e.bewijs, approach=e.aanpak).label) for e in EXAMPLES]
    assert set(shown) == {w.label for w in kb.vocabulaire["label"].values()}
    for label in {x.oordeel.label for x in kb.actief}:
        fewest = min(len(x.kaart.bewijs) for x in kb.actief if x.oordeel.label == label)
        assert any(x.kaart.titel in said for x in kb.actief if x.oordeel.label == label and len(x.kaart.bewijs) == fewest)  # fmt: skip


# --- The calendar


@pytest.fixture
def spread(kb: KnowledgeBase) -> KnowledgeBase:
    """The knowledge base with the reviews on many days: backwards, two on each day, over some months."""

    def moved(lesson: Lesson, number: int) -> Lesson:
        day = datetime.date(2028, 3, 31) - datetime.timedelta(days=number // 2 * 3)
        title = f"Titel {number}: met ; en , en \\ en «ë» die zo lang is dat zij over de regel gaat"
        return replace(lesson, kaart=lesson.kaart.model_copy(update={"herzien_voor": day, "titel": title}))

    return replace(kb, lessen={slug: moved(x, n) for n, (slug, x) in enumerate(kb.lessen.items())})


def test_the_calendar_holds_every_published_lesson_once_and_the_first_on_top(spread: KnowledgeBase) -> None:
    page = Block(spread, "kalender")
    shown = [found[1] for link in page.links if (found := re.fullmatch(r"\.\./\.\./lessen/([a-z0-9-]+)/", link))]
    assert sorted(shown) == sorted(x.slug for x in spread.actief)
    days = [spread.lessen[slug].kaart.herzien_voor for slug in shown]
    assert days == sorted(days)
    lines = [row for row in page.rows if row[0] != "Vóór"]
    assert [row[0] for row in lines] == [date_in_words(day) for day in days]
    assert [row[3] for row in lines] == [spread.naam("label", spread.lessen[slug].oordeel.label) for slug in shown]
    months = [id for id in page.own if id.startswith("maand-")]
    assert months == sorted({f"maand-{day:%Y-%m}" for day in days})


def test_withdrawn_lessons_are_not_looked_at_again(kb: KnowledgeBase) -> None:
    slug, lesson = next(iter(kb.lessen.items()))
    gone = replace(lesson, kaart=lesson.kaart.model_copy(update={"status": "ingetrokken"}))
    left = replace(kb, lessen={**kb.lessen, slug: gone})
    assert slug not in [x.slug for x in reviews.by_date(left)]
    assert len(reviews.by_date(left)) == len(kb.actief) - 1


def appointments(text: str) -> list[dict[str, str]]:
    """The appointments of an iCalendar file. Fails on what RFC 5545 does not allow."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")[:-1]
    assert [line for line in lines if not line or len(line.encode()) > 75] == []
    found: list[dict[str, str]] = []
    stack: list[str] = []
    for line in "\n".join(lines).replace("\n ", "").split("\n"):
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*", name), line
        if name == "BEGIN":
            stack.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert stack.pop() == value
        elif stack[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert stack == []
    return found


def plain(value: str) -> str:
    """A text of iCalendar without its escapes; fails on a sign that had to be escaped."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", value), value
    return re.sub(r"\\([\\;,])", r"\1", value)


def test_the_calendar_can_be_read_by_calendar_programs(spread: KnowledgeBase) -> None:
    ((path, text),) = reviews.files(Renderer(spread, SITE))
    assert path == "redactie/kalender.ics"
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    found = appointments(text)
    lessons = reviews.by_date(spread)
    assert [a["DTSTART;VALUE=DATE"] for a in found] == [f"{x.kaart.herzien_voor:%Y%m%d}" for x in lessons]
    assert [plain(a["SUMMARY"]) for a in found] == [f"Opnieuw bekijken: {x.kaart.titel}" for x in lessons]
    assert [a["URL"] for a in found] == [SITE + addresses.lesson(x.slug) for x in lessons]
    assert all(re.fullmatch(r"\d{8}T000000Z", a["DTSTAMP"]) and plain(a["DESCRIPTION"]) for a in found)
    assert len({a["UID"] for a in found}) == len(found)


def test_a_review_on_another_day_moves_the_appointment(kb: KnowledgeBase, spread: KnowledgeBase) -> None:
    def days(base: KnowledgeBase) -> dict[str, str]:
        ((_, text),) = reviews.files(Renderer(base, SITE))
        return {a["UID"]: a["DTSTART;VALUE=DATE"] for a in appointments(text)}

    assert days(kb).keys() == days(spread).keys()
    assert days(kb) != days(spread)


# --- Coverage


def test_the_coverage_counts_what_is_published(kb: KnowledgeBase) -> None:
    table = matrix(kb)
    assert [row.pilot for row in table.rijen] == list(kb.pilots)
    for row in table.rijen:
        assert row.aantal == sum(x.pilot == row.pilot for x in kb.actief)
        for cell in row.cellen:
            here = [x for x in kb.actief if x.pilot == row.pilot and cell.publiek in x.kaart.voor]
            assert cell.aantal == len(here)
            assert dict(cell.labels) == {x.oordeel.label: sum(y.oordeel.label == x.oordeel.label for y in here) for x in here}  # fmt: skip
    assert table.totalen == tuple(sum(p in x.kaart.voor for x in kb.actief) for p in kb.vocabulaire["publiek"])


def test_the_coverage_shows_the_counts_and_names_the_gaps(kb: KnowledgeBase) -> None:
    page = Block(kb, "dekkingsmatrix")
    for row, shown in zip(matrix(kb).rijen, page.rows[1:], strict=False):
        for cell, text in zip(row.cellen, shown[1:], strict=True):
            if not cell.aantal:
                assert text == "geen"
                continue
            assert text.startswith(f"{cell.aantal} les")
            said = re.sub(r"\s+", " ", text)
            assert all(f"{kb.naam('label', slug)} {n}" in said for slug, n in cell.labels)
    gaps = [row for row in matrix(kb).rijen if row.leeg]
    named = page.said("").split("nog geen les voor ")[1:]
    assert len(named) == len(gaps)
    for row, text in zip(gaps, named, strict=True):
        sentence = text.split(".")[0].lower()
        for audience in kb.vocabulaire["publiek"]:
            assert (kb.naam("voor", audience).lower() in sentence) == (audience in row.leeg)


def test_a_number_in_the_coverage_leads_to_just_those_lessons(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    row = next(row for row in matrix(kb).rijen if any(len(cell.labels) > 1 for cell in row.cellen))
    cell = next(cell for cell in row.cellen if len(cell.labels) > 1)
    label, number = cell.labels[0]
    page = browser.new_page()
    for text, wanted in ((re.compile("^[0-9]+ les"), cell.aantal), (re.compile(kb.naam("label", label)), number)):
        page.goto(f"{address}/redactie/dekking/")
        place = [c.publiek for c in row.cellen].index(cell.publiek)
        box = page.locator("tbody tr").nth([*kb.pilots].index(row.pilot)).locator("td").nth(place)
        box.get_by_role("link", name=text).click()
        page.wait_for_url("**/lessen/?voor=*")
        expect(page.locator("#kaarten .kaart:visible")).to_have_count(wanted)
    page.context.close()


# --- By the clock of the reader


def at(browser: Browser, day: datetime.date, url: str) -> Page:
    context = browser.new_context()
    context.clock.set_fixed_time(datetime.datetime.combine(day, datetime.time(12)))
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


def test_a_lesson_says_when_its_review_is_overdue(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    lesson = kb.actief[0]
    due, url = lesson.kaart.herzien_voor, f"{address}/{addresses.lesson(lesson.slug)}"
    page = at(browser, due - datetime.timedelta(days=1), url)
    expect(page.locator("#herziening")).to_be_hidden()
    page.context.close()
    page = at(browser, due, url)
    notice = page.get_by_role("status").filter(has_text="opnieuw worden bekeken")
    expect(notice).to_be_visible()
    assert date_in_words(due) in notice.inner_text()
    page.context.close()


def test_the_calendar_tells_what_is_overdue_and_what_is_near(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    url, first, last = f"{address}/redactie/kalender/", *(
        pick(x.kaart.herzien_voor for x in kb.actief) for pick in (min, max)
    )  # fmt: skip
    for day, word in ((first - datetime.timedelta(days=400), None), (first - datetime.timedelta(days=40), "Binnen twee maanden"), (last, "Te laat")):  # fmt: skip
        page = at(browser, day, url)
        marked = page.locator("tbody tr").first.locator(".kalender-merk")
        if word:
            expect(marked).to_have_text(word)
        else:
            expect(marked).to_be_hidden()
        told = page.locator("#kalender-stand")
        expect(told).to_contain_text("Vandaag: ")
        numbers = [int(n) for n in re.findall(r"\d+", told.inner_text())]
        assert sum(numbers) == len(kb.actief)
        assert (numbers[0] == len(kb.actief)) == (word == "Te laat")
        assert page.locator(".kalender-merk:visible").count() == numbers[0] + numbers[1]
        page.context.close()
