"""`data/permalinks.txt`: every address that was ever published, one per line, only ever added to.

    2026-11-23 4f1c2a /lessen/stel-alle-kandidaten-dezelfde-vragen/

Day of publication, a check, the address. The check is the first six hex digits of the SHA-256 of the check above it, the day and
the address: so a line that was taken out, changed or moved shows by itself, without the history of git.
In: the file, or addresses to add. Out: the lines, or findings by line.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.findings import Finding

FILE = "data/permalinks.txt"
COMMAND = "kennisbank permalinks"
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) ([0-9a-f]{6}) /(\S*)")
_START = "000000"


@dataclass(frozen=True)
class Permalink:
    """`adres` is relative to the root of the site; `regel` its line in the file, from 1."""

    adres: str
    datum: date
    regel: int


def read_permalinks(root: Path) -> tuple[tuple[Permalink, ...], list[Finding]]:
    """The lines of the file below `root`, or findings."""
    path = root / FILE
    if not path.is_file():
        return (), [
            Finding(
                FILE, 1, 1, "", "ontbreekt; zet dit bestand terug: alle adressen die ooit zijn gepubliceerd, staan erin"
            )
        ]
    found: list[Permalink] = []
    above = _START
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        parts = _LINE.fullmatch(line)
        day = _day(parts[1]) if parts else None
        if not parts or not day:
            return (), [_wrong(number, f'"{line[:60]}" is geen regel met datum, controle en adres')]
        if parts[2] != _check(above, parts[1], parts[3]):
            return (), [
                _wrong(number, "sluit niet aan op de regel erboven: hier is een regel weg, gewijzigd of verplaatst")
            ]
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
    return text + "".join(fresh)


def _check(above: str, day: str, address: str) -> str:
    return hashlib.sha256(f"{above} {day} /{address}".encode()).hexdigest()[:6]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(line: int, what: str) -> Finding:
    remedy = f"dit bestand schrijft alleen {COMMAND}; zet het terug zoals het was (git checkout {FILE}) en geef dan die opdracht"
    return Finding(FILE, line, 1, "", f"{what}; {remedy}")
