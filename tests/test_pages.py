"""The built site: every page has a title, landmarks, headings in order, Dutch, and links that lead somewhere."""

import html
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from macros.derive import PROGRAMME, KnowledgeBase
from macros.pages import pages
from tests.conftest import sends_on

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class PageParser(HTMLParser):
    """What the tests ask of a page: its elements with attributes, text, headings, ids, links, and what was left open."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> sluit {self.open[-1:] or 'niets'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" not in self.open:
            self.text.append(data)
        if "title" in self.open and "svg" not in self.open:
            self.title += data
        if self.headings and any(re.fullmatch("h[1-6]", t) for t in self.open):
            level, said = self.headings[-1]
            self.headings[-1] = (level, said + data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


def parse(path: Path) -> PageParser:
    parser = PageParser()
    parser.feed(path.read_text("utf-8"))
    return parser


@pytest.fixture(scope="session")
def parsed(site: Path) -> dict[str, PageParser]:
    """Address from the root ("/lessen/x/") → the parsed page. The cards for other sites are no pages of this one (test_share.py)."""
    return {
        "/" + p.relative_to(site).as_posix().removesuffix("index.html"): parse(p)
        for p in sorted(site.rglob("*.html"))
        if not {"pagefind", "embed"} & {*p.relative_to(site).parts[:1]} and not sends_on(p)
    }


def test_every_page_of_the_knowledge_base_is_there(parsed: dict[str, PageParser], kb: KnowledgeBase) -> None:
    made = {"/" + re.sub(r"(index)?\.md$", "", p.path).rstrip("/") + "/" for p in pages(kb)}
    assert made <= set(parsed)
    for address in ("/", "/lessen/", "/pilots/", "/voor/", "/partners/", "/bewijs/", "/bewijs/methode/", "/bewijs/onderzoeken/", "/bronnen/",
                    "/begrippen/", "/nieuw/", "/zoeken/", "/over/", "/over/grenzen/", "/over/colofon/", "/over/toegankelijkheid/", "/over/privacy/", "/404.html",
                    "/cijfers/", "/programma/", "/programma/tijdlijn/", "/programma/onderzoek/", "/programma/opschaling/", "/programma/samenhang/"):  # fmt: skip
        assert address in parsed


def test_the_html_is_well_formed(parsed: dict[str, PageParser]) -> None:
    assert {a: p.faults + p.open for a, p in parsed.items() if p.faults or p.open} == {}


def test_every_page_has_its_own_title_and_description(parsed: dict[str, PageParser]) -> None:
    titles = Counter(p.title.strip() for a, p in parsed.items() if a != "/404.html")
    assert [t for t, n in titles.items() if n > 1 or not t] == []
    described = [
        a
        for a, p in parsed.items()
        if any(m.get("name") == "description" and len(m["content"]) > 20 for m in p.all("meta"))
    ]
    assert set(described) == set(parsed)


def test_every_page_is_dutch_and_has_its_landmarks(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        assert [h["lang"] for h in page.all("html")] == ["nl"], address
        for tag in ("main", "header", "footer"):
            assert page.all(tag), f"{address}: geen {tag}"
        assert len(page.all("main")) == 1
        named = [n.get("aria-label") for n in page.all("nav")]
        assert all(named), f"{address}: een nav zonder naam"
        assert len(set(named)) == len(named), f"{address}: twee navs met dezelfde naam"


def test_headings_start_with_one_h1_and_skip_no_level(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        levels = [level for level, _ in page.headings]
        assert levels.count(1) == 1, f"{address}: {levels.count(1)} × h1"
        assert levels[0] == 1, f"{address}: begint met h{levels[0]}"
        assert all(b - a <= 1 for a, b in pairwise(levels)), f"{address}: {page.headings}"
        assert all(said.strip() for _, said in page.headings), f"{address}: lege kop"


def test_no_id_is_used_twice(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        ids = Counter(a["id"] for _, a in page.elements if "id" in a)
        assert [i for i, n in ids.items() if n > 1] == [], address


def test_labels_name_what_is_there(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        ids = {a["id"] for _, a in page.elements if "id" in a}
        asked = {
            i
            for _, a in page.elements
            for key in ("aria-labelledby", "aria-describedby", "for")
            for i in a.get(key, "").split()
        }
        assert asked <= ids, f"{address}: {asked - ids}"


def test_nothing_technical_shows(parsed: dict[str, PageParser]) -> None:
    wrong = re.compile(
        r"Traceback|Macro Rendering Error|Undefined|\{\{|\{%|<!--kennisbank|\bNone\b|&lt;|&amp;\w+;|\[object"
    )
    for address, page in parsed.items():
        assert not wrong.findall(" ".join(page.text)), address


def test_no_english_of_the_theme_shows(parsed: dict[str, PageParser]) -> None:
    wrong = re.compile(r"\b(Skip to content|Table of contents|Search|Back to top|Previous|Next|Made with|Navigation)\b")
    for address, page in parsed.items():
        said = [
            *page.text,
            *(a.get(k, "") for _, a in page.elements for k in ("aria-label", "title", "placeholder", "alt")),
        ]
        cited = [t for t in said if not wrong.search(t)]
        headings = " ".join(h for _, h in page.headings)
        assert not wrong.search(headings), address
        assert page.all("a")[0]["class"] == "overslaan"
        assert any("Naar inhoud" in t or "Ga naar inhoud" in t for t in cited), (
            f"{address}: de overslalink is niet Nederlands"
        )


def test_no_inline_script_style_or_handler(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        assert page.all("style") == [], address
        assert all(s.get("src") or s.get("type") == "application/ld+json" for s in page.all("script")), address
        for tag, attrs in page.elements:
            assert "style" not in attrs, f"{address}: style op {tag}"
            assert not [k for k in attrs if k.startswith("on")], f"{address}: handler op {tag}"


def test_what_a_page_loads_comes_from_the_site(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        loads = [a.get("src", "") for t in ("script", "img", "iframe", "source") for a in page.all(t)]
        loads += [link["href"] for link in page.all("link") if link.get("rel") not in ("canonical", "alternate")]
        assert [x for x in loads if urlsplit(x).netloc] == [], address


def test_every_link_and_anchor_leads_somewhere(parsed: dict[str, PageParser], site: Path) -> None:
    """The fast check of every internal link; LinkChecker looks again in its own test."""
    ids = {address: {a["id"] for _, a in page.elements if "id" in a} for address, page in parsed.items()}
    dead = []
    for address, page in parsed.items():
        links = [a.get("href", "") for t in ("a", "link") for a in page.all(t)] + [
            a["action"] for a in page.all("form") if "action" in a
        ]
        links += [a.get("src", "") for t in ("script", "img", "iframe") for a in page.all(t)]
        for link in links:
            target = urlsplit(urljoin(f"http://site{address}", html.unescape(link)))
            if target.netloc != "site":
                continue
            path = unquote(target.path)
            found = (site / path.lstrip("/") / "index.html") if path.endswith("/") else site / path.lstrip("/")
            if not found.is_file() or (target.fragment and target.fragment not in ids.get(path, set())):
                dead.append(f"{address} → {link}")
    assert dead == []


def test_outside_links_are_web_addresses(parsed: dict[str, PageParser]) -> None:
    for address, page in parsed.items():
        for a in page.all("a"):
            scheme = urlsplit(a.get("href", "")).scheme
            assert scheme in ("", "http", "https"), f"{address}: {a}"


def test_a_lesson_page_shows_its_whole_card(parsed: dict[str, PageParser], kb: KnowledgeBase) -> None:
    for lesson in kb.actief:
        said = re.sub(r"\s+", " ", "".join(parsed[f"/lessen/{lesson.slug}/"].text))
        card = lesson.kaart
        shown = [
            card.titel,
            card.kernboodschap,
            *card.werkzame_elementen,
            *(s for steps in card.stappen.values() for s in steps),
        ]
        shown += [
            *(card.wanneer_wel or ()),
            *(card.wanneer_niet or ()),
            *(card.randvoorwaarden or ()),
            *(card.valkuilen or ()),
        ]
        shown += (
            [v.wat for v in card.voorbeelden or ()]
            + [b.vindplaats for b in card.bewijs]
            + [o.vindplaats for o in card.onderbouwing or ()]
        )
        shown += [
            kb.vocabulaire["label"][lesson.oordeel.label].label,
            kb.vocabulaire["sterkte"][lesson.oordeel.sterkte].label,
        ]
        if lesson.oordeel.breder:
            shown.append("Gemeten bij een bredere groep")
        assert [x for x in shown if re.sub(r"\s+", " ", x) not in said] == [], lesson.slug


def test_the_catalogue_lists_every_lesson_once(parsed: dict[str, PageParser], kb: KnowledgeBase) -> None:
    links = Counter(
        a["href"] for a in parsed["/lessen/"].all("a") if re.fullmatch(r"\.\./lessen/[a-z0-9-]+/", a.get("href", ""))
    )
    assert links == Counter(f"../lessen/{x.slug}/" for x in kb.actief)


def test_the_search_index_holds_lessons_and_pilots(site: Path, kb: KnowledgeBase) -> None:
    assert len(list((site / "pagefind" / "fragment").iterdir())) >= len(kb.actief) + len(kb.pilots)


def test_every_figure_is_drawn_with_its_table_and_file(
    parsed: dict[str, PageParser], kb: KnowledgeBase, site: Path
) -> None:
    for figure in kb.cijfers.values():
        page = parsed[f"/cijfers/{figure.slug}/"]
        (drawing,) = [a for a in page.all("svg") if a.get("role") == "img"]
        ids = {a["id"] for _, a in page.elements if "id" in a}
        assert set(drawing["aria-labelledby"].split()) <= ids
        said = "".join(page.text)
        assert figure.record.title in said
        assert all(text in said for text in (figure.record.definitie, figure.record.breuk or ""))
        assert len(page.all("td")) >= len(figure.rijen)
        assert any(a.get("href", "").endswith(figure.record.path) and "download" in a for a in page.all("a"))
        assert (site / "cijfers" / figure.record.path).is_file()


def test_a_pilot_shows_its_idea_and_its_figures(parsed: dict[str, PageParser], kb: KnowledgeBase) -> None:
    for pilot in kb.pilots.values():
        address = "/programma/" if pilot.slug == PROGRAMME else f"/pilots/{pilot.slug}/"
        said = "".join(parsed[address].text)
        for link in pilot.record.evaluatiekader.keten or ():
            assert link.tekst in said
        for figure in kb.cijfers_van(pilot.slug):
            assert figure.record.title in said


def test_words_of_the_glossary_are_explained_where_they_are_used(
    parsed: dict[str, PageParser], kb: KnowledgeBase
) -> None:
    explained = 0
    for lesson in kb.actief:
        page = parsed[f"/lessen/{lesson.slug}/"]
        buttons = [a for a in page.all("button") if a.get("class") == "begrip"]
        notes = {a["id"] for _, a in page.elements if "popover" in a}
        assert {a["popovertarget"] for a in buttons} == notes, lesson.slug
        assert len(buttons) == len(notes), f"{lesson.slug}: een woord is twee keer uitgelegd"
        explained += len(buttons)
    assert explained > len(kb.actief)


def test_the_bibliography_can_be_taken_along(parsed: dict[str, PageParser], site: Path, kb: KnowledgeBase) -> None:
    links = [a["href"] for a in parsed["/bronnen/"].all("a") if "download" in a]
    assert {link.rsplit(".", 1)[1] for link in links} == {"bib", "ris", "json"}
    assert (site / "bronnen" / "bronnen.bib").read_text("utf-8").count("\n@") + 1 == len(kb.bronnen)
    anchors = {a["id"] for _, a in parsed["/bronnen/"].elements if "id" in a}
    assert set(kb.bronnen) <= anchors


READERS = {  # who starts at the front page, and what fits: (audience, moment in the career)
    "werkgever": ("werkgever", "werving-en-selectie"),
    "klantmanager bij een gemeente": ("gemeente", "uit-de-bijstand"),
    "docent in het mbo": ("onderwijs", "overgang-naar-werk"),
    "adviseur bij UWV": ("uwv", "uit-de-ww"),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_new_reader_reaches_a_fitting_lesson_in_three_clicks(
    parsed: dict[str, PageParser], kb: KnowledgeBase, reader: str
) -> None:
    """By links only: front page → own audience → lesson."""
    audience, moment = READERS[reader]
    fitting = {f"/lessen/{x.slug}/" for x in kb.voor(audience) if x.loopbaanmoment == moment}
    assert fitting

    def links(address: str) -> set[str]:
        found = (urlsplit(urljoin(f"http://site{address}", a["href"])) for a in parsed[address].all("a") if "href" in a)
        return {link.path for link in found if link.netloc == "site" and link.path in parsed}

    first = links("/")
    assert f"/voor/{audience}/" in first
    assert fitting <= links(f"/voor/{audience}/")
