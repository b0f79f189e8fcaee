"""A report as text, Markdown or JSON: of differences, and of what needs care.

In: the name of a report, a dataclass of plain values. Out: its text. What it says is in `templates/<name>/`.
A report may hold text of others and end up on a page of the code host: in Markdown such text stands in code spans, where nothing of it is a
link, a mention, a heading or HTML, and the whole is cut before it gets too long for a comment.
"""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jinja2

FORMATS = ("text", "markdown", "json")
LONGEST = 60_000  # characters of Markdown; a comment on GitHub may have 65,536
_SUFFIX = {"text": "txt", "markdown": "md"}
_BLANKS = re.compile(r"\n{3,}")


def report(name: str, value: Any, form: str, **more: Any) -> str:
    """The report `name` of a dataclass, which its template calls by that name; `more` are other values for the template."""
    if form == "json":
        return json.dumps(dataclasses.asdict(value), ensure_ascii=False, indent=2, default=str)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates" / name),
        autoescape=False,  # plain text and Markdown: what is of others passes the filter `code`
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = code
    made = environment.get_template(f"{name}.{_SUFFIX[form]}").render({name: value, **more})
    text = _BLANKS.sub("\n\n", made).strip()
    return cut(text) if form == "markdown" else text


def code(text: Any) -> str:
    """Text of others as a code span of Markdown, on one line."""
    plain = " ".join(str(text).split())
    ticks = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    space = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{space}{plain}{space}{ticks}" if plain else ""


def cut(text: str) -> str:
    """The lines that fit, and how many do not."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0]
    left = text.count("\n") - kept.count("\n")
    return f"{kept}\n\nEn nog {left} regels; `kennisbank diff` toont alles."
