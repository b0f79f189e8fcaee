"""`kennisbank audit`: what needs care, and whether outside links answer. Asked of a server on this machine only."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.audit import audit
from macros.cli import main
from macros.derive import KnowledgeBase
from macros.knowledge_base import load
from macros.outside_links import CACHE, Checker, Link, is_public
from macros.report import report
from tests.conftest import CARD

TODAY = date(2026, 11, 23)


def test_reviews_are_late_near_or_not_named(root: Path) -> None:
    kb = load(root)
    for day, late, near in ((date(2026, 11, 23), 0, 0), (date(2027, 9, 24), 0, 1), (date(2027, 11, 23), 0, 1), (date(2027, 11, 24), 1, 0)):  # fmt: skip
        found = audit(kb, day)
        assert (len(found.te_laat), len(found.binnenkort)) == (late, near), day


def test_a_withdrawn_lesson_needs_no_review(root: Path) -> None:
    card = root / CARD
    text = card.read_text("utf-8").replace("status: gepubliceerd", "status: ingetrokken")
    card.write_text(text + "wijzigingen:\n  - {datum: 2026-12-01, wat: Weg., reden: Achterhaald.}\n", "utf-8")
    assert audit(load(root), date(2030, 1, 1)).herzieningen == ()


def test_a_thin_card_says_what_it_lacks(root: Path) -> None:
    [card] = audit(load(root), TODAY).dunne_kaarten
    assert card.slug == "een-goede-les"
    assert set(card.mist) == {"maar 2 stappen voor werkgever", "wanneer het niet past", "valkuilen", "randvoorwaarden", "eigen teksten om te delen", "een tweede onderzoek"}  # fmt: skip


def test_sources_that_were_not_read_are_named_by_how_much_leans_on_them(kb: KnowledgeBase) -> None:
    found = audit(kb, TODAY).ongelezen
    counts = [len(source.lessen) for source in found]
    assert counts == sorted(counts, reverse=True)
    assert {source.slug for source in found} == {s for s, v in kb.bronnen.items() if v.lessen and v.record.gelezen != "volledig"}  # fmt: skip


def test_what_nobody_uses_is_named(root: Path) -> None:
    source = root / "data/bronnen/voorbeeldrapport.yml"
    source.with_name("los-rapport.yml").write_text(source.read_text("utf-8").replace("URL: https://example.org/rapport\n", ""), "utf-8")  # fmt: skip
    study = root / "data/onderzoeken/voorbeeldonderzoek.yml"
    study.with_name("los-onderzoek.yml").write_text(study.read_text("utf-8"), "utf-8")
    found = audit(load(root), TODAY)
    assert found.ongebruikte_bronnen == ("los-rapport",)
    assert found.zonder_adres == ("los-rapport",)
    assert found.ongebruikte_onderzoeken == ("los-onderzoek",)
    assert audit(load(root), date(2035, 1, 1)).oude_lessen == ("een-goede-les",)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_report_is_told_in_each_form(root: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["audit", "--format", form, "--datum", "2028-01-01", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    assert "een-goede-les" in told
    if form == "json":
        assert json.loads(told)["herzieningen"][0]["dagen"] == -39


def test_a_day_that_is_none_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--datum", "gisteren", "--root", str(root)]) == 2
    assert "dit is geen dag" in capsys.readouterr().err


# --- outside links ---


class _Outside(BaseHTTPRequestHandler):
    """Answers as the outside would; /archief as the archive."""

    asked: list[tuple[str, str]]

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        path = urlsplit(self.path)
        self.asked.append((method, path.path))
        if path.path == "/archief":
            url = parse_qs(path.query)["url"][0]
            snapshot = {"closest": {"available": True, "status": "200", "timestamp": "20210101000000", "url": f"http://web.archive.org/web/20210101000000/{url}"}}  # fmt: skip
            self._send(
                200, json.dumps({"url": url, "archived_snapshots": snapshot if url.endswith("/404") else {}}).encode()
            )
        elif path.path.startswith("/naar/"):
            self.send_response(int(path.path.split("/")[2]))
            self.send_header("Location", f"/{'/'.join(path.path.split('/')[3:])}")
            self.end_headers()
        elif path.path == "/lus":
            self.send_response(302)
            self.send_header("Location", "/lus")
            self.end_headers()
        elif path.path == "/alleen-get":
            self._send(405 if method == "HEAD" else 200)
        elif path.path == "/traag":
            threading.Event().wait(1)
            self._send(200)
        else:
            self._send(int(path.path[1:]) if path.path[1:].isdigit() else 200)

    def _send(self, status: int, body: bytes = b"x") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def outside() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    asked: list[tuple[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Outside,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def checker(root: Path, server: str, day: date = TODAY) -> Checker:
    return Checker(root, day, allowed=lambda host: True, archive=f"{server}/archief", pause=0, timeout=0.5)


@pytest.mark.parametrize(
    ("path", "state", "why"),
    [
        ("/goed", "goed", ""),
        ("/alleen-get", "goed", ""),
        ("/naar/302/goed", "goed", ""),
        ("/naar/301/elders", "verhuisd", ""),
        ("/404", "weg", "antwoordt met 404"),
        ("/410", "weg", "antwoordt met 410"),
        ("/403", "onzeker", "antwoordt met 403; kijk zelf"),
        ("/500", "onzeker", "antwoordt met 500; kijk zelf"),
        ("/lus", "onzeker", "stuurt steeds verder door"),
        ("/traag", "onzeker", "antwoordt niet binnen 0.5 seconden"),
    ],
)
def test_each_answer_is_understood(tmp_path: Path, outside: tuple[str, list[tuple[str, str]]], path: str, state: str, why: str) -> None:  # fmt: skip
    server, _ = outside
    [link] = checker(tmp_path, server).look({server + path: ("bron",)})
    assert (link.stand, link.waarom) == (state, why)
    assert link.naar == (f"{server}/elders" if state == "verhuisd" else "")
    assert link.bronnen == ("bron",)


def test_a_link_that_is_gone_comes_with_its_copy_in_the_archive(
    tmp_path: Path, outside: tuple[str, list[tuple[str, str]]]
) -> None:
    server, _ = outside
    found = {link.adres: link for link in checker(tmp_path, server).look({f"{server}/404": ("a",), f"{server}/410": ("b",)})}  # fmt: skip
    assert found[f"{server}/404"].archief == f"https://web.archive.org/web/20210101000000/{server}/404"
    assert found[f"{server}/410"].archief == ""


def test_what_was_good_is_not_asked_again_within_a_week(tmp_path: Path, outside: tuple[str, list[tuple[str, str]]]) -> None:  # fmt: skip
    server, asked = outside
    urls = {f"{server}/goed": ("a",), f"{server}/404": ("b",)}
    assert len(list(checker(tmp_path, server).look(urls))) == 2
    asked.clear()
    assert len(list(checker(tmp_path, server, date(2026, 11, 29)).look(urls))) == 2
    assert {path for _, path in asked} == {"/404", "/archief"}
    list(checker(tmp_path, server, date(2026, 12, 1)).look(urls))
    assert ("HEAD", "/goed") in asked
    (tmp_path / CACHE).write_text("stuk")
    assert len(list(checker(tmp_path, server).look(urls))) == 2


def test_addresses_that_are_not_public_are_never_asked(tmp_path: Path, outside: tuple[str, list[tuple[str, str]]]) -> None:  # fmt: skip
    """A source is text of a stranger: it may not make the weekly report ask around inside."""
    server, asked = outside
    inside = [f"{server}/goed", "http://localhost/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "ftp://example.org/", "file:///etc/passwd"]  # fmt: skip
    look = Checker(tmp_path, TODAY, archive=f"{server}/archief", pause=0, timeout=0.5)
    for link in look.look(dict.fromkeys(inside, ("x",))):
        assert link.stand == "onzeker"
        assert link.waarom in ("wijst naar een adres dat niet openbaar is", "is geen webadres")
    assert all(path == "/archief" for _, path in asked)


def test_a_redirect_to_the_inside_is_not_followed(tmp_path: Path, outside: tuple[str, list[tuple[str, str]]]) -> None:
    server, asked = outside
    first = Checker(tmp_path, TODAY, allowed=lambda host: not asked, archive=f"{server}/archief", pause=0, timeout=0.5)
    [link] = first.look({f"{server}/naar/302/geheim": ("x",)})
    assert link.waarom == "wijst naar een adres dat niet openbaar is"
    assert ("HEAD", "/geheim") not in asked


def test_loopback_is_not_public() -> None:
    assert not is_public("127.0.0.1")
    assert not is_public("::1")


def test_links_that_need_care_are_in_the_report(root: Path) -> None:
    links = (
        Link("https://a.example/", ("a",), "goed"),
        Link("https://b.example/", ("b", "c"), "weg", "antwoordt met 404", archief="https://web.archive.org/x"),
        Link("https://d.example/", ("d",), "verhuisd", naar="https://e.example/"),
    )
    found = audit(load(root), TODAY, links)
    assert (found.nagekeken, [link.bronnen for link in found.links or ()]) == (3, [("b", "c"), ("d",)])
    for form in ("text", "markdown"):
        told = report("zorg", found, form)
        assert "https://web.archive.org/x" in told
        assert "https://e.example/" in told
        assert "https://a.example/" not in told
