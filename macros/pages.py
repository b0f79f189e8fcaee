"""Which pages are made from data, and what each one shows. Engine-neutral: path, front matter, one macro call.

Pages written by hand stand in `docs/`; these come on top of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from macros.advice import ALL
from macros.derive import PROGRAMME, KnowledgeBase

AUDIENCES = ("gemeente", "werkgever", "onderwijs", "uwv")  # the audiences with a page of their own


@dataclass(frozen=True)
class Page:
    """`path` is relative to docs/; `meta` is the front matter; `call` is the macro call that fills the page."""

    path: str
    meta: dict[str, Any]
    call: str

    def markdown(self) -> str:
        front = yaml.dump(self.meta, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=True, width=1000)
        return f"---\n{front}---\n{{{{ {self.call} }}}}\n"


def pages(kb: KnowledgeBase) -> Iterator[Page]:
    """Every page that the knowledge base gives rise to."""
    for lesson in kb.lessen.values():
        if lesson.kaart.status == "vervangen":
            continue  # its address leads to its successor
        yield _page(
            f"lessen/{lesson.slug}.md",
            lesson.kaart.titel,
            lesson.kaart.kernboodschap,
            f'les("{lesson.slug}")',
            zoekmachines=lesson.actief,
            scripts=("kopieer.js", "versie.js", *(("nakijken.js",) if lesson.actief else ())),
        )
    for pilot in kb.pilots.values():
        path = f"{PROGRAMME}/index.md" if pilot.slug == PROGRAMME else f"pilots/{pilot.slug}.md"
        yield _page(path, pilot.record.titel, pilot.record.kort, f'pilot("{pilot.slug}")', soort="Pilot")
    for slug in AUDIENCES:
        word = kb.vocabulaire["publiek"][slug]
        yield _page(
            f"voor/{slug}.md",
            f"Voor {word.aanspreking or word.label}",
            f"De lessen waar u mee aan de slag kunt. {word.omschrijving}",
            f'publiek("{slug}")',
            soort="Overzicht",
        )
    yield from _helper(kb)
    for values in kb.facetten.values():
        for value in values:
            yield _page(
                f"lessen/per/{value.facet}/{value.slug}.md",
                f"Lessen per {value.facet}: {value.naam}",
                f"De lessen bij {value.naam}, per oordeel over het bewijs.",
                f'facet("{value.facet}-{value.slug}")',
            )
    for partner in kb.partners.values():
        yield _page(
            f"partners/{partner.slug}.md",
            partner.record.naam,
            f"Lessen, handouts en kant-en-klare teksten voor de leden van {partner.record.naam}.",
            f'partner("{partner.slug}")',
            soort="Partner",
            scripts=("kopieer.js",),
        )
    for kind, name, views in (
        ("traject", "Verwant programma", kb.trajecten),
        ("conferentie", "Conferentie", kb.conferenties),
    ):
        for view in views.values():
            yield _page(
                f"{PROGRAMME}/{view.slug}.md", view.record.titel, view.record.kort, f'{kind}("{view.slug}")', soort=name
            )
    for figure in kb.cijfers.values():
        yield _page(
            f"cijfers/{figure.slug}.md",
            figure.record.title,
            figure.record.kern,
            f'cijfer("{figure.slug}")',
            soort="Cijfer",
        )


def _helper(kb: KnowledgeBase) -> Iterator[Page]:
    """The pages of the helper after its first question: per audience, and per audience and moment."""
    for audience, word in kb.vocabulaire["publiek"].items():
        lessons = kb.voor(audience)
        if not lessons:
            continue
        name = word.aanspreking or word.label
        yield _page(
            f"keuzehulp/{audience}.md",
            f"Welke les past bij {name}? Kies een moment",
            f"Vraag 2 van de keuzehulp voor {name}: om welk moment in de loopbaan gaat het?",
            f'keuzehulp_moment("{audience}")',
        )
        used = {lesson.loopbaanmoment for lesson in lessons}
        moments = {slug: w.label for slug, w in kb.vocabulaire["loopbaanmoment"].items() if slug in used}
        for moment, label in {ALL: "Elk moment", **moments}.items():
            yield _page(
                f"keuzehulp/{audience}/{moment}.md",
                f"Welke les past bij {name}? {label}",
                f"De lessen die het best passen voor {name}, met de reden erbij. Moment in de loopbaan: {label}.",
                f'keuzehulp_advies("{audience}--{moment}")',
                scripts=("keuzehulp.js",),
            )


def _page(
    path: str,
    title: str,
    description: str,
    call: str,
    *,
    soort: str | None = None,
    zoekmachines: bool = True,
    scripts: tuple[str, ...] = (),
) -> Page:
    """`soort`: the kind of result under which readers find the page; None for a page that is not searched."""
    meta: dict[str, Any] = {"title": title, "titel": title, "description": description, "blad": True}
    meta |= {"soort": soort} if soort else {}
    meta |= {} if zoekmachines else {"zoekmachines": False}
    meta |= {"scripts": [*scripts]} if scripts else {}
    return Page(path, meta, call)
