"""The rows of the figures: `data/cijfers/<name>.csv` beside the Frictionless package that describes them.

In: the root folder and the package. Out: per figure its rows in file order, or findings with file and line.
Every file has the columns `reeks,periode,waarde`: long form, so that a figure can grow without a change of columns.
"""

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from macros.findings import Finding
from macros.model import Cijfers

FOLDER = "data/cijfers"
PACKAGE = "datapackage.json"
HEADER = ["reeks", "periode", "waarde"]
MOST_ROWS = 5000
_FORMULA = ("=", "+", "-", "@")  # a spreadsheet would run a cell that starts with one of these


class Row(NamedTuple):
    """`waarde` in the unit of the figure; `periode` as the source writes it: a year, "2024 K1", "2020 juli"."""

    reeks: str
    periode: str
    waarde: float


def read_rows(root: Path, package: Cijfers) -> tuple[dict[str, tuple[Row, ...]], list[Finding]]:
    """Rows per figure of `package`. Files that the package does not name, and rows that are wrong, are findings."""
    rows: dict[str, tuple[Row, ...]] = {}
    findings: list[Finding] = []
    for figure in package.resources:
        path = f"{FOLDER}/{figure.path}"
        if figure.path != f"{figure.name}.csv":
            findings.append(
                Finding(f"{FOLDER}/{PACKAGE}", 1, 1, figure.name, f"noemt {figure.path}; noem het {figure.name}.csv")
            )
        elif figure.name in rows:
            findings.append(Finding(f"{FOLDER}/{PACKAGE}", 1, 1, figure.name, "staat er twee keer; haal er één weg"))
        elif (root / path).is_symlink() or not (root / path).is_file():
            findings.append(
                Finding(path, 1, 1, "", "ontbreekt; zet het bestand terug of haal het cijfer uit het pakket")
            )
        else:
            found: list[Row] = []
            for item in _rows(root / path, path):
                (found if isinstance(item, Row) else findings).append(item)  # type: ignore[arg-type]
            rows[figure.name] = tuple(found)
    named = {figure.path for figure in package.resources} | {PACKAGE}
    for file in sorted((root / FOLDER).iterdir()):
        if file.name not in named and not file.name.startswith("."):
            findings.append(
                Finding(
                    f"{FOLDER}/{file.name}", 1, 1, "", f"staat niet in {PACKAGE}; beschrijf het daar of haal het weg"
                )
            )
    return rows, findings


def _rows(file: Path, path: str) -> Iterator[Row | Finding]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        yield Finding(path, 1, 1, "", "is geen UTF-8; sla het bestand op als UTF-8")
        return
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if header != HEADER:
        yield Finding(
            path, 1, 1, "", f"begint met {','.join(header) or 'niets'}; de eerste regel is {','.join(HEADER)}"
        )
        return
    seen: dict[tuple[str, str], int] = {}
    for cells in reader:
        line = reader.line_num
        if line > MOST_ROWS:
            yield Finding(path, line, 1, "", f"heeft meer dan {MOST_ROWS} regels")
            return
        item = _row(cells)
        if isinstance(item, str):
            yield Finding(path, line, 1, "", item)
        elif (key := item[:2]) in seen:
            yield Finding(
                path, line, 1, "", f'"{item.reeks}", {item.periode} staat ook op regel {seen[key]}; haal er één weg'
            )
        else:
            seen[key] = line
            yield item
    if not seen:
        yield Finding(path, 1, 1, "", "heeft geen rijen; voeg cijfers toe")


def _row(cells: list[str]) -> Row | str:
    """One row, or what is wrong with it."""
    if len(cells) != len(HEADER):
        return f"heeft {len(cells)} kolommen; schrijf {','.join(HEADER)}"
    series, period, value = (cell.strip() for cell in cells)
    if not series or not period:
        return "mist een reeks of periode; vul beide in"
    if series.startswith(_FORMULA) or period.startswith(_FORMULA) or "<" in series + period:
        return "begint met een teken dat een rekenblad uitvoert, of bevat HTML; schrijf gewone tekst"
    try:
        number = float(value)
    except ValueError:
        return f'"{value}" is geen getal; schrijf bijvoorbeeld 12.5, met een punt'
    if not math.isfinite(number):
        return f'"{value}" is geen bruikbaar getal'
    return Row(series, period, number)
