"""The page of every partner holds what its web editor came for: lessons in its order, texts, handouts, feeds, code, and how to change it."""

import gzip
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.knowledge_base import load
from macros.model import NEWSLETTER
from macros.render import Renderer
from tests.conftest import ROOT
from tests.test_pages import PageParser, parse

SITE = "https://les.example/"
PARTNERS = [*load(ROOT).partners]
EVERY_PARTNER = pytest.mark.parametrize("slug", PARTNERS)
HEAVIEST = 120_000  # bytes: design.md, section 9


@pytest.fixture(scope="module")
def renderer(kb: KnowledgeBase) -> Renderer:
    return Renderer(kb, SITE)


def parsed(text: str) -> PageParser:
    page = PageParser()
    page.feed(text)
    return page


def page_of(renderer: Renderer, slug: str) -> str:
    return renderer.block("partner", slug, addresses.partner(slug))


def text_of(page: str, ident: str) -> str:
    """The text of the one element with this id, as a copy button takes it."""
    (found,) = re.findall(rf'<(\w+)[^>]*\bid="{ident}"[^>]*>(.*?)</\1>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def lessons_of(kb: KnowledgeBase, slug: str) -> list[Lesson]:
    return [kb.lessen[each] for each in kb.partners[slug].lessen]


@EVERY_PARTNER
def test_the_lessons_stand_in_the_order_of_the_partner(renderer: Renderer, kb: KnowledgeBase, slug: str) -> None:
    record = kb.partners[slug].record
    wanted = [kb.lessen[each].kaart.titel for each in record.lessen if kb.lessen[each].actief]
    said = [heading.strip() for level, heading in parsed(page_of(renderer, slug)).headings if level == 3]
    assert said[: len(wanted)] == wanted


def test_another_order_in_the_record_is_another_order_on_the_page(kb: KnowledgeBase) -> None:
    view = kb.partners["vng"]
    turned = replace(view, lessen=view.lessen[::-1])
    other = Renderer(replace(kb, partners={"vng": turned}), SITE)
    said = [heading.strip() for level, heading in parsed(page_of(other, "vng")).headings if level == 3]
    assert said[: len(view.lessen)] == [kb.lessen[each].kaart.titel for each in view.lessen[::-1]]


@EVERY_PARTNER
def test_every_text_fits_a_newsletter_and_ends_with_its_full_address(
    renderer: Renderer, kb: KnowledgeBase, slug: str
) -> None:
    page = page_of(renderer, slug)
    texts = {text_of(page, "aankondiging"): SITE + addresses.partner(slug)}
    texts |= {text_of(page, f"nieuws-{x.slug}"): SITE + addresses.lesson(x.slug) for x in lessons_of(kb, slug)}
    assert len(texts) == len(kb.partners[slug].lessen) + 1
    for text, address in texts.items():
        *words, last = text.split()
        assert last == address
        assert 5 < len(words) <= NEWSLETTER, text


@EVERY_PARTNER
def test_every_lesson_has_its_texts_with_a_button_that_names_it(
    renderer: Renderer, kb: KnowledgeBase, slug: str
) -> None:
    page = page_of(renderer, slug)
    names = {a["data-kopieer"]: a["aria-label"] for a in parsed(page).all("button") if "data-kopieer" in a}
    for lesson in lessons_of(kb, slug):
        title, label = lesson.kaart.titel, kb.vocabulaire["label"][lesson.oordeel.label].label.lower()
        assert text_of(page, f"dia-{lesson.slug}") == lesson.dia
        assert text_of(page, f"beeld-{lesson.slug}") == f"{title}. Oordeel over het bewijs: {label}."
        assert title in text_of(page, f"bronregel-{lesson.slug}")
        assert SITE + addresses.lesson(lesson.slug) in text_of(page, f"bronregel-{lesson.slug}")
        for text in ("nieuws", "dia", "beeld", "bronregel", "code"):
            assert names[f"#{text}-{lesson.slug}"].endswith(title)
    assert len(set(names.values())) == len(names), "twee knoppen heten hetzelfde"


@EVERY_PARTNER
def test_what_can_be_taken_along_is_there(site: Path, kb: KnowledgeBase, slug: str) -> None:
    """Pack, handouts and images exist; the handouts are for the audiences that the partner serves."""
    linked = {a.get("href", "").removeprefix("../../") for a in parse(site / "partners" / slug / "index.html").all("a")}
    assert {addresses.pack(slug, form) for form in ("pdf", "zip")} <= linked
    assert {addresses.feed(form, partner=slug) for form in addresses.FEED_FORMS} <= linked
    serves = kb.partners[slug].record.publiek
    for lesson in lessons_of(kb, slug):
        assert addresses.image(lesson.slug) in linked
        fitting = [p for p in lesson.kaart.voor if p in serves] or [*lesson.kaart.voor]
        handouts = {link for link in linked if link.startswith(f"handouts/{lesson.slug}-voor-")}
        assert handouts == {addresses.handout(lesson.slug, p) for p in fitting}
    files = {link for link in linked if link.startswith(("handouts/", "delen/"))}
    assert [link for link in files if not (site / link).is_file()] == []


@EVERY_PARTNER
def test_the_code_to_embed_is_sound_html_that_allows_little(renderer: Renderer, kb: KnowledgeBase, slug: str) -> None:
    page = page_of(renderer, slug)
    previews = [a["src"] for a in parsed(page).all("iframe")]
    assert previews == [f"../../{addresses.embed(each)}" for each in kb.partners[slug].lessen]
    for lesson in lessons_of(kb, slug):
        code = parsed(text_of(page, f"code-{lesson.slug}"))
        assert code.faults + code.open == []
        ((tag, attrs),) = code.elements
        assert (tag, attrs["src"], attrs["loading"]) == ("iframe", SITE + addresses.embed(lesson.slug), "lazy")
        assert attrs["title"] == f"Les: {lesson.kaart.titel}"
        assert set(attrs["sandbox"].split()) == {"allow-popups", "allow-popups-to-escape-sandbox"}


@EVERY_PARTNER
def test_other_lessons_for_its_members_are_named(renderer: Renderer, kb: KnowledgeBase, slug: str) -> None:
    record, own = kb.partners[slug].record, {*kb.partners[slug].lessen}
    wanted = {x.slug for x in kb.actief if x.slug not in own and {*x.kaart.voor} & {*record.publiek}}
    page = page_of(renderer, slug)
    _, _, after = page.partition('<section class="meerlessen"')
    said = set(re.findall(r'href="\.\./\.\./lessen/([a-z0-9-]+)/"', after.partition("</section>")[0]))
    assert said == wanted


@EVERY_PARTNER
def test_the_form_that_suits_each_pilot_is_said_with_its_source(
    renderer: Renderer, kb: KnowledgeBase, slug: str
) -> None:
    page = page_of(renderer, slug)
    part = page.partition('<h2 id="vorm">')[2].partition("</section>")[0]
    said = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", part)))
    pilots = {lesson.pilot for lesson in lessons_of(kb, slug)}
    assert re.findall(r"<dt><a href=\"\.\./\.\./([a-z/-]+)\"", part) == [
        addresses.pilot(p) for p in kb.pilots if p in pilots
    ]
    for pilot in pilots:
        advice = kb.pilots[pilot].record.verspreiding
        assert re.sub(r"\s+", " ", advice.vorm) in said
        assert advice.vindplaats in said
        assert f"bronnen/#{advice.bron}" in part


def test_a_change_can_be_asked_for_where_the_project_has_an_address(kb: KnowledgeBase) -> None:
    with_host = page_of(Renderer(kb, SITE, "https://code.example/kennisbank/"), "vng")
    links = {a.get("href", "") for a in parsed(with_host).all("a")}
    assert (
        "https://code.example/kennisbank/issues/new?template=partner.yml&title=Bladzijde%20van%20VNG&partner=VNG"
        in links
    )
    assert "https://code.example/kennisbank/blob/HEAD/data/partners/vng.yml" in links
    without = page_of(Renderer(kb, SITE), "vng")
    assert "issues/new" not in without
    assert "Er is nog geen adres" in without
    assert "data/partners/vng.yml" in without


@EVERY_PARTNER
def test_the_first_view_is_light(site: Path, slug: str) -> None:
    """All that a browser fetches before the reader opens anything, compressed; the fonts are compressed already."""
    page = site / "partners" / slug / "index.html"
    found = parse(page)
    files = {page, *((page.parent / s["src"]).resolve() for s in found.all("script") if "src" in s)}
    files |= {(page.parent / a["href"]).resolve() for a in found.all("link") if a["rel"] in ("stylesheet", "preload")}
    assert all(a.get("loading") == "lazy" for a in found.all("iframe"))
    assert sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files) <= HEAVIEST
