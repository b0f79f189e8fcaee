"""A finding: what is wrong, where, and what to do. Shown as text, as an annotation on a pull request, or as JSON.

lessons/x/y.yml:14:3: bewijs.0.uitkomst: "baann" bestaat niet; kies uit … Bedoelde u "baan"?
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """`path` is relative to the root, with forward slashes; `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    veld: str
    melding: str


class Refused(Exception):
    """The knowledge base has findings; `findings` holds all of them, sorted."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__(as_text(self.findings))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None when none does."""
    plain = {k.lower().replace("_", "-"): k for k in known}
    found = difflib.get_close_matches(word.lower().replace("_", "-").replace(" ", "-"), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def named(word: str, names: Mapping[str, str]) -> str | None:
    """Of names and what they stand for: what has this name, or is the only one with this word in its name. Signs do not count."""
    wanted = _plain(word)
    plainly = {_plain(name): meaning for name, meaning in names.items()}
    if wanted in plainly:
        return plainly[wanted]
    holding = {m for name, m in plainly.items() if wanted and f"-{wanted}-" in f"-{name}-"}
    return holding.pop() if len(holding) == 1 else None


def nearest_of(word: str, names: Mapping[str, str]) -> str | None:
    """Of names and what they stand for, what is most likely meant: what is `named` so, or has the name that is most alike."""
    plainly = {_plain(name): meaning for name, meaning in names.items()}
    if meaning := named(word, names):
        return meaning
    found = nearest(_plain(word), plainly)
    return plainly[found] if found else None


def _plain(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.lower()))


def meant(word: str, known: Iterable[str]) -> str:
    """' Bedoelde u "…"?', or nothing when no known word comes near."""
    found = nearest(word, known)
    return f' Bedoelde u "{found}"?' if found else ""


def counted(number: int) -> str:
    return f"{number} {'melding' if number == 1 else 'meldingen'}"


def as_text(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{f.path}:{f.line}:{f.column}: {f.veld + ': ' if f.veld else ''}{f.melding}" for f in findings)


def as_json(findings: Iterable[Finding]) -> str:
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands of GitHub Actions; the escapes are those of its documentation."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def key(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::error file={key(f.path)},line={f.line},col={f.column},title={key(f.veld or 'kaart')}::{data(f.melding)}"
        for f in findings
    )


FORMATS = {"text": as_text, "github": as_github, "json": as_json}
