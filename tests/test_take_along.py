"""In a real browser: what a reader or partner takes along. Texts and code to copy, handouts as a zip, and printouts that are checked later."""

import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.render import date_in_words
from tests.test_browser import AXE, WCAG, opened

PARTNER = "/partners/vng/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def open_first(page: Page) -> str:
    """Open the texts of the first lesson on the page of a partner. Returns its slug."""
    texts = page.locator("details.overneem").first
    texts.locator("summary").click()
    return str(texts.locator("code[id]").get_attribute("id")).removeprefix("code-")


def test_every_copy_button_copies_its_text_and_says_so(browser: Browser, address: str) -> None:
    with opened(browser, address + PARTNER, permissions=CLIPBOARD) as (page, _, told):
        page.route("**/embed/**", lambda route: route.fulfill(body="<p>les</p>", content_type="text/html"))
        open_first(page)
        buttons = page.locator("button[data-kopieer]:visible")
        assert buttons.count() >= 3 + 5
        for button in buttons.all():
            source = page.locator(str(button.get_attribute("data-kopieer")))
            button.press("Enter")
            status = button.locator("+ [role=status]")
            expect(status).to_have_text("Gekopieerd")
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == source.text_content()
            assert copied
        assert page.locator("[role=status]", has_text="Gekopieerd").count() == 1, "alleen de laatste zegt het nog"
        assert told == []


def test_a_text_that_cannot_be_copied_is_selected(browser: Browser, address: str) -> None:
    with opened(browser, address + PARTNER) as (page, _, _):
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
        button = page.locator("[data-kopieer='#aankondiging']")
        button.click()
        expect(button.locator("+ [role=status]")).to_contain_text("lukt hier niet")
        assert page.evaluate("getSelection().toString().trim()") == page.locator("#aankondiging").inner_text()


def test_without_javascript_the_texts_are_there_and_the_buttons_are_not(browser: Browser, address: str) -> None:
    with opened(browser, address + PARTNER, java_script_enabled=False) as (page, _, _):
        slug = open_first(page)
        assert page.locator("[data-kopieer]:visible").count() == 0
        assert page.locator(f"#nieuws-{slug}").is_visible()
        assert f"/embed/{slug}/" in page.locator(f"#code-{slug}").inner_text()


def test_a_preview_is_fetched_only_when_it_is_opened_and_can_be_narrow(browser: Browser, address: str) -> None:
    with opened(browser, address + PARTNER) as (page, asked, told):
        page.route("**/embed/**", lambda route: route.fulfill(body="<p>De les zelf</p>", content_type="text/html"))
        assert not [u for u in asked if "/embed/" in u]
        slug = open_first(page)
        frame = page.locator(f"iframe[src$='/embed/{slug}/']")
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.locator("p")).to_have_text("De les zelf")
        assert {u for u in asked if "/embed/" in u} == {f"{address}/{addresses.embed(slug)}"}
        wide = frame.evaluate("frame => frame.offsetWidth")
        page.locator(f"[name=breedte-{slug}][value=smal]").check()
        assert frame.evaluate("frame => frame.offsetWidth") == 280 < wide
        assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_open_texts(browser: Browser, address: str, scheme: str, width: int) -> None:
    with opened(browser, address + PARTNER, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True) as (page, _, _):  # fmt: skip
        page.route("**/embed/**", lambda route: route.fulfill(body="<!doctype html><html lang=nl><title>Les</title><main><h1>Les</h1></main>", content_type="text/html"))  # fmt: skip
        open_first(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def selected(kb: KnowledgeBase) -> list[Lesson]:
    """Lessons of which two, not the last, have a handout for municipalities."""
    own = [x for x in kb.actief if "gemeente" in x.kaart.voor][:2]
    return [*own, next(x for x in kb.actief if "gemeente" not in x.kaart.voor and not {*own[0].kaart.voor} & {*x.kaart.voor})]  # fmt: skip


def filled(address: str, lessons: list[Lesson]) -> str:
    return f"{address}/selectie/?{'&'.join(f'les={x.slug}' for x in lessons)}"


def test_a_selection_gives_the_handouts_as_links_and_as_one_zip(
    browser: Browser, address: str, site: Path, kb: KnowledgeBase
) -> None:
    chosen = selected(kb)
    with opened(browser, filled(address, chosen)) as (page, asked, told):
        page.wait_for_selector("#selectiepagina[data-klaar]")
        page.get_by_label("Handout voor", exact=True).select_option("gemeente")
        taken = [addresses.handout(x.slug, "gemeente" if "gemeente" in x.kaart.voor else x.kaart.voor[0]) for x in chosen]  # fmt: skip
        links = page.locator("#handout-lijst a")
        assert links.evaluate_all("links => links.map(link => link.href)") == [f"{address}/{path}" for path in taken]
        other = page.locator("#handout-uitleg").inner_text()
        assert chosen[2].kaart.titel in other
        assert chosen[0].kaart.titel not in other
        assert not [u for u in asked if "client-zip" in u or u.endswith(".pdf")]
        with page.expect_download() as waiting:
            page.locator("#handout-zip").press("Enter")
        assert waiting.value.suggested_filename == "handouts.zip"
        with zipfile.ZipFile(waiting.value.path()) as zipped:
            assert zipped.testzip() is None
            assert zipped.namelist() == [f"{n:02d}-{Path(path).name}" for n, path in enumerate(taken, 1)]
            for name, path in zip(zipped.namelist(), taken, strict=True):
                assert zipped.read(name) == (site / path).read_bytes()
                assert zipped.read(name).startswith(b"%PDF-")
        expect(page.locator("#handout-stand")).to_have_text("3 handouts staan in handouts.zip.")
        assert told == []


def test_a_handout_that_cannot_be_fetched_is_named_and_the_rest_comes(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    chosen = selected(kb)
    with opened(browser, filled(address, chosen)) as (page, _, _):
        page.wait_for_selector("#selectiepagina[data-klaar]")
        answers = iter(["abort", "404"])

        def fail(route: Route) -> None:
            if next(answers) == "abort":
                route.abort()
            else:
                route.fulfill(status=404)

        page.route(f"**/handouts/{chosen[0].slug}-*", fail)
        for _ in range(2):
            with page.expect_download() as waiting:
                page.click("#handout-zip")
            with zipfile.ZipFile(waiting.value.path()) as zipped:
                assert len(zipped.namelist()) == 2
            said = page.locator("#handout-stand").inner_text()
            assert said.startswith("2 handouts staan in handouts.zip. Niet opgehaald: ")
            assert chosen[0].kaart.titel in said


def test_the_page_of_a_lesson_names_its_handouts_and_the_search_leads_there(
    browser: Browser, address: str, kb: KnowledgeBase
) -> None:
    with opened(browser, f"{address}/zoeken/?q=vacaturetekst") as (page, _, _):
        page.wait_for_selector("#zoekresultaten[data-klaar] li")
        page.locator("#zoekresultaten li", has=page.locator(".kies")).first.get_by_role(
            "link", name="Handout bij"
        ).click()
        page.wait_for_url("**/lessen/*/#handouts")
        lesson = kb.lessen[page.url.split("/")[-2]]
        links = page.locator("section[aria-labelledby=handouts] a")
        assert links.evaluate_all("links => links.map(link => link.href)") == [
            f"{address}/{addresses.handout(lesson.slug, p)}" for p in lesson.kaart.voor
        ]


def printed(browser: Browser, address: str, lesson: Lesson, version: str, changes: str = "") -> str:
    """What the page says to who scans a printout with this version. `changes`: list items for its history."""

    def with_changes(route: Route) -> None:
        text = route.fetch().text()
        assert 'id="wijzigingen"' not in text
        route.fulfill(body=text.replace('<section class="geschiedenis"', f'<ul id="wijzigingen">{changes}</ul><section class="geschiedenis"'), content_type="text/html")  # fmt: skip

    context = browser.new_context()
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        if changes:
            page.route("**/lessen/**", with_changes)
        page.goto(f"{address}/{addresses.lesson(lesson.slug)}?versie={version}")
        page.wait_for_load_state("networkidle")
        status = page.locator("#afdruk[role=status]")
        return status.inner_text() if status.is_visible() else ""
    finally:
        context.close()


def test_a_printout_of_today_is_up_to_date(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    lesson = kb.actief[0]
    day = date_in_words(lesson.bijgewerkt)
    assert printed(browser, address, lesson, lesson.versie) == f"Uw afdruk is nog actueel (versie van {day})."


def test_an_older_printout_names_what_has_changed_since(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    lesson = kb.actief[0]
    old = lesson.bijgewerkt - timedelta(days=30)
    version = f"{old:%Y%m%d}-abcdef"
    said = printed(browser, address, lesson, version)
    assert said.startswith(
        f"Uw afdruk is van {date_in_words(old)}. Sindsdien is deze les gewijzigd: kleine verbeteringen."
    )
    assert "Haal de nieuwste handout" in said

    def item(day: date, what: str) -> str:
        return f'<li data-datum="{day}">{what}</li>'

    later, same, earlier = (
        item(lesson.bijgewerkt, "Later"),
        item(old, "Die dag"),
        item(old - timedelta(days=1), "Eerder"),
    )
    said = printed(browser, address, lesson, version, later + same + earlier)
    assert "Sindsdien is deze les gewijzigd:\n" in said
    assert "Later" in said
    assert "Die dag" not in said
    assert "Eerder" not in said
    said = printed(browser, address, lesson, version, same + earlier)
    assert "Op diezelfde dag is deze les gewijzigd:" in said
    assert "Die dag" in said
    assert "Eerder" not in said


@pytest.mark.parametrize("version", ["x", "20261399-abcdef", "20261123-ABC", "%3Cimg%20src%3Dx%3E"])
def test_a_code_that_cannot_be_read_breaks_nothing(
    browser: Browser, address: str, kb: KnowledgeBase, version: str
) -> None:
    assert printed(browser, address, kb.actief[0], version).startswith("De code van uw afdruk is niet te lezen.")


def test_who_did_not_scan_a_printout_sees_nothing_of_it(browser: Browser, address: str, kb: KnowledgeBase) -> None:
    assert printed(browser, address, kb.actief[0], "") == ""
