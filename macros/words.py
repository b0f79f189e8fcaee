"""Dutch words as the search sees them: plain form, stem, parts of compounds, synonyms.

In: text, and the word lists of `data/samenstellingen.yml` and `data/synoniemen.yml`. Out: words. Pure functions and one lookup class.
Stems are those of Snowball's Porter stemmer for Dutch (snowballstem.org), which Pagefind uses as well; the browser has the same one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from snowballstemmer import stemmer

_stemmer = stemmer("dutch_porter")
_MARKS = re.compile(r"[\u0300-\u036f'’`´]")
_WORD = re.compile(r"[a-z0-9]+")
_PLURAL = re.compile(r"(?<=[^aeiou][aeo])s$")
_HYPHENED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes: "Collega’s" → "collegas"."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))


def words(text: str) -> list[str]:
    """The words of a text in plain form; what a hyphen joins comes apart and whole: "vmbo-school" → vmbo, school, vmboschool."""
    found = plain(text)
    return [*_WORD.findall(found), *(whole.replace("-", "") for whole in _HYPHENED.findall(found))]


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
        self._phrase = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._on_page))})\b") if self._on_page else None

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

    def expand(self, found: Iterable[str]) -> tuple[list[str], list[str]]:
        """Words of a page → (parts that are not among them, synonyms that are neither), in alphabetical order."""
        own = set(found)
        parts = {part for word in own for part in self.parts(word)} - own
        others = {other for word in own for other in self.synonyms(word)}
        if self._phrase:
            for phrase in set(self._phrase.findall(" ".join(found))):
                others.update(self._on_page[phrase])
        return sorted(parts), sorted(others - own - parts)
