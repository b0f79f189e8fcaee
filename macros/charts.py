"""Rows of a figure → the geometry of its chart and the cells of its table.

In: a `Figure`. Out: plain numbers and texts; `templates/html/_grafiek.html` draws them. Lengths are units of the SVG's own
coordinate system, `WIDTH` wide: small enough that text stays readable on a phone of 360 pixels.
"""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from macros.derive import Figure

WIDTH = 400
BAR, BAR_STEP, BAR_TOP = 16, 46, 6  # height of a bar, distance between bars, room above the first label
BAR_ROOM = 330  # widest bar; the value stands behind it
LEFT, RIGHT, TOP, BOTTOM = 34, 46, 14, 30  # room around a line chart: numbers left, last values right, years below
LINE_HEIGHT = 250
LABEL_GAP = 15  # least distance between two values at the ends of lines
MOST_TICKS = 6


@dataclass(frozen=True)
class Table:
    """`kop`: the head cells; `rijen`: per row its name and its cells, None where there is no value."""

    kop: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class Bar:
    naam: str
    waarde: float
    y: float  # baseline of the name
    lengte: float


@dataclass(frozen=True)
class Line:
    naam: str
    punten: tuple[tuple[float, float], ...]
    laatste: float
    y: float  # baseline of the last value
    x: float


@dataclass(frozen=True)
class Tick:
    plaats: float
    tekst: str | float


@dataclass(frozen=True)
class Chart:
    """One of `staven` and `lijnen` is filled, as the figure says; `onder` is where the vertical axis starts."""

    hoogte: float
    staven: tuple[Bar, ...] = ()
    lijnen: tuple[Line, ...] = ()
    assen_x: tuple[Tick, ...] = ()
    assen_y: tuple[Tick, ...] = ()
    onder: float = 0


def frame(figure: Figure) -> pd.DataFrame:
    """Periods down, series across, both in the order of the file; NaN where a series has no value."""
    rows = pd.DataFrame(figure.rijen, columns=["reeks", "periode", "waarde"])
    table = rows.pivot(index="periode", columns="reeks", values="waarde")
    return table.reindex(index=_periods(rows["periode"].unique()), columns=rows["reeks"].unique())


def _periods(found: Any) -> list[str]:
    """Years in order of time, whatever series named them first; other periods as the file has them."""
    periods = [str(p) for p in found]
    return sorted(periods) if all(p.isdigit() for p in periods) else periods


def table(figure: Figure) -> Table:
    """The table of a figure: periods down where there are several, else series down."""
    data = frame(figure)
    if len(data.index) == 1:
        data = data.T
    first = "Periode" if len(frame(figure).index) > 1 else "Groep"
    return Table(
        (first, *map(str, data.columns)),
        tuple((str(name), tuple(None if pd.isna(v) else float(v) for v in row)) for name, row in data.iterrows()),
    )


def chart(figure: Figure) -> Chart:
    """The chart that the figure asks for with `vorm`."""
    return _bars(figure) if figure.record.vorm == "staaf" else _lines(figure)


def _bars(figure: Figure) -> Chart:
    several = len({r.reeks for r in figure.rijen}) > 1, len({r.periode for r in figure.rijen}) > 1
    names = {(True, False): "{0.reeks}", (False, True): "{0.periode}"}.get(several, "{0.reeks}, {0.periode}")
    longest = max(abs(r.waarde) for r in figure.rijen) or 1
    bars = tuple(
        Bar(names.format(r), r.waarde, BAR_TOP + n * BAR_STEP + 12, round(abs(r.waarde) / longest * BAR_ROOM, 1))
        for n, r in enumerate(figure.rijen)
    )
    return Chart(BAR_TOP + len(bars) * BAR_STEP, staven=bars)


def _lines(figure: Figure) -> Chart:
    data = frame(figure)
    low, high, step = _scale(float(data.min().min()), float(data.max().max()))
    years = [int(p) if str(p).isdigit() else n for n, p in enumerate(data.index)]
    span = (years[-1] - years[0]) or 1
    xs = [LEFT + (year - years[0]) / span * (WIDTH - LEFT - RIGHT) for year in years]

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (LINE_HEIGHT - TOP - BOTTOM)

    lines = []
    for name in data.columns:
        points = [(round(x, 1), round(y(v), 1)) for x, v in zip(xs, data[name], strict=True) if not pd.isna(v)]
        last = float(data[name].dropna().iloc[-1])
        lines.append(Line(str(name), tuple(points), last, points[-1][1] + 5, points[-1][0] + 9))
    every = math.ceil(len(xs) / MOST_TICKS)
    return Chart(
        LINE_HEIGHT,
        lijnen=_apart(lines),
        assen_x=tuple(
            Tick(round(x, 1), str(p)) for n, (x, p) in enumerate(zip(xs, data.index, strict=True)) if n % every == 0
        ),
        assen_y=tuple(Tick(round(y(low + n * step), 1), low + n * step) for n in range(round((high - low) / step) + 1)),
        onder=low,
    )


def _apart(lines: list[Line]) -> tuple[Line, ...]:
    """The same lines, with the values at their ends moved down where they would overlap."""
    moved: dict[str, float] = {}
    free: dict[float, float] = {}
    for line in sorted(lines, key=lambda each: each.y):
        moved[line.naam] = max(line.y, free.get(line.x, -LABEL_GAP))
        free[line.x] = moved[line.naam] + LABEL_GAP
    return tuple(Line(each.naam, each.punten, each.laatste, moved[each.naam], each.x) for each in lines)


def _scale(lowest: float, highest: float) -> tuple[float, float, float]:
    """Start, end and step of a vertical axis with three to seven round steps. It starts at 0 unless all values are far above it."""
    start = 0.0 if lowest < highest * 2 / 3 else lowest
    rough = (highest - start) / 4 or 1
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)
    return math.floor(start / step) * step, math.ceil(highest / step) * step, step
