"""Feeds: read by a reader's program, held to RFC 4287 and JSON Feed 1.1, and telling what happened to a lesson and why."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from macros import addresses, feeds
from macros.derive import KnowledgeBase
from macros.knowledge_base import load
from macros.render import Renderer
from tests.conftest import CARD
from tests.test_pages import parse

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"
ADDRESS = {"type": "string", "pattern": "^https?://"}
AUTHORS = {"type": "array", "minItems": 1, "items": {"type": "object", "minProperties": 1, "properties": {"name": {"type": "string"}, "url": ADDRESS}}}  # fmt: skip
JSON_FEED = {  # https://www.jsonfeed.org/version/1.1/
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string"},
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "icon": ADDRESS,
        "language": {"const": "nl"},
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": ADDRESS,
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string", "minLength": 1},
                    "date_published": {"type": "string", "pattern": MOMENT},
                    "date_modified": {"type": "string", "pattern": MOMENT},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
Telling = Callable[..., Renderer]
TWO_CHANGES = "\nwijzigingen:\n  - {datum: 2027-02-03, wat: Stap 2 is korter., reden: Lezers vroegen erom.}\n  - {datum: 2027-02-03, wat: Bron erbij., reden: Er verscheen een rapport.}\n"


@pytest.fixture
def telling(root: Path) -> Telling:
    """The small knowledge base with a second lesson in the given state and with the given changes."""

    def made(status: str, changes: str = "", site: str = "https://a.example/", **published: date) -> Renderer:
        text = (
            (root / CARD).read_text("utf-8").rstrip("\n").replace("Stel vooraf vast waar u op let", "Let op wat u vond")
        )
        path = root / "lessons/proefpilot/tweede.yml"
        path.write_text(text.replace("status: gepubliceerd", status) + changes, "utf-8")
        renderer = Renderer(load(root), site)
        renderer.published = {**renderer.published, **published}
        return renderer

    return made


def news(renderer: Renderer, name: str = "lessen") -> list[dict[str, Any]]:
    """The items of the JSON form; the other form holds the same (tested below)."""
    items: list[dict[str, Any]] = json.loads(dict(feeds.files(renderer))[f"feeds/{name}.json"])["items"]
    return items


def names(kb: KnowledgeBase) -> set[str]:
    used = {slug for lesson in kb.lessen.values() for slug in lesson.kaart.voor}
    pilots = {f"pilot-{slug}" for slug in kb.pilots}
    return {"lessen", *(f"voor-{slug}" for slug in used), *pilots, *(f"partner-{slug}" for slug in kb.partners)}


def test_every_audience_pilot_and_partner_has_its_feeds(site: Path, kb: KnowledgeBase) -> None:
    assert {p.name for p in (site / "feeds").iterdir()} == {
        f"{n}.{form}" for n in names(kb) for form in ("atom", "json")
    }


def test_a_reader_of_feeds_finds_nothing_wrong(site: Path, kb: KnowledgeBase) -> None:
    for path in sorted((site / "feeds").glob("*.atom")):
        read = feedparser.parse(path.read_bytes())
        assert read.bozo == 0, f"{path.name}: {read.get('bozo_exception')}"
        assert read.version == "atom10"
        assert read.feed.language == "nl"
        assert read.feed.author == "Weten wat werkt"
        assert "CC BY 4.0" in read.feed.rights
        assert 0 < len(read.entries) <= 100
        days = [entry.updated_parsed for entry in read.entries]
        assert days == sorted(days, reverse=True), f"{path.name}: niet het nieuwste voorop"
        assert read.feed.updated_parsed == days[0]


def test_atom_has_what_its_standard_asks(site: Path) -> None:
    """RFC 4287, 4.1.1 and 4.1.2; identifiers are one per entry and the same in every feed."""
    seen: dict[str, str] = {}
    for path in sorted((site / "feeds").glob("*.atom")):
        root = ET.fromstring(path.read_bytes())
        assert root.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(root.findall(f"{ATOM}{name}")) == 1, f"{path.name}: {name}"
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        links = {
            a.attrib["rel"]: a.attrib["href"]
            for a in root.findall(f"{ATOM}link")
            if a.attrib["type"] != "application/feed+json"
        }
        assert links["self"] == f"https://wetenwatwerkt.example/feeds/{path.name}"
        assert (site / links["alternate"].removeprefix("https://wetenwatwerkt.example/") / "index.html").is_file()
        own = [root.findtext(f"{ATOM}id")]
        for entry in root.findall(f"{ATOM}entry"):
            for name in ("id", "title", "updated", "published", "content", "summary"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1, f"{path.name}: {name}"
            assert all(re.match(MOMENT, entry.findtext(f"{ATOM}{name}") or "") for name in ("updated", "published"))
            (link,) = entry.findall(f"{ATOM}link")
            assert link.attrib["rel"] == "alternate"
            assert (site / link.attrib["href"].removeprefix("https://wetenwatwerkt.example/") / "index.html").is_file()
            assert entry.findall(f"{ATOM}category")
            identifier = entry.findtext(f"{ATOM}id") or ""
            assert identifier.startswith("urn:uuid:")
            own.append(identifier)
            text = ET.tostring(entry, "unicode").strip()
            assert seen.setdefault(identifier, text) == text, f"{path.name}: twee berichten met een kenmerk"
        assert len(set(own)) == len(own), f"{path.name}: een kenmerk staat er twee keer in"


def test_json_feed_is_valid_and_says_the_same_as_atom(site: Path) -> None:
    validator = Draft202012Validator(JSON_FEED)
    for path in sorted((site / "feeds").glob("*.json")):
        feed = json.loads(path.read_text("utf-8"))
        assert [e.message for e in validator.iter_errors(feed)] == [], path.name
        assert feed["feed_url"] == f"https://wetenwatwerkt.example/feeds/{path.name}"
        atom = ET.fromstring(path.with_suffix(".atom").read_bytes())
        same = [
            tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary", "content"))
            for entry in atom.findall(f"{ATOM}entry")
        ]
        assert [
            (i["id"], i["title"], i["date_modified"], i["summary"], i["content_html"]) for i in feed["items"]
        ] == same


def test_a_feed_holds_the_lessons_of_its_audience_pilot_or_partner(site: Path, kb: KnowledgeBase) -> None:
    def told(name: str) -> set[str]:
        items = json.loads((site / "feeds" / f"{name}.json").read_text("utf-8"))["items"]
        return {item["url"].removeprefix("https://wetenwatwerkt.example/") for item in items}

    for name in ("gemeente", "uwv"):
        assert told(f"voor-{name}") == {addresses.lesson(x.slug) for x in kb.voor(name)}
    for slug in kb.pilots:
        assert told(f"pilot-{slug}") == {addresses.lesson(x.slug) for x in kb.van(slug)}
    for slug, partner in kb.partners.items():
        fitting = {x.slug for x in kb.actief if {*x.kaart.voor} & {*partner.record.publiek}} | {*partner.lessen}
        assert told(f"partner-{slug}") == {addresses.lesson(s) for s in fitting}


def test_a_new_lesson_is_news_with_its_label_and_strength(telling: Telling) -> None:
    (first, second) = news(telling("status: gepubliceerd", tweede=date(2027, 1, 1)))
    assert (first["title"], first["date_published"]) == ("Let op wat u vond", "2027-01-01T00:00:00Z")
    assert (second["title"], second["date_published"]) == ("Stel vooraf vast waar u op let", "2026-11-23T00:00:00Z")
    assert "Nieuwe les." in first["content_html"]
    assert "Nog onbekend. Geen effect gemeten, 1 onderzoek" in first["content_html"]
    assert first["tags"] == ["Werkgever", "Solliciteren", "Proefpilot", "Nog onbekend"]


def test_each_change_is_news_with_its_reason(telling: Telling) -> None:
    items = news(telling("status: gepubliceerd", TWO_CHANGES))
    changed = [i for i in items if i["title"] == "Gewijzigd: Let op wat u vond"]
    assert len(changed) == len({i["id"] for i in changed}) == 2
    assert [i["date_modified"] for i in changed] == ["2027-02-03T00:00:00Z"] * 2
    assert {i["summary"] for i in changed} == {"Stap 2 is korter.", "Bron erbij."}
    assert all(("Lezers vroegen erom." in i["content_html"]) == (i["summary"] == "Stap 2 is korter.") for i in changed)
    assert items[:2] == changed
    assert len(items) == 4


def test_a_withdrawn_lesson_is_news_with_the_reason(telling: Telling) -> None:
    change = "\nwijzigingen:\n  - {datum: 2027-02-03, wat: De les is weg., reden: Het rapport is teruggetrokken.}\n"
    for name in ("lessen", "voor-werkgever", "pilot-proefpilot", "partner-voorbeeldpartner"):
        items = news(telling("status: ingetrokken", change), name)
        assert items[0]["title"] == "Ingetrokken: Let op wat u vond"
        assert "Het rapport is teruggetrokken." in items[0]["content_html"]
        assert "Oordeel:" not in items[0]["content_html"]
        (earlier,) = [i for i in items if i["title"] == "Let op wat u vond"]
        assert "Deze les is later ingetrokken." in earlier["content_html"]
        assert "Oordeel:" not in earlier["content_html"]


def test_a_replaced_lesson_is_news_with_the_newer_one(telling: Telling) -> None:
    replaced = "status: vervangen\nvervangen_door: een-goede-les"
    change = "\nwijzigingen:\n  - {datum: 2027-02-03, wat: Samengevoegd., reden: Twee lessen zeiden hetzelfde.}\n"
    (first, *_) = news(telling(replaced, change))
    assert first["title"] == "Vervangen: Let op wat u vond"
    assert "Twee lessen zeiden hetzelfde." in first["content_html"]
    assert (
        '<a href="https://a.example/lessen/een-goede-les/">Stel vooraf vast waar u op let</a>' in first["content_html"]
    )


def test_a_draft_is_no_news(telling: Telling) -> None:
    assert [i["title"] for i in news(telling("status: concept"))] == ["Stel vooraf vast waar u op let"]


def test_identifiers_stay_when_the_site_or_the_lesson_moves(telling: Telling, root: Path) -> None:
    before = news(telling("status: gepubliceerd", TWO_CHANGES, site="https://a.example/"))
    (root / "lessons/anderepilot").mkdir()
    (root / "data/pilots/anderepilot.yml").write_text((root / "data/pilots/proefpilot.yml").read_text("utf-8"), "utf-8")
    renderer = telling("status: gepubliceerd", TWO_CHANGES, site="https://b.example/weten/")
    (root / "lessons/proefpilot/tweede.yml").rename(root / "lessons/anderepilot/tweede.yml")
    after = news(Renderer(load(root), renderer.site))
    assert {i["id"] for i in before} == {i["id"] for i in after}
    assert not {i["url"] for i in before} & {i["url"] for i in after}


def test_identifiers_are_kept_for_ever() -> None:
    """A change here makes old news new for every reader."""
    assert feeds.identifier("een-goede-les/nieuw") == "urn:uuid:8deaf893-2b05-57e8-9bd8-b543871b9988"


def test_a_feed_holds_at_most_a_hundred(telling: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 3)
    items = news(telling("status: gepubliceerd", TWO_CHANGES))
    assert len(items) == 3
    assert [i["title"] for i in items][:2] == ["Gewijzigd: Let op wat u vond"] * 2


def test_the_page_tells_the_same_news_with_reasons(telling: Telling, site: Path, kb: KnowledgeBase) -> None:
    html = telling("status: gepubliceerd", TWO_CHANGES).block("nieuw", None, "nieuw/")
    assert html.index("Februari 2027") < html.index("November 2026")
    assert "Reden:</strong> Lezers vroegen erom." in html
    page = parse(site / "nieuw" / "index.html")
    told = json.loads((site / "feeds" / "lessen.json").read_text("utf-8"))["items"]
    titles = [said for level, said in page.headings if level == 3]
    assert [t for t in titles if not t.startswith("Per ")] == [
        re.sub(r"^(Gewijzigd|Ingetrokken|Vervangen): ", "", i["title"]) for i in told
    ]
    followed = {a["href"].removeprefix("../feeds/") for a in page.all("a") if "/feeds/" in a.get("href", "")}
    assert followed == {f"{n}.{form}" for n in names(kb) for form in ("atom", "json")}
