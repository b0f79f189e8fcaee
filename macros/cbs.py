"""Figures from the open data of Statistics Netherlands (CBS), fetched anew on command; never at build time.

In: a figure with its `cbs` description. Out: its rows as CBS gives them now, or `Refused` when the table no longer looks as described.
Fetching is done by the library `cbsodata` (OData version 3 of CBS); a fetch that fails raises `Unreachable`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cbsodata
import requests

from macros.derive import Figure
from macros.figures import Row
from macros.model import Cbs, CbsReeks

SOURCE = "https://opendata.cbs.nl"
SECONDS = 60
_YEAR = re.compile(r"(\d{4})JJ00")
_QUARTER = re.compile(r"(\d{4})KW0([1-4])")


class Unreachable(Exception):
    """The open data could not be fetched; the message says why."""


class Refused(Exception):
    """The table has changed, so nothing may be taken over; the message says what changed."""


@dataclass(frozen=True)
class Refreshed:
    """`rijen` is the whole figure as it would become; `nieuw` and `anders` are what differs from now: (row, old value)."""

    rijen: tuple[Row, ...]
    nieuw: tuple[Row, ...]
    anders: tuple[tuple[Row, float], ...]


def refresh(figure: Figure, source: str = SOURCE) -> Refreshed:
    """What a figure would become. `source`: address of the open data. Series that `cbs` does not describe stay as they are."""
    cbs = figure.record.cbs
    if cbs is None:
        raise Refused("heeft geen beschrijving bij cbs")
    with _catalogue(source) as catalogue:
        _same_layout(cbs, _fetch(cbs.tabel, "DataProperties", catalogue))
        found = {s.reeks: list(_series(cbs, s, catalogue, figure.record.decimalen)) for s in cbs.reeksen}
    if empty := [name for name, rows in found.items() if not rows]:
        raise Refused(f"geeft geen rijen voor {', '.join(empty)}; kijk of de sleutels bij filter nog kloppen")
    old = {(r.reeks, r.periode): r.waarde for r in figure.rijen}
    names = dict.fromkeys([*(r.reeks for r in figure.rijen), *found])
    rows = tuple(
        row for name in names for row in _merged([r for r in figure.rijen if r.reeks == name], found.get(name, []))
    )
    return Refreshed(
        rows,
        nieuw=tuple(r for r in rows if (r.reeks, r.periode) not in old),
        anders=tuple((r, old[key]) for r in rows if (key := (r.reeks, r.periode)) in old and old[key] != r.waarde),
    )


def _merged(old: list[Row], new: list[Row]) -> list[Row]:
    """Old periods in their order with new values where there are any, then the periods that were not there."""
    fresh = {row.periode: row for row in new}
    return [fresh.pop(row.periode, row) for row in old] + list(fresh.values())


def _same_layout(cbs: Cbs, properties: list[dict[str, Any]]) -> None:
    columns = tuple(str(p["Key"]) for p in properties if p.get("Key"))
    if columns != tuple(cbs.kolommen):
        gone = [c for c in cbs.kolommen if c not in columns]
        added = [c for c in columns if c not in cbs.kolommen]
        what = "; ".join(
            text
            for text in (
                f"weg: {', '.join(gone)}" if gone else "",
                f"nieuw: {', '.join(added)}" if added else "",
                "" if gone or added else "de volgorde is anders",
            )
            if text
        )
        raise Refused(f"tabel {cbs.tabel} heeft andere kolommen ({what}); kijk de definities na en pas kolommen aan")
    unit = next((str(p.get("Unit") or "").strip() for p in properties if p.get("Key") == cbs.waarde), "")
    if unit != cbs.eenheid:
        raise Refused(f'{cbs.waarde} telt nu in "{unit}" en niet in "{cbs.eenheid}"; kijk de definitie na')


def _series(cbs: Cbs, series: CbsReeks, catalogue: str, decimals: int) -> Iterator[Row]:
    wanted = " and ".join(f"{column} eq '{key}'" for column, key in series.filter.items())
    rows = _fetch(
        cbs.tabel, "TypedDataSet", catalogue, filters=wanted, select=[*series.filter, cbs.periode, cbs.waarde]
    )
    for row in sorted(rows, key=lambda r: str(r[cbs.periode])):
        period = str(row[cbs.periode]).strip()
        if any(str(row[column]).strip() != key for column, key in series.filter.items()):
            raise Refused(f"tabel {cbs.tabel} geeft andere rijen dan gevraagd")
        if row[cbs.waarde] is not None and (cbs.perioden is None or re.fullmatch(cbs.perioden, period)):
            yield Row(series.reeks, _period(period), round(float(row[cbs.waarde]), decimals))


def _period(key: str) -> str:
    """ "2003JJ00" → "2003", "2024KW01" → "2024 K1"; other periods stay as CBS writes them."""
    if year := _YEAR.fullmatch(key):
        return year[1]
    if quarter := _QUARTER.fullmatch(key):
        return f"{quarter[1]} K{quarter[2]}"
    return key


def _fetch(table: str, name: str, catalogue: str, **options: Any) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = cbsodata.get_meta(table, name, catalog_url=catalogue, timeout=SECONDS, **options)
    except (requests.RequestException, ValueError, KeyError) as error:
        raise Unreachable(f"tabel {table} is niet op te halen ({type(error).__name__})") from error
    return rows


@contextmanager
def _catalogue(source: str) -> Iterator[str]:
    """The name of the catalogue for the library, which keeps the protocol as a setting of its own."""
    before = cbsodata.options.use_https
    cbsodata.options.use_https = not source.startswith("http://")
    try:
        yield source.split("://")[-1].rstrip("/")
    finally:
        cbsodata.options.use_https = before
