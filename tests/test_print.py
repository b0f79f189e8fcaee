"""Every kind of page on paper, printed from the browser: light, whole, without what can only be clicked, and with its own address."""

import pytest
from playwright.sync_api import Browser, Page

from macros import addresses
from macros.derive import KnowledgeBase
from tests.test_browser import KINDS, opened

PAPER = 680  # pixels: A4 within its margins
NAMES = ("voorpagina", "catalogus", "catalogus als tabel", "pilot", "gemeente", "partners", "partner", "bewijs", "methode", "onderzoeken",
         "gezocht", "gevulde selectie", "vergelijking", "grenzen", "keuzehulp advies", "tijdlijn", "cijfers", "lijnen", "staven", "begrippen",
         "alle velden", "voorbeeldkaart", "kalender", "dekking", "les met label wisselend")  # fmt: skip
EVERY_KIND = pytest.mark.parametrize("path", [KINDS[name] for name in NAMES], ids=NAMES)
CLICKED = "nav, input:not(:checked), select, textarea, button:not(.begrip, th button), .kop, .kruimel, .selectiebalk, iframe, .knop, .knop-2"
FOLDED = """() => [...document.querySelectorAll("details")]
  .filter((details) => details.querySelector("summary").checkVisibility())
  .map((details) => [...details.children].filter((part) => part.localName !== "summary" && !part.checkVisibility()).length)"""


def on_paper(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


@EVERY_KIND
def test_a_page_prints_light_and_whole_without_what_is_clicked(browser: Browser, address: str, path: str) -> None:
    width = PAPER if "vergelijken" not in path else 1030  # that one lies on its side
    with opened(browser, address + path, viewport={"width": width, "height": 900}) as (page, _, _):
        assert page.locator(CLICKED).locator("visible=true").count() > 0
        on_paper(page)
        assert page.locator(CLICKED).locator("visible=true").count() == 0
        assert sum(page.evaluate(FOLDED)) == 0
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert colours == ["rgb(255, 255, 255)", "rgb(27, 42, 42)"]
        assert set(page.evaluate("[...document.querySelectorAll('h2, h3')].map(h => getComputedStyle(h).breakAfter)")) <= {"avoid"}  # fmt: skip


@EVERY_KIND
def test_a_page_says_once_on_paper_where_it_is(browser: Browser, address: str, path: str) -> None:
    """The full address, with what the reader chose on the page; on the screen it is not shown."""
    with opened(browser, address + path) as (page, _, _):
        own = page.locator(".alleen-druk")
        assert own.count() == 1
        assert not own.is_visible()
        canonical = page.locator("link[rel=canonical]").get_attribute("href")
        chosen = page.evaluate("location.search") if page.evaluate("location.pathname") != "/" else ""
        on_paper(page)
        assert own.is_visible()
        assert own.inner_text() == f"Deze pagina: {canonical}{chosen}"


def test_a_link_to_another_site_is_followed_by_its_address(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    """Not where the address is already the text, as in a reference, and not for links within the site."""
    lesson = next(x for x in kb.actief if any(kb.bronnen[h.bron].record.URL for h in x.kaart.hulpmiddelen or ()))
    after = "(links) => links.map(a => [a.getAttribute('href'), getComputedStyle(a, '::after').content])"
    with opened(browser, f"{address}/{addresses.lesson(lesson.slug)}") as (page, _, _):
        on_paper(page)
        tools = page.locator("section[aria-labelledby=hulpmiddelen] a").evaluate_all(after)
        assert tools
        assert all(href in said for href, said in tools)
        others = page.locator(".bron a, a[href^='../']").evaluate_all(after)
        assert others
        assert {said for _, said in others} == {"none"}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_folded_texts_of_a_partner_are_printed(browser: Browser, address: str, kb: KnowledgeBase, scripts: bool) -> None:  # fmt: skip
    with opened(browser, f"{address}/partners/vng/", java_script_enabled=scripts) as (page, _, _):
        text = page.locator(f"#dia-{kb.partners['vng'].lessen[0]}")
        assert not text.is_visible()
        page.emulate_media(media="print")
        assert text.is_visible()
        assert not page.locator(".overneem-code").first.is_visible()
