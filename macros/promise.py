"""The link promise: every address that was ever published keeps answering, in one hop, for ever.

In: the knowledge base. Out: the addresses that it gives now, where every other address leads, and findings for what leads nowhere.
Pages get a page that sends on; of everything else (embeds, feeds, handouts, files) the new content stands at the old address too,
because a feed reader, a frame or a reference manager does not follow a page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.findings import Finding, meant, nearest
from macros.model import Wijziging
from macros.pages import pages
from macros.permalinks import FILE
from macros.records import Records

REDIRECTS = "data/redirects.yml"
_PAGE = {
    "les": re.compile(r"lessen/([a-z0-9-]+)/"),
    "pilot": re.compile(r"pilots/([a-z0-9-]+)/"),
    "partner": re.compile(r"partners/([a-z0-9-]+)/"),
}
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
        self.nu = frozenset(_now(kb, docs))
        self._ever = {link.adres: link for link in kb.permalinks}
        self.omleidingen: Mapping[str, Redirect] = {r.van: r for r in self._redirects()}

    def lost(self) -> Iterator[Finding]:
        """A finding for each published page or loose address that leads nowhere; what belongs to a lost page is not named again."""
        gone = {a: link for a, link in self._ever.items() if a not in self.nu and a not in self.omleidingen}
        told: set[str] = set()
        for address, link in gone.items():
            if found := record_of(address):
                told |= set(family(*found, self._audiences).values()) - {address}
                yield Finding(FILE, link.regel, 1, "", f"/{address} bestaat niet meer; {self._remedy(*found)}")
        for address, link in gone.items():
            if address not in told and not record_of(address):
                yield Finding(
                    FILE, link.regel, 1, "", f"/{address} bestaat niet meer; {_line_for(address, self._like(address))}"
                )

    def _remedy(self, kind: str, slug: str) -> str:
        here = {"les": self.kb.lessen, "pilot": self.kb.pilots, "partner": self.kb.partners}[kind]
        other = nearest(slug, here)
        target = self._page(kind, other) if other else "…/"
        line = _line_for(self._page(kind, slug), target)
        if kind == "les":
            return f"is de les weg of een concept? Zet het bestand terug en geef het status ingetrokken. Heet de les anders? {line[0].upper()}{line[1:]}"
        return f"zet het bestand terug, of {line}"

    def _page(self, kind: str, slug: str) -> str:
        return family(kind, slug, ())["pagina"]

    def _like(self, address: str) -> str:
        return nearest(address, self.nu) or "…"

    @property
    def _audiences(self) -> tuple[str, ...]:
        return tuple(self.kb.vocabulaire["publiek"])

    def _redirects(self) -> Iterator[Redirect]:
        """Every redirect, each to its last target: written ones, replaced lessons, and what fell away from a record that is there."""
        moved = {m.van[1:]: m for m in self.kb.omleidingen}
        for address, move in moved.items():
            target = self._end(address, {a: m.naar[1:] for a, m in moved.items()})
            yield from self._family(address, target, move.reden, move.sinds)
        for lesson in self.kb.lessen.values():
            page = addresses.lesson(lesson.slug)
            if lesson.kaart.status == "vervangen":
                last = (lesson.kaart.wijzigingen or (None,))[-1]
                successor = addresses.lesson(self.kb.opvolger(lesson).slug)
                yield from self._family(page, successor, last and last.reden, last and last.datum, lesson=lesson)
            else:
                why = (lesson.kaart.wijzigingen or (None,))[-1] if lesson.kaart.status == "ingetrokken" else None
                yield from self._fallen(family("les", lesson.slug, self._audiences), page, why)
        for slug in self._audiences:
            page = f"voor/{slug}/" if f"voor/{slug}/" in self.nu else "voor/"
            yield from self._fallen(family("publiek", slug, ()), page)
        for address in self._ever:
            if _MADE_LIST.fullmatch(address) and address not in self.nu:
                yield Redirect(address, self._above(address))

    def _end(self, address: str, moves: Mapping[str, str]) -> str:
        """Where a chain of moves ends, through replaced lessons too. A loop ends where it began; `check` tells of it."""
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
        yield Redirect(page, target, reason, since, lesson is not None)
        if not old:
            return
        here = family(*new, self._audiences) if new and new[0] == old[0] else {}
        own = tuple(lesson.kaart.voor) if lesson else ()
        for role, address in family(*old, self._audiences).items():
            published = address in self._ever or (lesson and address in family(*old, own).values())
            if published and address != page and address not in self.nu:
                yield Redirect(
                    address, self._counterpart(role, here.get(role), target), reason, since, lesson is not None
                )

    def _fallen(self, roles: Mapping[str, str], page: str, why: Wijziging | None = None) -> Iterator[Redirect]:
        """What a record that is there once had, and has no longer, such as the handout for an audience."""
        for role, address in roles.items():
            if address in self._ever and address not in self.nu:
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


def check(records: Records, promise: Promise) -> Iterator[Finding]:
    """Every finding of the redirects and of the addresses that lead nowhere."""
    document = records.singles["redirects"].document
    moves = {m.van: m.naar for m in promise.kb.omleidingen}
    seen: set[str] = set()
    for number, move in enumerate(promise.kb.omleidingen):
        place = ("omleidingen", number)
        if move.van in seen:
            yield document.finding((*place, "van"), f"{move.van} staat er twee keer; haal er één weg")
        elif move.van[1:] in promise.nu:
            yield document.finding(
                (*place, "van"),
                f"{move.van} bestaat nog; haal deze omleiding weg, of geef wat er staat eerst een ander adres",
            )
        elif _loops(move.van, moves):
            yield document.finding(
                (*place, "naar"), f"{move.naar} leidt weer naar {move.van}; kies een adres dat bestaat"
            )
        elif (record_of(move.van[1:]) or ("",))[0] == "les" and (record_of(move.naar[1:]) or ("",))[0] != "les":
            yield document.finding(
                (*place, "naar"),
                f"{move.van} is een les en leidt naar een andere les; is die er niet? Zet het bestand dan terug met status ingetrokken",
            )
        elif promise.omleidingen[move.van[1:]].naar not in promise.nu:
            known = [f"/{a}" for a in promise.nu]
            yield document.finding((*place, "naar"), f"{move.naar} bestaat niet.{meant(move.naar, known)}")
        seen.add(move.van)
    yield from promise.lost()


def _loops(address: str, moves: Mapping[str, str]) -> bool:
    seen = {address}
    while address in moves:
        address = moves[address]
        if address in seen:
            return True
        seen.add(address)
    return False


def _line_for(address: str, target: str) -> str:
    return f"zet in {REDIRECTS}: - {{van: /{address}, naar: /{target}, sinds: …, reden: …}}"


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
    yield from (f"cijfers/{figure.record.path}" for figure in kb.cijfers.values())
