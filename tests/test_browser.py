"""In a real browser, with the policy of the site as a header: accessibility, keyboard, no JavaScript, no other host, narrow screens."""

import csv
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from macros import addresses
from macros.advice import Advice, Answers, advise
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
    "begrippen": "/begrippen/", "nieuw": "/nieuw/", "zoeken": "/zoeken/", "gezocht": "/zoeken/?q=sollicitatie", "gezocht met keuze": "/zoeken/?q=stage&label=wisselend", "niets gevonden": "/zoeken/?q=grasmaaier",
    "catalogus als tabel": "/lessen/?toon=tabel&voor=uwv", "lijst per waarde": "/lessen/per/label/wisselend/", "selectie": "/selectie/",
    "gevulde selectie": f"/selectie/?titel=Proef&{'&'.join(f'les={x.slug}' for x in KB.actief[:3])}",
    "vergelijking": f"/vergelijken/?{'&'.join(f'les={x.slug}' for x in KB.actief[:3])}", "lege vergelijking": "/vergelijken/", "grenzen": "/over/grenzen/",
    "keuzehulp": "/keuzehulp/", "keuzehulp moment": "/keuzehulp/gemeente/", "keuzehulp advies": "/keuzehulp/gemeente/uit-de-bijstand/",
    "tijdlijn": "/programma/tijdlijn/", "onderzoek naar het programma": "/programma/onderzoek/", "opschaling": "/programma/opschaling/",
    "samenhang": "/programma/samenhang/", "cijfers": "/cijfers/",
    "lijnen": f"/cijfers/{next(f.slug for f in KB.cijfers.values() if f.record.vorm == 'lijn')}/",
    "staven": f"/cijfers/{next(f.slug for f in KB.cijfers.values() if f.record.vorm == 'staaf')}/",
    "formulier": "/redactie/nieuwe-les/", "colofon": "/over/colofon/", "toegankelijkheid": "/over/toegankelijkheid/", "onbekend": "/404.html",
    "meewerken": "/redactie/", "alle velden": "/redactie/velden/", "voorbeeldkaart": "/redactie/voorbeeldkaart/", "labelvoorbeelden": "/redactie/labels/",
    "kalender": "/redactie/kalender/", "dekking": "/redactie/dekking/", "bronnen toevoegen": "/redactie/bronnen/",
} | {kind: f"/programma/{slug}/" for kind, views in (("traject", KB.trajecten), ("conferentie", KB.conferenties)) for slug in [*views][:1]
} | {f"les met label {x.oordeel.label}": f"/lessen/{x.slug}/" for x in KB.actief}  # fmt: skip
SETTLED = (
    "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
)
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
        if options.get("java_script_enabled", True):
            page.evaluate(SETTLED)
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


@pytest.mark.parametrize(
    "path", [path for kind, path in KINDS.items() if kind != "formulier"]
)  # it needs a script, and says so
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
    """From the header of any page by keyboard; not even the words of the index are fetched before the reader searches."""
    with opened(browser, f"{address}/lessen/") as (page, asked, told):
        page.goto(f"{address}/zoeken/")
        page.wait_for_load_state("networkidle")
        assert not [u for u in asked if "pagefind" in u or "stemmer" in u]
        page.fill("#kop-q", "vacatureteksten")
        page.keyboard.press("Enter")
        page.wait_for_selector("#zoekresultaten[data-klaar] li a")
        assert page.url.endswith("/zoeken/?q=vacatureteksten")
        first = page.locator("#zoekresultaten li").first
        assert "Les" in first.inner_text()
        tab_to(page, first.locator(".zoek-kop a").inner_text())
        page.keyboard.press("Enter")
        page.wait_for_url("**/lessen/*/")
        assert told == []


def test_search_answers_while_the_reader_types(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/zoeken/") as (page, _, _):
        page.locator("#q").press_sequentially("stagediscriminatie", delay=10)
        page.wait_for_selector("#zoekresultaten[data-klaar] li a")
        assert page.url.endswith("?q=stagediscriminatie")
        assert page.evaluate("document.activeElement.id") == "q"


def test_search_says_so_when_there_is_no_query(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/zoeken/") as (page, asked, _):
        page.wait_for_selector("#zoekresultaten[data-klaar]", state="attached")
        assert page.locator("#zoekresultaten li").count() == 0
        assert not [u for u in asked if "pagefind" in u]


CARDS = "#kaarten .kaart:visible, #op-rij .kaart:visible"


def test_the_catalogue_chooses_or_within_and_and_between(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    """What is chosen stands in the address, and comes back by reload, by the back button and in another window."""
    either = [x for x in kb.actief if {"uwv", "onderwijs"} & set(x.kaart.voor)]
    both = [x for x in either if x.oordeel.label == "wisselend"]
    with opened(browser, f"{address}/lessen/") as (page, _, _):
        page.check("input[name=voor][value=uwv]")
        page.check("input[name=voor][value=onderwijs]")
        assert page.locator(CARDS).count() == len(either)
        page.locator("summary", has_text="Hoe zeker").click()
        count = page.locator("label", has=page.locator("input[name=label][value=wisselend]")).locator("[data-n]")
        assert count.inner_text() == str(len(both))
        page.check("input[name=label][value=wisselend]")
        assert page.locator(CARDS).count() == len(both)
        assert page.locator("#stand").inner_text() == f"{len(both)} van de {len(kb.actief)} lessen"
        page.select_option("#sorteer", "titel")
        titles = page.locator(CARDS).locator("h3").all_inner_texts()
        assert len(titles) == len(both)
        assert titles[0] == min(titles, key=str.lower)
        shared = page.url
        page.reload()
        assert page.locator(CARDS).locator("h3").all_inner_texts() == titles
        page.locator("#gekozen button", has_text="UWV").focus()
        page.keyboard.press("Enter")
        assert "uwv" not in page.url
        assert page.evaluate("document.activeElement.closest('#gekozen') !== null")
        page.go_back()
        assert page.locator(CARDS).locator("h3").all_inner_texts() == titles
        page.locator("button[type=reset]").click()
        expect(page.locator(CARDS)).to_have_count(len(kb.actief))
        page.goto(shared)
        assert page.locator(CARDS).locator("h3").all_inner_texts() == titles


def test_the_catalogue_is_a_table_that_sorts_and_a_file(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    cheap = [x for x in kb.actief if "uwv" in x.kaart.voor]
    with opened(browser, f"{address}/lessen/?voor=uwv&toon=tabel") as (page, _, _):
        rows = page.locator("#tabel tbody tr")
        assert rows.count() == len(cheap)
        page.locator("#tabel th button", has_text="Les").focus()
        page.keyboard.press("Enter")
        titles = rows.locator("th").all_inner_texts()
        assert titles[0] == min(titles, key=str.lower)
        assert page.locator("#tabel th[aria-sort=ascending]").count() == 1
        with page.expect_download() as waiting:
            page.click("#csv")
        lines = list(csv.DictReader(waiting.value.path().read_text("utf-8").splitlines()))
        assert [line["titel"] for line in lines] == titles
        assert all("UWV" in line["voor"] for line in lines)


def test_without_javascript_the_catalogue_leads_to_a_page_per_value(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    with opened(browser, f"{address}/lessen/", java_script_enabled=False) as (page, _, _):
        assert page.locator(".facetvorm input:visible").count() == 0
        assert page.locator(".kaart:visible").count() == len(kb.actief)
        page.click("nav.facetlinks a[href$='per/label/wisselend/']")
        number = sum(x.oordeel.label == "wisselend" for x in kb.actief)
        assert page.locator(".regels > li").count() == number


def test_a_selection_is_picked_anywhere_ordered_shared_and_printed(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    with opened(browser, f"{address}/lessen/") as (page, _, told):
        for n in (0, 1):
            page.locator(".kies:visible").nth(n).focus()
            page.keyboard.press("Enter")
        assert "telt 2 lessen" in page.locator("#selectie-stand").inner_text()
        page.goto(f"{address}/zoeken/?q=vacature")
        page.wait_for_selector("#zoekresultaten[data-klaar] .kies.klaar")
        page.locator("#zoekresultaten .kies").first.click()
        page.goto(f"{address}/lessen/{kb.van('uitstroom-uit-de-ww')[0].slug}/")
        page.locator(".les-kop .kies").click()
        assert page.locator(".les-kop .kies").get_attribute("aria-pressed") == "true"
        page.locator(".selectiebalk a", has_text="Bekijk").click()
        page.wait_for_selector("#selectiepagina[data-klaar]")
        order = page.locator("#gekozen-lessen a").all_inner_texts()
        assert len(order) == 4
        page.locator("#gekozen-lessen li").nth(3).locator("[data-doe=omhoog]").press("Enter")
        expect(page.locator("#gekozen-lessen a").nth(2)).to_have_text(order[3])
        page.fill("#selectie-titel", "Voor het teamoverleg")
        page.fill("#selectie-inleiding", "Lees dit vooraf.")
        page.locator("#gekozen-lessen li").nth(0).locator("[data-doe=weg]").click()
        expect(page.locator("#gekozen-lessen li")).to_have_count(3)
        shared, wanted = page.url, [order[1], order[3], order[2]]
        page.reload()
        page.wait_for_selector("#selectiepagina[data-klaar]")
        assert page.locator("#gekozen-lessen a").all_inner_texts() == wanted
        assert told == []
    with opened(browser, shared) as (page, _, _):  # someone else
        page.wait_for_selector("#selectiepagina[data-klaar]")
        assert page.locator("#gekozen-lessen a").all_inner_texts() == wanted
        assert page.locator("#bundel-kop").inner_text() == "Voor het teamoverleg"
        assert page.locator("#bundel h2").all_inner_texts() == wanted
        assert page.locator("#selectie-gedeeld").is_visible()
        assert page.locator(".selectiebalk").is_hidden(), "een gedeelde lijst wordt niet vanzelf bewaard"
        page.emulate_media(media="print")
        assert page.locator(".selectie-werk").is_hidden()
        assert page.locator("#bundel .stappen").count() == 3
        page.emulate_media(media="screen")
        page.click("#neem-over")
        page.wait_for_selector(".selectiebalk:not([hidden])")
        assert page.evaluate("document.cookie") == ""


def test_lessons_stand_side_by_side(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    chosen = [x.slug for x in kb.actief[:5]]
    with opened(browser, f"{address}/vergelijken/?{'&'.join(f'les={slug}' for slug in chosen)}") as (page, _, _):
        page.wait_for_selector("#vergelijking[data-klaar]")
        heads = page.locator(".vergelijking thead th a")
        assert heads.all_inner_texts() == [kb.lessen[slug].kaart.titel for slug in chosen[:4]]
        assert "4 lessen naast elkaar. Er passen er vier" in page.locator("#stand").inner_text()
        labels = page.locator("tr[data-rij=oordeel] .label").all_inner_texts()
        assert labels == [kb.vocabulaire["label"][kb.lessen[slug].oordeel.label].label for slug in chosen[:4]]
        page.locator(".vergelijking thead button").first.press("Enter")
        expect(heads.first).to_have_text(kb.lessen[chosen[1]].kaart.titel)
        assert heads.count() == 4
        assert chosen[0] not in page.url
        page.go_back()
        expect(heads.first).to_have_text(kb.lessen[chosen[0]].kaart.titel)


@pytest.mark.parametrize("host_redirects", [False, True])
def test_a_kept_lesson_that_was_replaced_comes_back_as_its_successor(
    browser: Browser, address: str, kb: KnowledgeBase, host_redirects: bool
) -> None:
    """In a selection and in a comparison, once, also where the successor was kept beside it; and it can be moved and taken out."""
    new, other = (kb.actief[n].slug for n in (0, 1))
    page = browser.new_page()
    sent_on = f'<meta http-equiv="refresh" content="0; url=../{new}/"><link rel="canonical" href="https://x.example/lessen/{new}/">'
    if host_redirects:
        page.route("**/lessen/oud/", lambda route: route.fulfill(response=route.fetch(url=f"{address}/lessen/{new}/")))
    else:
        page.route("**/lessen/oud/", lambda route: route.fulfill(content_type="text/html", body=sent_on))
    try:
        page.goto(f"{address}/")
        page.evaluate(f"localStorage.setItem('selectie', JSON.stringify(['oud', '{other}', '{new}']))")
        page.goto(f"{address}/selectie/")
        page.wait_for_selector("#selectiepagina[data-klaar]")
        rows = page.locator("#gekozen-lessen > li")
        assert [row.get_attribute("data-les") for row in rows.all()] == [new, other]
        assert page.evaluate("JSON.parse(localStorage.getItem('selectie'))") == [new, other]
        assert "oud" not in page.url
        rows.first.locator("[data-doe=omlaag]").click()
        expect(rows.first).to_have_attribute("data-les", other)
        rows.last.locator("[data-doe=weg]").click()
        expect(rows).to_have_count(1)
        page.goto(f"{address}/vergelijken/?les=oud&les={other}&les={new}")
        page.wait_for_selector("#vergelijking[data-klaar]")
        heads = page.locator(".vergelijking thead th a").all_inner_texts()
        assert heads == [kb.lessen[slug].kaart.titel for slug in (new, other)]
        assert "bestaat niet" not in page.locator("#stand").inner_text()
        page.locator(".vergelijking thead button").first.click()
        expect(page.locator(".vergelijking thead th a")).to_have_count(1)
    finally:
        page.close()


HELPER = "/keuzehulp/gemeente/uit-de-bijstand/"


def advised(page: Page) -> dict[str, list[str]]:
    """The titles on view per list of the helper."""
    return {name: page.locator(f"#{name} > li:visible h3").all_inner_texts() for name in ("past", "bijna", "niet")}


def titles(advice: Advice) -> dict[str, list[str]]:
    seen = advice.op_zicht
    lists = {"past": seen.past, "bijna": seen.bijna, "niet": seen.niet}
    return {name: [candidate.les.kaart.titel for candidate in part] for name, part in lists.items()}


def test_the_helper_leads_by_keyboard_to_a_lesson(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/") as (page, _, told):
        for step, arrived in (("Welke les past bij mij?", "/keuzehulp/"), ("Gemeente", "/keuzehulp/gemeente/"),
                              ("Uit de bijstand", HELPER)):  # fmt: skip
            tab_to(page, step)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{arrived}")
        page.wait_for_load_state("networkidle")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "doelgroep":
                break
        before = page.locator("#stand").inner_text()
        page.keyboard.press("ArrowDown")
        assert "?doelgroep=" in page.url
        assert page.locator("#stand").inner_text() != before
        first = advised(page)["past"][0]
        tab_to(page, first)
        page.keyboard.press("Enter")
        page.wait_for_url("**/lessen/*/")
        assert page.locator("h1").inner_text() == first
        assert told == []


def test_the_helper_leads_by_links_without_javascript(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    with opened(browser, f"{address}/", java_script_enabled=False) as (page, _, _):
        for step in ("Welke les past bij mij?", "Gemeente", "Uit de bijstand"):
            page.locator("main").get_by_role("link", name=step).first.click()
        assert page.url == address + HELPER
        assert advised(page) == titles(advise(kb.voor("gemeente"), Answers("uit-de-bijstand")))
        assert page.locator("input[type=radio]:visible").count() == 0
        page.get_by_role("link", name="Statushouders", exact=True).click()
        assert page.url.endswith("#groep-statushouders")
        lesson = page.locator("section[aria-labelledby=groep-statushouders] li a").first
        title = lesson.inner_text()
        lesson.click()
        assert page.locator("h1").inner_text() == title


@pytest.mark.parametrize(
    ("audience", "moment"),
    [("gemeente", "uit-de-bijstand"), ("uwv", "leren-en-werken"), ("werkgever", None), ("onderwijs", "studiekeuze")],
)
def test_the_helper_ranks_by_the_same_rules_in_the_browser(
    browser: Browser, address: str, kb: KnowledgeBase, audience: str, moment: str | None
) -> None:
    with opened(browser, f"{address}/keuzehulp/{audience}/{moment or 'alle'}/") as (page, asked, _):
        fetched = len(asked)
        for group in page.locator("input[name=doelgroep]").all():
            for cost in page.locator("input[name=kosten]").all():
                group.check()
                cost.check()
                answers = Answers(moment, group.input_value() or None, cost.input_value() or None)
                wanted = advise(kb.voor(audience), answers)
                assert advised(page) == titles(wanted), answers
                total = len(wanted.past) + len(wanted.niet)
                assert page.locator("#stand").inner_text().split()[0] == str(total or "Geen")
        assert [u for u in asked[fetched:] if not u.endswith("/merk.svg")] == []  # the icon of the tab


def test_the_answers_stand_in_the_address_and_nothing_is_stored(browser: Browser, address: str) -> None:
    with opened(browser, address + HELPER) as (page, _, _):
        page.check("input[name=doelgroep][value=statushouders]")
        page.check("input[name=kosten][value=laag]")
        assert page.url.endswith("?doelgroep=statushouders&kosten=laag")
        seen = advised(page)
        assert "De kosten zijn onbekend." in page.locator("#past > li:visible .tegen").all_inner_texts()
        page.reload()
        assert advised(page) == seen
        page.locator("#past > li:visible h3 a").first.click()
        page.wait_for_url("**/lessen/*/")
        page.go_back()
        assert advised(page) == seen
        page.go_back()
        assert page.is_checked("input[name=kosten][value='']")
        assert page.is_checked("input[name=doelgroep][value=statushouders]")
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_the_helper_hands_its_answers_to_the_catalogue(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}{HELPER}?doelgroep=statushouders") as (page, _, _):
        number = page.locator("#alle").inner_text().split()[2]
        page.click("#alle")
        page.wait_for_url("**/lessen/?*")
        page.wait_for_load_state("networkidle")
        assert page.locator("#stand").inner_text().startswith(f"{number} van de ")


def test_the_helper_ignores_an_answer_that_does_not_exist(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}{HELPER}?doelgroep=niemand&kosten=%3Cb%3E") as (page, _, told):
        assert page.is_checked("input[name=doelgroep][value='']")
        assert len(advised(page)["past"]) == 6
        assert told == []


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


@pytest.fixture
def elsewhere(address: str, site: Path) -> Iterator[str]:
    """Address of another site, with a strict policy of its own, that shows the cards by the code that we hand out: `/<slug>/<width>`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, slug, width = self.path.split("/")
            told = json.loads((site / addresses.oembed(slug)).read_text("utf-8"))
            frame = told["html"].replace(PUBLIC, f"{address}/").replace('width="100%"', f'width="{width}"')
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; frame-src {address}")
            self.end_headers()
            html = f"<!doctype html><html lang=nl><title>Elders</title><main><h1>Elders</h1>{frame}</main></html>"
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


PUBLIC = "https://wetenwatwerkt.example/"
ONE_PER_LABEL = {x.oordeel.label: x.slug for x in KB.actief}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [280, 600])
@pytest.mark.parametrize("slug", ONE_PER_LABEL.values(), ids=ONE_PER_LABEL)
def test_a_card_on_another_site_is_whole_and_accessible(
    browser: Browser, elsewhere: str, address: str, kb: KnowledgeBase, slug: str, width: int, scheme: str
) -> None:
    with opened(browser, f"{elsewhere}/{slug}/{width}", color_scheme=scheme, viewport={"width": 900, "height": 900}) as (
        page, asked, told,
    ):  # fmt: skip
        frame = page.frames[1]
        assert frame.locator("h1").inner_text() == kb.lessen[slug].kaart.titel
        assert frame.locator("main").evaluate("main => getComputedStyle(main).borderLeftWidth") == "6px", "geen opmaak"
        assert frame.evaluate("innerWidth") == width
        assert frame.evaluate("document.scrollingElement.scrollWidth") <= width
        assert frame.evaluate("origin") == "null", "de zandbak is niet dicht"
        assert {u.removeprefix(address) for u in asked if not u.startswith(elsewhere)} == {
            f"/{addresses.embed(slug)}",
            "/assets/css/embed.css",
        }
        assert [t for t in told if "favicon" not in t] == []
    with opened(browser, f"{address}/{addresses.embed(slug)}", color_scheme=scheme, bypass_csp=True,
                viewport={"width": width, "height": 520}) as (page, _, _):  # fmt: skip
        page.evaluate(AXE)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", [*WCAG, "best-practice"]
        )
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def test_every_card_fits_the_height_that_we_hand_out(
    browser: Browser, address: str, site: Path, kb: KnowledgeBase
) -> None:
    """At the width that oEmbed names nobody has to scroll inside a card; on a narrow screen never sideways."""
    with opened(browser, f"{address}/") as (page, _, _):
        for lesson in kb.actief:
            told = json.loads((site / addresses.oembed(lesson.slug)).read_text("utf-8"))
            page.goto(f"{address}/{addresses.embed(lesson.slug)}")
            for width in (280, 360, told["width"]):
                page.set_viewport_size({"width": width, "height": told["height"]})
                high, wide = page.evaluate(
                    "[document.scrollingElement.scrollHeight, document.scrollingElement.scrollWidth]"
                )
                assert wide <= width, (lesson.slug, width)
                assert width < told["width"] or high <= told["height"], lesson.slug


def test_the_link_on_a_card_opens_a_lesson_outside_the_sandbox(browser: Browser, elsewhere: str, address: str) -> None:
    """The lesson has its scripts and its search form: the new window does not inherit the sandbox of the frame."""
    slug = KB.actief[0].slug
    with opened(browser, f"{elsewhere}/{slug}/600") as (page, _, _):
        page.context.route(
            f"{PUBLIC}**",
            lambda route: route.fulfill(response=page.request.get(route.request.url.replace(PUBLIC, f"{address}/"))),
        )
        link = page.frames[1].get_by_role("link", name="Lees de les op Weten wat werkt")
        link.focus()
        assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
        with page.context.expect_page() as waiting:
            page.keyboard.press("Enter")
        opened_page = waiting.value
        opened_page.wait_for_selector(".les-kop .kies.klaar")
        assert opened_page.url == PUBLIC + addresses.lesson(slug)
        assert opened_page.evaluate("window.opener") is None


REFUSED = "void (navigator.clipboard.writeText = () => Promise.reject(new Error('geweigerd')))"


@pytest.mark.parametrize("allowed", [True, False])
def test_the_reference_to_a_lesson_is_copied_by_keyboard(browser: Browser, address: str, allowed: bool) -> None:
    lesson = KB.actief[0]
    with opened(browser, f"{address}/{addresses.lesson(lesson.slug)}", permissions=["clipboard-read", "clipboard-write"]) as (
        page, _, told,
    ):  # fmt: skip
        if not allowed:
            page.evaluate(REFUSED)
        button = page.get_by_role("button", name="Kopieer de verwijzing")
        button.focus()
        page.keyboard.press("Enter")
        status = page.locator(".citeren [role=status]")
        expect(status).not_to_be_empty()
        said = status.inner_text()
        text = page.locator("#verwijzing").inner_text()
        assert text.startswith("Weten wat werkt. (")
        if allowed:
            assert said == "Gekopieerd"
            assert page.evaluate("navigator.clipboard.readText()") == text
        else:
            assert "lukt hier niet" in said
            assert page.evaluate("getSelection().toString().trim()") == text
        assert told == []


def test_without_javascript_there_is_no_button_to_copy(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{addresses.lesson(KB.actief[0].slug)}", java_script_enabled=False) as (page, _, _):
        assert page.locator("#verwijzing").is_visible()
        assert page.locator("button[data-kopieer]:visible").count() == 0
