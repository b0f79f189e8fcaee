"""Records → HTML, through the templates in `templates/html/`.

In: the knowledge base, the name of a block, a slug where the block needs one. Out: finished HTML.
What a block shows is chosen here; what it looks like is in its template. Nothing is derived here.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
import markdown
import nh3
from markupsafe import Markup

from macros import addresses, advice, citations, example_card, feeds, references, reviews
from macros.coverage_matrix import matrix
from macros.derive import PROGRAMME, Figure, KnowledgeBase, Lesson
from macros.evidence_map import evidence_map
from macros.facets import values_of
from macros.field_guide import RECORDS
from macros.glossary import Glossary
from macros.grade import bars
from macros.model import Gebeurtenis
from macros.words import anchor
from macros.worked_examples import EXAMPLES

TEMPLATES = Path(__file__).parent / "templates" / "html"
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_MARK = re.compile(r"<!--kennisbank:([a-z_]+)(?::([a-z0-9-]+))?-->")
_MARKDOWN = markdown.Markdown(output_format="html")  # making one takes longer than a card
_MARKUP = re.compile(r"[*_\[\n`]")

Block = Callable[[KnowledgeBase, str], Mapping[str, Any]]
BLOCKS: dict[str, Block] = {
    "voorpagina": lambda kb, _: {"labels": label_counts(kb)},
    "nieuw": lambda kb, _: {},
    "catalogus": lambda kb, _: {"labels": label_counts(kb), "facetten": kb.facetten},
    "facet": lambda kb, slug: facet_page(kb, slug),
    "keuzehulp": lambda kb, _: {},
    "keuzehulp_moment": lambda kb, slug: {
        "publiek": kb.vocabulaire["publiek"][slug],
        "momenten": by_moment(kb, kb.voor(slug)),
    },
    "keuzehulp_advies": lambda kb, slug: advice_page(kb, slug),
    "les": lambda kb, slug: {"les": kb.lessen[slug], "pilot": kb.pilots[kb.lessen[slug].pilot]},
    "pilots": lambda kb, _: {},
    "pilot": lambda kb, slug: {"pilot": kb.pilots[slug]},
    "publiek": lambda kb, slug: {"publiek": kb.vocabulaire["publiek"][slug], "momenten": by_moment(kb, kb.voor(slug))},
    "publieken": lambda kb, _: {},
    "partners": lambda kb, _: {},
    "partner": lambda kb, slug: partner_page(kb, slug),
    "labels": lambda kb, _: {"labels": label_counts(kb)},
    "bewijskaart": lambda kb, _: map_with_facets(kb),
    "opzetten": lambda kb, _: {},
    "dekking": lambda kb, _: {"dekking": coverage(kb)},
    "onderzoeken": lambda kb, _: {},
    "bronnen": lambda kb, _: {},
    "begrippen": lambda kb, _: {},
    "zoeken": lambda kb, _: {"facetten": {name: kb.facetten[name] for name in ("voor", "moment", "label")}},
    "selectie": lambda kb, _: {},
    "vergelijken": lambda kb, _: {},
    "cijfers": lambda kb, _: {"themas": by_theme(kb)},
    "cijfer": lambda kb, slug: {"figuur": kb.cijfers[slug]},
    "tijdlijn": lambda kb, _: {"jaren": by_year(kb)},
    "programmaonderzoek": lambda kb, _: {},
    "samenhang": lambda kb, _: {},
    "traject": lambda kb, slug: {"traject": kb.trajecten[slug]},
    "conferentie": lambda kb, slug: {"conferentie": kb.conferenties[slug]},
    "opschaling": lambda kb, _: {},
    "aanpakken": lambda kb, _: {},
    "nieuwe_les": lambda kb, _: {},
    "velden": lambda kb, _: {"soorten": RECORDS},
    "voorbeeldkaart": lambda kb, _: commented_card(kb),
    "labelvoorbeelden": lambda kb, _: {"voorbeelden": EXAMPLES, "echt": plainest(kb)},
    "kalender": lambda kb, _: {"maanden": reviews.by_month(kb)},
    "dekkingsmatrix": lambda kb, _: {"matrix": matrix(kb)},
}
NOT_EXPLAINED = {
    "voorpagina",
    "nieuw",
    "catalogus",
    "facet",
    "selectie",
    "vergelijken",
    "keuzehulp",
    "keuzehulp_moment",
    "keuzehulp_advies",
    "zoeken",
    "begrippen",
    "bronnen",
    "onderzoeken",
    "tijdlijn",
    "bewijskaart",
    "nieuwe_les",
    "velden",
    "voorbeeldkaart",
    "kalender",
    "dekkingsmatrix",
}  # lists, not prose
NEEDS_SLUG = {
    "facet",
    "keuzehulp_moment",
    "keuzehulp_advies",
    "les",
    "pilot",
    "publiek",
    "partner",
    "cijfer",
    "traject",
    "conferentie",
}


def mark(name: str, slug: str | None) -> str:
    """The mark that stands for a block in Markdown. Raises ValueError when a slug is missing or too many."""
    if (name in NEEDS_SLUG) != bool(slug):
        raise ValueError(f"{name}() {'vraagt een' if name in NEEDS_SLUG else 'kent geen'} slug")
    return f"<!--kennisbank:{name}:{slug}-->" if slug else f"<!--kennisbank:{name}-->"


def label_counts(kb: KnowledgeBase) -> list[tuple[str, int]]:
    """Each label with its number of published lessons, in the order of the vocabulary."""
    return [(slug, sum(x.oordeel.label == slug for x in kb.actief)) for slug in kb.vocabulaire["label"]]


def facet_page(kb: KnowledgeBase, slug: str) -> dict[str, Any]:
    """What the page of one value of a facet shows; `slug` is facet and value with a dash between. Raises KeyError."""
    name, _, wanted = slug.partition("-")
    value = {each.slug: each for each in kb.facetten[name]}[wanted]
    groups = [(label, [x for x in value.lessen if x.oordeel.label == label]) for label in kb.vocabulaire["label"]]
    return {"waarde": value, "groepen": [(label, group) for label, group in groups if group], "facetten": kb.facetten}


def map_with_facets(kb: KnowledgeBase) -> dict[str, Any]:
    """The evidence map with the facets of its approaches."""
    shown = evidence_map(kb)
    return {"kaart": shown, "facetten": kb.facetten_van(shown.aanpakken)}


def commented_card(kb: KnowledgeBase) -> dict[str, Any]:
    """The lesson that shows most fields, as a commented card; no lines without lessons."""
    lesson = example_card.fullest(kb.actief)
    return {"les": lesson, "regels": example_card.lines(lesson) if lesson else ()}


def plainest(kb: KnowledgeBase) -> list[Lesson]:
    """Of each label the lesson with the fewest findings; labels without lessons are left out."""
    groups = ([x for x in kb.actief if x.oordeel.label == label] for label in kb.vocabulaire["label"])
    return [min(group, key=lambda x: len(x.kaart.bewijs)) for group in groups if group]


def advice_page(kb: KnowledgeBase, slug: str) -> dict[str, Any]:
    """What the last page of the helper shows; `slug` is audience and moment with two dashes between. Raises KeyError."""
    audience, _, segment = slug.partition("--")
    moment = None if segment == advice.ALL else kb.vocabulaire["loopbaanmoment"][segment]
    lessons = kb.voor(audience)
    chosen = moment.slug if moment else None
    found = advice.advise(lessons, advice.Answers(chosen))
    totals = advice.totals(lessons, chosen)
    asked = {slug for c in (*found.past, *found.niet) if c.moment == "precies" for slug in c.les.kaart.doelgroep}
    groups = [w for w in kb.vocabulaire["doelgroep"].values() if w.slug in asked]
    costs = [kb.vocabulaire["kosten"][ceiling] for ceiling in advice.CEILINGS]
    return {
        "publiek": kb.vocabulaire["publiek"][audience],
        "moment": moment,
        "advies": advice.limited(found),
        "op_zicht": found.op_zicht,
        "totalen": totals,
        "groepen": [(w, advice.on_view(lessons, advice.Answers(chosen, doelgroep=w.slug))) for w in groups],
        "kosten": [
            (w, advice.within(w.slug), advice.on_view(lessons, advice.Answers(chosen, kosten=w.slug))) for w in costs
        ],
    }


def partner_page(kb: KnowledgeBase, slug: str) -> dict[str, Any]:
    """What the page of a partner shows. Raises KeyError."""
    partner = kb.partners[slug]
    return {"partner": partner, "meer": by_moment(kb, (kb.lessen[other] for other in partner.meer))}


def by_moment(kb: KnowledgeBase, lessons: Iterable[Lesson]) -> list[tuple[str, list[Lesson]]]:
    """Lessons per moment in the career, in the order of a career; moments without lessons are left out."""
    chosen = list(lessons)
    groups = [(slug, [x for x in chosen if x.loopbaanmoment == slug]) for slug in kb.vocabulaire["loopbaanmoment"]]
    return [(slug, group) for slug, group in groups if group]


def by_year(kb: KnowledgeBase) -> list[tuple[str, list[Gebeurtenis]]]:
    """The events per year, in order of time."""
    ordered = sorted(kb.tijdlijn, key=lambda event: event.wanneer)
    return [(year, list(events)) for year, events in groupby(ordered, key=lambda event: event.wanneer[:4])]


def by_theme(kb: KnowledgeBase) -> list[tuple[str, list[Figure]]]:
    """Figures per theme, in the order of the vocabulary; themes without figures are left out."""
    groups = [
        (slug, [f for f in kb.cijfers.values() if f.record.thema == slug]) for slug in kb.vocabulaire["cijferthema"]
    ]
    return [(slug, group) for slug, group in groups if group]


def coverage(kb: KnowledgeBase) -> list[tuple[str, list[int]]]:
    """Per pilot the number of lessons with each label, in the order of the vocabularies: gaps included."""
    import pandas as pd  # only this block needs it, and it takes a while to load

    frame = pd.DataFrame([(x.pilot, x.oordeel.label) for x in kb.actief], columns=["pilot", "label"])
    table = pd.crosstab(frame["pilot"], frame["label"]).reindex(
        index=list(kb.pilots), columns=list(kb.vocabulaire["label"]), fill_value=0
    )
    return [(str(pilot), [int(n) for n in row]) for pilot, row in zip(table.index, table.to_numpy(), strict=True)]


class UnknownSlug(Exception):
    """A page asks for a record that does not exist; the message names the call."""


class Renderer:
    """Renders blocks of one knowledge base; templates are compiled once.

    `site`: absolute address of the site, ending in a slash, for texts that are read elsewhere. `code_host`: address of the
    repository; empty where there is none.
    """

    def __init__(self, kb: KnowledgeBase, site: str, code_host: str = "") -> None:
        self.kb = kb
        self.site = site
        self.code_host = code_host.rstrip("/")

    def fill(self, html: str, url: str) -> str:
        """Put every marked block of a page in its place, and explain words of the glossary where they are first used.

        `url`: the page's own address, relative to the site's root.
        """
        names = {found[1] for found in _MARK.finditer(html)}
        filled = _MARK.sub(lambda found: self.block(found[1], found[2], url), html)
        return filled if names & NOT_EXPLAINED else self._glossary(_root(url)).explain(filled)

    def block(self, name: str, slug: str | None, url: str) -> str:
        """One finished block. Raises `UnknownSlug` for a slug that does not exist."""
        try:
            context = BLOCKS[name](self.kb, slug or "")
        except KeyError:
            raise UnknownSlug(f'{name}("{slug}"): "{slug}" bestaat niet') from None
        return self._environment.get_template(f"{name}.html").render(root=_root(url), **context)

    def document(self, name: str, **context: Any) -> str:
        """A whole file from a template below `templates/`, as "embed/les.html". Everything that it shows is escaped."""
        return self._environment.get_template(name).render(**context)

    def part(self, name: str) -> Any:
        """The macros and values of a template of parts, as "_inbedden.html"."""
        return self._environment.get_template(name).module

    @cached_property
    def published(self) -> Mapping[str, datetime.date]:
        """Slug of a lesson → the day it was new, as far as that is kept."""
        return feeds.published(self.kb)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader((TEMPLATES, TEMPLATES.parent)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters |= {
            "datum": date_in_words,
            "verschenen": issued_in_words,
            "tekst": prose,
            "getal": number,
            "cijfer": lambda value, decimals: number(value, decimals),
            "anker": anchor,
            "kort": references.short,
            "streepjes": bars,
            "apa_titel": citations.apa_title,
            "bibtex": citations.bibtex_text,
            "ics": reviews.escaped,
            "uit": lambda slugs, collection: [collection[slug] for slug in slugs],
        }
        environment.tests["afgesloten"] = citations.ends_a_sentence
        environment.globals |= {
            "kb": self.kb,
            "woord": self._word,
            "PROGRAMMA": PROGRAMME,
            "SITE": self.site,
            "CODE_HOST": self.code_host,
            "adres": addresses,
            "als_bron": lambda lesson: citations.csl_item(lesson, self.site),
            "maandnaam": lambda month: MONTHS[month - 1],
            "feeds": lambda: tuple(feeds.feeds(self.kb)),
            "nieuws": lambda: feeds.by_month(feeds.entries(self.kb.lessen.values(), self.published)),
            "waarden_van": values_of,
            "referentie": self._reference,
            "citaat": self._citation,
            "kaart_van": self._card,
            "regel_van": self._line,
            "advies_van": self._advice,
            "keuzehulp": advice,
            "nakijken": reviews,
            "grafiek_van": self._chart,
            "tabel_van": self._table,
        }
        return environment

    @cached_property
    def _references(self) -> Mapping[str, Markup]:
        return references.apa(references.csl_items(self.kb.bronnen.values()))

    @cached_property
    def _parts(self) -> Any:
        return self.part("_delen.html")

    @cache  # noqa: B019  a source stands on many pages and is the same on each
    def _citation(self, slug: str) -> Markup:
        return Markup(self._parts.citaat(slug))

    @cache  # noqa: B019  so is the card of a lesson, per depth of address
    def _card_at(self, slug: str, root: str, level: int) -> Markup:
        return Markup(self._parts.kaart(self.kb.lessen[slug], root, level))

    def _card(self, lesson: Lesson, root: str, level: int) -> Markup:
        return self._card_at(lesson.slug, root, level)

    @cache  # noqa: B019  and so is its line
    def _line_at(self, slug: str, root: str) -> Markup:
        return Markup(self._parts.regel(self.kb.lessen[slug], root))

    def _line(self, lesson: Lesson, root: str) -> Markup:
        return self._line_at(lesson.slug, root)

    @cache  # noqa: B019  and what the helper says of it, on each of its pages
    def _advice(self, slug: str, root: str) -> Markup:
        return Markup(self.part("_keuzehulp.html").inhoud(self.kb.lessen[slug], root))

    def _reference(self, slug: str) -> Markup:
        """The reference to a source in Dutch APA."""
        return self._references[slug]

    @lru_cache(maxsize=8)  # noqa: B019  one per depth of address, for the life of the renderer
    def _glossary(self, root: str) -> Glossary:
        parts = self.part("_begrip.html")
        return Glossary(
            self.kb.begrippen,
            lambda word, term: str(parts.knop(word, anchor(term.begrip))),
            lambda term: str(parts.uitleg(term, anchor(term.begrip), root)),
        )

    def _chart(self, figure: Figure) -> Any:
        from macros.charts import chart  # loads pandas, which only pages with a figure need

        return chart(figure)

    def _table(self, figure: Figure) -> Any:
        from macros.charts import table

        return table(figure)

    def _word(self, vocabulary: str, slug: str) -> Any:
        return self.kb.vocabulaire[vocabulary][slug]


def _root(url: str) -> str:
    return "../" * url.count("/") or "./"


def date_in_words(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def issued_in_words(issued: str | None) -> str:
    """ "2021-11-08" → "8 november 2021", "2021-11" → "november 2021", "2021" → "2021", nothing → "z.d."."""
    if not issued:
        return "z.d."
    year, *rest = issued.split("-")
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    return " ".join([*words, *([MONTHS[int(rest[0]) - 1]] if rest else []), year])


def number(value: float, decimals: int | None = None) -> str:
    """A number the Dutch way: a comma for decimals, a dot for thousands; with `decimals` that many, else as many as it has."""
    if decimals is not None:
        text = f"{value:,.{decimals}f}"
    else:
        text = f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


@lru_cache(maxsize=8192)
def prose(text: str) -> Markup:
    """Running text → safe HTML paragraphs. Only text that uses Markdown passes a Markdown parser, and then a sanitiser."""
    if not _MARKUP.search(text):
        return Markup("<p>{}</p>").format(text)
    html = _MARKDOWN.reset().convert(text)
    return Markup(
        nh3.clean(
            html,
            tags={"p", "strong", "em", "a", "ul", "ol", "li", "br"},
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            link_rel="noopener",
        )
    )
