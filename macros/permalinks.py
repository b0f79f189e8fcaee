"""`data/permalinks.txt`: every address that was ever published, one per line, only ever added to.

    2026-11-23 4f1c2a /lessen/stel-alle-kandidaten-dezelfde-vragen/

Day of publication, a check, the address. The check is the first six hex digits of the SHA-256 of the check above it, the day and
the address: so a line that was taken out, changed or moved shows by itself, without the history of git. A tail that was
cut off does not show here; the history of git tells of that (`tests/test_promise.py`).
In: the file, or addresses to add. Out: the lines, or findings by line.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from macros.findings import Finding
from macros.model import ADDRESS

FILE = "data/permalinks.txt"
COMMAND = "kennisbank permalinks"
_LINE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}) ([0-9a-f]{{6}}) /({ADDRESS})")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_START = "000000"


class Permalink(NamedTuple):
    """`adres` is relative to the root of the site; `regel` its line in the file, from 1."""

    adres: str
    datum: date
    regel: int


def read_permalinks(root: Path) -> tuple[tuple[Permalink, ...], list[Finding]]:
    """The lines of the file below `root`, or the first finding: what comes after it hangs on it."""
    path = root / FILE
    if path.is_symlink() or not path.is_file():
        return (), [
            Finding(
                FILE, 1, 1, "", "ontbreekt; zet dit bestand terug: alle adressen die ooit zijn gepubliceerd, staan erin"
            )
        ]
    found: list[Permalink] = []
    above = _START
    seen: set[str] = set()
    for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
        line = line.removesuffix("\r")
        if line.startswith("#") or not line:
            continue
        parts = _LINE.fullmatch(line)
        day = _day(parts[1]) if parts else None
        if line.startswith(_CONFLICT):
            return (), [_wrong(number, "hier zijn twee versies van het bestand niet samengevoegd")]
        if not parts or not day:
            return (), [_wrong(number, f'"{line[:60]}" is geen regel met datum, controle en adres')]
        if parts[2] != _check(above, parts[1], parts[3]):
            return (), [
                _wrong(number, "sluit niet aan op de regel erboven: hier is een regel weg, gewijzigd of verplaatst")
            ]
        if parts[3] in seen:
            return (), [_wrong(number, f"/{parts[3]} staat er al")]
        seen.add(parts[3])
        found.append(Permalink(parts[3], day, number))
        above = parts[2]
    return tuple(found), []


def added(text: str, addresses: Iterable[str], day: date) -> str:
    """The text of the file with the `addresses` that it does not hold yet, sorted, at its end."""
    lines = [parts for line in text.splitlines() if (parts := _LINE.fullmatch(line))]
    known = {parts[3] for parts in lines}
    above = lines[-1][2] if lines else _START
    fresh = []
    for address in sorted(set(addresses) - known):
        above = _check(above, day.isoformat(), address)
        fresh.append(f"{day.isoformat()} {above} /{address}\n")
    return text + ("\n" if fresh and text and not text.endswith("\n") else "") + "".join(fresh)


def _check(above: str, day: str, address: str) -> str:
    return hashlib.sha256(f"{above} {day} /{address}".encode()).hexdigest()[:6]


@cache
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(line: int, what: str) -> Finding:
    remedy = f"dit bestand schrijft alleen {COMMAND}; zet het terug zoals het was (git checkout main -- {FILE}) en geef dan die opdracht"
    return Finding(FILE, line, 1, "", f"{what}; {remedy}")
