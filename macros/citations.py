"""A lesson as a source: the reference that others copy, and the files that their reference managers open.

In: the renderer (knowledge base and address of the site). Out: per lesson an item of CSL-JSON, its reference in Dutch APA, BibTeX and RIS.
Every lesson is of the same one type and has the same maker, so two templates say what pandoc would: asked for 2,000 lessons, pandoc
takes 70 seconds. The tests hold the templates to pandoc's own answers.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from macros import addresses, references
from macros.derive import Lesson

if TYPE_CHECKING:  # it has the templates
    from macros.render import Renderer

NAME = "Weten wat werkt"
_DOUBLE = re.compile(r'"([^"]*)"')
_SINGLE = re.compile(r"(?<!\w)'(\S|\S[^']*\S)'(?!\w)")
_CLOSED = re.compile(r"[.?!][’]?$")
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: "\\" + c for c in "{}&%$#_"},
    }
)


def files(renderer: "Renderer") -> Iterator[tuple[str, str]]:
    """Path (relative to the site) and text of the reference to each lesson, in every form."""
    for lesson in renderer.kb.lessen.values():
        if lesson.kaart.status != "vervangen":  # its successor's stand there
            item = csl_item(lesson, renderer.site)
            yield addresses.citation(lesson.slug, "bib"), renderer.document("citeren/les.bib", bron=item, les=lesson)
            yield addresses.citation(lesson.slug, "ris"), references.ris([item])


def csl_item(lesson: Lesson, site: str) -> dict[str, Any]:
    """The lesson as an item of CSL-JSON (schema 1.0.2): a page of this site, of the day that it was last changed."""
    day = lesson.bijgewerkt
    return {
        "id": lesson.slug,
        "type": "webpage",
        "title": lesson.kaart.titel,
        "author": [{"literal": NAME}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "container-title": NAME,
        "URL": site + addresses.lesson(lesson.slug),
        "language": "nl",
        "abstract": lesson.kaart.kernboodschap,
    }


def apa_title(title: str) -> str:
    """A title as pandoc prints it in Dutch APA: Dutch quotation marks and apostrophes."""
    paired = _DOUBLE.sub(lambda found: "‘" + _SINGLE.sub(r"“\1”", found[1]) + "’", title)
    return _SINGLE.sub(r"‘\1’", paired).replace("'", "’")


def ends_a_sentence(title: str) -> bool:
    """Whether a full stop after this title would be one too many."""
    return bool(_CLOSED.search(title))


def bibtex_text(text: str) -> str:
    """Text as the value of a field in BibTeX: what TeX would read as a command becomes a character."""
    return text.translate(_BIBTEX)
