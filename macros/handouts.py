"""Which prints there are, and what each one says: handouts, folders, checklists, packs, and pictures to share.

In: the knowledge base and the absolute address of the site. Out: `Print`s: where it goes, which template in `templates/druk/`
draws it, and the plain values that the template shows. What it looks like, and every fixed word, is in the template; `press.py`
makes the files.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from html import unescape
from typing import Any

from macros import addresses
from macros.derive import PROGRAMME, KnowledgeBase, Lesson, View
from macros.forwarding import name
from macros.grade import bars
from macros.model import Feit, Partner, Pilot
from macros.promise import Promise, Redirect
from macros.references import short
from macros.render import date_in_words, prose

PAGES = 2  # of a handout: one sheet of paper
SOURCES = 8  # named on paper; the page names all of them
_BLOCK = re.compile(r"</(?:p|li)>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Print:
    """One file to be made: `path` below the site, PDF or PNG by its suffix.

    `title`: what editors call it in a message. `sources`: the files of the records that it is made from, the main one first, for findings. `day`: of the
    text, so that the same text gives the same bytes. `scans`: addresses of which it shows a QR code. `longest`: pages it may have.
    """

    path: str
    template: str
    title: str
    sources: tuple[str, ...]
    day: date
    data: dict[str, Any]
    scans: tuple[str, ...] = ()
    longest: int | None = None

    @property
    def timestamp(self) -> int:
        """The day as seconds since 1970 (UTC)."""
        return int(datetime.combine(self.day, time(), UTC).timestamp())


@dataclass(frozen=True, eq=False, repr=False)  # MkDocs writes what stands in its settings: this is the whole base
class Handouts:
    """The prints of one knowledge base. `site`: absolute address of the site, ending in a slash. `promise`: where old ones lead."""

    kb: KnowledgeBase
    site: str
    promise: Promise | None = None

    def __iter__(self) -> Iterator[Print]:
        for lesson in self.kb.actief:
            for audience in lesson.kaart.voor:
                yield self.lesson(lesson, audience)
        for pilot in self.kb.pilots.values():
            yield self.folder(pilot)
        for audience in self.kb.vocabulaire["publiek"]:
            if self.kb.voor(audience):
                yield self.checklist(audience)
        for partner in self.kb.partners.values():
            yield self.pack(partner)
        for lesson in self.kb.lessen.values():
            if lesson.kaart.status != "vervangen":
                yield self.image(lesson)
        yield self.site_image()
        for redirect in self.promise.omleidingen.values() if self.promise else ():
            if redirect.pagina and redirect.van.endswith(".pdf"):
                yield self.notice(redirect)

    def lesson(self, lesson: Lesson, audience: str) -> Print:
        """The handout of a lesson for one audience: two pages at most."""
        return Print(
            addresses.handout(lesson.slug, audience),
            "les",
            f"de handout voor {self._addressed(audience)}",
            (_file_of(lesson),),
            lesson.bijgewerkt,
            {"les": self._lesson(lesson, audience)},
            (self._scanned(lesson),),
            PAGES,
        )

    def folder(self, pilot: View[Pilot]) -> Print:
        """The information folder of a pilot: what, where, how it stands, its lessons."""
        record = pilot.record
        lessons = [self.kb.lessen[slug] for slug in pilot.lessen]
        day = max((x.bijgewerkt for x in lessons), default=self._day)
        live = self.site + addresses.pilot(pilot.slug)
        return Print(
            addresses.folder(pilot.slug),
            "pilot",
            "de informatiemap",
            (f"data/pilots/{pilot.slug}.yml", *map(_file_of, lessons)),
            day,
            {
                "titel": record.titel,
                "programma": pilot.slug == PROGRAMME,
                "kort": record.kort,
                "moment": self.kb.vocabulaire["loopbaanmoment"][record.loopbaanmoment].label,
                "doel": self._fact(record.doel),
                "probleem": self._facts(record.probleem),
                "aanpak": self._facts(record.aanpak),
                "partners": ", ".join(record.partners),
                "opzet": " ".join(paragraphs(record.evaluatiekader.opzet)),
                "resultaten": self._facts(record.resultaten),
                "stand": self._facts(record.opschaling),
                "onbekend": [*record.onbekend],
                "vorm": record.verspreiding.vorm,
                "lessen": [self._line(x) for x in lessons],
                "dag": date_in_words(day),
                "adres": self._shown(addresses.pilot(pilot.slug)),
                "scan": live,
            },
            (live,),
        )

    def checklist(self, audience: str) -> Print:
        """The lessons that fit an audience, to tick off, by moment in the career."""
        lessons = self.kb.voor(audience)
        moments = self.kb.vocabulaire["loopbaanmoment"]
        groups = [(moments[slug].label, [x for x in lessons if x.loopbaanmoment == slug]) for slug in moments]
        day = max(x.bijgewerkt for x in lessons)
        listed = f"lessen/per/voor/{audience}/"
        return Print(
            addresses.checklist(audience),
            "checklist",
            f"de checklist voor {self._addressed(audience)}",
            ("data/vocabulaire/publiek.yml", *map(_file_of, lessons)),
            day,
            {
                "voor": self._addressed(audience),
                "groepen": [
                    {"naam": name, "lessen": [self._line(x) for x in group]} for name, group in groups if group
                ],
                "dag": date_in_words(day),
                "adres": self._shown(listed),
                "scan": self.site + listed,
            },
            (self.site + listed,),
        )

    def pack(self, partner: View[Partner]) -> Print:
        """The handouts that a partner puts first, in its order, with a cover and a table of contents."""
        record = partner.record
        chosen = self.in_pack(partner)
        live = self.site + addresses.partner(partner.slug)
        day = max((lesson.bijgewerkt for lesson, _ in chosen), default=self._day)
        return Print(
            addresses.pack(partner.slug, "pdf"),
            "pakket",
            "het pakket met handouts",
            (f"data/partners/{partner.slug}.yml", *(_file_of(x) for x, _ in chosen)),
            day,
            {
                "naam": record.naam,
                "inleiding": paragraphs(record.introductie),
                "dag": date_in_words(day),
                "adres": self._shown(addresses.partner(partner.slug)),
                "scan": live,
                "oordelen": [
                    {"label": slug, "naam": word.label, "uitleg": word.omschrijving}
                    for slug, word in self.kb.vocabulaire["label"].items()
                ],
                "lessen": [self._lesson(x, a) for x, a in chosen],
            },
            (live, *(self._scanned(x) for x, _ in chosen)),
        )

    def in_pack(self, partner: View[Partner]) -> list[tuple[Lesson, str]]:
        """The lessons of a partner, each with the audience whose handout its members get."""
        lessons = [self.kb.lessen[slug] for slug in partner.lessen]
        return [(x, next((a for a in partner.record.publiek if a in x.kaart.voor), x.kaart.voor[0])) for x in lessons]

    def image(self, lesson: Lesson) -> Print:
        """The picture that stands beside the address of a lesson where it is shared."""
        return Print(
            addresses.image(lesson.slug),
            "beeld",
            "het deelbeeld",
            (_file_of(lesson),),
            lesson.bijgewerkt,
            {"titel": lesson.kaart.titel, "herkomst": self._origin(lesson), "oordeel": self._verdict(lesson)},
        )

    def site_image(self) -> Print:
        """The picture of every other page."""
        return Print(addresses.SITE_IMAGE, "beeld", "het deelbeeld", ("mkdocs.yml",), self._day, {"titel": None})

    def notice(self, redirect: Redirect) -> Print:
        """What stands where a handout was that is no more: why, and where to go on."""
        live = self.site + redirect.naar
        return Print(
            redirect.van,
            "bericht",
            "het bericht",
            ("data/redirects.yml",),
            self._day,
            {
                "reden": redirect.reden,
                "sinds": redirect.sinds and date_in_words(redirect.sinds),
                "naam": name(self.kb, redirect),
                "adres": self._shown(redirect.naar),
                "scan": live,
            },
            (live,),
        )

    def _lesson(self, lesson: Lesson, audience: str) -> dict[str, Any]:
        """What a handout says of a lesson to one audience."""
        steps = [*lesson.kaart.stappen[audience]]
        return {**self._for_all(lesson.slug), "voor": self._addressed(audience), "stappen": steps}

    @cache  # noqa: B019  the same for each of its audiences, for the life of the knowledge base
    def _for_all(self, slug: str) -> dict[str, Any]:
        lesson = self.kb.lessen[slug]
        card, words = lesson.kaart, self.kb.vocabulaire
        names = [short(self.kb.bronnen[slug].record) for slug in self._studied(lesson)]
        return {
            "slug": lesson.slug,
            "titel": card.titel,
            "kern": card.kernboodschap,
            "herkomst": self._origin(lesson),
            "oordeel": self._verdict(lesson),
            "wat": paragraphs(card.wat),
            "waarom": [*card.werkzame_elementen],
            "wie": ", ".join(words["doelgroep"][slug].label for slug in card.doelgroep),
            "moment": words["loopbaanmoment"][lesson.loopbaanmoment].label,
            "kosten": words["kosten"][card.inzet.kosten].label,
            "tijd": card.inzet.tijd,
            "mensen": card.inzet.mensen,
            "wel": [*(card.wanneer_wel or ())],
            "niet": [*(card.wanneer_niet or ())],
            "geregeld": [*(card.randvoorwaarden or ())],
            "valkuilen": [*(card.valkuilen or ())],
            "gevonden": self._found(lesson),
            "bronnen": names[:SOURCES],
            "meer_bronnen": max(0, len(names) - SOURCES),
            "nagelopen": date_in_words(card.beoordeeld_op),
            "versie": lesson.versie,
            "dag": date_in_words(lesson.bijgewerkt),
            "adres": self.site + addresses.lesson(lesson.slug),
            "scan": self._scanned(lesson),
            "kort_adres": self._shown(addresses.lesson(lesson.slug)),
        }

    def _studied(self, lesson: Lesson) -> list[str]:
        """The sources of its studies, each once, in order of appearance."""
        studies = [self.kb.onderzoeken[found.onderzoek].record for found in lesson.kaart.bewijs]
        return [*dict.fromkeys(source for study in studies for source in study.bronnen)]

    def _found(self, lesson: Lesson) -> list[dict[str, Any]]:
        """Per direction the outcomes on which a study found it, in the order of the vocabulary."""
        words = self.kb.vocabulaire
        return [
            {"richting": slug, "naam": word.label, "uitkomsten": [*dict.fromkeys(outcomes)]}
            for slug, word in words["richting"].items()
            if (outcomes := [words["uitkomst"][b.uitkomst].label for b in lesson.kaart.bewijs if b.richting == slug])
        ]

    def _verdict(self, lesson: Lesson) -> dict[str, Any]:
        words, verdict = self.kb.vocabulaire, lesson.oordeel
        return {
            "label": verdict.label,
            "naam": words["label"][verdict.label].label,
            "uitleg": words["label"][verdict.label].omschrijving,
            "sterkte": words["sterkte"][verdict.sterkte].label,
            "streepjes": bars(verdict.sterkte),
            "onderzoeken": verdict.onderzoeken,
            "gemeten": verdict.gemeten,
            "breder": verdict.breder,
        }

    def _line(self, lesson: Lesson) -> dict[str, Any]:
        return {
            "titel": lesson.kaart.titel,
            "kern": lesson.kaart.kernboodschap,
            "oordeel": self._verdict(lesson),
            "adres": self.site + addresses.lesson(lesson.slug),
        }

    def _fact(self, fact: Feit) -> dict[str, str]:
        return {"tekst": " ".join(paragraphs(fact.tekst)), "bron": short(self.kb.bronnen[fact.bron].record)}

    def _facts(self, facts: Iterable[Feit]) -> list[dict[str, str]]:
        return [self._fact(fact) for fact in facts]

    def _origin(self, lesson: Lesson) -> str | None:
        """Title of the pilot; None for the programme as a whole."""
        return None if lesson.pilot == PROGRAMME else self.kb.pilots[lesson.pilot].record.titel

    def _addressed(self, audience: str) -> str:
        word = self.kb.vocabulaire["publiek"][audience]
        return str(word.aanspreking or word.label)

    def _scanned(self, lesson: Lesson) -> str:
        """The live page, with the version on paper, so that the page can say what has changed since."""
        return f"{self.site}{addresses.lesson(lesson.slug)}?versie={lesson.versie}"

    def _shown(self, address: str) -> str:
        """An address as people write it down."""
        return (self.site.split("://", 1)[-1] + address).rstrip("/")

    @cached_property
    def _day(self) -> date:
        return datetime.fromtimestamp(self.kb.bijgewerkt, UTC).date()


def paragraphs(text: str) -> list[str]:
    """Running text → its paragraphs and list items as plain text."""
    plain = (unescape(_TAG.sub("", part)).strip() for part in _BLOCK.split(str(prose(text))))
    return [re.sub(r"\s+", " ", part) for part in plain if part]


def _file_of(lesson: Lesson) -> str:
    return f"lessons/{lesson.pilot}/{lesson.slug}.yml"
