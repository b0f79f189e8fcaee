"""Figures: the package is valid, bad rows are told, charts show what the rows say, and fetching anew overwrites nothing by accident."""

import csv
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from frictionless import Package

from macros import charts
from macros.cli import main
from macros.derive import Figure, KnowledgeBase
from macros.findings import Finding
from macros.knowledge_base import findings, load
from tests.conftest import ROOT

Change = Callable[..., tuple[Finding, ...]]
ROWS = "data/cijfers/werkloosheid.csv"
PACKAGE = "data/cijfers/datapackage.json"
ANSWERS = Path(__file__).parent / "cbs"
KB = load(ROOT)
FIGURES = pytest.mark.parametrize("figure", KB.cijfers.values(), ids=lambda f: f.slug)


def test_the_package_is_valid_frictionless_data() -> None:
    report = Package(str(ROOT / PACKAGE)).validate()
    assert report.valid, report.flatten(["name", "type", "note"])


def test_the_published_package_is_valid_too_and_names_its_sources(site: Path, kb: KnowledgeBase) -> None:
    package = Package(str(site / "cijfers" / "datapackage.json"))
    assert package.validate().valid
    assert {r.name for r in package.resources} == set(kb.cijfers)
    assert all(r.sources for r in package.resources)


@FIGURES
def test_the_published_rows_are_the_kept_rows(figure: Figure, site: Path) -> None:
    published = list(csv.reader((site / "cijfers" / figure.record.path).read_text("utf-8").splitlines()))[1:]
    assert [(s, p, float(v)) for s, p, v in published] == [tuple(r) for r in figure.rijen]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("reeks,periode,waarde", "reeks;periode;waarde", 1, "de eerste regel is reeks,periode,waarde"),
        ("Totaal,2004,5.7", "Totaal,2004", 3, "heeft 2 kolommen"),
        ("Totaal,2004,5.7", "Totaal,2004,5;7", 3, '"5;7" is geen getal'),
        ("Totaal,2004,5.7", "Totaal,2004,nan", 3, "geen bruikbaar getal"),
        ("Totaal,2004,5.7", "Totaal,2003,5.7", 3, "staat ook op regel 2"),
        ("Totaal,2004,5.7", ",2004,5.7", 3, "mist een reeks"),
        ("Totaal,2004,5.7", "=1+1,2004,5.7", 3, "rekenblad"),
        ("Totaal,2004,5.7", "<b>x,2004,5.7", 3, "HTML"),
    ],
)
def test_a_wrong_row_is_told_at_its_line(change: Change, old: str, new: str, line: int, says: str) -> None:
    (found,) = change(old, new, ROWS)
    assert (found.path, found.line) == (ROWS, line)
    assert says in found.melding


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"path": "groepen.csv"', '"path": "../groepen.csv"', "verkeerde vorm"),
        ('"path": "groepen.csv"', '"path": "anders.csv"', "noem het groepen.csv"),
        ('"vorm": "staaf"', '"vorm": "taart"', 'is "taart"; schrijf "lijn" of "staaf"'),
        ('"thema": "inkomen"', '"thema": "inkommen"', 'Bedoelde u "inkomen"?'),
        ('"decimalen": 0', '"decimalen": "0"', "hier hoort een heel getal"),
        ('"bronnen": ["voorbeeldrapport"], "vindplaats": "p. 7"', '"bronnen": ["x"], "vindplaats": "p. 7"', "bestaat niet in data/bronnen"),
    ],
)  # fmt: skip
def test_a_wrong_description_is_told(change: Change, old: str, new: str, says: str) -> None:
    assert any(says in f.melding for f in change(old, new, PACKAGE))


def test_a_file_without_description_and_a_description_without_file_are_told(root: Path) -> None:
    (root / ROWS).rename(root / "data/cijfers/los.csv")
    assert sorted((f.path, f.melding.split(";")[0]) for f in findings(root)) == [
        ("data/cijfers/los.csv", "staat niet in datapackage.json"),
        (ROWS, "ontbreekt"),
    ]


def small(root: Path, name: str) -> Figure:
    return load(root).cijfers[name]


def test_bars_are_as_long_as_their_values(root: Path) -> None:
    chart = charts.chart(small(root, "groepen"))
    assert [(b.naam, b.waarde) for b in chart.staven] == [("Groep A", 50), ("Groep B", 100)]
    assert chart.staven[0].lengte * 2 == chart.staven[1].lengte == charts.BAR_ROOM
    assert chart.lijnen == ()


def test_lines_stand_where_their_values_are(root: Path) -> None:
    chart = charts.chart(small(root, "werkloosheid"))
    total, young = chart.lijnen
    height = {float(t.tekst): t.plaats for t in chart.assen_y}
    assert chart.onder == 0
    per_unit = (height[0] - height[max(height)]) / max(height)
    for line, values in ((total, [4.8, 5.7, 5.9]), (young, [9.0, 9.4])):
        assert [round((height[0] - y) / per_unit, 1) for _, y in line.punten] == values
    assert [x for x, _ in young.punten] == [total.punten[0][0], total.punten[2][0]]  # 2004 is missing, not zero
    assert (total.laatste, young.laatste) == (5.9, 9.4)


def test_years_are_as_far_apart_as_they_are_long(root: Path) -> None:
    path = root / ROWS
    path.write_text("reeks,periode,waarde\nA,2000,1\nA,2001,2\nA,2010,3\n", "utf-8")
    (line,) = charts.chart(small(root, "werkloosheid")).lijnen
    (a, _), (b, _), (c, _) = line.punten
    assert (c - a) == pytest.approx(10 * (b - a), abs=1)


def test_an_axis_far_from_zero_says_so(root: Path) -> None:
    (root / ROWS).write_text("reeks,periode,waarde\nA,2000,61\nA,2001,64\nA,2002,69\n", "utf-8")
    assert charts.chart(small(root, "werkloosheid")).onder > 0


@FIGURES
def test_values_at_the_ends_of_lines_do_not_overlap(figure: Figure) -> None:
    lines = charts.chart(figure).lijnen
    for n, one in enumerate(lines):
        for other in lines[n + 1 :]:
            assert one.x != other.x or abs(one.y - other.y) >= charts.LABEL_GAP - 0.01


@FIGURES
def test_the_table_holds_every_row(figure: Figure) -> None:
    table = charts.table(figure)
    held = sorted(v for _, cells in table.rijen for v in cells if v is not None)
    assert held == sorted(r.waarde for r in figure.rijen)
    assert all(len(cells) == len(table.kop) - 1 for _, cells in table.rijen)


class _Cbs(BaseHTTPRequestHandler):
    """Answers as the open data of CBS does (OData version 3), from what is recorded in tests/cbs/."""

    changes: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        table, name = address.path.strip("/").split("/")[-2:]
        text = (ANSWERS / table / f"{name}.json").read_text("utf-8")
        if name == "TypedDataSet":
            assert parse_qs(address.query)["$filter"] == ["Geslacht eq 'T001038'"]
        for old, new in self.changes.items():
            text = text.replace(old, new)
        self.send_response(200)
        self.send_header("Content-Type", "application/json;odata=minimalmetadata")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def cbs(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(_Cbs, "changes", {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Cbs)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def refresh(root: Path, cbs: str, *more: str) -> int:
    return main(["cijfers", "verversen", "--root", str(root), "--adres", cbs, *more])


def test_a_new_year_is_added_and_the_rest_stays(root: Path, cbs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(root, cbs) == 0
    assert (root / ROWS).read_text("utf-8").splitlines() == [
        "reeks,periode,waarde", "Totaal,2003,4.8", "Totaal,2004,5.7", "Totaal,2005,5.9", "Totaal,2006,5",
        "Jongeren,2003,9", "Jongeren,2005,9.4",
    ]  # fmt: skip
    assert "Totaal, 2006: nieuw, 5" in capsys.readouterr().out
    assert refresh(root, cbs) == 0
    assert "niets veranderd" in capsys.readouterr().out


def test_a_changed_number_waits_for_a_yes(root: Path, cbs: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / ROWS).read_text("utf-8")
    _Cbs.changes = {"5.7": "6.1"}
    assert refresh(root, cbs) == 1
    assert "Totaal, 2004: was 5.7, is nu 6.1" in capsys.readouterr().out
    assert (root / ROWS).read_text("utf-8") == before
    assert refresh(root, cbs, "--neem-over") == 0
    assert "Totaal,2004,6.1" in (root / ROWS).read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Key": "Werkloosheidspercentage_21"', '"Key": "Werkloosheidspercentage_22"', "weg: Werkloosheidspercentage_21; nieuw: Werkloosheidspercentage_22"),
        ('"Key": ""', '"Key": "Leeftijd"', "nieuw: Leeftijd"),
        ('"Unit": "%"', '"Unit": "x 1 000"', 'telt nu in "x 1 000"'),
        ("T001038  ", "3000    ", "andere rijen dan gevraagd"),
        ("JJ00", "MM01", "geen rijen voor Totaal"),
    ],
)  # fmt: skip
def test_a_changed_table_overwrites_nothing(
    root: Path, cbs: str, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    before = (root / ROWS).read_text("utf-8")
    _Cbs.changes = {old: new}
    assert refresh(root, cbs, "--neem-over") == 1
    err = capsys.readouterr().err
    assert says in err
    assert "Er is niets overschreven" in err
    assert (root / ROWS).read_text("utf-8") == before


def test_open_data_that_cannot_be_reached_gives_a_message(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(root, "http://127.0.0.1:9") == 1
    assert "is niet op te halen" in capsys.readouterr().err


def test_a_figure_that_does_not_exist_is_told(root: Path, cbs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(root, cbs, "werkloosheit") == 2
    assert 'Bedoelde u "werkloosheid"?' in capsys.readouterr().err


def test_what_is_described_for_cbs_fits_its_figure(kb: KnowledgeBase) -> None:
    described = [f for f in kb.cijfers.values() if f.record.cbs]
    assert described
    for figure in described:
        cbs = figure.record.cbs
        assert cbs is not None
        assert {cbs.waarde, cbs.periode, *(c for s in cbs.reeksen for c in s.filter)} <= set(cbs.kolommen)
        assert {s.reeks for s in cbs.reeksen} <= {r.reeks for r in figure.rijen}


def test_the_package_is_plain_json() -> None:
    assert json.loads((ROOT / PACKAGE).read_text("utf-8"))["profile"] == "tabular-data-package"
