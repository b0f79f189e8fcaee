"""What needs care in the knowledge base: reviews, thin cards, sources that were not read, what nobody uses. A report, never a gate.

In: the knowledge base and a day. Out: a `Zorg` of plain values. Outside links are looked at by `outside_links.py`, on request only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from macros.derive import KnowledgeBase, Lesson
from macros.model import Record
from macros.outside_links import Link
from macros.references import short

SOON = 60  # days: time enough to find a reader
FEW_STEPS = 3  # fewer steps for an audience are no handle
THIN = 2  # how many things a card lacks before it is named
OLD = 8  # years: two rounds of policy


@dataclass(frozen=True)
class Herziening:
    """`dagen`: until the day of review; below zero it has passed."""

    slug: str
    titel: str
    herzien_voor: date
    dagen: int


@dataclass(frozen=True)
class DunneKaart:
    slug: str
    titel: str
    mist: tuple[str, ...]


@dataclass(frozen=True)
class OngelezenBron:
    """`lessen`: those that lean on it."""

    slug: str
    naam: str
    gelezen: str
    lessen: tuple[str, ...]


@dataclass(frozen=True)
class Zorg:
    """Everything that needs care on a day. `links` is None when they were not looked at."""

    datum: date
    lessen: int
    herzieningen: tuple[Herziening, ...]
    dunne_kaarten: tuple[DunneKaart, ...]
    ongelezen: tuple[OngelezenBron, ...]
    zonder_adres: tuple[str, ...]
    ongebruikte_bronnen: tuple[str, ...]
    ongebruikte_onderzoeken: tuple[str, ...]
    oude_lessen: tuple[str, ...]
    kosten_onbekend: int
    links: tuple[Link, ...] | None = None
    nagekeken: int = 0

    @property
    def te_laat(self) -> tuple[Herziening, ...]:
        return tuple(h for h in self.herzieningen if h.dagen < 0)

    @property
    def binnenkort(self) -> tuple[Herziening, ...]:
        return tuple(h for h in self.herzieningen if h.dagen >= 0)


def audit(kb: KnowledgeBase, day: date, links: tuple[Link, ...] | None = None) -> Zorg:
    """What needs care on `day`. `links`: what was found of outside links, if they were looked at."""
    weak = [slug for slug, view in kb.bronnen.items() if view.record.gelezen != "volledig" and view.lessen]
    return Zorg(
        datum=day,
        lessen=len(kb.actief),
        herzieningen=tuple(sorted(_reviews(kb, day), key=lambda h: (h.dagen, h.slug))),
        dunne_kaarten=tuple(sorted(_thin(kb), key=lambda card: (-len(card.mist), card.slug))),
        ongelezen=tuple(
            sorted(
                (
                    OngelezenBron(s, short(kb.bronnen[s].record), kb.bronnen[s].record.gelezen, kb.bronnen[s].lessen)
                    for s in weak
                ),
                key=lambda source: (-len(source.lessen), source.slug),
            )
        ),
        zonder_adres=tuple(s for s, v in sorted(kb.bronnen.items()) if not v.record.URL and not v.record.DOI),
        ongebruikte_bronnen=tuple(sorted(set(kb.bronnen) - _used_sources(kb))),
        ongebruikte_onderzoeken=tuple(s for s, study in sorted(kb.onderzoeken.items()) if not study.lessen),
        oude_lessen=tuple(x.slug for x in kb.actief if _old(x, kb, day)),
        kosten_onbekend=sum(x.kaart.inzet.kosten == "onbekend" for x in kb.actief),
        links=None if links is None else tuple(link for link in links if link.stand != "goed"),
        nagekeken=len(links or ()),
    )


def _reviews(kb: KnowledgeBase, day: date) -> Iterator[Herziening]:
    for lesson in kb.actief:
        days = (lesson.kaart.herzien_voor - day).days
        if days <= SOON:
            yield Herziening(lesson.slug, lesson.kaart.titel, lesson.kaart.herzien_voor, days)


def _thin(kb: KnowledgeBase) -> Iterator[DunneKaart]:
    for lesson in kb.actief:
        lacking = tuple(_lacks(lesson, kb))
        if len(lacking) >= THIN:
            yield DunneKaart(lesson.slug, lesson.kaart.titel, lacking)


def _lacks(lesson: Lesson, kb: KnowledgeBase) -> Iterator[str]:
    card = lesson.kaart
    for audience, steps in card.stappen.items():
        if len(steps) < FEW_STEPS:
            yield f"maar {len(steps)} {'stap' if len(steps) == 1 else 'stappen'} voor {audience}"
    for name, told in (("wanneer_niet", "wanneer het niet past"), ("valkuilen", "valkuilen"), ("randvoorwaarden", "randvoorwaarden")):  # fmt: skip
        if not getattr(card, name):
            yield told
    if not card.voorbeelden:
        yield "een voorbeeld van een organisatie"
    if not card.delen:
        yield "eigen teksten om te delen"
    if lesson.oordeel.onderzoeken == 1:
        yield "een tweede onderzoek"
    if all(kb.bronnen[slug].record.gelezen == "fragment" for slug in lesson.alle_bronnen):
        yield "een bron die meer dan als fragment is gelezen"


def _old(lesson: Lesson, kb: KnowledgeBase, day: date) -> bool:
    """Whether all its sources with a year are older than that."""
    years = [int(str(kb.bronnen[s].record.issued)[:4]) for s in lesson.alle_bronnen if kb.bronnen[s].record.issued]
    return bool(years) and max(years) < day.year - OLD


def _used_sources(kb: KnowledgeBase) -> set[str]:
    """Sources that anything in the base names."""
    used = {source for lesson in kb.lessen.values() for source in lesson.alle_bronnen}
    used |= {source for study in kb.onderzoeken.values() for source in study.record.bronnen}
    views = (kb.pilots, kb.partners, kb.trajecten, kb.conferenties)
    records: list[Record] = [view.record for of_kind in views for view in of_kind.values()]
    records += [figure.record for figure in kb.cijfers.values()]
    records += [kb.programmaonderzoek, *kb.tijdlijn, *kb.begrippen]
    return used | {source for record in records for source in _named(record.model_dump())}


def _named(value: object) -> Iterator[str]:
    """Every source that plain values name, at `bron` or `bronnen`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "bron" and isinstance(inner, str):
                yield inner
            elif name == "bronnen" and isinstance(inner, list | tuple):
                yield from (each for each in inner if isinstance(each, str))
            else:
                yield from _named(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _named(inner)
