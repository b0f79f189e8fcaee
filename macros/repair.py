"""What can be mended in a file without a choice to make: `kennisbank check --fix`.

In: the text of one file and the model of its record. Out: the text mended, and what was done; only where nothing else can be meant:
signs that nobody sees, quotes that YAML wants, a list of one, a name that differs in case only, a value that stands there twice.
Comments and everything else stay as they were. What would not make the file better is not done.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from macros.model import SLUG, Vocabulaire, vocabulary_context
from macros.read import CONTROL, HARD_SPACE, LOADER, MAX_BYTES, Document, Place, read_text
from macros.records import read_all
from macros.syntax import BULLET
from macros.validate import day_meant, fields_around, place_of, to_record
from macros.words import anchor

_ENTRY = re.compile(
    r"(?P<before>\s*(?:(?:- +)+(?:[\w-]+: +)?|[\w-]+: +))(?P<text>\S.*)"
)  # of a point or a field, so not a lost line
_DASH = re.compile(r" *-(?=[^\W\d])")  # of a point that misses its space
_BULLET = re.compile(rf" *(?={BULLET.pattern})")  # of a point that came out of a word processor
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_ROUNDS = 50  # a round mends one thing; what it brings to light is for the next


@dataclass(frozen=True)
class Repair:
    """What was done in one place. `regel` counts from 1, in the text as it was then."""

    regel: int
    veld: str
    wat: str


@dataclass(frozen=True)
class _Edit:
    """Put `text` where characters `start` to `end` are. `sure`: right even when something else is then wrong in the same place."""

    start: int
    end: int
    text: str
    veld: str
    wat: str
    sure: bool = False


class Repairer:
    """Mends the files of one base; `vocabularies` as in `Records`."""

    def __init__(self, vocabularies: Mapping[str, Vocabulaire]) -> None:
        self._vocabularies = vocabularies
        self._context = vocabulary_context(vocabularies)

    def repair(self, text: str, model: type[BaseModel]) -> tuple[str, list[Repair]]:
        """The text mended, and what was done in it; the same text and nothing where there is nothing to mend."""
        text, done = _signs(text)
        for _ in range(_ROUNDS):
            edit = next(self._edits(text, model), None)
            if edit is None:
                break
            text = text[: edit.start] + edit.text + text[edit.end :]
            done.append(Repair(text.count("\n", 0, edit.start) + 1, edit.veld, edit.wat))
        return text, done

    def _edits(self, text: str, model: type[BaseModel]) -> Iterator[_Edit]:
        """Edits after each of which the file has less against it than before."""
        document = read_text("", text)
        if isinstance(document, list):
            if edit := _quoted_line(text, document[0].line):
                after = read_text("", text[: edit.start] + edit.text + text[edit.end :])
                if isinstance(after, Document) or after[0].line > document[0].line:
                    yield edit
            return
        before = self._problems(document, model)
        for edit in (*self._wrong_values(text, document, model), *_doubles(text, document, model)):
            after = read_text("", text[: edit.start] + edit.text + text[edit.end :])
            if isinstance(after, Document) and (edit.sure or self._problems(after, model) < before):
                yield edit

    def _problems(self, document: Document, model: type[BaseModel]) -> int:
        found = to_record(document, model, self._context)
        return len(found) if isinstance(found, list) else 0

    def _wrong_values(self, text: str, document: Document, model: type[BaseModel]) -> Iterator[_Edit]:
        try:
            model.model_validate(document.value, context=self._context)
        except ValidationError as error:
            nodes = _Nodes(text)
            for e in error.errors(include_url=False):
                place = place_of(document.value, e["loc"], e["type"])
                if e["type"] == "extra_forbidden":
                    yield from _field_name(nodes, document, model, place)
                else:
                    yield from self._wrong_value(nodes, place, e)

    def _wrong_value(self, nodes: "_Nodes", place: Place, e: Any) -> Iterator[_Edit]:
        value, kind = e["input"], e["type"]
        if kind == "string_type" and (isinstance(value, dict) or not isinstance(value, list)):
            if written := nodes.one_line(place):
                yield nodes.edit(place, _quoted(written), "tekst tussen aanhalingstekens gezet")
        elif kind in ("tuple_type", "list_type") and isinstance(value, str):
            if nodes.one_line(place):
                parts = re.split(r"\s*,\s*", value)
                in_list = ", ".join(parts) if all(map(SLUG.fullmatch, parts)) else _quoted(value)
                yield nodes.edit(place, f"[{in_list}]", "van één tekst een lijst gemaakt", sure=True)
        elif isinstance(value, str) and (plain := _unquoted(kind, value)):
            yield nodes.edit(place, plain, f"geschreven als {plain}")
        elif kind == "vocabulaire" and (slug := self._same_word(e["ctx"]["lijst"], value)):
            yield nodes.edit(place, slug, f'"{value}" geschreven zoals in de lijst')

    def _same_word(self, name: str, value: str) -> str | None:
        """The slug that was written as its label, or with capitals or spaces."""
        words = self._vocabularies[name].waarden
        return next((w.slug for w in words if anchor(value) in (w.slug, anchor(w.label))), None)


def repair_files(root: Path, files: Iterable[tuple[str, type[BaseModel]]]) -> Iterator[tuple[str, Repair]]:
    """Mend files in place: path relative to `root`, and what was done. What is no UTF-8 or too large is left as it is."""
    repairer = Repairer(read_all(root)[0].vocabularies)
    for path, model in files:
        raw = (root / path).read_bytes()
        if len(raw) > MAX_BYTES:
            continue
        with suppress(UnicodeDecodeError):
            text, done = repairer.repair(raw.decode("utf-8"), model)
            if done:
                (root / path).write_bytes(text.encode("utf-8"))
                yield from ((path, repair) for repair in done)


class _Nodes:
    """Where the value of each place stands in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._root: Any = yaml.compose(text, Loader=LOADER)
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, place: Place, *, key: bool = False) -> tuple[int, int]:
        """First and last character (exclusive) of a value, or of the name of its field."""
        node = self._node(place, key)
        return self._at(node.start_mark), self._at(node.end_mark)

    def one_line(self, place: Place) -> str | None:
        """The value as it was written, when it stands on one line without quotes."""
        start, end = self.span(place)
        written = self.text[start:end].strip()
        return None if "\n" in written or written[:1] in ("", '"', "'", "[", "{", "|", ">") else written

    def edit(self, place: Place, text: str, wat: str, *, key: bool = False, sure: bool = False) -> _Edit:
        start, end = self.span(place, key=key)
        end = start + len(self.text[start:end].rstrip())
        return _Edit(start, end, text, ".".join(map(str, place)), wat, sure)

    def _at(self, mark: Any) -> int:
        return int(self._starts[mark.line] + mark.column)

    def _node(self, place: Place, key: bool) -> Any:
        node, name = self._root, None
        for part in place:
            if isinstance(node, yaml.MappingNode):
                name, node = next((k, v) for k, v in node.value if k.value == str(part))
            else:
                name, node = None, node.value[part]
        return name if key and name is not None else node


def _signs(text: str) -> tuple[str, list[Repair]]:
    """Ends of lines, tabs, spaces at the end of a line, and signs that nobody sees."""
    done, rows = list[Repair](), []
    for number, row in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        indent = row[: len(row) - len(row.lstrip())].replace("\t", "  ")
        mended = CONTROL.sub("", (indent + row.lstrip()).replace("\t", " ")).rstrip()
        while found := HARD_SPACE.match(mended):
            mended = f"{found['before']} {mended[found.end() :]}"
        if mended != row:
            done.append(Repair(number, "", "tabs, spaties achteraan of onzichtbare tekens weggehaald"))
        rows.append(mended)
    whole = "\n".join(rows).rstrip("\n") + "\n"
    if whole == text or not whole.strip():
        return text, []
    return whole, done or [Repair(1, "", "regeleinden gelijk gemaakt")]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted_line(text: str, line: int) -> _Edit | None:
    """The text of a line in quotes: for a colon in it, or a sign at its begin that means something to YAML. Or the space that a point misses."""
    rows = text.split("\n")
    if line <= len(rows) and (dash := _DASH.match(rows[line - 1])):
        at = sum(len(row) + 1 for row in rows[: line - 1]) + dash.end()
        return _Edit(at, at, " ", "", "een spatie na het streepje gezet")
    if line <= len(rows) and (bullet := _BULLET.match(rows[line - 1])):
        at = sum(len(row) + 1 for row in rows[: line - 1]) + bullet.end()
        return _Edit(at, at + 1, "-", "", "een streepje gezet waar een lang streepje of bolletje stond")
    found = _ENTRY.fullmatch(rows[line - 1]) if line <= len(rows) else None
    if not found or found["text"][0] in "\"'[{|>#":
        return None
    start = sum(len(row) + 1 for row in rows[: line - 1]) + found.start("text")
    if found["text"].find('"') == len(found["text"]) - 1:
        return _Edit(start, start, '"', "", "het eerste aanhalingsteken gezet")
    return _Edit(start, start + len(found["text"]), _quoted(found["text"]), "", "tekst tussen aanhalingstekens gezet")


def _unquoted(kind: str, text: str) -> str | None:
    """Text that stands in quotes and has to be a date, a truth or a number."""
    if kind == "date_type":
        return day_meant(text)
    if kind == "bool_type":
        return text.lower() if text.lower() in ("ja", "nee") else None
    if kind in ("int_type", "float_type"):
        return text.replace(",", ".") if _NUMBER.fullmatch(text) else None
    return None


def _field_name(nodes: _Nodes, document: Document, model: type[BaseModel], place: Place) -> Iterator[_Edit]:
    """A field whose name differs in capitals, spaces or dashes only."""
    around: Any = document.value
    for part in place[:-1]:
        around = around[part]
    written = anchor(str(place[-1]))
    for name in fields_around(model, place):
        if anchor(name) == written and name not in around:
            yield nodes.edit(place, name, f"de veldnaam verbeterd tot {name}", key=True, sure=True)


def _doubles(text: str, document: Document, model: type[BaseModel]) -> Iterator[_Edit]:
    """The second of two equal names in a list on one line, such as [gemeente, gemeente]."""
    for field in model.model_fields:
        values = document.value.get(field)
        if not isinstance(values, list) or not all(isinstance(v, str) and SLUG.fullmatch(v) for v in values):
            continue
        once = list(dict.fromkeys(values))
        start, end = _Nodes(text).span((field,))
        if len(once) < len(values) and text[start] == "[" and "\n" not in text[start:end]:
            yield _Edit(start, end, f"[{', '.join(once)}]", field, "een dubbele waarde weggehaald", sure=True)
