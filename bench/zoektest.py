"""How well does the search answer? `make zoektest` prints it per kind of query, with stock Material search on the same pages beside it.

The judged queries stand in tests/zoekvragen/. Both sites are asked in a real browser. It is no test: the gate has its own (tests/test_search.py).
"""

import argparse
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import yaml
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.bench import as_markdown, stock  # noqa: E402
from macros.build import build_site  # noqa: E402
from macros.derive import PROGRAMME  # noqa: E402
from macros.knowledge_base import load  # noqa: E402
from tests import zoekvragen  # noqa: E402
from tests.chromium import FLAGS, executable  # noqa: E402


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on loopback → its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def stock_site(root: Path) -> Path:
    """The lessons and pilots as a stock Material site with its own search. Returns the folder of the built site."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    stock(root, ROOT / "lessons")
    (root / "docs" / "pilots").mkdir()
    (root / "docs" / PROGRAMME).mkdir()
    for path in (ROOT / "data" / "pilots").glob("*.yml"):
        place = f"{PROGRAMME}/index.md" if path.stem == PROGRAMME else f"pilots/{path.stem}.md"
        record = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        (root / "docs" / place).write_text(
            "\n\n".join(as_markdown({"kernboodschap": record["kort"], **record})), "utf-8"
        )
    build(load_config(str(root / "mkdocs.yml")))
    return root / "site"


def material(page: Page, address: str) -> Callable[[str], list[str]]:
    """Ask the search of a stock Material site: query → addresses of its hits in order."""

    def ask(query: str) -> list[str]:
        page.goto(f"{address}/?q={quote(query)}")
        state = page.locator(".md-search-result__meta")
        page.wait_for_function(
            "() => /\\d|Geen/.test(document.querySelector('.md-search-result__meta')?.textContent ?? '')",
            timeout=20_000,
        )
        if not re.search(r"\d", state.inner_text() or "0"):
            return []
        links = page.locator(".md-search-result__item > a.md-search-result__link")
        return [str(link) for link in links.evaluate_all("links => links.map(link => link.href)")]

    return ask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["beoordeeld", "breed"])
    options = parser.parse_args()
    kb = load(ROOT)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours = Path(folder, "kennisbank")
        for name in ("docs", "data", "lessons", "macros"):
            shutil.copytree(ROOT / name, ours / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "mkdocs.yml", ours)
        build_site(ours)
        theirs = Path(folder, "stock")
        theirs.mkdir()
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        with served(ours / "site") as one, served(stock_site(theirs)) as other:
            asked = {
                "kennisbank": zoekvragen.ours(browser.new_page(), one),
                "stock Material": material(browser.new_page(), other),
            }
            for name in options.sets:
                queries = zoekvragen.read(name)
                found = {
                    who: zoekvragen.table(zoekvragen.judge(kb, query, ask(query.q)) for query in queries)
                    for who, ask in asked.items()
                }
                print(f"\n{name + ':':30}" + "".join(f"{who:>22}" for who in found))
                print(f"{'':30}" + f"{'eerste 3':>14}{'MRR':>8}" * len(found))
                for rows in zip(*found.values(), strict=True):
                    kind, number = rows[0][:2]
                    print(f"  {kind:20}{number:8}" + "".join(f"{good:14.2f}{mean:8.2f}" for _, _, good, mean in rows))
        browser.close()


if __name__ == "__main__":
    main()
