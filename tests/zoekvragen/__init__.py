"""Judged queries and how well a search answers them: success in the first three hits and mean reciprocal rank, per kind of query.

A query is answered by a page of one of its pilots: the lesson, the pilot, or the programme. Nonsense is answered by no hit at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml
from playwright.sync_api import Page

from macros.derive import PROGRAMME, KnowledgeBase

FIRST = 3


@dataclass(frozen=True)
class Query:
    q: str
    pilots: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Answer:
    """`rank` of the first hit that answers, from 1; 0 when none does. Nonsense has rank 1 when there are no hits."""

    query: Query
    rank: int
    hits: tuple[str, ...]

    @property
    def good(self) -> bool:
        return 0 < self.rank <= FIRST


def read(name: str) -> list[Query]:
    """The queries of one file in this folder."""
    rows = yaml.safe_load((Path(__file__).parent / f"{name}.yml").read_text("utf-8"))
    return [Query(row["q"], tuple(row["pilots"]), row["kind"]) for row in rows]


def pilot_of(kb: KnowledgeBase, address: str) -> str | None:
    """The pilot whose page an address is; None for other pages."""
    parts = [part for part in urlsplit(address).path.split("/") if part]
    if parts[:1] == ["lessen"] and parts[-1] in kb.lessen:
        return kb.lessen[parts[-1]].pilot
    if parts[:1] == ["pilots"] and parts[-1] in kb.pilots:
        return parts[-1]
    return PROGRAMME if parts[:1] == [PROGRAMME] else None


def judge(kb: KnowledgeBase, query: Query, hits: Iterable[str]) -> Answer:
    """How well a list of addresses answers a query."""
    found = tuple(hits)
    if not query.pilots:
        return Answer(query, 0 if found else 1, found)
    ranks = [n for n, address in enumerate(found, 1) if pilot_of(kb, address) in query.pilots]
    return Answer(query, ranks[0] if ranks else 0, found)


def ours(page: Page, address: str) -> Callable[[str], list[str]]:
    """Ask the search page of the site at `address`: query → addresses of its hits in order."""

    def ask(query: str) -> list[str]:
        if page.url.startswith(f"{address}/zoeken/"):  # as a reader does who tries another word
            page.fill("#q", query)
            page.press("#q", "Enter")
        else:
            page.goto(f"{address}/zoeken/?q={quote(query)}")
        page.wait_for_selector("#zoekresultaten[data-klaar]", state="attached")
        links = page.locator("#zoekresultaten li .zoek-kop a").evaluate_all("links => links.map(link => link.href)")
        return [str(link) for link in links]

    return ask


def table(answers: Iterable[Answer]) -> list[tuple[str, int, float, float]]:
    """Kind, number of queries, success in the first three, mean reciprocal rank; the last row is all but nonsense."""
    kinds: dict[str, list[Answer]] = {}
    for answer in answers:
        kinds.setdefault(answer.query.kind, []).append(answer)
    rows = {**kinds, "alles": [a for kind, found in kinds.items() if kind != "nonsense" for a in found]}
    return [
        (
            kind,
            len(found),
            sum(a.good for a in found) / len(found),
            sum(1 / a.rank for a in found if a.rank) / len(found),
        )
        for kind, found in rows.items()
        if found
    ]
