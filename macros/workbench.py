"""The form's side of the program: runs in the editor's browser (Python in WebAssembly), so that the form says what `check` says.

In: what the base knows (`knowledge`), once, and then what stands in the form. Out: files, findings, label and preview, all as JSON.
Nothing here reads a file but the templates beside it; nothing here needs the base itself.
"""

import datetime
import json
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from macros.derive import PROGRAMME, KnowledgeBase
from macros.draft import Draft, assess
from macros.grade import bars
from macros.language import hints, prose_of
from macros.model import Effectwoorden, Onderzoek, Taal, Vocabulaire, Waarde, vocabulary_context
from macros.read import Document, read_text
from macros.records import Entry, Records, Standing

TEMPLATES = Path(__file__).parent / "templates" / "html"
_NOWHERE = Document("", {}, {})


def knowledge(kb: KnowledgeBase, source_name: Any) -> dict[str, Any]:
    """What the form has to know of the base. `source_name` tells a source in a few words."""
    return {
        "vocabulaire": {
            name: [word.model_dump(exclude_none=True, mode="json") for word in words.values()]
            for name, words in kb.vocabulaire.items()
        },
        "onderzoeken": {
            slug: study.record.model_dump(exclude_none=True, by_alias=True, mode="json")
            for slug, study in kb.onderzoeken.items()
        },
        "bronnen": {slug: f"{source_name(view.record)}: {view.record.title}" for slug, view in kb.bronnen.items()},
        "pilots": {slug: view.record.titel for slug, view in kb.pilots.items()},
        "lessen": {
            slug: {
                "titel": lesson.kaart.titel,
                **Standing(lesson.pilot, lesson.kaart.status, lesson.kaart.vervangen_door)._asdict(),
            }
            for slug, lesson in kb.lessen.items()
        },
        "effectwoorden": kb.effectwoorden.model_dump(mode="json"),
        "taal": kb.taal.model_dump(mode="json"),
    }


class Workbench:
    """The base as the form knows it, made of the JSON text of `knowledge`."""

    def __init__(self, known: str) -> None:
        found = json.loads(known)
        self._taal = Taal.model_validate(found["taal"])
        self._pilots = found["pilots"]
        words = {
            name: Vocabulaire(titel=name, omschrijving=name, waarden=[Waarde.model_validate(v) for v in values])
            for name, values in found["vocabulaire"].items()
        }
        self._words = {name: {word.slug: word for word in each.waarden} for name, each in words.items()}
        context = vocabulary_context(words)
        studies = {
            slug: Entry(slug, "", Onderzoek.model_validate(values, context=context), _NOWHERE)
            for slug, values in found["onderzoeken"].items()
        }
        claims = Entry("effectwoorden", "", Effectwoorden.model_validate(found["effectwoorden"]), _NOWHERE)
        self._records = Records(
            collections={"onderzoeken": studies},
            singles={"effectwoorden": claims},
            vocabularies=words,
            known={kind: {*found[kind]} for kind in ("onderzoeken", "bronnen", "pilots", "lessen")},
            elsewhere={
                slug: Standing(each["pilot"], each["status"], each["vervangen_door"])
                for slug, each in found["lessen"].items()
            },
        )

    def assess(self, asked: str) -> str:
        """JSON of {pilot, slug, was, waarden, erbij: [{kind, slug, waarden}]} → JSON of {bestanden, bevindingen, oordeel, kop, hints}."""
        form = json.loads(asked)
        lesson = Draft("lessen", form["slug"], form["waarden"], form["pilot"], form.get("was"))
        drafts = [*(Draft(each["kind"], each["slug"], each["waarden"]) for each in form["erbij"]), lesson]
        found = assess(drafts, self._records)
        verdict = found.oordelen[lesson.path]
        return json.dumps(
            {
                "bestanden": [{"pad": each.path, "tekst": each.text} for each in drafts],
                "bevindingen": [asdict(finding) for finding in found.bevindingen],
                "oordeel": asdict(verdict),
                "kop": self._environment.get_template("_leskop.html").module.kop(  # type: ignore[attr-defined]
                    lesson.waarden.get("titel") or "Titel",
                    lesson.waarden.get("kernboodschap") or "",
                    verdict,
                    "Het programma VIA"
                    if lesson.group == PROGRAMME
                    else f"Pilot {self._pilots.get(lesson.group, '…')}",
                    "../../",
                    3,
                ),
                "hints": [asdict(hint) for hint in hints(prose_of(lesson.waarden), self._taal)],
            }
        )

    def open(self, text: str) -> str:
        """Text of a card → JSON of {waarden, bevindingen}: what of it can be shown in the form, and why not the rest."""
        document = read_text("kaart", text)
        if isinstance(document, list):
            return json.dumps({"waarden": None, "bevindingen": [asdict(finding) for finding in document]})
        return json.dumps({"waarden": document.value, "bevindingen": []}, default=datetime.date.isoformat)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["streepjes"] = bars
        environment.globals["woord"] = lambda vocabulary, slug: self._words[vocabulary][slug]
        return environment
