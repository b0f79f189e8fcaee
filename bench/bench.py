"""How fast is it? `make bench` prints these figures; it is no test.

Makes synthetic cards (words shuffled from the real ones), then measures as many handouts, from nothing and with one card changed;
`kennisbank check`; `kennisbank build` with all prints in the cache; and stock Material with the same texts as plain Markdown: out of
nav, its own search on. In one run, so that the ratio holds on a noisy machine.
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from macros.handouts import Handouts
from macros.knowledge_base import load
from macros.press import CACHE, Press

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STOCK = """\
site_name: Stock
site_url: https://example.org/
theme: {name: material, language: nl, font: false}
plugins: [search]
markdown_extensions: [tables, toc, admonition, attr_list, md_in_html]
not_in_nav: /lessen/
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""


def synthetic(root: Path, number: int) -> None:
    """Fill `root` with a copy of the project that has `number` lessons, the real ones included."""
    for name in ("data", "docs", "lessons", "macros"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    cards = [(p, yaml.safe_load(p.read_text("utf-8"))) for p in sorted((root / "lessons").glob("*/*.yml"))]
    words = sorted({w for _, card in cards for w in card["wat"].split() if w.isalpha()})
    rng = random.Random(1)
    for n in range(number - len(cards)):
        path, card = rng.choice(cards)
        fresh = {
            **card,
            "titel": f"{card['titel'][:60]} nr {n}",
            "wat": card["wat"][:600] + " " + " ".join(rng.choices(words, k=25)),
        }
        (path.parent / f"les-{n:04d}.yml").write_text(
            yaml.dump(fresh, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120), "utf-8"
        )


def stock(root: Path, lessons: Path) -> None:
    """Fill `root` with a stock Material site with the same texts as Markdown pages."""
    (root / "docs" / "lessen").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(STOCK, "utf-8")
    (root / "docs" / "index.md").write_text("# Stock\n", "utf-8")
    for path in lessons.glob("*/*.yml"):
        card = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        (root / "docs" / "lessen" / f"{path.stem}.md").write_text("\n\n".join(as_markdown(card)), "utf-8")


def as_markdown(card: dict[str, Any]) -> list[str]:
    parts = [f"# {card['titel']}", card["kernboodschap"]]
    for key, value in card.items():
        if isinstance(value, list) and value and isinstance(value[0], str):
            parts += [f"## {key}", "\n".join(f"- {v}" for v in value)]
        elif isinstance(value, list):
            parts += [f"## {key}", *(" ".join(map(str, v.values())) for v in value)]
        elif isinstance(value, dict):
            for inner, items in value.items():
                parts += [f"### {inner}", "\n".join(f"- {v}" for v in items) if isinstance(items, list) else str(items)]
        elif key not in ("titel", "kernboodschap"):
            parts += [f"## {key}", str(value)]
    return parts


def handouts(root: Path, number: int) -> tuple[float, float]:
    """Seconds for the first `number` handouts of `root`: from nothing, and again after one card was changed."""
    shutil.rmtree(root / CACHE, ignore_errors=True)
    times = []
    for change in ("", "Nu anders: "):
        path = min((root / "lessons").glob("*/les-0000.yml"))
        card = yaml.safe_load(path.read_text("utf-8"))
        path.write_text(
            yaml.dump({**card, "kernboodschap": change + card["kernboodschap"][:260]}, allow_unicode=True), "utf-8"
        )
        kb = load(root)
        start = time.perf_counter()
        prints = islice((p for p in Handouts(kb, "https://example.org/") if p.longest), number)
        Press(prints, root).finish(root / "handouts")
        times.append(time.perf_counter() - start)
    return times[0], times[1]


def seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "kennisbank"), Path(folder, "stock")
        ours.mkdir()
        synthetic(ours, options.lessons)
        stock(theirs, ours / "lessons")
        commands = {
            "kennisbank check": ([str(BIN / "kennisbank"), "check"], ours),
            "kennisbank build": ([str(BIN / "kennisbank"), "build"], ours),
            "stock Material": ([str(BIN / "mkdocs"), "build", "--strict"], theirs),
        }
        cold, changed = handouts(ours, options.lessons)
        print(
            f"{options.lessons} handouts      {cold:6.2f} s  (bar: 40)\none card changed   {changed:6.2f} s  (bar: 2)"
        )
        subprocess.run(
            commands["kennisbank build"][0], cwd=ours, check=True, capture_output=True
        )  # fills the cache of prints
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.runs):
            for name, (command, where) in commands.items():
                times[name].append(seconds(command, where))
        for name, found in times.items():
            print(f"{name:18} {statistics.median(found):6.2f} s  ({' '.join(f'{t:.2f}' for t in found)})")
        ratio = statistics.median(times["kennisbank build"]) / statistics.median(times["stock Material"])
        print(f"build / stock      {ratio:6.2f}    (bar: 1.25 at {options.lessons} lessons)")


if __name__ == "__main__":
    main()
