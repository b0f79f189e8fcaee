"""Which pages are made from data, and what each one shows. Engine-neutral: path, front matter, one macro call.

Pages written by hand stand in `docs/`; these come on top of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

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
        yield _page(
            f"lessen/{lesson.slug}.md",
            lesson.kaart.titel,
            lesson.kaart.kernboodschap,
            f'les("{lesson.slug}")',
            zoekbaar=lesson.actief,
            zoekmachines=lesson.actief,
            blad=True,
        )
    for pilot in kb.pilots.values():
        path = f"{PROGRAMME}/index.md" if pilot.slug == PROGRAMME else f"pilots/{pilot.slug}.md"
        yield _page(path, pilot.record.titel, pilot.record.kort, f'pilot("{pilot.slug}")', blad=True)
    for slug in AUDIENCES:
        word = kb.vocabulaire["publiek"][slug]
        yield _page(
            f"voor/{slug}.md",
            f"Voor {word.aanspreking or word.label}",
            f"De lessen waar u mee aan de slag kunt. {word.omschrijving}",
            f'publiek("{slug}")',
            blad=True,
        )
    for values in kb.facetten.values():
        for value in values:
            yield _page(
                f"lessen/per/{value.facet}/{value.slug}.md",
                f"Lessen per {value.facet}: {value.naam}",
                f"De lessen bij {value.naam}, per oordeel over het bewijs.",
                f'facet("{value.facet}-{value.slug}")',
                zoekbaar=False,
                blad=True,
            )
    for partner in kb.partners.values():
        yield _page(
            f"partners/{partner.slug}.md",
            partner.record.naam,
            f"De lessen voor de leden van {partner.record.naam}.",
            f'partner("{partner.slug}")',
            blad=True,
        )
    for kind, views in (("traject", kb.trajecten), ("conferentie", kb.conferenties)):
        for view in views.values():
            yield _page(
                f"{PROGRAMME}/{view.slug}.md", view.record.titel, view.record.kort, f'{kind}("{view.slug}")', blad=True
            )
    for figure in kb.cijfers.values():
        yield _page(
            f"cijfers/{figure.slug}.md", figure.record.title, figure.record.kern, f'cijfer("{figure.slug}")', blad=True
        )


def _page(
    path: str,
    title: str,
    description: str,
    call: str,
    *,
    zoekbaar: bool = True,
    zoekmachines: bool = True,
    blad: bool = False,
) -> Page:
    meta = {"title": title, "titel": title, "description": description, "zoekbaar": zoekbaar, "blad": blad}
    return Page(path, meta if zoekmachines else {**meta, "zoekmachines": False}, call)
