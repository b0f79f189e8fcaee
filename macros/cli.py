"""The command `kennisbank`: a thin edge around the knowledge base. Exit 0 clean, 1 findings, 2 wrong use."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from macros import knowledge_base
from macros.findings import FORMATS, Refused, as_text, counted
from macros.records import is_root

HERE = Path(__file__).resolve().parent.parent


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in Dutch: headings, help and the message for wrong use."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Formatter)
        self._positionals.title, self._optionals.title = "opdracht of bestanden", "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg")

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().strip()
        print(
            f"kennisbank: een opdracht of optie ontbreekt of bestaat niet.\n{usage}\nUitleg: {self.prog} --help",
            file=sys.stderr,
        )
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kennisbank", description="De kennisbank Weten wat werkt: nakijken en bouwen.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    check = commands.add_parser("check", help="kijk alle kaarten en gegevens na")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PAD", help="toon alleen wat er mis is in deze bestanden of mappen"
    )
    check.add_argument("--format", choices=FORMATS, default="text", help="vorm van de meldingen (standaard: text)")
    build = commands.add_parser("build", help="bouw de site in site/")
    schema = commands.add_parser("schema", help="schrijf data/schema/ opnieuw uit het model")
    for command in (check, build, schema):
        command.add_argument(
            "--root",
            type=Path,
            metavar="MAP",
            help="map met lessons/ en data/ (standaard: de huidige, anders die van het project)",
        )
    return parser


def _root(given: Path | None) -> Path:
    """The folder to work in: the one that was named, else the current one, else the project's own."""
    if given is not None:
        if not is_root(given):
            raise _WrongUse(f"{given}: hier staat geen kennisbank (lessons/ en data/vocabulaire/)")
        return given.resolve()
    return Path.cwd() if is_root(Path.cwd()) else HERE


class _WrongUse(Exception):
    pass


def check(root: Path, paths: Sequence[Path], form: str) -> int:
    """Print the findings, of `paths` only where given, in one of `FORMATS`. Returns 1 when there are any."""
    found = knowledge_base.findings(root)
    if paths:
        wanted = [_inside(root, path) for path in paths]
        found = tuple(f for f in found if any(f.path == w or f.path.startswith(f"{w}/") or w == "." for w in wanted))
    if form == "json" or found:
        print(FORMATS[form](found))
    if form == "text":
        print(f"\n{counted(len(found))}." if found else "Alles in orde.", file=sys.stderr)
    return 1 if found else 0


def _inside(root: Path, path: Path) -> str:
    place = (
        root / path if (root / path).exists() or (root / path).is_symlink() else path
    )  # an absolute path stays itself
    if not place.exists() and not place.is_symlink():
        raise _WrongUse(f"{path}: dit bestand of deze map bestaat niet")
    place = place.parent.resolve() / place.name
    if not place.is_relative_to(root):
        raise _WrongUse(f"{path}: ligt buiten de kennisbank in {root}")
    return place.relative_to(root).as_posix()


def schema(root: Path) -> int:
    """Write the schema files that editors use."""
    from macros.schema import schemas

    for path, text in schemas(root).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def build(root: Path) -> int:
    """Build the site strictly; the last good `site/` stays when it fails. Returns 1 on findings or a failed build."""
    from macros.build import BuildFailed, build_site

    try:
        build_site(root)
    except Refused as refused:
        print(as_text(refused.findings))
        print(f"\n{counted(len(refused.findings))}; de site is niet gebouwd.", file=sys.stderr)
        return 1
    except BuildFailed as failed:
        print(f"kennisbank: {failed}; de site is niet gebouwd.", file=sys.stderr)
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        root = _root(options.root)
        if options.command == "check":
            return check(root, options.paths, options.format)
        return {"build": build, "schema": schema}[options.command](root)
    except _WrongUse as error:
        print(f"kennisbank: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
