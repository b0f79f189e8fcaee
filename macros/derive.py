"""Records → what follows from them: labels, relations, order. The immutable `KnowledgeBase` that every output is made from.

What a person wrote stays in `.kaart` or `.record`; every other attribute is derived here.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, Generic, TypeVar

from macros.facets import FACETS, Value, facets
from macros.figures import Row
from macros.grade import Evidence, Grade, grade
from macros.model import (
    Aanpak,
    Begrip,
    Bewijs,
    Bron,
    Cijfer,
    Cijfers,
    Conferentie,
    Effectwoorden,
    Gebeurtenis,
    Les,
    Omleiding,
    Onderzoek,
    Partner,
    Pilot,
    Programmaonderzoek,
    Samenstellingen,
    Synoniemen,
    Taal,
    Traject,
    Waarde,
    Wijziging,
)
from macros.permalinks import Permalink
from macros.records import Entry, Records

PROGRAMME = "programma"
R = TypeVar("R")


def level_of(study: Onderzoek, records: Records) -> int:
    """Level 0-5 of a study: of its design, or for a review the level of the studies it rests on."""
    if study.niveau_overzicht is not None:
        return int(study.niveau_overzicht)
    return records.niveaus.get(study.opzet, 0)


def grade_of(lesson: Entry, records: Records) -> Grade | None:
    """The grade of one lesson; None while one of its studies cannot be read."""
    if any(b.onderzoek not in records.of("onderzoeken") for b in lesson.record.bewijs):
        return None
    return grade_findings(lesson.record.bewijs, lesson.record.soort, records)


def grade_findings(found: Iterable[Bewijs], soort: str, records: Records) -> Grade:
    """The grade that findings of known studies give a lesson of this kind. Raises KeyError for a study that is not there."""
    studies = records.of("onderzoeken")
    return grade(
        (
            Evidence(
                b.onderzoek, b.uitkomst, b.richting, level_of(studies[b.onderzoek].record, records), b.groep == "breder"
            )
            for b in found
        ),
        approach=soort == "aanpak",
    )


@dataclass(frozen=True)
class Lesson:
    slug: str
    pilot: str
    kaart: Les
    oordeel: Grade
    loopbaanmoment: str
    verwant: tuple[str, ...]  # published lessons only, both ways: named here or naming this one
    alle_bronnen: tuple[str, ...]  # of its studies and of the card itself, in order of appearance

    @property
    def actief(self) -> bool:
        """Whether the lesson stands in lists and search."""
        return bool(self.kaart.status == "gepubliceerd")

    @property
    def bijgewerkt(self) -> date:
        """Day of the last change or review."""
        days: list[date] = [self.kaart.beoordeeld_op, *(w.datum for w in self.kaart.wijzigingen or ())]
        return max(days)

    @property
    def laatste_wijziging(self) -> Wijziging | None:
        """The last change by day; of a withdrawn lesson that is the withdrawal. None for a lesson that never changed."""
        changes: list[Wijziging] = sorted(self.kaart.wijzigingen or (), key=lambda change: change.datum)
        return changes[-1] if changes else None

    @property
    def dia(self) -> str:
        """Title for a slide: the one that was written, else its own."""
        return str(self.kaart.delen.dia if self.kaart.delen else self.kaart.titel)

    @property
    def nieuwsbrief(self) -> str:
        """Text of at most 50 words for a newsletter: the one that was written, else the core message."""
        return str(self.kaart.delen.nieuwsbrief if self.kaart.delen else self.kaart.kernboodschap)

    @cached_property
    def versie(self) -> str:
        """Which text this is: day of the last change, and six digits that change with the card or its verdict: 20261123-a1b2c3."""
        text = f"{self.kaart.model_dump_json()}{self.oordeel.label}{self.oordeel.sterkte}"
        return f"{self.bijgewerkt:%Y%m%d}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


@dataclass(frozen=True)
class Study:
    slug: str
    record: Onderzoek
    niveau: int
    lessen: tuple[str, ...]


@dataclass(frozen=True)
class View(Generic[R]):
    """A record with its slug and the published lessons that belong to it."""

    slug: str
    record: R
    lessen: tuple[str, ...]


@dataclass(frozen=True)
class PartnerView(View[Partner]):
    """A partner with its lessons in its own order, and what follows from them."""

    meer: tuple[str, ...]  # the other published lessons that its members can use
    pilots: tuple[str, ...]  # of its own lessons, in the order of the pilots

    def publiek_van(self, lesson: Lesson) -> tuple[str, ...]:
        """The audiences of a lesson that this partner serves; all of them for a lesson that it chose for others."""
        return tuple(p for p in lesson.kaart.voor if p in self.record.publiek) or lesson.kaart.voor


@dataclass(frozen=True)
class Figure:
    """A figure with its rows, in the order of the file."""

    slug: str
    record: Cijfer
    rijen: tuple[Row, ...]


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything, in the order in which it is shown. Collections are keyed by slug; `lessen` holds no drafts."""

    lessen: Mapping[str, Lesson]
    pilots: Mapping[str, View[Pilot]]
    onderzoeken: Mapping[str, Study]
    bronnen: Mapping[str, View[Bron]]
    partners: Mapping[str, PartnerView]
    trajecten: Mapping[str, View[Traject]]
    conferenties: Mapping[str, View[Conferentie]]
    cijfers: Mapping[str, Figure]
    cijferpakket: Cijfers
    tijdlijn: tuple[Gebeurtenis, ...]
    programmaonderzoek: Programmaonderzoek
    dekking: tuple[Aanpak, ...]
    taal: Taal
    effectwoorden: Effectwoorden
    samenstellingen: Samenstellingen
    synoniemen: Synoniemen
    begrippen: tuple[Begrip, ...]
    omleidingen: tuple[Omleiding, ...]
    permalinks: tuple[Permalink, ...]
    vocabulaire: Mapping[str, Mapping[str, Waarde]]

    @cached_property
    def actief(self) -> tuple[Lesson, ...]:
        """Published lessons, by place of their pilot on the line of the career and then by title."""
        return tuple(x for x in self.lessen.values() if x.actief)

    @cached_property
    def facetten(self) -> Mapping[str, tuple[Value, ...]]:
        """The facets of all published lessons."""
        return self.facetten_van(self.actief)

    def facetten_van(self, lessons: Iterable[Lesson]) -> Mapping[str, tuple[Value, ...]]:
        """Facet → its values with those of `lessons` that carry them, in the order of their vocabulary."""
        return facets(lessons, self._namen)

    @cached_property
    def _namen(self) -> Mapping[str, Mapping[str, str]]:
        pilots = {slug: pilot.record.titel for slug, pilot in self.pilots.items()}
        words = {name: {w.slug: w.label for w in values.values()} for name, values in self.vocabulaire.items()}
        return {facet: words[name] if name else pilots for facet, name in FACETS.items()}

    def naam(self, facet: str, slug: str) -> str:
        """Name of one value of a facet."""
        return self._namen[facet][slug]

    def voor(self, audience: str) -> tuple[Lesson, ...]:
        return self._voor.get(audience, ())

    @cached_property
    def _voor(self) -> Mapping[str, tuple[Lesson, ...]]:
        found: dict[str, list[Lesson]] = {}
        for lesson in self.actief:
            for audience in lesson.kaart.voor:
                found.setdefault(audience, []).append(lesson)
        return {audience: tuple(lessons) for audience, lessons in found.items()}

    def van(self, pilot: str) -> tuple[Lesson, ...]:
        return tuple(x for x in self.actief if x.pilot == pilot)

    def cijfers_van(self, pilot: str) -> tuple[Figure, ...]:
        return tuple(f for f in self.cijfers.values() if pilot in (f.record.pilots or ()))

    def opvolger(self, lesson: Lesson) -> Lesson:
        """The lesson that took the place of this one in the end; itself when none did."""
        return _successor(lesson, self.lessen)

    def levend(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """Slugs that somebody wrote down → those to show now: a replaced lesson by its successor, no withdrawn ones or drafts."""
        return _alive(slugs, self.lessen)

    def voorgangers(self, lesson: Lesson) -> tuple[Lesson, ...]:
        """The lessons that this one took the place of."""
        return self._voorgangers.get(lesson.slug, ())

    @cached_property
    def _voorgangers(self) -> Mapping[str, tuple[Lesson, ...]]:
        found: dict[str, tuple[Lesson, ...]] = {}
        for lesson in self.lessen.values():
            if lesson.kaart.status == "vervangen":
                successor = self.opvolger(lesson).slug
                found[successor] = (*found.get(successor, ()), lesson)
        return found

    @cached_property
    def nieuwste(self) -> tuple[Lesson, ...]:
        """Published lessons, last changed or reviewed first."""
        return tuple(sorted(self.actief, key=lambda x: x.bijgewerkt, reverse=True))

    @property
    def bijgewerkt(self) -> int:
        """Moment of the last change to a lesson, in seconds since 1970 (UTC); 0 without lessons."""
        days = [x.bijgewerkt for x in self.lessen.values()]
        return int(datetime.combine(max(days), time(), UTC).timestamp()) if days else 0


def derive(records: Records) -> KnowledgeBase:
    """Derive the knowledge base from records without findings."""
    pilots = sorted(
        records.of("pilots").values(), key=lambda e: (e.record.volgorde or 100, e.slug)
    )  # the programme last
    order = {e.slug: n for n, e in enumerate(pilots)}
    entries = sorted(
        (e for e in records.of("lessen").values() if e.record.status != "concept"),
        key=lambda e: (order[e.group], e.record.titel),
    )
    related = _related(entries)
    lessons = {e.slug: _lesson(e, records, related[e.slug]) for e in entries}
    active = [x for x in lessons.values() if x.actief]
    single = {name: entry.record for name, entry in records.singles.items()}
    of_study: dict[str, list[str]] = {slug: [] for slug in records.of("onderzoeken")}
    for lesson in active:
        for found in lesson.kaart.bewijs:
            of_study[found.onderzoek].append(lesson.slug)
    studies = {
        slug: Study(
            slug,
            e.record,
            level_of(e.record, records),
            tuple(dict.fromkeys(of_study[slug])),
        )
        for slug, e in sorted(records.of("onderzoeken").items())
    }
    return KnowledgeBase(
        lessen=lessons,
        pilots={e.slug: View(e.slug, e.record, tuple(x.slug for x in active if x.pilot == e.slug)) for e in pilots},
        onderzoeken=studies,
        bronnen=_sources(records, active),
        partners={
            slug: _partner(slug, e.record, _alive(e.record.lessen, lessons), active, order)
            for slug, e in sorted(records.of("partners").items(), key=lambda item: item[1].record.naam.lower())
        },
        trajecten={
            slug: View(slug, e.record, _alive(e.record.lessen, lessons))
            for slug, e in sorted(records.of("trajecten").items(), key=lambda item: item[1].record.titel.lower())
        },
        conferenties={
            slug: View(slug, e.record, _alive(e.record.lessen, lessons))
            for slug, e in sorted(records.of("conferenties").items(), key=lambda item: item[1].record.datum)
        },
        cijfers={f.name: Figure(f.name, f, records.rows[f.name]) for f in single["cijfers"].resources},
        cijferpakket=single["cijfers"],
        tijdlijn=single["tijdlijn"].gebeurtenissen,
        programmaonderzoek=single["programmaonderzoek"],
        dekking=single["dekking"].aanpakken,
        taal=single["taal"],
        effectwoorden=single["effectwoorden"],
        samenstellingen=single["samenstellingen"],
        synoniemen=single["synoniemen"],
        begrippen=tuple(sorted(single["begrippen"].begrippen, key=lambda b: b.begrip.lower())),
        omleidingen=single["redirects"].omleidingen,
        permalinks=records.permalinks,
        vocabulaire={name: {w.slug: w for w in v.waarden} for name, v in records.vocabularies.items()},
    )


def _related(entries: list[Entry]) -> dict[str, tuple[str, ...]]:
    """Per lesson the published ones that belong to it, both ways; a replaced lesson stands for its successor."""
    known = {e.slug: e.record for e in entries}

    def now(slug: str) -> str | None:
        while slug in known and known[slug].status == "vervangen":
            slug = known[slug].vervangen_door
        return slug if slug in known and known[slug].status == "gepubliceerd" else None

    named = {e.slug: [other for s in e.record.verwant or () if (other := now(s))] for e in entries}
    naming: dict[str, list[str]] = {slug: [] for slug in named}
    for slug, others in named.items():
        for other in others:
            if now(slug) == slug:
                naming[other].append(slug)
    return {
        slug: tuple(other for other in dict.fromkeys([*others, *naming[slug]]) if other != slug)
        for slug, others in named.items()
    }


def _lesson(entry: Entry, records: Records, related: tuple[str, ...]) -> Lesson:
    verdict = grade_of(entry, records)
    if verdict is None:
        raise ValueError(f"{entry.document.path}: a study of this lesson is missing; check the records before deriving")
    moment = entry.record.loopbaanmoment or records.of("pilots")[entry.group].record.loopbaanmoment
    return Lesson(entry.slug, entry.group, entry.record, verdict, moment, related, _sources_of(entry.record, records))


def _successor(lesson: Lesson, lessons: Mapping[str, Lesson]) -> Lesson:
    while lesson.kaart.status == "vervangen":
        lesson = lessons[str(lesson.kaart.vervangen_door)]
    return lesson


def _alive(slugs: Iterable[str], lessons: Mapping[str, Lesson]) -> tuple[str, ...]:
    found = [_successor(lessons[slug], lessons) for slug in slugs if slug in lessons]
    return tuple(dict.fromkeys(lesson.slug for lesson in found if lesson.actief))


def _partner(
    slug: str, record: Partner, chosen: tuple[str, ...], active: list[Lesson], pilots: Mapping[str, int]
) -> PartnerView:
    pilot_of = {x.slug: x.pilot for x in active}
    suited = (x.slug for x in active if x.slug not in chosen and {*x.kaart.voor} & {*record.publiek})
    return PartnerView(
        slug, record, chosen, tuple(suited), tuple(sorted({pilot_of[s] for s in chosen}, key=pilots.__getitem__))
    )


def _sources_of(card: Les, records: Records) -> tuple[str, ...]:
    studies = records.of("onderzoeken")
    named: list[Any] = [*(card.voorbeelden or ()), card.inzet, *(card.onderbouwing or ()), *(card.hulpmiddelen or ())]
    of_studies = [source for b in card.bewijs for source in studies[b.onderzoek].record.bronnen]
    return tuple(dict.fromkeys([*of_studies, *(n.bron for n in named if n.bron)]))


def _sources(records: Records, active: list[Lesson]) -> dict[str, View[Bron]]:
    used: dict[str, list[str]] = {slug: [] for slug in records.of("bronnen")}
    for lesson in active:
        for source in lesson.alle_bronnen:
            used[source].append(lesson.slug)

    def alphabetical(item: tuple[str, Entry]) -> tuple[str, str]:
        author = (item[1].record.author or (None,))[0]
        return ((author.family or author.literal) if author else item[1].record.title).lower(), item[0]

    return {
        slug: View(slug, e.record, tuple(used[slug]))
        for slug, e in sorted(records.of("bronnen").items(), key=alphabetical)
    }
