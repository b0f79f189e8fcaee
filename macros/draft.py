"""Records in the making: what their files would hold, and what `check` would say of them in the base as it is.

In: values as a form or a command has them, and the records of the base. Out: text, findings and, for a lesson, its grade. Both ways of
making a lesson use this, so that they write the same file and say the same.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from macros import rules
from macros.derive import grade_findings
from macros.findings import Finding
from macros.grade import Grade
from macros.model import Bewijs, vocabulary_context
from macros.read import read_text
from macros.records import COLLECTIONS, Entry, Records, path_of, taken, wrong_name
from macros.validate import to_record
from macros.write import as_yaml, canonical


@dataclass(frozen=True)
class Draft:
    """One record in the making. `kind` as in `records.COLLECTIONS`; `group`: the pilot of a lesson; `was`: its name in the base, if it is there."""

    kind: str
    slug: str
    waarden: Mapping[str, Any]
    group: str = ""
    was: str | None = None

    @property
    def path(self) -> str:
        return path_of(self.kind, self.slug or "naamloos", self.group or "pilot")

    @property
    def text(self) -> str:
        return as_yaml(self.kind, self.waarden)


@dataclass(frozen=True)
class Assessment:
    """`bevindingen`: of all drafts, sorted; `oordelen`: path of a lesson → its grade, from the findings that can be counted so far."""

    bevindingen: tuple[Finding, ...]
    oordelen: Mapping[str, Grade]


def assess(drafts: Sequence[Draft], records: Records) -> Assessment:
    """What `check` would say of these drafts, if their files stood in the base. Never raises for what a draft holds."""
    found: list[Finding] = []
    base = _to_check_in(records)
    context = vocabulary_context(base.vocabularies)
    for draft in drafts:
        if wrong := wrong_name(draft.slug) or _taken(draft, records):
            found.append(Finding(draft.path, 1, 1, "bestandsnaam", wrong))
        if draft.kind == "lessen" and not draft.group:
            found.append(Finding(draft.path, 1, 1, "pilot", "ontbreekt; kies bij welke pilot de les hoort"))
        base.known.setdefault(draft.kind, set()).add(draft.slug)
        document = read_text(draft.path, draft.text)
        collection = base.collections.setdefault(draft.kind, {})
        collection.pop(draft.slug, None)
        if isinstance(document, list):
            found += document
        elif isinstance(record := to_record(document, COLLECTIONS[draft.kind], context), list):
            found += record
        else:
            collection[draft.slug] = Entry(draft.slug, draft.group, record, document)
    paths = {draft.path for draft in drafts}
    found += [finding for finding in rules.check(base) if finding.path in paths]
    lessons = [draft for draft in drafts if draft.kind == "lessen"]
    return Assessment(tuple(sorted(set(found))), {draft.path: _grade_so_far(draft, base, context) for draft in lessons})


def _taken(draft: Draft, records: Records) -> str | None:
    if draft.slug == draft.was or draft.slug not in records.known.get(draft.kind, ()):
        return None
    stands = records.standing.get(draft.slug)
    return taken(draft.slug, path_of(draft.kind, draft.slug, stands.pilot if stands else ""))


def _grade_so_far(draft: Draft, base: Records, context: Mapping[str, Any]) -> Grade:
    """The grade of a lesson by those of its findings that are complete."""
    complete: list[Bewijs] = []
    written = canonical(COLLECTIONS["lessen"], draft.waarden).get("bewijs")
    for values in written if isinstance(written, list) else ():
        with suppress(ValidationError):
            complete.append(Bewijs.model_validate(values, context=context))
    known = [finding for finding in complete if finding.onderzoek in base.of("onderzoeken")]
    return grade_findings(known, str(draft.waarden.get("soort") or "aanpak"), base)


def _to_check_in(records: Records) -> Records:
    """The base to check drafts in: what the rules look up, without what they need not look at again."""
    return replace(
        records,
        collections={"lessen": {}, "onderzoeken": {**records.of("onderzoeken")}},
        singles={name: entry for name, entry in records.singles.items() if name == "effectwoorden"},
        known={kind: {*slugs} for kind, slugs in records.known.items()},
        elsewhere=records.standing,
    )
