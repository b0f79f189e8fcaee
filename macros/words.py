"""Dutch words as the search sees them: plain form, stem, parts of compounds, synonyms.

In: text, and the word lists of `data/samenstellingen.yml` and `data/synoniemen.yml`. Out: words. Pure functions and one lookup class.
Stems are those of Snowball's Porter stemmer for Dutch (snowballstem.org), which Pagefind uses as well; the browser has the same one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from snowballstemmer import stemmer

_stemmer = stemmer("dutch_porter")
_MARKS = re.compile(r"[\u0300-\u036f'’`´]")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLURAL = re.compile(r"(?<=[^aeiou][aeo])s$")


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes: "Collega’s" → "collegas"."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))


def words(text: str) -> list[str]:
    """The words of a text in plain form; what a hyphen joins comes apart and whole: "vmbo-school" → vmbo, school, vmboschool."""
    found: list[str] = []
    joined: list[str] = []
    for word in _WORD.findall(plain(text)):
        if "-" in word:
            found += word.split("-")
            joined.append(word.replace("-", ""))
        else:
            found.append(word)
    return found + joined


def anchor(text: str) -> str:
    """A word or phrase as an anchor: lower case, letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in plain form. The stemmer leaves the plural of vacature and collega as it is; here it loses its s first."""
    return str(_stemmer.stemWord(_PLURAL.sub("", word)))


class Expander:
    """Adds to the words of a page the parts of its compounds and the synonyms of the field.

    `compounds`: word → its parts. `groups`: words and phrases that mean the same. `terms`: words and phrases with what readers also
    call them; who searches for one of those finds the term, and not the other way round.
    `phrases` holds every phrase with the words that stand for it.
    """

    def __init__(
        self,
        compounds: Mapping[str, Iterable[str]],
        groups: Iterable[Iterable[str]],
        terms: Iterable[tuple[Iterable[str], Iterable[str]]] = (),
    ) -> None:
        self._compounds = {stem(word): tuple(parts) for word, parts in compounds.items() if parts}
        self._groups: dict[str, set[str]] = {}
        self.phrases: dict[str, tuple[str, ...]] = {}
        self._on_page: dict[str, tuple[str, ...]] = {}  # phrase → words that a page with the phrase gets
        for group in groups:
            self._join(group, group)
        for forms, others in terms:
            self._join(forms, others)
        self._starts: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}  # first word → phrases that begin with it
        for phrase, added in self._on_page.items():
            parts = phrase.split()
            self._starts.setdefault(parts[0], []).append((parts, added))

    def _join(self, forms: Iterable[str], others: Iterable[str]) -> None:
        """Pages with one of `forms` are found by each of `others`."""
        on_page, typed = ([" ".join(words(each.replace("-", ""))) for each in found] for found in (forms, others))
        single = tuple(form for form in typed if " " not in form)
        for form in on_page:
            if " " in form:
                self._on_page[form] = tuple(dict.fromkeys((*self._on_page.get(form, ()), *single)))
            else:
                self._groups.setdefault(stem(form), set()).update(single)
        targets = tuple(form for form in on_page if " " not in form)
        for form in typed:
            if " " in form and targets:
                self.phrases[form] = tuple(dict.fromkeys((*self.phrases.get(form, ()), *targets)))

    @lru_cache(maxsize=65536)  # noqa: B019  one expander per build
    def parts(self, word: str) -> frozenset[str]:
        """Every part of a compound, and the parts of those; empty for a word that is none."""
        found: set[str] = set()
        for part in self._compounds.get(stem(word), ()):
            found |= {part, *self.parts(part)}
        return frozenset(found)

    @lru_cache(maxsize=65536)  # noqa: B019
    def synonyms(self, word: str) -> frozenset[str]:
        """The other words of the groups that a word, or a part of it, belongs to."""
        known = {word, *self.parts(word)}
        return frozenset(other for each in known for other in self._groups.get(stem(each), ())) - known

    @lru_cache(maxsize=65536)  # noqa: B019
    def _additions(self, word: str) -> tuple[frozenset[str], frozenset[str]] | None:
        parts, others = self.parts(word), self.synonyms(word)
        return (parts, others) if parts or others else None

    def expand(self, found: Sequence[str]) -> tuple[list[str], list[str]]:
        """Words of a page, in order → (parts that are not among them, synonyms that are neither), in alphabetical order."""
        own = set(found)
        parts: set[str] = set()
        others: set[str] = set()
        for word in own:
            if added := self._additions(word):
                parts |= added[0]
                others |= added[1]
        for place, word in enumerate(found):
            for phrase, meant in self._starts.get(word, ()):
                if found[place : place + len(phrase)] == phrase:
                    others.update(meant)
        parts -= own
        return sorted(parts), sorted(others - own - parts)
