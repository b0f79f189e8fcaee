"""Sharing and citing: the card for other sites, what machines read in the head of a page, and a lesson as a source."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypandoc
import pytest
import rispy

from macros import addresses, citations, embed, forwarding, references
from macros.derive import KnowledgeBase
from macros.knowledge_base import load
from macros.metadata import Metadata, Page
from macros.promise import Promise
from macros.render import Renderer
from tests.conftest import CARD, ROOT
from tests.test_pages import PageParser, parse
from tests.test_references import known, plain

SITE = "https://proef.example/kennis/"
OLD = "lessons/proefpilot/een-oude-les.yml"
CHANGED = "\nwijzigingen:\n  - {datum: 2026-12-01, wat: Nagekeken., reden: Er was een vraag.}\n  - {datum: 2027-02-03, wat: Weggehaald., reden: Het rapport is teruggetrokken.}\n"
WITHDRAWN = "status: ingetrokken"
REPLACED = "status: vervangen\nvervangen_door: een-goede-les"
Older = Callable[[str], Renderer]


@pytest.fixture
def older(root: Path) -> Older:
    """The small knowledge base with a second, older lesson in the given state."""

    def made(status: str) -> Renderer:
        text = (root / CARD).read_text("utf-8").rstrip("\n")
        text = text.replace("titel: Stel vooraf vast waar u op let", "titel: Let op wat u van tevoren vond")
        (root / OLD).write_text(text.replace("status: gepubliceerd", status) + CHANGED, "utf-8")
        return Renderer(load(root), SITE)

    return made


def parsed(html: str) -> PageParser:
    page = PageParser()
    page.feed(html)
    return page


def said(page: PageParser) -> str:
    return re.sub(r"\s+", " ", "".join(page.text))


# --- The card for other sites


def test_every_card_for_other_sites_is_small_and_whole(site: Path, kb: KnowledgeBase) -> None:
    style = (site / "assets" / "css" / "embed.css").stat().st_size
    for lesson in kb.lessen.values():
        path = site / addresses.embed(lesson.slug) / "index.html"
        assert path.stat().st_size + style < 20_000, lesson.slug
        page = parse(path)
        assert page.faults + page.open == [], lesson.slug
        assert [level for level, _ in page.headings] == [1]
        assert len(page.all("main")) == 1
        assert page.all("html") == [{"lang": "nl"}]
        assert page.title.strip()
        assert page.all("script") + page.all("style") + page.all("iframe") + page.all("img") == []
        assert [a for _, a in page.elements if "style" in a or any(k.startswith("on") for k in a)] == []
        assert {"name": "robots", "content": "noindex"} in page.all("meta")
        for loaded in (a["href"] for a in page.all("link") if a["rel"] != "canonical"):
            assert (path.parent / loaded).is_file(), loaded


def test_a_card_says_what_the_lesson_says_and_how_sure_that_is(site: Path, kb: KnowledgeBase) -> None:
    for lesson in kb.actief:
        page = parse(site / addresses.embed(lesson.slug) / "index.html")
        words, text = kb.vocabulaire, said(page)
        for shown in (
            lesson.kaart.titel, lesson.kaart.kernboodschap, words["label"][lesson.oordeel.label].label,
            words["sterkte"][lesson.oordeel.sterkte].label, *(words["publiek"][p].label for p in lesson.kaart.voor), "CC BY 4.0",
        ):  # fmt: skip
            assert shown in text, f"{lesson.slug}: {shown}"
        assert ("Gemeten bij een bredere groep" in text) == lesson.oordeel.breder
        address = f"https://wetenwatwerkt.example/{addresses.lesson(lesson.slug)}"
        assert [a["href"] for a in page.all("link") if a["rel"] == "canonical"] == [address]
        (link,) = [a for a in page.all("a") if a["href"] == address]
        assert (link["target"], link["rel"]) == ("_blank", "noopener")


def test_the_card_of_a_withdrawn_lesson_says_since_when_and_why(older: Older) -> None:
    files = dict(embed.files(older(WITHDRAWN)))
    page = parsed(files["embed/een-oude-les/index.html"])
    assert page.faults + page.open == []
    text = said(page)
    assert "Ingetrokken op 3 februari 2027" in text
    assert "Het rapport is teruggetrokken." in text
    assert "Nog onbekend" not in text, "een ingetrokken les draagt geen oordeel"
    assert "Er was een vraag." not in text
    assert json.loads(files["embed/een-oude-les/oembed.json"])["thumbnail_url"] == SITE + addresses.SITE_IMAGE


def test_the_card_of_a_replaced_lesson_is_that_of_the_newer_one(older: Older, root: Path, tmp_path: Path) -> None:
    """What was handed out keeps working in a frame: the newer card itself stands there, not a page that sends on."""
    renderer = older(REPLACED)
    for path, text in [*embed.files(renderer), *citations.files(renderer)]:
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, "utf-8")
    promise = Promise(renderer.kb, root / "docs")
    promise.omleidingen = {
        a: r for a, r in promise.omleidingen.items() if a.startswith(("embed/", "lessen/een-oude-les/e"))
    }
    forwarding.copy(promise, tmp_path / "site")
    page = parse(tmp_path / "site/embed/een-oude-les/index.html")
    assert page.headings == [(1, "Stel vooraf vast waar u op let")]
    newer = f"{SITE}lessen/een-goede-les/"
    assert [a["href"] for a in page.all("link") if a["rel"] == "canonical"] == [newer]
    told = json.loads((tmp_path / "site/embed/een-oude-les/oembed.json").read_text("utf-8"))
    assert told["title"] == "Stel vooraf vast waar u op let"
    for form in addresses.CITATION_FORMS:
        assert newer in (tmp_path / "site" / addresses.citation("een-oude-les", form)).read_text("utf-8")


def test_a_draft_has_no_card(older: Older) -> None:
    assert [path for path, _ in embed.files(older("status: concept")) if "oude" in path] == []


def test_what_a_card_shows_is_escaped(root: Path) -> None:
    path = root / CARD
    path.write_text(
        path.read_text("utf-8").replace("Stel vooraf vast waar u op let", 'Vraag "hoe & wat?" vooraf'), "utf-8"
    )
    files = dict(embed.files(Renderer(load(root), SITE)))
    page = parsed(files["embed/een-goede-les/index.html"])
    assert page.headings == [(1, 'Vraag "hoe & wat?" vooraf')]
    (frame,) = parsed(json.loads(files["embed/een-goede-les/oembed.json"])["html"]).all("iframe")
    assert frame["title"] == 'Les: Vraag "hoe & wat?" vooraf'


def test_oembed_describes_the_card(site: Path, kb: KnowledgeBase) -> None:
    for lesson in kb.lessen.values():
        told = json.loads((site / addresses.oembed(lesson.slug)).read_text("utf-8"))
        assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Weten wat werkt")
        assert told["title"] == lesson.kaart.titel
        assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
        assert isinstance(told["width"], int)
        page = parsed(told["html"])
        assert page.faults + page.open == []
        (frame,) = page.all("iframe")
        assert frame["src"] == f"https://wetenwatwerkt.example/embed/{lesson.slug}/"
        assert frame["height"] == str(told["height"])
        assert frame["loading"] == "lazy"
        assert "allow-scripts" not in frame["sandbox"]
        assert "style" not in frame


# --- What machines read in the head of a page


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, tuple[PageParser, dict[str, Any]]]:
    """Address from the root → the parsed page and its JSON-LD. Without the page for unknown addresses, which nobody shares."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix().removeprefix(".")
        if address.split("/")[0] not in ("pagefind", "embed"):
            html = path.read_text("utf-8")
            (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
            found[f"/{address}/".replace("//", "/")] = parse(path), json.loads(graph)
    return found


def metas(page: PageParser) -> dict[str, str]:
    return {a.get("property") or a.get("name", ""): a["content"] for a in page.all("meta") if "content" in a}


def nodes(graph: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Type (the first one) → node."""
    return {n["@type"] if isinstance(n["@type"], str) else n["@type"][0]: n for n in graph["@graph"]}


def test_every_page_can_be_shared(heads: dict[str, tuple[PageParser, dict[str, Any]]], kb: KnowledgeBase) -> None:
    own = {f"/{addresses.lesson(slug)}": lesson for slug, lesson in kb.lessen.items()}
    for address, (page, _) in heads.items():
        told = metas(page)
        whole = f"https://wetenwatwerkt.example{address}"
        assert [a["href"] for a in page.all("link") if a["rel"] == "canonical"] == [whole]
        assert told["og:url"] == told["citation_public_url"] == told["citation_fulltext_html_url"] == whole
        assert told["og:title"] == told["citation_title"]
        assert told["og:title"] in page.title
        assert told["og:description"] == told["description"]
        assert (told["og:site_name"], told["og:locale"]) == ("Weten wat werkt", "nl_NL")
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["og:image:alt"]
        assert told["twitter:card"] == "summary_large_image"
        assert (told["citation_author"], told["citation_language"]) == ("Weten wat werkt", "nl")
        image = addresses.picture(own[address]) if address in own else addresses.SITE_IMAGE
        assert told["og:image"] == f"https://wetenwatwerkt.example/{image}"
        assert told["og:type"] == ("article" if address in own else "website")
        oembed = [a["href"] for a in page.all("link") if a.get("type") == "application/json+oembed"]
        if lesson := own.get(address):
            assert oembed == [f"https://wetenwatwerkt.example/{addresses.oembed(lesson.slug)}"]
            assert told["citation_publication_date"] == lesson.bijgewerkt.strftime("%Y/%m/%d")
            assert told["citation_pdf_url"].endswith(addresses.handout(lesson.slug, lesson.kaart.voor[0]))
        else:
            assert oembed == []


def test_every_page_offers_the_feed_of_all_lessons_and_its_own(
    heads: dict[str, tuple[PageParser, dict[str, Any]]], kb: KnowledgeBase, site: Path
) -> None:
    own = {f"/voor/{slug}/": f"voor-{slug}" for slug in ("gemeente", "werkgever", "onderwijs", "uwv")}
    own |= {f"/{addresses.pilot(slug)}": f"pilot-{slug}" for slug in kb.pilots}
    own |= {f"/{addresses.partner(slug)}": f"partner-{slug}" for slug in kb.partners}
    own |= {
        f"/lessen/per/voor/{slug}/": f"voor-{slug}" for slug in ("rijksoverheid", "brancheorganisatie", "intermediair")
    }
    for address, (page, _) in heads.items():
        offered = [
            a["href"].split("feeds/")[1] for a in page.all("link") if a["rel"] == "alternate" and "feeds/" in a["href"]
        ]
        names = ["lessen", *([own[address]] if address in own else [])]
        assert offered == [f"{name}.{form}" for name in names for form in ("atom", "json")], address
        assert all((site / "feeds" / name).is_file() for name in offered)


REQUIRED = {  # properties without which a search engine does nothing with a type, and those that we promise
    "Article": ("headline", "abstract", "description", "datePublished", "dateModified", "version", "inLanguage", "license", "audience",
                "about", "isPartOf", "author", "publisher", "image", "citation", "encoding", "mainEntityOfPage"),
    "BreadcrumbList": ("itemListElement",),
    "WebPage": ("name", "description", "url", "inLanguage", "isPartOf", "breadcrumb"),
    "CollectionPage": ("name", "description", "url", "inLanguage", "isPartOf", "breadcrumb"),
    "WebSite": ("name", "url", "potentialAction"),
    "Organization": ("name", "url", "logo"),
    "Dataset": ("name", "description", "license", "creator", "distribution", "isBasedOn"),
    "DefinedTermSet": ("name", "url", "hasDefinedTerm"),
}  # fmt: skip


def test_the_graph_of_every_page_is_complete(
    heads: dict[str, tuple[PageParser, dict[str, Any]]], kb: KnowledgeBase
) -> None:
    for address, (_, graph) in heads.items():
        assert graph["@context"] == "https://schema.org"
        found = nodes(graph)
        for kind, node in found.items():
            missing = [name for name in REQUIRED[kind] if node.get(name) in (None, "", [])]
            assert missing == [], f"{address}: {kind}"
        if address == "/":
            assert set(found) == {"WebSite", "Organization"}
            continue
        steps = found["BreadcrumbList"]["itemListElement"]
        assert [s["position"] for s in steps] == [*range(1, len(steps) + 1)]
        assert steps[-1]["item"] == f"https://wetenwatwerkt.example{address}"
        assert all(urlsplit(s["item"]).path in heads for s in steps)
        identified = {node["@id"] for node in graph["@graph"]} | {
            found[k]["isPartOf"]["@id"] for k in found if k.endswith("Page")
        }
        for node in graph["@graph"]:
            for name in ("breadcrumb", "mainEntityOfPage"):
                assert node.get(name, {"@id": node["@id"]})["@id"] in identified, address
    for lesson in kb.actief:
        node = nodes(heads[f"/{addresses.lesson(lesson.slug)}"][1])["Article"]
        assert node["@type"] == ["Article", "LearningResource"]
        assert node["dateModified"] == lesson.bijgewerkt.isoformat()
        assert len(node["citation"]) == len(lesson.alle_bronnen)
        assert [e["contentUrl"].rsplit("/", 1)[1] for e in node["encoding"]] == [
            f"{lesson.slug}-voor-{audience}.pdf" for audience in lesson.kaart.voor
        ]
        assert "creativeWorkStatus" not in node
    assert len(nodes(heads["/begrippen/"][1])["DefinedTermSet"]["hasDefinedTerm"]) == len(kb.begrippen)
    for slug, figure in kb.cijfers.items():
        node = nodes(heads[f"/cijfers/{slug}/"][1])["Dataset"]
        assert 50 <= len(node["description"]) <= 5000
        assert node["distribution"]["contentUrl"].endswith(f"/cijfers/{figure.record.path}")


def test_the_path_in_the_graph_is_the_path_on_the_page(
    heads: dict[str, tuple[PageParser, dict[str, Any]]], site: Path
) -> None:
    compared = 0
    for address, (_, graph) in heads.items():
        html = (site / address.strip("/") / "index.html").read_text("utf-8")
        if address.startswith(("/lessen/", "/pilots/", "/partners/")) and (
            shown := re.search(r'<nav class="kruimel".*?</nav>', html)
        ):
            ways = {urlsplit(s["item"]).path for s in nodes(graph)["BreadcrumbList"]["itemListElement"][:-1]}
            links = {"/" + href.replace("../", "") for href in re.findall(r'href="([^"]+)"', shown[0])}
            assert ways == links, address
            compared += 1
    assert compared > 50


def test_a_withdrawn_lesson_says_so_to_machines(older: Older) -> None:
    kb = older(WITHDRAWN).kb
    metadata = Metadata(kb, SITE, {"een-oude-les": date(2026, 6, 1)}, {})
    told = metadata.of(Page("lessen/een-oude-les/", "Oud", "Een oude les."))
    node = nodes(told["graaf"])["Article"]
    assert node["creativeWorkStatus"] == "Ingetrokken"
    assert (node["datePublished"], node["dateModified"]) == ("2026-06-01", "2027-02-03")
    assert "encoding" not in node
    assert ("og:image", SITE + addresses.SITE_IMAGE) in told["og"]
    assert "citation_pdf_url" not in dict(told["citatie"])


def test_a_title_cannot_end_the_script_of_the_graph(site: Path) -> None:
    """`<` never stands in the data block itself."""
    for path in (site / "begrippen" / "index.html", site / "index.html"):
        (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)
        assert "<" not in graph
        assert ">" not in graph


def test_everything_that_is_promised_is_there(site: Path, kb: KnowledgeBase) -> None:
    """Cards, oEmbed, references, feeds, pictures, prints: each address that the link promise counts as published."""
    promised = Promise(kb, ROOT / "docs").nu
    assert [a for a in sorted(promised) if not (site / forwarding.file_of(a or "./")).is_file()] == []
    given = {
        p.relative_to(site).as_posix()
        for name in ("embed", "feeds", "delen")
        for p in (site / name).rglob("*")
        if p.is_file()
    }
    assert given - {forwarding.file_of(a) for a in promised} == set()


# --- A lesson as a source

TITLES = [
    "Nodig zo veel mogelijk WW'ers uit", 'Zeg "ja" tegen leren', "Werkt dit ook bij u?", "Stop nu!", "Een titel met punt.",
    "Werk & leren: 100% _raar_ $5 #1 *x* [y] ~z^", "Zo gaat het…", "Vraag niet ‘waarom’", "Zeg ‘ja?’", "'s Ochtends bellen",
    "De HR'er zegt 'ja' of \"nee 'hoor'\"", r"Een \ en een {haak}", "Accenten: één coöperatie, ƒ en €",
]  # fmt: skip


def shown(html: str) -> str:
    """HTML with entities written one way."""
    return html.replace("&#39;", "'").replace("&quot;", '"').replace("&#34;", '"')


def apa(renderer: Renderer, item: dict[str, Any]) -> str:
    return shown(str(renderer.part("_citeren.html").apa(item)))


def test_the_reference_to_a_lesson_is_what_the_csl_processor_says(kb: KnowledgeBase) -> None:
    """Asked with a maker of its own for each, or the processor tells lessons of one year apart by letters. APA names maker = site once."""
    renderer = Renderer(kb, SITE)
    items = [citations.csl_item(lesson, SITE) for lesson in kb.lessen.values()]
    items += [{**items[0], "id": f"titel-{n}", "title": title} for n, title in enumerate(TITLES)]
    asked = [
        {**{k: v for k, v in item.items() if k != "container-title"}, "author": [{"literal": f"{citations.NAME} {n}"}]}
        for n, item in enumerate(items)
    ]
    answers = references.apa(asked)
    assert len(answers) == len(items)
    for n, item in enumerate(items):
        assert apa(renderer, item) == shown(answers[item["id"]]).replace(f"{citations.NAME} {n}", citations.NAME), item[
            "title"
        ]


def test_a_lesson_page_offers_its_reference(site: Path, kb: KnowledgeBase) -> None:
    for lesson in kb.lessen.values():
        folder = site / addresses.lesson(lesson.slug)
        page = parse(folder / "index.html")
        assert citations.apa_title(lesson.kaart.titel) in said(page)
        assert "citeren" in {a.get("id") for _, a in page.elements}
        assert {"href": "#citeren"} in page.all("a")
        links = {Path(a["href"]).name for a in page.all("a") if "download" in a}
        assert links == {f"{lesson.slug}.{form}" for form in addresses.CITATION_FORMS}
        assert "#verwijzing" in {a.get("data-kopieer") for a in page.all("button")}


def test_bibtex_of_every_lesson_is_read_back_without_loss(site: Path, kb: KnowledgeBase) -> None:
    text = "\n".join((site / addresses.citation(slug, "bib")).read_text("utf-8") for slug in kb.lessen)
    back = {one["id"]: one for one in json.loads(pypandoc.convert_text(text, "csljson", format="bibtex"))}
    assert set(back) == set(kb.lessen)
    for lesson in kb.lessen.values():
        item = citations.csl_item(lesson, "https://wetenwatwerkt.example/")
        read = back[lesson.slug]
        assert known(read) == known(item)
        assert read["issued"] == item["issued"]
        assert plain(read["abstract"]) == plain(item["abstract"])


def test_bibtex_keeps_characters_that_tex_reads_as_commands(root: Path) -> None:
    renderer = Renderer(load(root), SITE)
    lesson = renderer.kb.lessen["een-goede-les"]
    for title in TITLES:
        item = {**citations.csl_item(lesson, SITE), "title": title}
        (back,) = json.loads(
            pypandoc.convert_text(
                renderer.document("citeren/les.bib", bron=item, les=lesson), "csljson", format="bibtex"
            )
        )
        kept = re.sub(r"[’‘“”\"']", "'", back["title"])
        assert re.sub(r"</?\w+[^>]*>", "", kept) == re.sub(r"[’‘“”\"']", "'", title)


def test_ris_of_every_lesson_is_read_back_without_loss(site: Path, kb: KnowledgeBase) -> None:
    for lesson in kb.lessen.values():
        text = (site / addresses.citation(lesson.slug, "ris")).read_text("utf-8")
        assert text.startswith("TY  - ELEC\n")
        (entry,) = rispy.loads(text)
        assert entry["title"] == lesson.kaart.titel
        assert entry["authors"] == ["Weten wat werkt"]
        assert entry["date"] == lesson.bijgewerkt.strftime("%Y/%m/%d/")
        assert entry["urls"] == [f"https://wetenwatwerkt.example/{addresses.lesson(lesson.slug)}"]
        assert entry["abstract"] == lesson.kaart.kernboodschap
