"""Shared set-up: small knowledge bases in a folder of their own, the built site, and a browser on Chromium."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from macros.build import build_site
from macros.derive import KnowledgeBase
from macros.findings import Finding
from macros.knowledge_base import findings, load
from tests.chromium import FLAGS, executable

expect.set_options(timeout=20_000)  # ms: the gate runs on two processes, so a page may have to wait its turn

ROOT = Path(__file__).resolve().parent.parent
CARD = "lessons/proefpilot/een-goede-les.yml"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'"
)


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, as nobody in particular. Returns what it prints."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.symlinks=true")
    done = subprocess.run(["git", "-C", str(root), *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def copy_of_the_base(place: Path) -> Path:
    """The real records in a folder of their own, to change them there."""
    for name in ("lessons", "data"):
        shutil.copytree(ROOT / name, place / "basis" / name)
    (place / "basis" / "docs").symlink_to(ROOT / "docs")
    return place / "basis"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small, correct knowledge base: the real vocabularies, one pilot, one study, one lesson."""
    shutil.copytree(ROOT / "tests" / "voorbeeld", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "data" / "vocabulaire", tmp_path / "data" / "vocabulaire")
    shutil.copy(ROOT / "data" / "effectwoorden.yml", tmp_path / "data")
    return tmp_path


@pytest.fixture
def change(root: Path) -> Callable[..., tuple[Finding, ...]]:
    """Replace text in one file of the small knowledge base and check it: `change(old, new, file)` → findings."""

    def changed(old: str, new: str, file: str = CARD) -> tuple[Finding, ...]:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} staat niet in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return findings(root)

    return changed


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return load(ROOT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly in a folder of its own."""
    place = tmp_path_factory.mktemp("project")
    for name in ("docs", "data", "lessons", "macros"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", place)
    build_site(place)
    return place / "site"


def sends_on(page: Path) -> bool:
    """Whether a built page stands at an old address and only sends on; `tests/test_promise.py` looks at those."""
    return '<meta http-equiv="refresh"' in page.read_text("utf-8")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site with the policy that we promise, and tells LinkChecker not to wait between requests."""

    # Without a charset LinkChecker guesses one, from a file that it cannot read any more once it has given up root.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".css": "text/css; charset=utf-8"}  # noqa: RUF012

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("LinkChecker", "1")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser and LinkChecker knock many times at once


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Address of the built site on loopback, without a slash at the end."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()
