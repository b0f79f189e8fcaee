"""The form for a lesson, as an editor meets it: in a real browser, under the policy of the site, the program itself running in it."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pydantic_core
import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import ValidationError

from macros.derive import KnowledgeBase
from macros.in_browser import FOLDER
from macros.knowledge_base import findings, load
from macros.model import (
    Auteur,
    Bewijs,
    Bron,
    Delen,
    Getal,
    Hulpmiddel,
    Inzet,
    Les,
    Onderbouwing,
    Onderzoek,
    Record,
    Voorbeeld,
    Wijziging,
)
from macros.records import COLLECTIONS
from tests.conftest import ROOT, copy_of_the_base
from tests.test_browser import AXE, WCAG

PAGE = "/redactie/nieuwe-les/"
READY = 60_000  # ms: the first time the browser compiles the program
EXISTING = "bied-een-leerbaan-met-veel-dagen-op-het-werk"


@pytest.fixture(scope="module")
def program(browser: Browser, address: str) -> Iterator[Page]:
    """One page for many tests: what the form runs on stays in the cache of its context."""
    context = browser.new_context(bypass_csp=False, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def form(program: Page, address: str) -> Page:
    program.goto(address + PAGE)
    program.evaluate("localStorage.clear()")
    program.goto(address + PAGE)
    return program


def begin(page: Page) -> None:
    page.click("#begin-nieuw")
    expect(page.locator(".uitkomst-stand")).to_contain_text("melding", timeout=READY)


def open_lesson(page: Page, slug: str) -> None:
    page.select_option("#kies-les", slug)
    page.click("#begin-les")
    expect(page.locator(".uitkomst-stand")).to_have_text("Alles in orde", timeout=READY)


def fill(page: Page, field: str, text: str) -> None:
    at = page.locator(f"[id='{field}']")
    at.fill(text)
    at.blur()


def add(page: Page, field: str) -> None:
    page.locator(f"[id='{field}'] > button").last.click()


def tick(page: Page, field: str, label: str) -> None:
    page.locator(f"[id='{field}']").get_by_text(label, exact=True).click()


def files(page: Page) -> dict[str, str]:
    """Path → text of the files that the form shows."""
    shown = page.locator(".bestand")
    return {
        shown.nth(n).locator("p code").inner_text(): shown.nth(n).locator("pre").text_content() or ""
        for n in range(shown.count())
    }


def test_from_an_empty_form_to_files_that_pass_the_check(form: Page, tmp_path: Path) -> None:
    """With a new study and a new source, made on the way."""
    begin(form)
    form.select_option("#les-pilot", "behoud-en-doorstroom")
    fill(form, "les.titel", "Geef nieuwe mensen een buddy die tijd krijgt")
    form.select_option("[id='les.soort']", "aanpak")
    fill(
        form,
        "les.kernboodschap",
        "Geef wie nieuw is een vaste collega met tijd. Of mensen daardoor blijven, is niet bekend.",
    )
    tick(form, "les.voor", "Werkgever")
    tick(form, "les.doelgroep", "Werknemers")
    fill(form, "les.wat", "Een collega is drie maanden lang het eerste gezicht.\n\nDe baas geeft er tijd voor.")
    add(form, "les.werkzame_elementen")
    fill(form, "les.werkzame_elementen.0", "Wie iets niet weet, vraagt het sneller.")
    add(form, "les.stappen.werkgever")
    fill(form, "les.stappen.werkgever.0", "Tijd: geef twee uur per week.")
    form.select_option("[id='les.inzet.kosten']", "onbekend")
    add(form, "les.bewijs")
    form.get_by_role("button", name="Nieuw onderzoek maken").click()
    study = form.locator("dialog").first
    fill(form, "onderzoeken.titel", "Buddy's op het werk, 2020")
    add(form, "onderzoeken.bronnen")
    study.get_by_role("button", name="Nieuwe bron maken").click()
    source = form.locator("dialog").last
    source.get_by_role("button", name="Bewaar", exact=True).click()  # too early: it says what is missing
    expect(source.get_by_text("ontbreekt; vul in: titel zoals die op de bron staat.")).to_be_visible()
    form.select_option("[id='bronnen.type']", "report")
    fill(form, "bronnen.title", "Een rapport over buddy's")
    fill(form, "bronnen.issued", "2020")
    form.select_option("[id='bronnen.soort']", "verkenning")
    form.select_option("[id='bronnen.gelezen']", "volledig")
    form.select_option("[id='bronnen.via_pilot']", "nee")
    expect(source.get_by_role("status").last).to_be_empty()
    source.get_by_role("button", name="Bewaar", exact=True).click()
    expect(form.locator("dialog")).to_have_count(1)
    form.select_option("[id='onderzoeken.opzet']", "kwalitatief")
    for field, text in (("toelichting", "Gesprekken met deelnemers."), ("vindplaats", "hoofdstuk 2"), ("omvang", "20 mensen"), ("plaats", "Nederland"), ("periode", "2020"), ("vergelijkingsgroep", "geen")):  # fmt: skip
        fill(form, f"onderzoeken.{field}", text)
    tick(form, "onderzoeken.uitkomstmaten", "Blijven bij de werkgever")
    form.select_option("[id='onderzoeken.via_pilot']", "nee")
    expect(study.locator(".veld-meldingen")).to_have_count(0)
    study.get_by_role("button", name="Bewaar", exact=True).click()
    expect(form.locator("dialog")).to_have_count(0)
    for field, value in (("uitkomst", "behoud"), ("richting", "niet-gemeten"), ("groep", "doelgroep")):
        form.select_option(f"[id='les.bewijs.0.{field}']", value)
    fill(form, "les.bewijs.0.bevinding", "Mensen waren tevreden. Of zij langer bleven, is niet gemeten.")
    fill(form, "les.bewijs.0.vindplaats", "p. 3")
    expect(form.locator(".uitkomst-stand")).to_have_text("Alles in orde")
    expect(form.locator(".voorproef")).to_contain_text("Nog onbekend")
    made = files(form)
    root = copy_of_the_base(tmp_path)
    assert set(made) == {
        "data/bronnen/2020-een-rapport-over-buddy-s.yml",
        "data/onderzoeken/buddy-s-op-het-werk-2020.yml",
        "lessons/behoud-en-doorstroom/geef-nieuwe-mensen-een-buddy-die-tijd-krijgt.yml",
    }
    for path, text in made.items():
        (root / path).write_text(text, "utf-8")
    assert findings(root) == ()
    assert load(root).lessen["geef-nieuwe-mensen-een-buddy-die-tijd-krijgt"].kaart.stappen["werkgever"] == ("Tijd: geef twee uur per week.",)  # fmt: skip
    with form.expect_download() as download:
        form.get_by_role("button", name="Download alles (zip)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == made


def test_a_message_in_the_form_is_that_of_the_check(form: Page, tmp_path: Path) -> None:
    open_lesson(form, EXISTING)
    fill(form, "les.titel", "Bewezen: dit werkt altijd")
    expect(form.locator(".uitkomst-stand")).to_have_text("Nog 1 melding")
    at_field = form.locator("[id='les.titel__melding']").inner_text()
    root = copy_of_the_base(tmp_path)
    [(path, text)] = files(form).items()
    (root / path).write_text(text, "utf-8")
    [finding] = findings(root)
    assert (finding.veld, finding.melding) == ("titel", at_field)
    assert form.locator(".meldingen li").inner_text() == f"titel: {finding.melding}"


def test_an_existing_lesson_comes_back_as_it_is(form: Page, kb: KnowledgeBase, tmp_path: Path) -> None:
    open_lesson(form, EXISTING)
    [(path, text)] = files(form).items()
    root = copy_of_the_base(tmp_path)
    before = load(root).lessen[EXISTING]
    (root / path).write_text(text, "utf-8")
    assert load(root).lessen[EXISTING].kaart == before.kaart


def test_a_saved_file_opens_again_and_one_that_cannot_be_read_says_why(form: Page, tmp_path: Path) -> None:
    broken = tmp_path / "mijn-les.yml"
    broken.write_text("titel: 'Een les\nsoort: aanpak\n", "utf-8")
    form.set_input_files("#begin-bestand", broken)
    expect(form.locator("#redactie-stand")).to_have_text(
        "mijn-les.yml:1:1: titel: heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een",
        timeout=READY,
    )
    broken.write_text("titel: Een les die half af is\nsoort: aanpk\n", "utf-8")
    form.set_input_files("#begin-bestand", [])
    form.set_input_files("#begin-bestand", broken)
    expect(form.locator("[id='les.titel']")).to_have_value("Een les die half af is")
    expect(form.locator("[id='les.soort__melding']")).to_contain_text('Bedoelde u "aanpak"?', timeout=READY)


def test_a_draft_stays_in_this_browser_only_and_can_be_thrown_away(form: Page, address: str) -> None:
    begin(form)
    fill(form, "les.titel", "Een les in wording")
    form.goto(address + PAGE)
    expect(form.locator("#concept-titel")).to_have_text("Een les in wording")
    form.click("#verder")
    expect(form.locator("[id='les.titel']")).to_have_value("Een les in wording")
    form.goto(address + PAGE)
    form.click("#weg")
    expect(form.locator("#concept")).to_be_hidden()
    form.goto(address + PAGE)
    expect(form.locator("#concept")).to_be_hidden()


def test_counters_count_words_and_signs(form: Page) -> None:
    begin(form)
    fill(form, "les.titel", "Eén twee")
    expect(form.locator("[id='les.titel__ruimte']")).to_have_text("8 van 80 tekens")
    form.locator("[id='les.delen'] summary").click()
    fill(form, "les.delen.nieuwsbrief", "woord " * 51)
    expect(form.locator("[id='les.delen.nieuwsbrief__ruimte']")).to_have_text("51 van 50 woorden")
    expect(form.locator("[id='les.delen.nieuwsbrief__ruimte']")).to_have_class(re.compile("te-veel"))


def test_a_message_brings_the_editor_to_its_field(form: Page) -> None:
    open_lesson(form, EXISTING)
    fill(form, "les.bewijs.1.vindplaats", "x" * 161)
    form.locator(".meldingen button").click()
    expect(form.locator("[id='les.bewijs.1.vindplaats']")).to_be_focused()
    expect(form.locator("[id='les.bewijs.1.vindplaats']")).to_have_attribute("aria-invalid", "true")


def test_a_message_stands_at_the_right_point_when_an_empty_one_goes_before_it(form: Page) -> None:
    begin(form)
    for _ in range(2):
        add(form, "les.valkuilen")
    fill(form, "les.valkuilen.1", "<b>vet</b>")
    expect(form.locator("[id='les.valkuilen.1__melding']")).to_contain_text("bevat HTML")
    expect(form.locator("[id='les.valkuilen.0__melding']")).to_have_count(0)


def test_the_focus_goes_where_an_editor_goes_on(form: Page) -> None:
    begin(form)
    add(form, "les.valkuilen")
    expect(form.locator("[id='les.valkuilen.0']")).to_be_focused()
    form.get_by_role("button", name="Haal 1 weg").click()
    expect(form.locator("[id='les.valkuilen'] > button")).to_be_focused()


def test_what_an_editor_writes_never_runs(form: Page) -> None:
    begin(form)
    fill(form, "les.titel", "<img src=x onerror=\"document.title='mis'\">")
    expect(form.locator(".voorproef h3")).to_have_text("<img src=x onerror=\"document.title='mis'\">")
    assert form.title() != "mis"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_form(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    try:
        page.goto(address + PAGE)
        open_lesson(page, EXISTING)
        fill(page, "les.titel", "Kort")
        expect(page.locator("[id='les.titel__melding']")).to_be_visible()
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()


def test_nothing_heavy_comes_before_the_editor_begins_and_nothing_from_elsewhere(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    try:
        page.goto(address + PAGE)
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "leveranciers" in url or FOLDER in url]
        begin(page)
        assert any(url.endswith("pyodide.asm.wasm") for url in asked)
        assert [url for url in asked if not url.startswith((address, "blob:"))] == []
        assert told == []
    finally:
        page.close()


def test_without_javascript_the_page_leads_to_the_other_ways(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    expect(page.get_by_role("link", name="op andere manieren meewerken")).to_be_visible()
    expect(page.locator("#begin")).to_be_hidden()
    page.context.close()


# --- the code host ---


def test_with_a_code_host_a_file_is_proposed_there(form: Page) -> None:
    form.evaluate("document.getElementById('redactie').dataset.host = 'https://host.example/eigenaar/kennis'")
    begin(form)
    form.select_option("#les-pilot", "behoud-en-doorstroom")
    fill(form, "les.titel", "Een korte les")
    form.evaluate("window.open = (adres) => { document.body.dataset.geopend = adres; }")
    form.locator(".bestand code", has_text="een-korte-les.yml").first.wait_for()
    form.get_by_role("button", name="Stel voor").click()
    expect(form.locator(".bestand-stand")).to_contain_text("Propose changes")
    expect(form.locator("body")).to_have_attribute("data-geopend", re.compile("^https://host.example/"))
    url = form.locator("body").get_attribute("data-geopend") or ""
    assert urlsplit(url).path == "/eigenaar/kennis/new/main/lessons/behoud-en-doorstroom"
    query = parse_qs(urlsplit(url).query)
    assert query["filename"] == ["een-korte-les.yml"]
    assert "titel: Een korte les\n" in query["value"][0]


# --- what the form is made of ---


def test_the_fields_of_the_form_are_those_of_the_model(site: Path) -> None:
    fields = json.loads((site / FOLDER / "velden.json").read_text("utf-8"))
    for kind, model in (("lessen", Les), ("bronnen", Bron), ("onderzoeken", Onderzoek)):
        assert COLLECTIONS[kind] is model
        schema = model.model_json_schema()
        assert list(fields[kind]["properties"]) == list(schema["properties"])
        assert fields[kind]["required"] == schema["required"]
        for name, field in fields[kind]["properties"].items():
            assert field["description"], name
            assert field["title"], name


@pytest.mark.parametrize("model", [Les, Bron, Onderzoek, Auteur, Bewijs, Delen, Getal, Hulpmiddel, Inzet, Onderbouwing, Voorbeeld, Wijziging])  # fmt: skip
def test_every_example_of_a_field_passes_that_field(model: type[Record]) -> None:
    for name, field in model.model_fields.items():
        for example in field.examples or ():
            with pytest.raises(ValidationError) as refused:
                model.model_validate_json(json.dumps({field.alias or name: example, "bestaat_niet": 1}))
            wrong = [e for e in refused.value.errors() if e["loc"][0] == (field.alias or name)]
            assert wrong == [], name


def test_what_runs_in_the_browser_has_the_version_that_the_project_is_locked_to() -> None:
    wheel = ROOT / "docs" / "assets" / "js" / "leveranciers" / "pyodide" / "pydantic_core.whl"
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        version = re.search(r"^Version: (.+)$", archive.read(name).decode(), re.MULTILINE)
    assert version
    assert version[1] == pydantic_core.__version__, "draai make leveranciers"
