"""What an editor did when YAML cannot be read: the parser tells where it got stuck, this tells where and what to mend.

In: the parser's error and the text. Out: line, column, field and what to do. The parser often gets stuck a line or more after the slip,
so the lines around and above are looked at for the slips that people make; else its own message is told in Dutch.
"""

import re
from collections.abc import Iterator

import yaml

Told = tuple[int, int, str, str]  # line and column from 1, field, what is wrong and what to do

_KEY = re.compile(r"(?P<indent>\s*)(?P<dash>(?:- +)*)(?P<name>[A-Za-z_][\w -]*?) *:(?: |$)")
_BLOCK = re.compile(r".*[:-] +[>|][+-]?\d? *(#.*)?")
_VALUE = re.compile(r"(?P<before>\s*(?:- +)*(?:[\w-]+ *: +)?)(?P<text>\S.*?)\s*")
_NAME_ONLY = re.compile(
    r"^(\s*(?:- +)?[a-z_]+)(?::(?=\S)| *[=;] *| (?=[^:]*$))"
)  # of a field whose colon or space is missing
_NEW_ENTRY = re.compile(r"\s*(-( |$)|[\w-]+ *:( |$))|\s*$")
_CLOSED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_AFTER = re.compile(r"\s*(#.*|,.*|\]|\})?")

BULLET = re.compile(r"[–—•·▪] ")  # what a word processor makes of a dash
NO_BULLET = "begint met een lang streepje of bolletje; een punt van een lijst begint met - en een spatie"
_SYNTAX = (  # part of libyaml's message → what an editor can do about it
    (
        "found unexpected end of stream",
        "heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een",
    ),
    ("unexpected document indicator", "heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een"),
    (
        "mapping values are not allowed",
        "heeft een dubbele punt in de tekst, of springt verkeerd in; zet de tekst tussen aanhalingstekens",
    ),
    ("could not find expected ':'", "is geen veld: er ontbreekt een dubbele punt, of de regel springt verkeerd in"),
    (
        "found unknown escape character",
        "heeft een \\ in tekst tussen dubbele aanhalingstekens; schrijf \\\\ of gebruik enkele aanhalingstekens",
    ),
    (
        "cannot start any token",
        "begint met een teken dat in YAML niet mag (zoals @, ` of %); zet de tekst tussen aanhalingstekens",
    ),
    (
        "did not find expected ',' or",
        "heeft een lijst of rij tussen haakjes die niet wordt gesloten, of een komma te weinig",
    ),
    (
        "did not find expected '-' indicator",
        "springt anders in dan de rest van de lijst; zet alle streepjes recht onder elkaar",
    ),
    (
        "did not find expected key",
        "springt verkeerd in, of er staat tekst na een aanhalingsteken; zet velden recht onder elkaar",
    ),
    (
        "block sequence entries are not allowed",
        "heeft een streepje op een plek waar geen lijst mag; begin de lijst op een nieuwe regel",
    ),
    (
        "while scanning a block scalar",
        "heeft tekst na > of |; schrijf >- en begin de tekst op de regel eronder, twee spaties naar rechts",
    ),
    ("undefined tag handle", "bevat een YAML-tag (begint met !); zet de tekst tussen aanhalingstekens"),
    ("expected alphabetic or numeric", "begint met & of *; zet de tekst tussen aanhalingstekens"),
    ("did not find expected <document start>", "heeft tekst na het einde van de kaart"),
    ("found a duplicate", "bevat een YAML-opdracht (regel met %); haal die regel weg"),
)


def explained(error: yaml.MarkedYAMLError, text: str) -> Told:
    """Where an editor has to look, and what to do there."""
    lines = text.split("\n")
    stuck, column = _stuck(error, text)
    read = [number for number in _structure(lines) if number <= stuck]
    near = [stuck, *[number for number in read if number < stuck][-1:]]
    everywhere, close_by = (_quote, _bullet, _flush, _no_dash), (_no_space, _no_colon, _bracket, _indent)
    for slip, where in (*((each, read) for each in everywhere), *((each, near) for each in close_by)):
        for number in where:
            if told := slip(lines, number):
                line = lines[number - 1]
                meant = line
                if slip is _indent:
                    meant = " " * (_sibling(lines, number) or 0) + re.sub(r"^\s*(- +)?", "", line)
                if slip is _flush:
                    meant = " " * (len(line) + 1) + line.lstrip()
                named = [*lines[: number - 1], _NAME_ONLY.sub(r"\1: ", meant)]
                return number, len(line) - len(line.lstrip()) + 1, field_at(named, number), told
    problem = f"{error.context or ''} {error.problem or ''}"
    told = next((dutch for english, dutch in _SYNTAX if english in problem), None)
    return (
        stuck,
        column,
        field_at(lines, stuck),
        told or "is geen geldige YAML; kijk naar inspringen, aanhalingstekens en dubbele punten",
    )


def _stuck(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    problem = f"{error.context or ''} {error.problem or ''}"
    mark = error.context_mark if "quoted scalar" in problem or "flow" in problem else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    last = text.rstrip("\n").count("\n") + 1
    return (min(mark.line + 1, last), mark.column + 1) if mark else (1, 1)


def _structure(lines: list[str]) -> Iterator[int]:
    """Numbers of the lines that YAML reads as structure: not empty, no comment, not inside a block of text."""
    block: int | None = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if not line.strip() or (block is not None and indent > block):
            continue
        block = indent if _BLOCK.fullmatch(line) else None
        if not line.lstrip().startswith("#"):
            yield number


def field_at(lines: list[str], number: int) -> str:
    """The field in which a line stands, by indentation: "stappen.werkgever" for one of its points."""
    fields: list[tuple[int, str]] = []  # column and name, from the left margin inwards
    for line in (line.replace("\t", "  ") for line in lines[:number]):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.match(line)
        indent = len(found["indent"]) + len(found["dash"]) if found else len(line) - len(line.lstrip())
        same = not found and line.lstrip().startswith("-")  # points may stand right under the name of their list
        fields = [(at, name) for at, name in fields if at < indent or (same and at == indent)]
        if found:
            fields.append((indent, found["name"]))
    return ".".join(name for _, name in fields)


def _quote(lines: list[str], number: int) -> str | None:
    """A quote at the begin of a value that is not closed where it should be."""
    found = _VALUE.fullmatch(lines[number - 1])
    if not found or found["text"][0] not in _CLOSED:
        return None
    closed = _CLOSED[found["text"][0]].match(found["text"])
    if not closed:
        after = lines[number] if number < len(lines) else ""
        if _NEW_ENTRY.match(after):
            return "heeft een aanhalingsteken dat niet wordt gesloten; zet er aan het eind ook een"
    elif closed[0][0] == "'" and found["text"][closed.end() :][:1].isalpha():
        return "heeft een ' midden in de tekst; zet de tekst tussen dubbele aanhalingstekens"
    elif not _AFTER.fullmatch(found["text"][closed.end() :]):
        return "heeft tekst na een aanhalingsteken; zet de hele regel tussen aanhalingstekens, of haal ze weg"
    return None


def _bullet(lines: list[str], number: int) -> str | None:
    return NO_BULLET if BULLET.match(lines[number - 1].lstrip()) else None


def _flush(lines: list[str], number: int) -> str | None:
    """Text under a field that ends in > or |, and that does not stand further inwards than the field."""
    line = lines[number - 1]
    above = next((row for row in reversed(lines[: number - 1]) if row.strip()), "")
    if not _BLOCK.fullmatch(above) or _NEW_ENTRY.match(line):
        return None
    if len(line) - len(line.lstrip()) > len(above) - len(above.lstrip()):
        return None
    return "springt niet in; zet twee spaties voor elke regel van de tekst"


def _no_dash(lines: list[str], number: int) -> str | None:
    """The first point of a list without its dash, where the points after it do have one."""
    found = _KEY.match(lines[number - 1])
    above = next((row for row in reversed(lines[: number - 1]) if row.strip()), "")
    if not found or found["dash"] or not (opens := _KEY.match(above)) or above[opens.end() :].strip():
        return None
    outer, here = len(opens["indent"]) + len(opens["dash"]), len(found["indent"])
    below = [row for row in lines[number:] if row.strip() and not row.lstrip().startswith("#")]
    too_deep = below and _KEY.match(below[0]) and len(below[0]) - len(below[0].lstrip()) > here
    alone = too_deep and lines[number - 1][found.end() :].strip()  # a field with a value has no fields below it
    for row in below:
        indent = len(row) - len(row.lstrip())
        if indent <= outer:
            return None
        if row.lstrip().startswith("- ") and (indent < here or (indent == here and alone)):
            return f"mist een streepje; schrijf - {found['name']}: en dan de tekst"
    return None


def _no_space(lines: list[str], number: int) -> str | None:
    line = lines[number - 1]
    if re.match(r"\s*-[^\s-]", line):
        return "heeft geen spatie na het streepje; zet er een tussen"
    if found := re.match(r"\s*(?:- +)*([a-z_]+):(?![\s/])\S", line):
        return f"heeft geen spatie na de dubbele punt; schrijf {found[1]}: en dan de tekst"
    return None


def _no_colon(lines: list[str], number: int) -> str | None:
    found = re.fullmatch(r"\s*(?:- +)?([a-z_]+)(?: +| *[=;] *)[^:]*", lines[number - 1])
    if (
        found
        and (around := _sibling(lines, number)) is not None
        and around == len(lines[number - 1]) - len(lines[number - 1].lstrip(" -"))
    ):
        return f"mist een dubbele punt; schrijf {found[1]}: en dan de tekst"
    return None


def _sibling(lines: list[str], number: int) -> int | None:
    """Where the name of the field above starts."""
    for line in reversed(lines[: number - 1]):
        if found := _KEY.match(line):
            return len(found["indent"]) + len(found["dash"])
    return None


def _bracket(lines: list[str], number: int) -> str | None:
    found = _VALUE.fullmatch(lines[number - 1])
    if found and found["text"][0] in "[{" and not re.fullmatch(r"[\[{].*[\]}]\s*(#.*)?", found["text"]):
        if re.match(r"\[[^\]]*\]\(", found["text"]):
            return "begint met een link; zet de tekst tussen aanhalingstekens"
        return "heeft een lijst of rij tussen haakjes die niet wordt gesloten, of een komma te weinig"
    return None


def _indent(lines: list[str], number: int) -> str | None:
    found = _KEY.match(lines[number - 1])
    above = _sibling(lines, number)
    if not found or above is None:
        return None
    here = len(found["indent"]) + len(found["dash"])
    if found["dash"] and len(found["indent"]) == above:
        return "begint met een streepje, maar hier is geen lijst; haal het streepje weg"
    opens = re.search(r":\s*$", next((line for line in reversed(lines[: number - 1]) if line.strip()), ""))
    known = {len(k["indent"]) + len(k["dash"]) for line in lines[: number - 1] if (k := _KEY.match(line))}
    if (here > above and not opens) or (here < above and here not in known):
        return (
            f"springt {'te ver' if here > above else 'anders'} in; zet het veld recht onder het veld waar het bij hoort"
        )
    return None
