"""Whether the link promise is kept: findings for addresses that lead nowhere and for redirects that cannot be right.

In: the records and the promise made of them. Out: findings, each with its remedy.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from macros.findings import Finding, nearest
from macros.model import ADDRESS
from macros.permalinks import FILE
from macros.promise import Promise, family, record_of
from macros.read import Document
from macros.records import Records

REDIRECTS = "data/redirects.yml"


def check(records: Records, promise: Promise) -> Iterator[Finding]:
    """Every finding of the hand-written pages, the redirects, the drafts and the addresses that lead nowhere."""
    yield from _names(promise)
    yield from _moves(records.singles["redirects"].document, promise)
    drafts = {slug: e.document for slug, e in records.of("lessen").items() if e.record.status == "concept"}
    yield from _drafts(drafts, promise)
    yield from _lost(drafts, promise)


def _names(promise: Promise) -> Iterator[Finding]:
    """The name of a hand-written page is an address, for ever."""
    for page in sorted(promise.docs.rglob("*.md")):
        path = page.relative_to(promise.docs).as_posix()
        if not re.fullmatch(ADDRESS, path):
            yield Finding(
                f"docs/{path}",
                1,
                1,
                "bestandsnaam",
                "wordt een adres; gebruik alleen kleine letters, cijfers en streepjes",
            )


def _moves(document: Document, promise: Promise) -> Iterator[Finding]:
    """Each redirect leads from an address that was published to one that is there, in one hop."""
    moves = {m.van: m.naar for m in promise.kb.omleidingen}
    seen: set[str] = set()
    for number, move in enumerate(promise.kb.omleidingen):
        if move.van in seen:
            yield document.finding(("omleidingen", number, "van"), f"{move.van} staat er twee keer; haal er één weg")
        elif wrong := _wrong_source(move.van[1:], promise):
            yield document.finding(("omleidingen", number, "van"), f"{move.van} {wrong}")
        elif wrong := _wrong_target(move.van, move.naar, moves, promise):
            yield document.finding(("omleidingen", number, "naar"), wrong)
        elif move.van[1:] not in promise.ooit:
            yield document.finding(
                ("omleidingen", number, "van"),
                f"{move.van} is nooit gepubliceerd (het staat niet in {FILE}), dus een omleiding is niet nodig; "
                f"haal haar weg of verbeter het adres.{_meant(move.van[1:], promise.ooit)}",
            )
        seen.add(move.van)


def _wrong_source(address: str, promise: Promise) -> str | None:
    kind, slug = record_of(address) or ("", "")
    if address in promise.nu:
        return "bestaat nog; haal deze omleiding weg, of geef wat er staat eerst een andere naam"
    if kind == "les" and slug in promise.kb.lessen:
        return "is een les met status vervangen en leidt al naar haar opvolger; haal deze omleiding weg"
    return None


def _wrong_target(source: str, target: str, moves: Mapping[str, str], promise: Promise) -> str | None:
    if _loops(source, moves):
        return f"{target} leidt weer naar {source}; kies een adres dat bestaat"
    of_lesson = [(record_of(address[1:]) or ("",))[0] == "les" for address in (source, target)]
    if of_lesson == [True, False]:  # what other sites show of it needs a lesson too
        return f"{source} is een les en leidt naar een andere les; is die er niet? Zet het bestand dan terug met status ingetrokken"
    if promise.omleidingen[source[1:]].naar not in promise.nu:
        return f"{target} bestaat niet; kies een adres dat er is.{_meant(target[1:], promise.nu)}"
    old, new = _form(source[1:]), _form(target[1:])
    if old != new and (old, new) != (".pdf", "pagina"):  # a print says itself where to go on
        return f"{target} is {_NAMES.get(new, f'een bestand {new}')} en {source} was {_NAMES.get(old, f'een bestand {old}')}; kies een adres van dezelfde soort"
    return None


_NAMES = {"pagina": "een pagina", "inbedden": "een les om in te bedden"}


def _form(address: str) -> str:
    """Kind of what stands at an address: a page, the card of a lesson for other sites, or the ending of a file."""
    if address and not address.endswith("/"):
        return PurePosixPath(address).suffix
    return "inbedden" if address.startswith("embed/") else "pagina"


def _loops(address: str, moves: Mapping[str, str]) -> bool:
    seen = {address}
    while address in moves:
        address = moves[address]
        if address in seen:
            return True
        seen.add(address)
    return False


def _drafts(drafts: Mapping[str, Document], promise: Promise) -> Iterator[Finding]:
    """A lesson that was published is no draft any more."""
    for slug, document in drafts.items():
        address = _page("les", slug)
        if address in promise.ooit and address not in promise.omleidingen:
            day = promise.ooit[address].datum.isoformat()
            yield document.finding(
                ("status",),
                f"is concept, maar de les is sinds {day} gepubliceerd; kies gepubliceerd, of ingetrokken met de reden bij wijzigingen",
            )


def _lost(drafts: Mapping[str, Document], promise: Promise) -> Iterator[Finding]:
    """Each published page or loose address that leads nowhere; what belongs to a lost page is not named again."""
    gone = {a: link for a, link in promise.ooit.items() if a not in promise.nu and a not in promise.omleidingen}
    told: set[str] = set()
    for address, link in gone.items():
        if found := record_of(address):
            told |= {address, *promise.belongs(*found)}
            if found[0] != "les" or found[1] not in drafts:
                yield Finding(FILE, link.regel, 1, "", f"/{address} bestaat niet meer; {_remedy(*found, promise)}")
    for address, link in gone.items():
        if address not in told:
            target = _like(address, promise.nu) or "…"
            yield Finding(FILE, link.regel, 1, "", f"/{address} bestaat niet meer; {_line_for(address, target)}")


def _remedy(kind: str, slug: str, promise: Promise) -> str:
    here = {"les": promise.kb.lessen, "pilot": promise.kb.pilots, "partner": promise.kb.partners}[kind]
    line = _line_for(_page(kind, slug), _page(kind, nearest(slug, here) or "…"))
    if kind == "les":
        return f"is de les weg? Zet het bestand terug en geef het status ingetrokken. Heet de les anders? {line[0].upper()}{line[1:]}"
    return f"zet het bestand terug, of {line}"


def _page(kind: str, slug: str) -> str:
    return family(kind, slug, ())["pagina"]


def _like(address: str, known: Mapping[str, object] | frozenset[str]) -> str | None:
    """The address of the same kind that looks most like this one."""
    folder = address.partition("/")[0]
    alike = [a for a in known if _form(a) == _form(address)]
    if record := record_of(address):  # its name is what may be wrong, not what kind of page it is
        kind, slug = record
        pages = {found[1]: a for a in alike if (found := record_of(a)) and found[0] == kind}
        name = nearest(slug, pages)
        return pages[name] if name else None
    return nearest(address, [a for a in alike if a.partition("/")[0] == folder] or alike)


def _meant(address: str, known: Mapping[str, object] | frozenset[str]) -> str:
    found = _like(address, known)
    return f' Bedoelde u "/{found}"?' if found else ""


def _line_for(address: str, target: str) -> str:
    return f"zet in {REDIRECTS}: - {{van: /{address}, naar: /{target}, sinds: …, reden: …}}"
