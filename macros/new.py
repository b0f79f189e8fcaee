"""`kennisbank new`: asks the fields of a lesson one by one, checks each answer, and writes the files.

In: the records of the base, and a way to ask and to tell. Out: drafts without findings, in the order in which they were made: the lesson,
and the sources and studies that were made for it. What was answered is handed to `keep` after each question, so nothing is lost.
The questions follow from the model (`schema.tree`); a name, a help text or a limit stands there and nowhere else.
"""

import copy
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.answers import Node, chosen, limits, name_from, number, numbers, picked, put, search, shown, truth
from macros.draft import Assessment, Draft, assess
from macros.findings import Finding, counted, meant
from macros.read import Place
from macros.records import Records, taken, wrong_name
from macros.references import short
from macros.schema import tree

Ask = Callable[[str], str]
Say = Callable[[str], None]
STOP, BACK, HELP, NEW = "stop", "terug", "?", "nieuw"
NEW_ONE = {"bronnen": "nieuwe bron", "onderzoeken": "nieuw onderzoek"}  # what can be made on the way
Problems = Callable[[Any], list[str]]


class Stopped(Exception):
    """The editor stopped; what was answered is kept."""


class _Back(Exception):
    """The editor wants the question before this one."""


@dataclass
class _Record:
    """The record that is being asked."""

    kind: str
    slug: str
    group: str
    waarden: dict[str, Any]


@dataclass
class State:
    """What was answered so far: dates as text, as JSON has them."""

    pilot: str = ""
    slug: str = ""
    waarden: dict[str, Any] = field(default_factory=dict)
    erbij: list[dict[str, Any]] = field(default_factory=list)  # kind, slug and values of new sources and studies
    gevraagd: int = 0  # questions of the lesson that were answered or passed over

    def drafts(self) -> list[Draft]:
        """The new sources and studies, and then the lesson."""
        return [
            *(Draft(d["kind"], d["slug"], d["waarden"]) for d in self.erbij),
            Draft("lessen", self.slug, self.waarden, self.pilot),
        ]


class Interview:
    """One lesson, asked field by field. `today` gives the day of review that is proposed."""

    def __init__(
        self, records: Records, ask: Ask, say: Say, keep: Callable[[State], None], today: datetime.date
    ) -> None:
        self.records, self.ask, self.say, self.keep, self.today = records, ask, say, keep, today

    def lesson(self, state: State) -> tuple[list[Draft], Assessment]:
        """Ask what is not answered yet. Returns the drafts and what `check` says of them: nothing. Raises `Stopped`."""
        self.state = state
        self.here = _Record("lessen", state.slug, state.pilot, state.waarden)
        self.say(
            f"Enter slaat over wat niet hoeft. {HELP} geeft uitleg, {BACK} gaat een vraag terug, {STOP} bewaart en stopt."
        )
        questions: list[tuple[str, Callable[[], None]]] = [
            ("", self._pilot),
            *(
                (name, lambda name=name, node=node, needed=needed: self._field(name, node, needed))
                for name, node, needed in self._fields()
            ),
        ]
        while state.gevraagd < len(questions):
            self.say(f"\nVraag {state.gevraagd + 1} van {len(questions)}")
            try:
                questions[state.gevraagd][1]()
                state.gevraagd += 1
            except _Back:
                state.gevraagd = max(0, state.gevraagd - 1)
            self.keep(state)
        return self._repaired(dict(questions))

    def _fields(self) -> Iterator[tuple[str, Node, bool]]:
        """The fields of a new lesson with what is known of each, and whether it has to be there."""
        schema = tree("lessen", self.records.vocabularies)
        for name, node in schema["properties"].items():
            if name not in ("vervangen_door", "wijzigingen"):  # a new lesson was never changed or replaced
                yield name, node, name in schema["required"]

    def _pilot(self) -> None:
        pilots = {slug: e.record.titel for slug, e in self.records.of("pilots").items()}
        node = {
            "title": "Pilot",
            "description": "Bij welke pilot hoort de les? Kies het programma als ze bij geen van de acht hoort.",
            "oneOf": [{"const": slug, "title": title} for slug, title in pilots.items()],
            "type": "string",
        }
        self._head(node, True)
        self.state.pilot = self._choice(
            node, True, lambda slug: [] if slug in pilots else [f'"{slug}" bestaat niet.{meant(slug, pilots)}']
        )

    def _field(self, name: str, node: Node, needed: bool) -> None:
        values = self.state.waarden
        proposed = self._proposed(name)
        self._head(node, needed, proposed or shown(values.get(name)))
        found = self._value(node, (name,), needed, proposed or values.get(name))
        if found is None:
            values.pop(name, None)
        else:
            values[name] = found
        if name == "titel":
            self._name()

    def _proposed(self, name: str) -> str:
        if name in self.state.waarden:
            return ""
        a_year_on = self.today.replace(year=self.today.year + 1, day=min(self.today.day, 28))
        return {"status": "gepubliceerd", "beoordeeld_op": str(self.today), "herzien_voor": str(a_year_on)}.get(
            name, ""
        )

    def _name(self) -> None:
        """The name of the file, which is the address."""
        self.state.slug = self._free_name("lessen", self.state.slug or name_from(self.state.waarden["titel"]))

    def _free_name(self, kind: str, proposed: str) -> str:
        known = self.records.known.get(kind, set()) | {d["slug"] for d in self.state.erbij if d["kind"] == kind}
        while True:
            name = self._answer(f"Naam van het bestand, voor altijd het adres [{proposed}]: ") or proposed
            if wrong := wrong_name(name) or (taken(name, None) if name in known else None):
                self.say(f"  bestandsnaam: {wrong}")
            else:
                return name

    def _repaired(self, questions: Mapping[str, Callable[[], None]]) -> tuple[list[Draft], Assessment]:
        """Ask again what the base as a whole has something against."""
        while True:
            drafts = self.state.drafts()
            found = assess(drafts, self.records)
            if not found.bevindingen:
                return drafts, found
            self.say(f"\nNog {counted(len(found.bevindingen))}:")
            for finding in found.bevindingen:
                self.say(f"  {finding.path}: {finding.veld}: {finding.melding}")
            self._again(found.bevindingen[0], questions)
            self.keep(self.state)

    def _again(self, finding: Finding, questions: Mapping[str, Callable[[], None]]) -> None:
        name = finding.veld.partition(".")[0]
        mine = finding.path == self.state.drafts()[-1].path
        try:
            if mine and name in questions:
                questions[name]()
            elif mine:
                self._name()
            else:
                made = next(
                    d
                    for d, draft in zip(self.state.erbij, self.state.drafts(), strict=False)
                    if draft.path == finding.path
                )
                self._record(made["kind"], made["slug"], made["waarden"])
        except _Back:
            return

    # --- one value ---

    def _value(self, node: Node, place: Place, needed: bool, now: Any = None) -> Any:
        """Ask one value, however deep. Returns None for what is left out."""

        def problems(value: Any) -> list[str]:
            return self._problems(place, value)

        if kind := node.get("x-verwijst-naar"):
            return self._reference(str(kind), needed, problems, now)
        if "oneOf" in node:
            return self._choice(node, needed, problems, now)
        match node.get("type"):
            case "array" if "prefixItems" in node:
                return self._scalar(numbers, needed, problems, now)
            case "array":
                return self._list(node, place, needed, now)
            case "object" if "properties" in node:
                return self._group(node, place, needed, now)
            case "object":
                return self._per_audience(node, place, now)
            case "boolean":
                return self._scalar(truth, needed, problems, now)
            case "number" | "integer":
                return self._scalar(number, needed, problems, now)
            case _ if node.get("x-tekst"):
                return self._prose(needed, problems, now)
            case _:
                return self._scalar(str, needed, problems, now)

    def _scalar(self, read: Callable[[str], Any], needed: bool, problems: Problems, now: Any) -> Any:
        while True:
            text = self._answer("> ")
            if not text and (now not in (None, "") or not needed):
                return now
            value = read(text)
            if self._accepted(problems(value)):
                return value

    def _prose(self, needed: bool, problems: Problems, now: Any) -> Any:
        while True:
            value = "\n\n".join(self._lines("Elke regel is een alinea; een lege regel sluit af."))
            if not value and (now or not needed):
                return now
            if self._accepted(problems(value)):
                return value

    def _lines(self, told: str) -> Iterator[str]:
        self.say(f"  {told}")
        while line := self._answer("> "):
            yield line

    def _choice(self, node: Node, needed: bool, problems: Problems, now: Any = None) -> Any:
        self._options(node["oneOf"])
        return self._scalar(lambda text: picked(text, node["oneOf"]), needed, problems, now)

    def _options(self, options: Sequence[Node]) -> None:
        for place, option in enumerate(options, 1):
            more = f": {option['description']}" if option.get("description") else ""
            self.say(f"  {place}. {option['title']}{more}")

    def _list(self, node: Node, place: Place, needed: bool, now: Any) -> Any:
        items = node["items"]

        def problems(value: Any) -> list[str]:
            return self._problems(place, value)

        if "oneOf" in items:
            self._options(items["oneOf"])
            self.say("  Meer dan één mag: nummers met een komma ertussen.")
            return self._scalar(lambda text: chosen(text, items["oneOf"]), needed, problems, now)
        if items.get("type") == "object" or items.get("x-verwijst-naar"):
            return self._repeated(items, place, needed, now)
        while True:
            value = [*self._lines("Eén punt per regel; een lege regel sluit af.")]
            if not value and (now or not needed):
                return now
            found = problems(value) if value else [f"{'.'.join(map(str, place))}: ontbreekt; geef minstens één punt"]
            if self._accepted(found):
                return value

    def _repeated(self, items: Node, place: Place, needed: bool, now: Any) -> Any:
        found: list[Any] = [*(now or ())]
        while True:
            if (not needed or found) and not self._yes(f"  {'Nog een' if found else 'Een'} toevoegen? (j/n) "):
                return found or None
            put(self.here.waarden, place, [*found])
            one = self._value(items, (*place, len(found)), False)
            if one is not None:
                found.append(one)

    def _group(self, node: Node, place: Place, needed: bool, now: Any) -> Any:
        part_of_list = isinstance(place[-1], int)
        if not needed and not now and not part_of_list and not self._yes("  Invullen? (j/n) "):
            return None
        found: dict[str, Any] = dict(now or {})
        put(self.here.waarden, place, found)
        self._fields_of(node, found, place, "  ")
        return found or None

    def _fields_of(self, node: Node, values: dict[str, Any], place: Place, indent: str) -> None:
        for name, inner in node["properties"].items():
            if name == "niveau_overzicht" and values.get("opzet") != "systematisch-overzicht":
                continue  # asked only where it may stand
            needed = name in node.get("required", ())
            self._head(inner, needed, shown(values.get(name)), indent)
            value = self._value(inner, (*place, name), needed, values.get(name))
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value

    def _per_audience(self, node: Node, place: Place, now: Any) -> Any:
        found: dict[str, Any] = dict(now or {})
        labels = {option["const"]: option["title"] for option in node["propertyNames"]["oneOf"]}
        audiences = self.here.waarden.get("voor", ())
        for audience in audiences:
            self.say(f"  Stappen voor {labels.get(audience, audience)}:")
            found[audience] = self._list(node["additionalProperties"], (*place, audience), True, found.get(audience))
        return {audience: found[audience] for audience in audiences}

    # --- other records ---

    def _reference(self, kind: str, needed: bool, problems: Problems, now: Any) -> Any:
        """The slug of another record: typed, found by words, or of a record that is made now."""
        more = f", of {NEW} voor een {NEW_ONE[kind]}" if kind in NEW_ONE else ""
        offered: list[str] = []
        while True:
            text = self._answer(f"  Zoek met een of meer woorden{more}: ")
            if not text and (now or not needed):
                return now
            names = self._names(kind)
            if text.lower() == NEW and kind in NEW_ONE:
                return self._made(kind)
            if text.isdigit() and 0 < int(text) <= len(offered):
                text = offered[int(text) - 1]
            if text in names:
                if self._accepted(problems(text)):
                    return text
                continue
            offered = search(text, names)
            for place, slug in enumerate(offered, 1):
                self.say(f"  {place}. {names[slug]} ({slug})")
            if not offered:
                self.say(f"  Niets gevonden.{meant(text, names)}")

    def _names(self, kind: str) -> Mapping[str, str]:
        """Slug → how an editor knows the record, with what was made now."""
        if kind == "bronnen":
            names = {slug: f"{short(e.record)}: {e.record.title}" for slug, e in self.records.of(kind).items()}
        else:
            names = {slug: e.record.titel for slug, e in self.records.of(kind).items()}
        made = [d for d in self.state.erbij if d["kind"] == kind]
        return {**names, **{d["slug"]: d["waarden"].get("title") or d["waarden"].get("titel", "") for d in made}}

    def _made(self, kind: str) -> str:
        values: dict[str, Any] = {}
        self.say(f"\n  Een {NEW_ONE[kind]}:")
        self._record(kind, "nieuw", values)
        maker = (values.get("author") or [{}])[0]
        who = maker.get("family") or maker.get("literal") or ""
        text = values.get("titel") or f"{who} {str(values.get('issued', ''))[:4]} {values.get('title', '')}"
        slug = self._free_name(kind, name_from(text))
        self.state.erbij.append({"kind": kind, "slug": slug, "waarden": values})
        self.keep(self.state)
        return slug

    def _record(self, kind: str, slug: str, values: dict[str, Any]) -> None:
        """Ask the fields of a source or a study, in `values`."""
        outer, self.here = self.here, _Record(kind, slug, "", values)
        try:
            self._fields_of(tree(kind, self.records.vocabularies), values, (), "  ")
        finally:
            self.here = outer

    # --- asking and judging ---

    def _answer(self, prompt: str) -> str:
        text = self.ask(prompt).strip()
        if text.lower() == STOP:
            raise Stopped
        if text.lower() == BACK:
            raise _Back
        if text == HELP:
            self.say(f"  {self._help}")
            return self._answer(prompt)
        return text

    def _yes(self, prompt: str) -> bool:
        while True:
            text = self._answer(prompt).lower()
            if text in ("j", "ja"):
                return True
            if text in ("n", "nee", ""):
                return False
            self.say("  Antwoord met j of n.")

    def _head(self, node: Node, needed: bool, now: str = "", indent: str = "") -> None:
        self._help = node.get("description", "")
        room = limits(node)
        self.say(f"{indent}{node.get('title', '')}{'' if needed else ' (mag leeg)'}{f' – {room}' if room else ''}")
        self.say(f"{indent}  {self._help}")
        for example in node.get("examples", ())[:1]:
            self.say(f"{indent}  Bijvoorbeeld: {shown(example)}")
        if now:
            self.say(f"{indent}  Enter houdt: {now}")

    def _problems(self, place: Place, value: Any) -> list[str]:
        """What `check` would say of this value at this place."""
        values = copy.deepcopy(self.here.waarden)
        put(values, place, value)
        tried = Draft(self.here.kind, self.here.slug, values, self.state.pilot)
        found = assess([*self.state.drafts()[:-1], tried], self.records).bevindingen
        at = ".".join(map(str, place))
        return [f"{f.veld}: {f.melding}" for f in found if f.path == tried.path and f"{f.veld}.".startswith(f"{at}.")]

    def _accepted(self, problems: Sequence[str]) -> bool:
        for problem in problems:
            self.say(f"  {problem}")
        return not problems
