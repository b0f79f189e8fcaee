"""Words of the glossary on a page: at their first use they become a button that opens the explanation.

In: finished HTML of a page. Out: the same HTML, with a button per word and the explanations behind it. The button and its popover are
plain HTML (popover API): they work by mouse, touch, keyboard and screen reader, and without a script.
Text in headings, links, cards, references and the like stays as it is; so does every later use.
"""

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from macros.model import Begrip

# Elements whose text stays as it is; none of them holds one of its own kind, so each ends at the first end tag of its name.
_SKIPPED = "a|article|aside|button|cite|dt|figure|form|h[1-4]|nav|script|select|summary|svg|table|title"
_SKIPPED_CLASSES = "bronnen|citeren|overneem|geschiedenis|verwijzing|bevinding-kop|bevinding-voet|kruimel|ook"
_TAG = (
    rf"<(?P<skipped>{_SKIPPED})(?![a-z0-9-])[^>]*>"
    r"|<[^ >]*>"  # most tags: nothing to see
    rf'|<(?P<marked>[a-z0-9]+)\b[^>]*?(?:\shidden\b|\bclass="(?:[^"]*\s)?(?:{_SKIPPED_CLASSES})[\s"])[^>]*>'
    r"|<[^>]*>"
)
_SPACE = re.compile(r"\s+")


class Glossary:
    """Finds the words of `terms` in pages. `button(word, term)` and `note(term)` render the two pieces of HTML."""

    def __init__(
        self, terms: Iterable[Begrip], button: Callable[[str, Begrip], str], note: Callable[[Begrip], str]
    ) -> None:
        self._button, self._note = button, note
        self._terms = {form.lower(): (form, t) for t in terms if t.op_pagina for form in (t.begrip, *(t.vormen or ()))}
        self._scan = re.compile(rf"{_TAG}|(?<![\w-])(?P<word>{_alternatives(self._terms)})(?![\w-])", re.IGNORECASE)

    def explain(self, html: str) -> str:
        """The page with the first use of each word turned into a button, and the explanations at its end."""
        found: dict[str, Begrip] = {}
        out: list[str] = []
        done = place = 0
        while match := self._scan.search(html, place):
            place = match.end()
            if tag := match["skipped"] or match["marked"]:
                place = html.find(f"</{tag}>", place)
                if place < 0:
                    break
            elif word := match["word"]:
                form, term = self._terms[_SPACE.sub(" ", word).lower()]
                if term.begrip not in found and (word == form or not form.isupper()):  # capitals of WW must agree
                    found[term.begrip] = term
                    out += [html[done : match.start()], self._button(word, term)]
                    done = place
        return "".join([*out, html[done:], *map(self._note, found.values())])


def _alternatives(forms: Iterable[str]) -> str:
    """A pattern for any of the forms, the longest first, gathered per first letter so that few are tried at each place."""
    ordered = sorted(forms, key=lambda form: (form[0], -len(form)))
    return "|".join(
        f"{re.escape(letter)}(?:{'|'.join(_written(form[1:]) for form in group)})"
        for letter, group in groupby(ordered, key=lambda form: form[0])
    )


def _written(form: str) -> str:
    return r"\s+".join(map(re.escape, form.split(" ")))
