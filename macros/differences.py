"""What differs between two versions of the knowledge base, in the terms of an editor: labels, fields, addresses, handouts.

In: two root folders. Out: a `Verschil`, plain values that every format is made from. A version with findings is compared as far as it
could be read; what follows from the whole of it (addresses, handouts) is then left out.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros import promise_rules, rules
from macros.derive import KnowledgeBase, derive, grade_of, level_of
from macros.findings import Finding
from macros.grade import Grade
from macros.handouts import Handouts
from macros.language import hints, prose_of
from macros.model import Taal
from macros.promise import Promise
from macros.records import Entry, Records, path_of, read_all

CONTEXT = 5  # words around a change that are shown
LONGEST = 240  # characters of a text that are shown
_NAMED_BY = {  # how the items of a list are told apart
    "bewijs": ("onderzoek", "uitkomst"),
    "voorbeelden": ("organisatie",),
    "onderbouwing": ("wat",),
    "hulpmiddelen": ("titel",),
    "wijzigingen": ("datum",),
}


@dataclass(frozen=True)
class Veld:
    """One field that changed. `voor` and `na`: in short; empty when the field was not there, or is no more."""

    veld: str
    voor: str
    na: str


@dataclass(frozen=True)
class Oordeel:
    """Label and strength before and after, as they are called on the site; empty where there was no lesson. `redenen`: what it comes from."""

    label_voor: str
    label_na: str
    sterkte_voor: str
    sterkte_na: str
    redenen: tuple[str, ...] = ()
    toelichting: str = ""  # what the editor wrote at wijzigingen
    zonder_reden: bool = False

    @property
    def anders(self) -> bool:
        return (self.label_voor, self.sterkte_voor) != (self.label_na, self.sterkte_na)


@dataclass(frozen=True)
class Les:
    """`wat`: nieuw, weg, verplaatst, gewijzigd, or geraakt (by a change elsewhere)."""

    slug: str
    titel: str
    pad: str
    wat: str
    oordeel: Oordeel
    velden: tuple[Veld, ...] = ()
    hints: tuple[str, ...] = ()
    was: str = ""


@dataclass(frozen=True)
class Gegeven:
    """Another record or data file. `wat`: nieuw, weg or gewijzigd."""

    pad: str
    wat: str
    velden: tuple[Veld, ...] = ()


@dataclass(frozen=True)
class Adres:
    """`naar`: where an address that is gone leads."""

    adres: str
    naar: str = ""


@dataclass(frozen=True)
class Verschil:
    lessen: tuple[Les, ...] = ()
    gegevens: tuple[Gegeven, ...] = ()
    adressen_nieuw: tuple[Adres, ...] = ()
    adressen_weg: tuple[Adres, ...] = ()
    handouts: tuple[str, ...] = ()
    bevindingen: tuple[Finding, ...] = ()  # of the newer version
    niet_vergeleken: tuple[str, ...] = field(default=())  # why something is left out

    @property
    def leeg(self) -> bool:
        return not (self.lessen or self.gegevens or self.adressen_nieuw or self.adressen_weg or self.handouts)


@dataclass(frozen=True)
class _Version:
    records: Records
    findings: tuple[Finding, ...]
    kb: KnowledgeBase | None
    promise: Promise | None


def compare(before: Path, after: Path) -> Verschil:
    """What differs between the base in `before` and the one in `after`."""
    old, new = _version(before), _version(after)
    lessons = tuple(_lessons(old, new))
    told = [f"de {name} versie heeft meldingen; adressen en handouts zijn niet vergeleken" for name, v in (("oude", old), ("nieuwe", new)) if v.kb is None]  # fmt: skip
    return Verschil(
        lessen=lessons,
        gegevens=tuple(_others(old.records, new.records)),
        **(_addresses(old.promise, new.promise) if old.promise and new.promise else {}),
        handouts=_handouts(old, new),
        bevindingen=new.findings,
        niet_vergeleken=tuple(told),
    )


def _version(root: Path) -> _Version:
    records, found = read_all(root)
    found += rules.check(records)
    if found:
        return _Version(records, tuple(sorted(set(found))), None, None)
    kb = derive(records)
    promise = Promise(kb, root / "docs")
    return _Version(records, tuple(sorted(set(promise_rules.check(records, promise)))), kb, promise)


def _lessons(old: _Version, new: _Version) -> Iterator[Les]:
    """New, gone, moved and changed lessons, then those that change by something else."""
    here, there = new.records.of("lessen"), old.records.of("lessen")
    moved = _renamed(new)
    for slug, entry in here.items():
        was = there.get(slug) or there.get(moved.get(slug, ""))
        verdict = _verdict(was, entry, old.records, new.records)
        path = entry.document.path
        if was is None:
            yield Les(slug, entry.record.titel, path, "nieuw", verdict, hints=_hints(None, entry, new.records))
            continue
        fields = tuple(_fields(was.document.value, entry.document.value))
        what = (
            "gewijzigd"
            if fields
            else "verplaatst"
            if was.document.path != path
            else "geraakt"
            if verdict.anders
            else ""
        )
        if was.document.path != path:
            what = "verplaatst"
        if what:
            before = was.document.path if was.document.path != path else ""
            yield Les(slug, entry.record.titel, path, what, verdict, fields, _hints(was, entry, new.records), before)
    for slug, entry in there.items():
        if slug not in here and slug not in moved.values() and slug not in new.records.known.get("lessen", ()):
            yield Les(
                slug, entry.record.titel, entry.document.path, "weg", _verdict(entry, None, old.records, new.records)
            )


def _renamed(new: _Version) -> Mapping[str, str]:
    """New slug → old slug, by the redirects."""
    entry = new.records.singles.get("redirects")
    moves = entry.record.omleidingen if entry else ()
    pairs = ((m.naar.strip("/").split("/"), m.van.strip("/").split("/")) for m in moves)
    return {to[1]: of[1] for to, of in pairs if len(to) == len(of) == 2 and to[0] == of[0] == "lessen"}


def _verdict(was: Entry | None, now: Entry | None, old: Records, new: Records) -> Oordeel:
    before = grade_of(was, old) if was else None
    after = grade_of(now, new) if now else None
    verdict = Oordeel(*_names(before, after, "label", new), *_names(before, after, "sterkte", new))
    if not (was and now and verdict.anders):
        return verdict
    fresh = [w for w in now.record.wijzigingen or () if w not in (was.record.wijzigingen or ())]
    return Oordeel(
        verdict.label_voor, verdict.label_na, verdict.sterkte_voor, verdict.sterkte_na,
        tuple(_causes(was, now, old, new)), "; ".join(w.reden for w in fresh), verdict.label_voor != verdict.label_na and not fresh,
    )  # fmt: skip


def _names(before: Grade | None, after: Grade | None, scale: str, records: Records) -> tuple[str, str]:
    words = records.vocabularies[scale].waarden if scale in records.vocabularies else ()
    names = {word.slug: word.label for word in words}
    first, second = (getattr(grade, scale, "") for grade in (before, after))
    return names.get(first, first), names.get(second, second)


def _causes(was: Entry, now: Entry, old: Records, new: Records) -> Iterator[str]:
    """Why a verdict differs: findings that came, went or turned, and studies that weigh otherwise."""

    def weighed(entry: Entry, records: Records) -> dict[tuple[str, str], tuple[str, int]]:
        studies = records.of("onderzoeken")
        return {
            (b.onderzoek, b.uitkomst): (b.richting, level_of(studies[b.onderzoek].record, records))
            for b in entry.record.bewijs
            if b.onderzoek in studies
        }

    before, after = weighed(was, old), weighed(now, new)
    for study, outcome in dict.fromkeys([*before, *after]):
        name, key = f"{study} ({outcome})", (study, outcome)
        if key not in before:
            yield f"nieuwe bevinding van {name}: {after[key][0]}, niveau {after[key][1]}"
        elif key not in after:
            yield f"bevinding van {name} is weg"
        else:
            if before[key][0] != after[key][0]:
                yield f"{name}: richting van {before[key][0]} naar {after[key][0]}"
            if before[key][1] != after[key][1]:
                yield f"{name}: niveau van {before[key][1]} naar {after[key][1]}"
    if was.record.soort != now.record.soort:
        yield f"soort van {was.record.soort} naar {now.record.soort}"


def _hints(was: Entry | None, now: Entry, records: Records) -> tuple[str, ...]:
    """Hints for plain language that were not there before."""
    entry = records.singles.get("taal")
    if entry is None:
        return ()
    lists: Taal = entry.record
    known = set(hints(prose_of(was.document.value), lists)) if was else set()
    found = dict.fromkeys(hint for hint in hints(prose_of(now.document.value), lists) if hint not in known)
    return tuple(f"„{_short(hint.stuk)}”: {hint.tekst}" for hint in found)


# --- fields ---


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], place: str = "") -> Iterator[Veld]:
    """Every field that differs, as deep as it goes."""
    for name in dict.fromkeys([*before, *after]):
        yield from _field(f"{place}{name}", before.get(name), after.get(name))


def _field(name: str, before: Any, after: Any) -> Iterator[Veld]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _fields(before, after, f"{name}.")
    elif isinstance(before, list) or isinstance(after, list):
        yield from _list(name, before or [], after or [])
    elif isinstance(before, str) and isinstance(after, str):
        yield Veld(name, *_around(before, after))
    else:
        yield Veld(name, _shown(before), _shown(after))


def _list(name: str, before: Any, after: Any) -> Iterator[Veld]:
    keys = _NAMED_BY.get(name)
    if keys and all(isinstance(item, dict) for item in (*before, *after)):
        named, renamed = ({tuple(str(i.get(k)) for k in keys): i for i in items} for items in (before, after))
        for key in dict.fromkeys([*named, *renamed]):
            yield from _field(f"{name} ({', '.join(key)})", named.get(key), renamed.get(key))
        return
    old, new = (
        list(before if isinstance(before, list) else [before]),
        list(after if isinstance(after, list) else [after]),
    )
    gone, come = [i for i in old if i not in new], [i for i in new if i not in old]
    for one, other in zip(gone, come, strict=False):
        yield from (
            _field(name, one, other)
            if isinstance(one, type(other))
            else iter((Veld(name, _shown(one), _shown(other)),))
        )
    for item in gone[len(come) :]:
        yield Veld(name, _shown(item), "")
    for item in come[len(gone) :]:
        yield Veld(name, "", _shown(item))
    if not gone and not come:
        yield Veld(name, "in een andere volgorde", "")


def _around(before: str, after: str) -> tuple[str, str]:
    """The part of two texts that differs, with some words around it."""
    old, new = before.split(), after.split()
    steps = [s for s in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if s[0] != "equal"]
    if not steps:
        return _short(before), _short(after)

    def part(words: list[str], first: int, last: int) -> str:
        start, end = max(0, first - CONTEXT), min(len(words), last + CONTEXT)
        return _short(("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else ""))

    return part(old, steps[0][1], steps[-1][2]), part(new, steps[0][3], steps[-1][4])


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return _short("; ".join(f"{name}: {_shown(each)}" for name, each in value.items()))
    if isinstance(value, list):
        return _short(", ".join(map(_shown, value)))
    return _short(str(value))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


# --- the rest ---


def _others(old: Records, new: Records) -> Iterator[Gegeven]:
    """Records that are no lessons, and single data files."""
    kinds = [kind for kind in dict.fromkeys([*old.collections, *new.collections]) if kind != "lessen"]
    for kind in kinds:
        yield from _records(dict(old.of(kind)), dict(new.of(kind)), new.known.get(kind, set()), lambda slug, kind=kind: path_of(kind, slug))  # fmt: skip
    singles = {*old.singles} | {*new.singles}
    yield from _records(old.singles, new.singles, singles, lambda name: f"data/{name}.yml")


def _records(old: Mapping[str, Entry], new: Mapping[str, Entry], known: Iterable[str], path: Any) -> Iterator[Gegeven]:
    for slug in sorted({*old, *new}):
        if slug not in old:
            yield Gegeven(new[slug].document.path, "nieuw")
        elif slug not in new:
            if slug not in known:
                yield Gegeven(path(slug), "weg")
        elif fields := tuple(_fields(old[slug].document.value, new[slug].document.value)):
            yield Gegeven(new[slug].document.path, "gewijzigd", fields)


def _addresses(old: Promise, new: Promise) -> dict[str, Any]:
    gone = sorted(old.nu - new.nu)
    return {
        "adressen_nieuw": tuple(Adres(f"/{address}") for address in sorted(new.nu - old.nu)),
        "adressen_weg": tuple(
            Adres(f"/{address}", f"/{new.omleidingen[address].naar}" if address in new.omleidingen else "")
            for address in gone
        ),
    }


def _handouts(old: _Version, new: _Version) -> tuple[str, ...]:
    """Prints whose text differs, or that are new or gone; the pictures are left out."""
    if not (old.kb and new.kb):
        return ()
    before, after = ({p.path: (p.template, p.data) for p in Handouts(v.kb, "/", v.promise) if p.path.endswith(".pdf")} for v in (old, new) if v.kb)  # fmt: skip
    return tuple(sorted(path for path in {*before, *after} if before.get(path) != after.get(path)))
