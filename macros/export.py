"""Everything that others take away as a file: references for reference managers, figures as a data package.

In: the knowledge base. Out: path (relative to the site) and text of each file, the same for the same input.
"""

import csv
import io
import json
from collections.abc import Iterator

from macros import references
from macros.derive import Figure, KnowledgeBase
from macros.figures import HEADER, PACKAGE

LESSON_COLUMNS = (
    "slug",
    "titel",
    "kernboodschap",
    "oordeel",
    "sterkte",
    "onderzoeken",
    "voor",
    "doelgroep",
    "moment",
    "pilot",
    "kosten",
    "bijgewerkt",
)


def files(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Path and text of every file."""
    items = references.csl_items(kb.bronnen.values())
    yield "bronnen/bronnen.bib", references.bibtex(items)
    yield "bronnen/bronnen.ris", references.ris(items)
    yield "bronnen/bronnen.json", references.csl_json(items)
    yield f"cijfers/{PACKAGE}", data_package(kb)
    yield "lessen/lessen.csv", lessons(kb)
    for figure in kb.cijfers.values():
        yield f"cijfers/{figure.record.path}", rows(figure)


def lessons(kb: KnowledgeBase) -> str:
    """The published lessons as CSV, one per line; several values in one field are parted by "; "."""
    words = {name: {w.slug: w.label for w in values.values()} for name, values in kb.vocabulaire.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LESSON_COLUMNS)
    for lesson in kb.actief:
        card, verdict = lesson.kaart, lesson.oordeel
        writer.writerow(
            (
                lesson.slug,
                card.titel,
                card.kernboodschap,
                words["label"][verdict.label],
                words["sterkte"][verdict.sterkte],
                verdict.onderzoeken,
                "; ".join(words["publiek"][slug] for slug in card.voor),
                "; ".join(words["doelgroep"][slug] for slug in card.doelgroep),
                words["loopbaanmoment"][lesson.loopbaanmoment],
                kb.pilots[lesson.pilot].record.titel,
                words["kosten"][card.inzet.kosten],
                lesson.bijgewerkt.isoformat(),
            )
        )
    return out.getvalue()


def data_package(kb: KnowledgeBase) -> str:
    """The Frictionless package as it is kept, with for each figure its sources in the terms of the standard."""
    package = kb.cijferpakket.model_dump(by_alias=True, exclude_none=True, mode="json")
    for resource in package["resources"]:
        sources = [kb.bronnen[slug].record for slug in resource["bronnen"]]
        resource["sources"] = [{"title": s.title, **({"path": s.URL} if s.URL else {})} for s in sources]
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def rows(figure: Figure) -> str:
    """The rows of one figure as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (r.reeks, r.periode, f"{r.waarde:g}" if abs(r.waarde) < 1e5 else f"{r.waarde:.0f}") for r in figure.rijen
    )
    return out.getvalue()
