"""Words of the glossary on a page: at their first use they become a button that opens the explanation.

In: finished HTML of a page. Out: the same HTML, with a button per word and the explanations behind it. The button and its popover are
plain HTML (popover API): they work by mouse, touch, keyboard and screen reader, and without a script.
Text in headings, links, cards, references and the like stays as it is; so does every later use.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from macros.model import Begrip

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_GAP = re.compile(r"\s+")
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "circle", "path", "rect"}
_SKIP_TAGS = {
    "a", "article", "aside", "button", "cite", "dt", "figure", "form", "h1", "h2", "h3", "h4", "nav", "script",
    "select", "summary", "svg", "table", "th", "title",
}  # fmt: skip
_SKIP_MARKS = re.compile(r'\shidden\b|\bclass="[^"]*\b(verwijzing|bevinding-kop|bevinding-voet|kaart|kruimel|ook)\b')


@dataclass(frozen=True)
class _Form:
    """One written form of a word: its parts after the first, and whether capitals must agree."""

    words: tuple[str, ...]
    exact: bool
    term: Begrip


class Glossary:
    """Finds the words of `terms` in pages. `button(word, term)` and `note(term)` render the two pieces of HTML."""

    def __init__(
        self, terms: Iterable[Begrip], button: Callable[[str, Begrip], str], note: Callable[[Begrip], str]
    ) -> None:
        self._button, self._note = button, note
        self._forms: dict[str, list[_Form]] = {}
        for term in terms:
            if term.op_pagina:
                for form in (term.begrip, *(term.vormen or ())):
                    words = tuple(_GAP.split(form))
                    self._forms.setdefault(words[0].lower(), []).append(_Form(words, form.isupper(), term))
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.words))

    def explain(self, html: str) -> str:
        """The page with the first use of each word turned into a button, and the explanations at its end."""
        found: dict[str, Begrip] = {}
        inside = 0  # how many elements deep we are in something to skip
        out: list[str] = []
        for token in _TOKEN.findall(html):
            if token[0] == "<":
                inside += self._step(token, inside)
                out.append(token)
            else:
                out.append(token if inside else "".join(self._marked(token, found)))
        return "".join([*out, *(self._note(term) for term in found.values())])

    @staticmethod
    def _step(token: str, inside: int) -> int:
        tag = _TAG.match(token)
        if not tag or tag[2].lower() in _VOID or token.endswith("/>"):
            return 0
        if tag[1]:
            return -1 if inside else 0
        return 1 if inside or tag[2].lower() in _SKIP_TAGS or _SKIP_MARKS.search(token) else 0

    def _marked(self, text: str, found: dict[str, Begrip]) -> Iterator[str]:
        done = 0
        for word in _WORD.finditer(text):
            if word.start() >= done and (form := self._match(text, word, found)):
                end = word.start() + len(self._written(text, word.start(), form) or "")
                yield text[done : word.start()]
                yield self._button(text[word.start() : end], form.term)
                found[form.term.begrip] = form.term
                done = end
        yield text[done:]

    def _match(self, text: str, word: re.Match[str], found: dict[str, Begrip]) -> _Form | None:
        for form in self._forms.get(word[0].lower(), ()):
            if form.term.begrip not in found and self._written(text, word.start(), form):
                return form
        return None

    @staticmethod
    def _written(text: str, start: int, form: _Form) -> str | None:
        """The form as the text has it from `start`, or None when it is not there as whole words."""
        flags = re.NOFLAG if form.exact else re.IGNORECASE
        found = re.compile(r"\s+".join(map(re.escape, form.words)) + r"(?![\w-])", flags).match(text, start)
        return found[0] if found else None
