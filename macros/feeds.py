"""What is new and what changed, as feeds (Atom, RFC 4287; JSON Feed 1.1) and for the page /nieuw/.

In: the renderer (knowledge base, address of the site, days of publication). Out: the news of lessons, newest first; per feed its files.
Identifiers are UUIDs made from slugs (RFC 4122, version 5): they stay when the site or a lesson moves, so that nobody's reader
shows old news as new.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID, uuid5

from markupsafe import Markup

from macros import addresses
from macros.citations import NAME
from macros.derive import KnowledgeBase, Lesson
from macros.facets import values_of
from macros.model import Wijziging
from macros.pages import AUDIENCES

if TYPE_CHECKING:  # the page /nieuw/ asks the other way round
    from macros.render import Renderer

MOST = 100
NEWS = "nieuw/"  # the page with everything
OURS = UUID("6d1f7c0e-5a0b-5d0e-9a53-0c1f6f3b7a52")  # never to change: every identifier is made from it
TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class Entry:
    """One piece of news about a lesson. `naam` says which, for ever; `wijziging` is None where no change was written down."""

    naam: str
    soort: Literal["nieuw", "gewijzigd", "ingetrokken", "vervangen"]
    les: Lesson
    dag: date
    wijziging: Wijziging | None = None

    @cached_property
    def urn(self) -> str:
        return identifier(self.naam)

    @property
    def titel(self) -> str:
        """A new lesson is called by its own title."""
        return self.les.kaart.titel if self.soort == "nieuw" else f"{self.soort.capitalize()}: {self.les.kaart.titel}"

    def rubrieken(self, kb: KnowledgeBase) -> list[tuple[str, str]]:
        """What the lesson can be filtered by: term and name. Its label only while it counts."""
        values = values_of(self.les)
        facets = ("voor", "moment", "pilot", "label") if self.les.actief else ("voor", "moment", "pilot")
        return [(f"{facet}/{slug}", kb.naam(facet, slug)) for facet in facets for slug in values[facet]]


@dataclass(frozen=True)
class Feed:
    """A feed: of what (the arguments of `addresses.feed`; nothing is everything), what that is called, and the page of its lessons."""

    van: tuple[tuple[str, str], ...]
    onderwerp: str
    blad: str
    lessen: tuple[Lesson, ...]

    @property
    def titel(self) -> str:
        return f"Weten wat werkt: {self.onderwerp}"

    def address(self, form: str) -> str:
        return addresses.feed(form, **dict(self.van))

    @property
    def urn(self) -> str:
        return identifier(self.address("").rstrip("."))


def identifier(name: str) -> str:
    """The name of an entry or feed → its identifier: a URN that does not depend on any address."""
    return uuid5(OURS, name).urn


def first_day(lesson: Lesson, published: Mapping[str, date]) -> date:
    """The day a lesson was new: as kept in `published` (slug → day), else the first day that its card tells of."""
    told = (lesson.kaart.beoordeeld_op, *(change.datum for change in lesson.kaart.wijzigingen or ()))
    return published.get(lesson.slug) or min(told)


def published(kb: KnowledgeBase) -> dict[str, date]:
    """Slug of a lesson → the day that its address was first published."""
    days = {link.adres: link.datum for link in kb.permalinks}
    return {slug: days[addresses.lesson(slug)] for slug in kb.lessen if addresses.lesson(slug) in days}


def entries(lessons: Iterable[Lesson], published: Mapping[str, date], most: int | None = MOST) -> list[Entry]:
    """The news of `lessons`, newest first, at most `most`: each was new once, changed, and may be withdrawn or replaced."""
    found = [entry for lesson in lessons for entry in _of(lesson, published)]
    return sorted(found, key=lambda entry: (-entry.dag.toordinal(), entry.les.kaart.titel, entry.naam))[:most]


def _of(lesson: Lesson, published: Mapping[str, date]) -> Iterator[Entry]:
    yield Entry(f"{lesson.slug}/nieuw", "nieuw", lesson, first_day(lesson, published))
    changes = sorted(lesson.kaart.wijzigingen or (), key=lambda change: change.datum)
    last = lesson.laatste_wijziging
    if lesson.kaart.status == "ingetrokken" and last:
        yield Entry(f"{lesson.slug}/ingetrokken/{last.datum}", "ingetrokken", lesson, last.datum, changes.pop())
    elif lesson.kaart.status == "vervangen" and last:
        yield Entry(f"{lesson.slug}/vervangen/{last.datum}", "vervangen", lesson, last.datum, changes.pop())
    for day, same in groupby(changes, key=lambda change: change.datum):
        for number, change in enumerate(same, 1):
            yield Entry(f"{lesson.slug}/gewijzigd/{day}/{number}", "gewijzigd", lesson, day, change)


def feeds(kb: KnowledgeBase) -> Iterator[Feed]:
    """Every feed: of all lessons, per audience with lessons, per pilot and per partner."""
    lessons = tuple(kb.lessen.values())  # the withdrawn and replaced ones too: their readers have to hear of it
    yield Feed((), "nieuw en gewijzigd", NEWS, lessons)
    for slug, word in kb.vocabulaire["publiek"].items():
        if kb.voor(slug):
            own = tuple(x for x in lessons if slug in x.kaart.voor)
            page = f"voor/{slug}/" if slug in AUDIENCES else f"lessen/per/voor/{slug}/"
            yield Feed((("audience", slug),), word.label, page, own)
    for slug, pilot in kb.pilots.items():
        own = tuple(x for x in lessons if x.pilot == slug)
        yield Feed((("pilot", slug),), pilot.record.titel, addresses.pilot(slug), own)
    for slug, partner in kb.partners.items():
        record = partner.record
        named = {*record.lessen, *partner.lessen}
        own = tuple(x for x in lessons if x.slug in named or {*x.kaart.voor} & {*record.publiek})
        yield Feed((("partner", slug),), record.naam, addresses.partner(slug), own)


def files(renderer: "Renderer") -> Iterator[tuple[str, str]]:
    """Path and text of every feed, in both forms."""
    kb = renderer.kb
    never = datetime.fromtimestamp(kb.bijgewerkt, UTC).date()  # for a feed without entries
    news = entries(kb.lessen.values(), renderer.published, most=None)
    told: dict[str, tuple[Markup, dict[str, Any]]] = {}  # an entry reads the same in each feed
    for feed in feeds(kb):
        slugs = {lesson.slug for lesson in feed.lessen}
        found = [*islice((entry for entry in news if entry.les.slug in slugs), MOST)]
        for entry in found:
            if entry.naam not in told:
                told[entry.naam] = _told(renderer, entry)
        shown = [told[entry.naam] for entry in found]
        last = found[0].dag if found else never
        yield (
            feed.address("atom"),
            renderer.document("feeds/feed.atom", feed=feed, dag=last, berichten=[atom for atom, _ in shown]),
        )
        yield feed.address("json"), json_feed(renderer.site, feed, [item for _, item in shown])


def _told(renderer: "Renderer", entry: Entry) -> tuple[Markup, dict[str, Any]]:
    """An entry as it stands in a feed: as XML for Atom, and as an item for JSON."""
    content = renderer.document("feeds/bericht.html", bericht=entry)
    moment = f"{entry.dag}T00:00:00Z"
    return Markup(renderer.document("feeds/bericht.atom", b=entry, inhoud=content)), {
        "id": entry.urn,
        "url": renderer.site + addresses.lesson(entry.les.slug),
        "title": entry.titel,
        "summary": entry.wijziging.wat if entry.wijziging else entry.les.kaart.kernboodschap,
        "content_html": content,
        "date_published": moment,
        "date_modified": moment,
        "tags": [name for _, name in entry.rubrieken(renderer.kb)],
    }


def json_feed(site: str, feed: Feed, items: Iterable[dict[str, Any]]) -> str:
    """A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.titel,
            "home_page_url": site + feed.blad,
            "feed_url": site + feed.address("json"),
            "description": "Nieuwe, gewijzigde en ingetrokken lessen, met de reden. Teksten: CC BY 4.0.",
            "icon": f"{site}assets/img/merk.svg",
            "authors": [{"name": NAME, "url": site}],
            "language": "nl",
            "items": [*items],
        },
        ensure_ascii=False,
    )


def by_month(found: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    """Entries per month, in their order; the month as its first day."""
    return [(month, list(same)) for month, same in groupby(found, key=lambda entry: entry.dag.replace(day=1))]
