"""The link promise: every address that was ever published keeps answering, in one hop, for ever.

In: the knowledge base. Out: the addresses that it gives now, and where every older address leads. `promise_rules.py` finds those that
lead nowhere, `forwarding.py` writes what stands at the old ones.
Pages get a page that sends on; of everything else (embeds, feeds, handouts, files) the new content stands at the old address too,
because a feed reader, a frame or a reference manager does not follow a page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.model import Wijziging
from macros.pages import pages
from macros.permalinks import Permalink

_PAGE = {
    "les": re.compile(r"lessen/([a-z0-9-]+)/"),
    "pilot": re.compile(r"pilots/([a-z0-9-]+)/"),
    "partner": re.compile(r"partners/([a-z0-9-]+)/"),
}
_OF_AUDIENCE = re.compile(r"handouts/checklist-([a-z0-9-]+)\.pdf")
_MADE_LIST = re.compile(r"(lessen/per|keuzehulp)/.+/")  # lists that come and go with what is in them


@dataclass(frozen=True)
class Redirect:
    """`van` leads to `naar`, both relative to the root of the site. `naar` is of the same kind as `van`, or a page (`pagina`)."""

    van: str
    naar: str
    reden: str | None = None
    sinds: date | None = None
    vervangen: bool = False  # by a newer lesson; else moved or gone

    @property
    def pagina(self) -> bool:
        """Whether it leads to a page."""
        return (not self.naar or self.naar.endswith("/")) and not self.naar.startswith("embed/")


def family(kind: str, slug: str, audiences: tuple[str, ...]) -> dict[str, str]:
    """Role → address of all that belongs to one record; a lesson has a handout for each of `audiences`."""

    def feed(**of: str) -> dict[str, str]:
        return {f"feed-{form}": addresses.feed(form, **of) for form in addresses.FEED_FORMS}

    if kind == "les":
        return {
            "pagina": addresses.lesson(slug),
            "inbedden": addresses.embed(slug),
            "oembed": addresses.oembed(slug),
            "beeld": addresses.image(slug),
            **{f"citaat-{form}": addresses.citation(slug, form) for form in addresses.CITATION_FORMS},
            **{f"handout-{audience}": addresses.handout(slug, audience) for audience in audiences},
        }
    if kind == "pilot":
        return {"pagina": addresses.pilot(slug), "map": addresses.folder(slug), **feed(pilot=slug)}
    if kind == "partner":
        packs = {f"pakket-{form}": addresses.pack(slug, form) for form in ("pdf", "zip")}
        return {"pagina": addresses.partner(slug), **packs, **feed(partner=slug)}
    return {"checklist": addresses.checklist(slug), **feed(audience=slug)}


class Promise:
    """What a knowledge base with hand-written pages in `docs` publishes, and where all older addresses lead."""

    def __init__(self, kb: KnowledgeBase, docs: Path) -> None:
        self.kb = kb
        self.docs = docs
        self.nu = frozenset(_now(kb, docs))
        self.ooit: Mapping[str, Permalink] = {link.adres: link for link in kb.permalinks}
        found: dict[str, Redirect] = {}
        for redirect in self._redirects():
            found.setdefault(redirect.van, redirect)
        self.omleidingen: Mapping[str, Redirect] = found

    @cached_property
    def publieken(self) -> tuple[str, ...]:
        """The audiences of now, and those that once were: something was published for them too."""
        once = (found[1] for address in self.ooit if (found := _OF_AUDIENCE.fullmatch(address)))
        return tuple(dict.fromkeys([*self.kb.vocabulaire["publiek"], *once]))

    def belongs(self, kind: str, slug: str) -> frozenset[str]:
        """Every address that belongs, or belonged, to one record."""
        return frozenset(family(kind, slug, self.publieken).values())

    def _redirects(self) -> Iterator[Redirect]:
        """Every redirect, each to its last target; of two for one address the first counts.

        Written ones, what belongs to them, replaced lessons, and what fell away from a record that is there.
        """
        moved = {m.van[1:]: m for m in self.kb.omleidingen}
        ends = {address: self._end(address, {a: m.naar[1:] for a, m in moved.items()}) for address in moved}
        for address, move in moved.items():
            yield Redirect(address, ends[address], move.reden, move.sinds)
        for address, move in moved.items():
            yield from self._family(address, ends[address], move.reden, move.sinds)
        for lesson in self.kb.lessen.values():
            page = addresses.lesson(lesson.slug)
            change = lesson.laatste_wijziging
            if lesson.kaart.status == "vervangen":
                successor = addresses.lesson(self.kb.opvolger(lesson).slug)
                reason, since = (change.reden, change.datum) if change else (None, None)
                yield from self._family(page, successor, reason, since, lesson)
            else:
                why = change if lesson.kaart.status == "ingetrokken" else None
                yield from self._fallen(family("les", lesson.slug, self.publieken), page, why)
        for slug in self.publieken:
            page = f"voor/{slug}/" if f"voor/{slug}/" in self.nu else "voor/"
            yield from self._fallen(family("publiek", slug, ()), page)
        for address in self.ooit:
            if _MADE_LIST.fullmatch(address) and address not in self.nu:
                yield Redirect(address, self._above(address))

    def _end(self, address: str, moves: Mapping[str, str]) -> str:
        """Where a chain of moves ends, through replaced lessons too. A loop ends where it began; `promise_rules.py` tells of it."""
        seen: set[str] = set()
        while address not in seen:
            seen.add(address)
            if address in moves:
                address = moves[address]
            elif (found := record_of(address)) and found[0] == "les" and found[1] in self.kb.lessen:
                address = addresses.lesson(self.kb.opvolger(self.kb.lessen[found[1]]).slug)
        return address

    def _family(
        self, page: str, target: str, reason: str | None, since: date | None, lesson: Lesson | None = None
    ) -> Iterator[Redirect]:
        """The redirect of a page, and of all that was published with it: to its counterpart, else to what comes nearest."""
        old, new = record_of(page), record_of(target)
        if not old:
            return
        here = family(*new, self.publieken) if new and new[0] == old[0] else {}
        own = tuple(lesson.kaart.voor) if lesson else ()
        for role, address in family(*old, self.publieken).items():
            published = address in self.ooit or (lesson and address in family(*old, own).values())
            if published and address not in self.nu:
                yield Redirect(
                    address, self._counterpart(role, here.get(role), target), reason, since, lesson is not None
                )

    def _fallen(self, roles: Mapping[str, str], page: str, why: Wijziging | None = None) -> Iterator[Redirect]:
        """What a record that is there once had, and has no longer, such as the handout for an audience."""
        for role, address in roles.items():
            if address in self.ooit and address not in self.nu:
                reason, since = (why.reden, why.datum) if why else (None, None)
                yield Redirect(address, self._counterpart(role, None, page), reason, since)

    def _counterpart(self, role: str, address: str | None, page: str) -> str:
        """The same thing of another record; where it has none: all lessons for a feed, the site's picture, or the page."""
        if address in self.nu:
            return str(address)
        if role.startswith("feed-"):
            return addresses.feed(role.removeprefix("feed-"))
        return addresses.SITE_IMAGE if role == "beeld" else page

    def _above(self, address: str) -> str:
        """The nearest list above a list that is empty now."""
        while address and address not in self.nu:
            address = re.sub(r"[^/]*/$", "", address)
        return address


@cache
def record_of(address: str) -> tuple[str, str] | None:
    """Kind and slug of the record whose page an address is."""
    return next(((kind, found[1]) for kind, form in _PAGE.items() if (found := form.fullmatch(address))), None)


def _now(kb: KnowledgeBase, docs: Path) -> Iterator[str]:
    """Every address that the site has now, except its furniture: style, scripts, letters, index of the search, sitemap."""
    for path in (*(p.relative_to(docs).as_posix() for p in docs.rglob("*.md")), *(page.path for page in pages(kb))):
        yield re.sub(r"(^|/)index/$", r"\1", path.removesuffix(".md") + "/")
    for lesson in kb.lessen.values():
        if lesson.kaart.status != "vervangen":
            yield from family("les", lesson.slug, tuple(lesson.kaart.voor) if lesson.actief else ()).values()
    for slug in kb.pilots:
        yield from family("pilot", slug, ()).values()
    for slug in kb.partners:
        yield from family("partner", slug, ()).values()
    for slug in kb.vocabulaire["publiek"]:
        if kb.voor(slug):
            yield from family("publiek", slug, ()).values()
    yield from (addresses.feed(form) for form in addresses.FEED_FORMS)
    yield addresses.SITE_IMAGE
    yield from addresses.EXPORTS
    yield addresses.CALENDAR
    yield from (f"cijfers/{figure.record.path}" for figure in kb.cijfers.values())
