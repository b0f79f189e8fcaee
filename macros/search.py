"""The search index: what readers can find, in a form in which Pagefind finds it in Dutch.

In: the knowledge base and the pages written by hand. Out: `pagefind/` in the built site, with `woorden.json` beside it.
Pagefind stems, ranks and loads piece by piece; it does not know that "arbeidsmarktdiscriminatie" is about "discriminatie", nor that
a "vluchteling" may be called "statushouder". So every document gets, at a low weight, the parts of its compounds and the synonyms of
its words. `woorden.json` tells the browser which words the index knows: for typing errors, and to say honestly that a word is unknown.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
import yaml

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.facets import values_of
from macros.pages import pages
from macros.render import Renderer
from macros.words import Expander, anchor, plain, stem, words

TEMPLATES = Path(__file__).parent / "templates" / "search"
_UNREAD = re.compile(
    r"<(nav|aside|svg|script|style|noscript|form)\b.*?</\1>|<!--niet doorzoeken-->.*?<!--einde niet doorzoeken-->",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")
_CALL = re.compile(r'\{\{\s*(\w+)\((?:"([^"]*)")?\)\s*\}\}')  # the one macro call of a page
_TARGET = re.compile(r"\]\([^)]*\)")  # of a Markdown link
OUTPUT, WORDS = "pagefind", "woorden.json"
NOT_USED = (
    "pagefind-ui.js",
    "pagefind-ui.css",
    "pagefind-modular-ui.js",
    "pagefind-modular-ui.css",
    "pagefind-component-ui.js",
    "pagefind-component-ui.css",
    "pagefind-highlight.js",
)


@dataclass(frozen=True)
class Document:
    """What can be found: `adres` is relative to the site, `etiketten` are words that say what it is about, `tekst` is the rest.

    `label`: slug of the label of a lesson. `waarden`: facet → slugs, to filter by.
    """

    adres: str
    titel: str
    soort: str
    samenvatting: str
    tekst: str
    etiketten: str = ""
    label: str = ""
    waarden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def kenmerken(self) -> list[str]:
        """A word that nobody types for the kind and for each value. Pagefind's own filters would fetch the whole index."""
        values = {"soort": (anchor(self.soort),), **self.waarden}
        return [f"qx{facet}{slug.replace('-', '')}qx" for facet, slugs in values.items() for slug in slugs]


def documents(kb: KnowledgeBase, others: Iterable[Document]) -> Iterator[Document]:
    """Everything that can be found: lessons, words of the glossary, studies, and `others`, the other pages of the site."""
    for lesson in kb.actief:
        yield _lesson(kb, lesson)
    yield from others
    yield from _prints(kb)
    yield from (
        Document(
            f"begrippen/#{anchor(term.begrip)}",
            term.begrip,
            "Begrip",
            term.uitleg,
            term.uitleg,
            " · ".join((*(term.ook or ()), *(term.vormen or ()))),
        )
        for term in kb.begrippen
    )
    yield from (
        Document(
            f"bewijs/onderzoeken/#{study.slug}",
            study.record.titel,
            "Onderzoek",
            study.record.toelichting,
            " ".join((study.record.omvang, study.record.plaats, study.record.vergelijkingsgroep)),
        )
        for study in kb.onderzoeken.values()
    )


def _prints(kb: KnowledgeBase) -> Iterator[Document]:
    """The prints that stand by themselves; the handouts of a lesson are found with the lesson."""
    for pilot in kb.pilots.values():
        record = pilot.record
        yield Document(
            addresses.folder(pilot.slug),
            f"Informatiemap {record.titel} (pdf)",
            "Handout",
            record.kort,
            record.doel.tekst,
        )
    for slug, word in kb.vocabulaire["publiek"].items():
        if kb.voor(slug):
            name = word.aanspreking or word.label
            said = f"De lessen voor {name}, om te printen en af te vinken."
            yield Document(
                addresses.checklist(slug), f"Checklist voor {name} (pdf)", "Handout", said, word.omschrijving
            )
    for partner in kb.partners.values():
        own = partner.record
        said = f"De handouts van de lessen voor de leden van {own.naam}, in één document."
        titles = " ".join(kb.lessen[slug].kaart.titel for slug in partner.lessen)
        yield Document(
            addresses.pack(partner.slug, "pdf"),
            f"Pakket met handouts voor {own.naam} (pdf)",
            "Handout",
            said,
            titles,
        )


def other_pages(kb: KnowledgeBase, docs: Path) -> Iterator[Document]:
    """The pages, made from data or written by hand in `docs`, whose front matter names a kind (`soort`)."""
    renderer = Renderer(kb, "/")  # an address in full is for other sites, and nobody searches it
    made = [(page.path, page.meta, f"{{{{ {page.call} }}}}") for page in pages(kb) if "soort" in page.meta]
    written = [
        (path.relative_to(docs).as_posix(), *_front_matter(path.read_text("utf-8")))
        for path in sorted(docs.rglob("*.md"))
    ]
    for path, meta, body in [*made, *written]:
        if kind := meta.get("soort"):
            address = re.sub(r"(^|/)index\.md$|\.md$", lambda found: found[1] or "", path).rstrip("/") + "/"
            html = _CALL.sub(lambda call, url=address: renderer.block(call[1], call[2], url), _TARGET.sub("]", body))  # type: ignore[misc]
            yield Document(address, meta["titel"], kind, meta["description"], visible_text(html))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def visible_text(html: str) -> str:
    """The text of HTML, without menus, figures, forms, and what a template marks as not to be searched."""
    return unescape(_TAG.sub(" ", _UNREAD.sub(" ", html)))


def _lesson(kb: KnowledgeBase, lesson: Lesson) -> Document:
    card = lesson.kaart
    values = values_of(lesson)
    lists: tuple[Any, ...] = (
        card.werkzame_elementen,
        card.wanneer_wel,
        card.wanneer_niet,
        card.randvoorwaarden,
        card.valkuilen,
    )
    outcomes = kb.vocabulaire["uitkomst"]
    text = [
        card.wat,
        *(item for each in lists for item in each or ()),
        *(step for steps in card.stappen.values() for step in steps),
        *(f"{example.organisatie} {example.wat}" for example in card.voorbeelden or ()),
        *(f"{outcomes[found.uitkomst].label} {found.bevinding}" for found in card.bewijs),
        *(f"{tool.titel} {tool.wat}" for tool in card.hulpmiddelen or ()),
        card.inzet.toelichting or "",
    ]
    return Document(
        f"lessen/{lesson.slug}/",
        card.titel,
        "Les",
        card.kernboodschap,
        "\n".join(text),
        " · ".join(
            kb.naam(facet, slug) for facet in ("pilot", "moment", "doelgroep", "voor") for slug in values[facet]
        ),
        lesson.oordeel.label,
        {facet: values[facet] for facet in ("voor", "moment", "label")},
    )


class Index:
    """An index in the making, by Pagefind in a process of its own."""

    def __init__(self, kb: KnowledgeBase, docs: Path, folder: Path) -> None:
        """Start on the index of the records and the pages, in an empty folder. `docs`: the pages written by hand."""
        self._made = folder / OUTPUT
        documents_ = folder / "documenten"
        documents_.mkdir()
        self._words = _write(kb, documents(kb, other_pages(kb, docs)), documents_)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pagefind", "--site", str(documents_), "--output-path", str(self._made), "--quiet",
             "--force-language", "nl"], stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def finish(self, site: Path) -> None:
        """Put the index in a built site. Raises CalledProcessError when Pagefind failed."""
        if code := self._process.wait():
            raise subprocess.CalledProcessError(code, "pagefind")
        (self._made / WORDS).write_text(self._words, "utf-8")
        for unused in NOT_USED:
            (self._made / unused).unlink(missing_ok=True)  # we show results ourselves
        shutil.rmtree(site / OUTPUT, ignore_errors=True)
        shutil.move(self._made, site / OUTPUT)


def _write(kb: KnowledgeBase, found: Iterable[Document], folder: Path) -> str:
    """Write each document with the words that are added to it. Returns what the browser has to know about words."""
    terms = [((term.begrip, *(term.vormen or ())), term.ook or ()) for term in kb.begrippen]
    expander = Expander(kb.samenstellingen.woorden, kb.synoniemen.groepen, terms)
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    template = environment.get_template("document.html")
    seen: set[str] = set()
    for number, document in enumerate(found):
        first = words(f"{document.titel} {document.samenvatting} {document.etiketten}")
        rest = words(document.tekst)
        strong, strong_others = expander.expand(first)
        parts, others = expander.expand([*first, *rest])
        text = template.render(
            document=document,
            delen_voorop=" ".join(strong),
            delen=" ".join(sorted({*parts} - {*strong})),
            synoniemen_voorop=" ".join(strong_others),
            synoniemen=" ".join(sorted({*others} - {*strong_others})),
        )
        (folder / f"{number:05d}.html").write_text(text, "utf-8")
        seen.update(first, rest, parts, others)
    return vocabulary(kb, expander, seen)


def vocabulary(kb: KnowledgeBase, expander: Expander, seen: Set[str]) -> str:
    """What the browser has to know about words, as JSON.

    `stammen`: per stem that the index knows the stem and its shortest word (Pagefind finds the longer ones from there), which is left
    out where it is the same; lines sorted by stem. `zinnen`: phrases with the words to search for instead. `loos`: words that say nothing in a question.
    """
    best: dict[str, str] = {}
    for word in sorted(seen, key=lambda word: (len(word), word)):
        if not word.isdigit():
            best.setdefault(stem(word), word)
    lines = [key if key == word else f"{key},{word}" for key, word in sorted(best.items())]
    known = {phrase: [word for word in found if word in seen][:2] for phrase, found in expander.phrases.items()}
    return json.dumps(
        {
            "stammen": "\n".join(lines),
            "zinnen": {phrase: " ".join(found) for phrase, found in known.items() if found},
            "loos": sorted({plain(word) for word in kb.synoniemen.loze_woorden}),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
