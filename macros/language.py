"""Hints for plain language, and how easy a text is to read.

In: the running text of a card, and the word lists of `data/taal.yml`. Out: hints and figures; nothing here is a finding.
Reading ease: Flesch-Douma (W.H. Douma, 1960), the Dutch form of Flesch: 206.84 − 0.77 × syllables per 100 words − 0.93 × words per
sentence. 50 and higher is fit for most readers. Syllables are counted as groups of vowels, which is close for Dutch.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from macros.model import Les, Moeilijk, Taal

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_VOWELS = re.compile(r"[aeiouyáéíóúàèìòùäëïöüâêîôû]+", re.IGNORECASE)
_NEW_SYLLABLE = re.compile(r"(?=[ëïöü])|(?<=aai|ooi|oei)(?=e)|(?<=[eu]i)(?=e)", re.IGNORECASE)  # geïn-, koei-en, rei-en
_PASSIVE = re.compile(
    r"\b(wordt|worden|werd|werden)\b(?:\s+\S+){0,6}?\s+(ge|be|ver|ont|her)\w+(d|t|en)\b", re.IGNORECASE
)


_LISTS = ("werkzame_elementen", "wanneer_wel", "wanneer_niet", "randvoorwaarden", "valkuilen")


@dataclass(frozen=True)
class Hint:
    """`stuk`: the words it is about; `tekst`: what to look at."""

    stuk: str
    tekst: str


@dataclass(frozen=True)
class Reading:
    """`zin`: median words per sentence; `leesgemak`: Flesch-Douma, higher is easier; `woorden`: number of words."""

    zin: float
    leesgemak: float
    woorden: int


def prose(card: Les) -> list[str]:
    """The running text of a card that readers meet first: without evidence, sources and the like."""
    return prose_of(card.model_dump())


def prose_of(values: Mapping[str, Any]) -> list[str]:
    """The same of a card that may not be right yet: what is no text, or not there, is left out."""

    def items(name: str) -> list[Any]:
        found = values.get(name)
        return [*found] if isinstance(found, list | tuple) else []

    steps = values.get("stappen")
    effort = values.get("inzet")
    texts: list[Any] = [
        values.get("titel"),
        values.get("kernboodschap"),
        values.get("wat"),
        *(item for name in _LISTS for item in items(name)),
        *(step for of_one in (steps.values() if isinstance(steps, dict) else ()) for step in of_one),
        *(example.get("wat") for example in items("voorbeelden") if isinstance(example, dict)),
        effort.get("toelichting") if isinstance(effort, dict) else None,
    ]
    return [text for text in texts if isinstance(text, str) and text]


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon or semicolon ends one too, for that is where a reader breathes."""
    return [part for part in _SENTENCE.split(text) if _WORD.search(part)]


def syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(_NEW_SYLLABLE.sub("-", word))))


def reading(texts: Iterable[str]) -> Reading:
    """Figures over a text of at least one sentence."""
    lengths, count, parts = [], 0, 0
    for sentence in (s for text in texts for s in sentences(text)):
        words = _WORD.findall(sentence)
        lengths.append(len(words))
        count += len(words)
        parts += sum(map(syllables, words))
    return Reading(median(lengths), 206.84 - 0.77 * 100 * parts / count - 0.93 * count / len(lengths), count)


def hints(texts: Iterable[str], rules: Taal) -> Iterator[Hint]:
    """Long sentences, long words, words that have a plainer one, and passive voice."""
    listed: tuple[Moeilijk, ...] = rules.moeilijk
    hard = [(re.compile(each.woord, re.IGNORECASE), each.liever) for each in listed]
    known = {word.lower() for word in rules.gewone_lange_woorden}
    for sentence in (s for text in texts for s in sentences(text)):
        words = _WORD.findall(sentence)
        if len(words) > rules.lange_zin:
            yield Hint(sentence, f"{len(words)} woorden; maak er twee zinnen van")
        for word in words:
            if max(map(len, word.split("-"))) >= rules.lang_woord and word.lower() not in known:
                yield Hint(word, "lang woord; kan het in twee woorden of gewoner?")
        for pattern, rather in hard:
            if found := pattern.search(sentence):
                yield Hint(found[0], f"liever: {rather}")
        if found := _PASSIVE.search(sentence):
            yield Hint(found[0], "lijdende vorm; zeg wie het doet")
