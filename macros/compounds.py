"""Which words of the site are compounds, and of which parts: the proposal that an editor reviews in `data/samenstellingen.yml`.

In: the words of the site and a free list of Dutch words (Debian's package `wdutch`: BSD or CC BY 3.0). Out: word → parts.
A part is a word of the list that also stands on the site, so that what is added to a page can be searched for. Between two parts may
stand one of the linking sounds of Dutch (s, e, en, n). The method is the recursive splitter of the usual kind (Koehn and Knight, 2003)
with the vocabulary of the site in the place of frequencies.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from macros.search import visible_text
from macros.words import plain, stem, words

LINKS = ("", "s", "en", "e", "n")
SHORTEST_WORD, SHORTEST_PART = 7, 3


_NOT_PROSE = re.compile(r"<cite\b.*?</cite>|https?://\S+", re.DOTALL)


def site_words(site: Path) -> set[str]:
    """Every word of the pages of a built site, without those of references and addresses."""
    pages = (_NOT_PROSE.sub(" ", path.read_text("utf-8")) for path in sorted(site.rglob("*.html")))
    return {word for page in pages for word in words(visible_text(page)) if word.isalpha()}


def as_yaml(never: Iterable[str], compounds: Mapping[str, Iterable[str]]) -> str:
    """The file of compounds: one line per word, in alphabetical order."""
    lines = [f"  {word}: [{', '.join(parts)}]" for word, parts in sorted(compounds.items())]
    head = "# yaml-language-server: $schema=schema/samenstellingen.schema.json"
    return "\n".join([head, f"geen_deel: [{', '.join(sorted(never))}]", "woorden:", *lines, ""])


def read_list(lines: Iterable[str]) -> set[str]:
    """A word list, one word per line, in plain form; names (with a capital) are left out."""
    return {plain(line.strip()) for line in lines if line.strip().isalpha() and line[:1].islower()}


def propose(found: Iterable[str], lexicon: set[str], empty: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Word → its parts, for each of the words that is a compound. `empty`: words that are no part by themselves."""
    known = set(found)
    stems = {stem(word) for word in known}
    never = set(empty)

    def is_part(word: str) -> bool:
        return len(word) >= SHORTEST_PART and word not in never and word in lexicon and stem(word) in stems

    @cache
    def split(word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        for first, rest in _cuts(word):
            if is_part(first):
                parts = (first, rest) if is_part(rest) else (first, *split(rest)) if split(rest) else ()
                if parts and (not best or _worth(parts) > _worth(best)):
                    best = parts
        return best

    return {word: parts for word in sorted(known) if len(word) >= SHORTEST_WORD and (parts := split(word))}


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        for link in LINKS:
            if word[place:].startswith(link) and len(word) - place - len(link) >= SHORTEST_PART:
                yield word[:place], word[place + len(link) :]


def _worth(parts: tuple[str, ...]) -> tuple[int, int, int]:
    """Fewer parts are better, then a longer shortest part, then as few linking letters as can be."""
    return -len(parts), min(map(len, parts)), sum(map(len, parts))
