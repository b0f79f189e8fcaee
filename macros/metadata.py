"""What machines read in the head of a page: Open Graph, citation fields, feeds, and schema.org as one graph of JSON-LD.

In: the knowledge base, the address of the site, the days of publication, and the title of every page by address. Out: per page a
plain dict for `templates/theme/base.html`. Only what we know stands in it: no author but the site, no number that nobody gave out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from macros import addresses
from macros.citations import NAME
from macros.derive import Figure, KnowledgeBase, Lesson
from macros.feeds import TYPES, Feed, feeds, first_day
from macros.words import anchor

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.nl"
LANGUAGE = "nl"
_YEAR = re.compile(r"\d{4}")
Node = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page as MkDocs knows it. `url`: from the root, "" for the home page. `soort`: the kind that its front matter names, if any."""

    url: str
    titel: str
    omschrijving: str
    soort: str | None = None


class Metadata:
    """Of one site. `site`: absolute, with a slash at the end. `titles`: address from the root → title, of every page."""

    def __init__(self, kb: KnowledgeBase, site: str, published: Mapping[str, date], titles: Mapping[str, str]) -> None:
        self.kb = kb
        self.site = site
        self.published = published
        self.titles = titles

    def of(self, page: Page) -> dict[str, Any]:
        """Everything that the head of `page` tells machines."""
        lesson = self._lessons.get(page.url)
        return {
            "og": [*self._open_graph(page, lesson)],
            "citatie": [*self._citation(page, lesson)],
            "feeds": [*self._feeds_of(page.url)],
            "oembed": self.site + addresses.oembed(lesson.slug) if lesson else None,
            "graaf": {"@context": "https://schema.org", "@graph": self.graph(page)},
        }

    def graph(self, page: Page) -> list[Node]:
        """The page and what it shows, in terms of schema.org."""
        if not page.url:
            return [self._website(), self._organisation()]
        nodes = [self._breadcrumb(page), self._webpage(page)]
        for records, node in self._shown:
            if page.url in records:
                nodes.append(node(page, records[page.url]))
        return nodes

    # --- Which record a page shows, by its address

    @cached_property
    def _lessons(self) -> Mapping[str, Lesson]:
        return {addresses.lesson(slug): lesson for slug, lesson in self.kb.lessen.items()}

    @cached_property
    def _shown(self) -> tuple[tuple[Mapping[str, Any], Callable[[Page, Any], Node]], ...]:
        figures = {f"cijfers/{slug}/": figure for slug, figure in self.kb.cijfers.items()}
        return (self._lessons, self._lesson), (figures, self._dataset), ({"begrippen/": self.kb}, self._glossary)

    @cached_property
    def _feeds(self) -> Mapping[str, list[Feed]]:
        """Address of a page → the feeds of what stands on it; "" → the feed of everything."""
        found: dict[str, list[Feed]] = {}
        for feed in feeds(self.kb):
            found.setdefault(feed.blad if feed.van else "", []).append(feed)
        return found

    @cached_property
    def _collections(self) -> frozenset[str]:
        """Addresses of the pages below which other pages stand."""
        return frozenset(above for url in self.titles for above in _above(url))

    # --- Open Graph, citation fields, feeds

    def _open_graph(self, page: Page, lesson: Lesson | None) -> Iterator[tuple[str, str | int]]:
        """Properties of Open Graph (https://ogp.me) and their values."""
        yield "og:title", page.titel
        yield "og:description", page.omschrijving
        yield "og:type", "article" if lesson else "website"
        yield "og:url", self.site + page.url
        yield "og:site_name", NAME
        yield "og:locale", "nl_NL"
        yield "og:image", self._image(lesson)
        yield "og:image:width", addresses.IMAGE_SIZE[0]
        yield "og:image:height", addresses.IMAGE_SIZE[1]
        if lesson and lesson.actief:
            label = self.kb.naam("label", lesson.oordeel.label)
            yield "og:image:alt", f"Les van {NAME}: {lesson.kaart.titel}. Oordeel: {label}."
        else:
            yield "og:image:alt", f"{NAME}: lessen uit de acht VIA-pilots voor gelijke kansen op werk"
        if lesson:
            yield "article:published_time", first_day(lesson, self.published).isoformat()
            yield "article:modified_time", lesson.bijgewerkt.isoformat()

    def _citation(self, page: Page, lesson: Lesson | None) -> Iterator[tuple[str, str]]:
        """The fields that reference managers and Google Scholar read (https://scholar.google.com/intl/en/scholar/inclusion.html)."""
        yield "citation_title", page.titel
        yield "citation_author", NAME
        yield "citation_language", LANGUAGE
        yield "citation_public_url", self.site + page.url
        yield "citation_fulltext_html_url", self.site + page.url
        if lesson:
            yield "citation_publication_date", lesson.bijgewerkt.strftime("%Y/%m/%d")
            yield "citation_abstract", lesson.kaart.kernboodschap
            for _, path in [*_handouts(lesson)][:1]:
                yield "citation_pdf_url", self.site + path

    def _feeds_of(self, url: str) -> Iterator[tuple[str, str, str]]:
        """Title, media type and address from the root: the feed of everything on every page, and the page's own."""
        for feed in (*self._feeds[""], *(self._feeds.get(url, ()) if url else ())):
            for form, media in TYPES.items():
                yield feed.titel, media, feed.address(form)

    def _image(self, lesson: Lesson | None) -> str:
        return self.site + (addresses.picture(lesson) if lesson else addresses.SITE_IMAGE)

    # --- schema.org (https://schema.org, version 29)

    def _website(self) -> Node:
        return {
            **self._part_of,
            "inLanguage": LANGUAGE,
            "license": LICENCE,
            "publisher": {"@id": self._publisher["@id"]},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{self.site}zoeken/?q={{zoekterm}}"},
                "query-input": "required name=zoekterm",
            },
        }

    def _organisation(self) -> Node:
        return {**self._publisher, "logo": f"{self.site}assets/img/merk.svg"}

    @cached_property
    def _part_of(self) -> Node:
        return {"@type": "WebSite", "@id": f"{self.site}#website", "name": NAME, "url": self.site}

    @cached_property
    def _publisher(self) -> Node:
        return {"@type": "Organization", "@id": f"{self.site}#organisatie", "name": NAME, "url": self.site}

    def _webpage(self, page: Page) -> Node:
        many = page.soort == "Overzicht" or page.url in self._collections or page.url.startswith("lessen/per/")
        return {
            "@type": "CollectionPage" if many else "WebPage",
            "@id": self.site + page.url,
            "url": self.site + page.url,
            "name": page.titel,
            "description": page.omschrijving,
            "inLanguage": LANGUAGE,
            "isPartOf": self._part_of,
            "breadcrumb": {"@id": f"{self.site}{page.url}#kruimelpad"},
        }

    def _breadcrumb(self, page: Page) -> Node:
        lesson = self._lessons.get(page.url)
        above = [*_above(page.url), *([addresses.pilot(lesson.pilot)] if lesson else ())]
        steps = [("", "Voorpagina"), *((url, self.titles[url]) for url in above if url in self.titles)]
        return {
            "@type": "BreadcrumbList",
            "@id": f"{self.site}{page.url}#kruimelpad",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": self.site + url}
                for place, (url, name) in enumerate([*steps, (page.url, page.titel)], 1)
            ],
        }

    def _lesson(self, page: Page, lesson: Lesson) -> Node:
        card = lesson.kaart
        about = [("moment", lesson.loopbaanmoment), *(("doelgroep", slug) for slug in card.doelgroep)]
        node = {
            "@type": ["Article", "LearningResource"],
            "@id": f"{self.site}{page.url}#les",
            "url": self.site + page.url,
            "mainEntityOfPage": {"@id": self.site + page.url},
            "headline": card.titel,
            "name": card.titel,
            "abstract": card.kernboodschap,
            "description": page.omschrijving,
            "datePublished": first_day(lesson, self.published).isoformat(),
            "dateModified": lesson.bijgewerkt.isoformat(),
            "version": lesson.bijgewerkt.isoformat(),
            "inLanguage": LANGUAGE,
            "license": LICENCE,
            "isAccessibleForFree": True,
            "audience": [{"@type": "Audience", "audienceType": self.kb.naam("voor", slug)} for slug in card.voor],
            "about": [{"@type": "Thing", "name": self.kb.naam(facet, slug)} for facet, slug in about],
            "isPartOf": {"@id": self._part_of["@id"]},
            "author": self._publisher,
            "publisher": {"@id": self._publisher["@id"]},
            "image": self._image(lesson),
            "citation": [self._works[slug] for slug in lesson.alle_bronnen],
            "encoding": [
                {
                    "@type": "MediaObject",
                    "name": f"Handout voor {self.kb.vocabulaire['publiek'][audience].aanspreking or audience}",
                    "contentUrl": self.site + path,
                    "encodingFormat": "application/pdf",
                    "inLanguage": LANGUAGE,
                }
                for audience, path in _handouts(lesson)
            ],
        }
        if not lesson.actief:
            node["creativeWorkStatus"] = self.kb.vocabulaire["status"][card.status].label
        return {key: value for key, value in node.items() if value != []}

    @cached_property
    def _works(self) -> Mapping[str, Node]:
        """Each source by its slug: many lessons name the same."""
        return {
            slug: {"@type": "CreativeWork", "name": s.record.title, **({"url": s.record.URL} if s.record.URL else {})}
            for slug, s in self.kb.bronnen.items()
        }

    def _dataset(self, page: Page, figure: Figure) -> Node:
        record = figure.record
        periods = sorted({row.periode for row in figure.rijen})
        node = {
            "@type": "Dataset",
            "@id": f"{self.site}{page.url}#cijfer",
            "url": self.site + page.url,
            "name": record.title,
            "description": f"{record.kern} {record.definitie}",
            "inLanguage": LANGUAGE,
            "license": self.kb.cijferpakket.licenses[0].path,
            "isAccessibleForFree": True,
            "creator": self._publisher,
            "isBasedOn": [self._works[slug] for slug in record.bronnen],
            "variableMeasured": record.eenheid,
            "distribution": {
                "@type": "DataDownload",
                "contentUrl": f"{self.site}cijfers/{record.path}",
                "encodingFormat": record.mediatype,
            },
        }
        if all(_YEAR.fullmatch(period) for period in periods):
            node["temporalCoverage"] = f"{periods[0]}/{periods[-1]}" if len(periods) > 1 else periods[0]
        return node

    def _glossary(self, page: Page, kb: KnowledgeBase) -> Node:
        return {
            "@type": "DefinedTermSet",
            "@id": f"{self.site}{page.url}#begrippen",
            "url": self.site + page.url,
            "name": page.titel,
            "inLanguage": LANGUAGE,
            "license": LICENCE,
            "hasDefinedTerm": [
                {
                    "@type": "DefinedTerm",
                    "name": term.begrip,
                    "description": term.uitleg,
                    "url": f"{self.site}{page.url}#{anchor(term.begrip)}",
                }
                for term in kb.begrippen
            ],
        }


def _above(url: str) -> list[str]:
    """The addresses above an address: "a/b/c/" → "a/", "a/b/"."""
    parts = url.split("/")[:-2]
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def _handouts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Audience and address of each handout of a lesson. One that is not published has none."""
    if lesson.actief:
        yield from ((audience, addresses.handout(lesson.slug, audience)) for audience in lesson.kaart.voor)
