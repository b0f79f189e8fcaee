"""Sources → references: Dutch APA, and files that reference managers open.

In: the source records (CSL terms). Out: per source finished HTML in Dutch APA; BibTeX, RIS and CSL-JSON as text.
Libraries do the work: pandoc is the CSL processor (style: APA 7, `templates/csl/apa-nl.csl`) and writes BibTeX, rispy writes RIS.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import nh3
import pypandoc
import rispy
from markupsafe import Markup

from macros.derive import View
from macros.model import Bron

STYLE = Path(__file__).parent / "templates" / "csl" / "apa-nl.csl"
_ASK_ALL = '---\nnocite: "@*"\nlang: nl-NL\n---\n'
_ENTRY = re.compile(r'<div id="ref-([a-z0-9-]+)"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)
_BIBTEX_START = re.compile(r"^@\w+\{([a-z0-9-]+),\n", re.MULTILINE)
_RIS_NUMBER = re.compile(r"^\d+\.\n(?=TY  - )", re.MULTILINE)
_OURS = ("soort", "gelezen", "via_pilot", "opmerking", "afgeleid", "issued")  # not CSL, or written differently there
# RIS type per CSL type: those that Zotero and EndNote read back as the same kind of source.
_RIS_TYPES = {
    "report": "RPRT",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "legislation": "STAT",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CPAPER",
    "thesis": "THES",
    "dataset": "DATA",
}


def csl_items(sources: Iterable[View[Bron]]) -> list[dict[str, Any]]:
    """The sources as items of CSL-JSON (schema 1.0.2), with the slug as id and our remark as note."""
    return [_csl(source.slug, source.record) for source in sources]


def short(source: Bron) -> str:
    """A source in a few words: its first maker, or its title where no maker is known, and the year."""
    makers = source.author or ()
    who = (makers[0].literal or makers[0].family) if makers else source.title
    return f"{who}{' e.a.' if len(makers) > 1 else ''}, {(source.issued or 'z.d.')[:4]}"


def _csl(slug: str, source: Bron) -> dict[str, Any]:
    item = {"id": slug, **source.model_dump(by_alias=True, exclude_none=True, exclude=set(_OURS), mode="json")}
    if source.issued:
        item["issued"] = {"date-parts": [[int(part) for part in source.issued.split("-")]]}
    if source.opmerking:
        item["note"] = source.opmerking
    return item


def csl_json(items: list[dict[str, Any]]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def apa(items: list[dict[str, Any]]) -> Mapping[str, Markup]:
    """Id of each item → its reference in Dutch APA, as safe HTML. Raises RuntimeError when the processor fails."""
    plain = [{k: v for k, v in item.items() if k != "note"} for item in items]
    return _apa(csl_json(plain))


@lru_cache(maxsize=4)
def _apa(text: str) -> Mapping[str, Markup]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bronnen.json"
        file.write_text(text, "utf-8")
        html = pypandoc.convert_text(
            _ASK_ALL,
            "html",
            format="markdown",
            extra_args=["--citeproc", "--wrap=none", f"--bibliography={file}", f"--csl={STYLE}"],
        )
    return {slug: _safe(entry) for slug, entry in _ENTRY.findall(html)}


def _safe(html: str) -> Markup:
    return Markup(
        nh3.clean(
            html, tags={"em", "a"}, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="external"
        )
    )


def bibtex(items: list[dict[str, Any]]) -> str:
    """The items as BibTeX (UTF-8)."""
    text: str = pypandoc.convert_text(csl_json(items), "bibtex", format="csljson", extra_args=["--wrap=none"])
    dois = {item["id"]: item["DOI"] for item in items if "DOI" in item}  # pandoc leaves them out of BibTeX
    return _BIBTEX_START.sub(lambda m: m[0] + (f"  doi = {{{dois[m[1]]}}},\n" if m[1] in dois else ""), text)


def ris(items: list[dict[str, Any]]) -> str:
    """The items as RIS, without the numbers that rispy puts before them: the format starts with the type."""
    return _RIS_NUMBER.sub("", rispy.dumps([_ris(item) for item in items]))


def _ris(item: Mapping[str, Any]) -> dict[str, Any]:
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    first, _, last = str(item.get("page", "")).replace("–", "-").partition("-")
    entry = {
        "type_of_reference": _RIS_TYPES[item["type"]],
        "id": item["id"],
        "title": item["title"],
        "authors": [_name(a) for a in item.get("author", ())],
        "year": str(parts[0]) if parts else None,
        "date": "/".join(f"{part:02d}" for part in parts) + "/" * (4 - len(parts)) if len(parts) > 1 else None,
        "publisher": item.get("publisher"),
        "secondary_title": item.get("container-title"),
        "volume": item.get("volume"),
        "number": item.get("issue") or item.get("number"),
        "start_page": first,
        "end_page": last,
        "doi": item.get("DOI"),
        "language": item.get("language"),
        "urls": [item["URL"]] if "URL" in item else None,
        "abstract": item.get("abstract"),
        "notes": [item["note"]] if "note" in item else None,
    }
    return {key: value for key, value in entry.items() if value}


def _name(author: Mapping[str, str]) -> str:
    return author.get("literal") or ", ".join(filter(None, [author["family"], author.get("given")]))
