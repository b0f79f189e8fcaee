"""In a real browser, with the policy of the site as a header: accessibility, keyboard, no JavaScript, no other host, narrow screens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from macros.derive import PROGRAMME, KnowledgeBase, Lesson
from macros.knowledge_base import load
from tests.conftest import ROOT

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
KB = load(ROOT)
KINDS = {
    "voorpagina": "/", "catalogus": "/lessen/", "pilots": "/pilots/", "pilot": "/pilots/nudging-werving-en-selectie/",
    "programma": f"/{PROGRAMME}/", "organisaties": "/voor/", "gemeente": "/voor/gemeente/", "partners": "/partners/", "partner": "/partners/vng/",
    "bewijs": "/bewijs/", "methode": "/bewijs/methode/", "onderzoeken": "/bewijs/onderzoeken/", "bronnen": "/bronnen/",
    "begrippen": "/begrippen/", "zoeken": "/zoeken/", "gezocht": "/zoeken/?q=sollicitatie", "grenzen": "/over/grenzen/",
    "tijdlijn": "/programma/tijdlijn/", "onderzoek naar het programma": "/programma/onderzoek/", "opschaling": "/programma/opschaling/",
    "samenhang": "/programma/samenhang/", "cijfers": "/cijfers/",
    "lijnen": f"/cijfers/{next(f.slug for f in KB.cijfers.values() if f.record.vorm == 'lijn')}/",
    "staven": f"/cijfers/{next(f.slug for f in KB.cijfers.values() if f.record.vorm == 'staaf')}/",
    "colofon": "/over/colofon/", "toegankelijkheid": "/over/toegankelijkheid/", "onbekend": "/404.html",
} | {kind: f"/programma/{slug}/" for kind, views in (("traject", KB.trajecten), ("conferentie", KB.conferenties)) for slug in [*views][:1]
} | {f"les met label {x.oordeel.label}": f"/lessen/{x.slug}/" for x in KB.actief}  # fmt: skip
EVERY_KIND = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)


@contextmanager
def opened(browser: Browser, url: str, **options: object) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page in a context of its own → (page, addresses asked, messages of the console)."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: told.append(str(e)))
    try:
        page.goto(url)
        page.wait_for_load_state("networkidle")
        yield page, asked, told
    finally:
        context.close()


@EVERY_KIND
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: str, width: int) -> None:
    with opened(browser, address + path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True,
                reduced_motion="reduce") as (page, _, _):  # fmt: skip
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]] == []


@EVERY_KIND
def test_no_request_leaves_the_site_and_the_policy_holds(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path) as (_, asked, told):
        assert asked
        assert [u for u in asked if urlsplit(u).netloc != urlsplit(address).netloc] == []
        assert told == []


@EVERY_KIND
def test_no_sideways_scroll_at_320(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path, viewport={"width": 320, "height": 800}) as (page, _, _):
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@EVERY_KIND
def test_a_page_reads_the_same_without_javascript(browser: Browser, address: str, path: str) -> None:
    said = {}
    for on in (True, False):
        with opened(browser, address + path.split("?")[0], java_script_enabled=on) as (page, _, _):
            said[on] = len(page.locator("main").inner_text())
    assert said[False] >= 0.95 * said[True]


@EVERY_KIND
def test_the_skip_link_leads_into_the_content(browser: Browser, address: str, path: str) -> None:
    """One Tab, Enter, and the next Tab stands in the main content."""
    with opened(browser, address + path) as (page, _, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "overslaan"
        assert page.locator(".overslaan").bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "() => { const a = document.activeElement, m = document.querySelector('main');"
            " return m.contains(a) || !m.querySelector('a,button,input,select,[tabindex=\"0\"]'); }"
        )
        assert inside


def tab_to(page: Page, text: str, most: int = 60) -> None:
    """Press Tab until the focus stands on a link with this text. Fails when it does not come."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if text in (page.evaluate("document.activeElement.textContent") or ""):
            return
    raise AssertionError(f"geen tabstop met {text!r} binnen {most} stappen")


def test_by_keyboard_from_home_to_a_lesson(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    with opened(browser, f"{address}/") as (page, _, _):
        tab_to(page, "Gemeente")
        page.keyboard.press("Enter")
        page.wait_for_url("**/voor/gemeente/")
        first = page.locator(".kaart a").first.inner_text()
        tab_to(page, first)
        page.keyboard.press("Enter")
        page.wait_for_url("**/lessen/*/")
        assert page.locator("h1").inner_text() == first


def test_search_finds_a_lesson_and_fetches_nothing_before(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/lessen/") as (page, asked, told):
        assert not [u for u in asked if "pagefind" in u]
        page.fill("#kop-q", "vacatureteksten")
        page.keyboard.press("Enter")
        page.wait_for_selector("#zoekresultaten[data-klaar] li a")
        assert page.url.endswith("/zoeken/?q=vacatureteksten")
        first = page.locator("#zoekresultaten li").first
        assert "Les" in first.inner_text()
        first.locator("a").click()
        page.wait_for_url("**/lessen/*/")
        assert told == []


def test_search_says_so_when_there_is_no_query(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/zoeken/") as (page, asked, _):
        page.wait_for_selector("#zoekresultaten[data-klaar]", state="attached")
        assert page.locator("#zoekresultaten li").count() == 0
        assert not [u for u in asked if "pagefind" in u]


def test_the_catalogue_filters_and_keeps_the_choice_in_the_address(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    with opened(browser, f"{address}/lessen/") as (page, _, _):
        page.select_option("#filter-voor", "uwv")
        wanted = len(kb.voor("uwv"))
        assert page.locator(".groep .kaart:visible").count() == wanted
        assert page.locator("output").inner_text().startswith(str(wanted))
        assert page.url.endswith("?voor=uwv")
        page.reload()
        assert page.locator(".groep .kaart:visible").count() == wanted
        page.go_back()
        assert page.locator(".groep .kaart:visible").count() == len(kb.actief)


def test_a_word_is_explained_by_keyboard_and_without_javascript(browser: Browser, address: str) -> None:
    """Enter opens the explanation of a word, Escape closes it and gives the focus back."""
    for on in (True, False):
        with opened(browser, f"{address}/lessen/coach-studenten-met-kans-op-uitval/", java_script_enabled=on) as (
            page,
            _,
            _,
        ):
            word = page.locator("button.begrip").first
            note = page.locator(f"#{word.get_attribute('popovertarget')}")
            assert not note.is_visible()
            word.focus()
            page.keyboard.press("Enter")
            assert note.is_visible()
            assert len(note.inner_text()) > 40
            page.keyboard.press("Escape")
            assert not note.is_visible()
            if on:
                assert page.evaluate("document.activeElement.className") == "begrip"


def test_axe_finds_nothing_in_an_open_explanation(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/lessen/coach-studenten-met-kans-op-uitval/", bypass_csp=True) as (page, _, _):
        page.locator("button.begrip").first.click()
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert [v["id"] for v in found["violations"]] == []


def test_a_cell_of_the_evidence_map_opens_its_studies_by_keyboard_and_without_javascript(
    browser: Browser, address: str
) -> None:
    for on in (True, False):
        with opened(browser, f"{address}/bewijs/", java_script_enabled=on) as (page, _, told):
            cell = page.get_by_role("row", name="Geef mbo-studenten met kans op uitval").get_by_role("button").first
            note = page.locator(f"#{cell.get_attribute('popovertarget')}")
            assert not note.is_visible()
            cell.focus()
            page.keyboard.press("Enter")
            assert note.is_visible()
            assert note.locator("a[href*='/onderzoeken/#']").count() >= 1
            page.keyboard.press("Tab")
            assert note.locator("a").first.evaluate("link => link === document.activeElement")
            page.keyboard.press("Escape")
            assert not note.is_visible()
            assert cell.evaluate("button => button === document.activeElement")
            assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_cell_of_the_evidence_map(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, f"{address}/bewijs/", color_scheme=scheme, bypass_csp=True) as (page, _, _):
        page.locator(".matrix button.cel").first.click()
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def test_the_evidence_map_filters_and_keeps_the_choice_in_the_address(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    everything = [x for x in kb.actief if x.kaart.soort == "aanpak"]
    fitting = [x for x in everything if "uwv" in x.kaart.voor]

    def shows(page: Page, wanted: list[Lesson], said: str, rows: str) -> None:
        assert page.locator(f"{rows}:visible").count() == len(wanted)
        assert page.locator("#stand").inner_text() == said
        groups = "tbody" if rows.startswith(".matrix") else ".kaartlijst section"
        assert page.locator(f"{groups}:visible").count() == len({x.pilot for x in wanted})

    whole, part = f"{len(everything)} aanpakken", f"{len(fitting)} van de {len(everything)} aanpakken"
    with opened(browser, f"{address}/bewijs/") as (page, _, told):
        shows(page, everything, whole, ".matrix [data-slug]")
        page.locator(".facet summary").first.click()
        page.check("input[value=uwv]")
        shows(page, fitting, part, ".matrix [data-slug]")
        page.check("input[value=lijst]")
        shows(page, fitting, part, ".kaartregel")
        assert not page.locator(".matrix").is_visible()
        assert page.url.endswith("?voor=uwv&toon=lijst")
        page.reload()
        shows(page, fitting, part, ".kaartregel")
        page.go_back()
        shows(page, fitting, part, ".matrix [data-slug]")
        page.go_back()
        shows(page, everything, whole, ".matrix [data-slug]")
        assert told == []


def test_the_evidence_map_is_a_list_on_a_narrow_screen(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    with opened(browser, f"{address}/bewijs/", viewport={"width": 360, "height": 800}) as (page, _, _):
        assert not page.locator(".matrix").is_visible()
        for lesson in (x for x in kb.actief if x.kaart.soort == "aanpak"):
            said = page.locator(f"[data-regel={lesson.slug}]").inner_text()
            for finding in lesson.kaart.bewijs:
                assert kb.vocabulaire["uitkomst"][finding.uitkomst].label in said
                assert kb.onderzoeken[finding.onderzoek].record.titel in said
