"""The command `kennisbank`: a thin edge around the knowledge base. Exit 0 clean, 1 findings, 2 wrong use."""

import argparse
import gc
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from macros import commands, report
from macros.commands import WrongUse
from macros.findings import FORMATS, Refused, as_text
from macros.records import is_root

WORD_LIST = Path("/usr/share/dict/dutch")
OWN_PROGRESS = {"new", "build", "handout", "audit"}
Run = Callable[[Path, argparse.Namespace], int]
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
    parser = _Parser(prog="kennisbank", description="De kennisbank Weten wat werkt: nakijken, schrijven en bouwen.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="opdracht")

    def command(name: str, told: str, run: Run, among: Any = subparsers) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = among.add_parser(name, help=told)
        made.set_defaults(run=run)
        made.add_argument(
            "--root",
            type=Path,
            metavar="MAP",
            help="map met lessons/ en data/ (standaard: de huidige, anders die van het project)",
        )
        return made

    check = command(
        "check", "kijk alle kaarten en gegevens na", lambda r, o: commands.check(r, o.paths, o.format, o.fix)
    )
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PAD", help="toon alleen wat er mis is in deze bestanden of mappen"
    )
    check.add_argument("--format", choices=FORMATS, default="text", help="vorm van de meldingen (standaard: text)")
    check.add_argument(
        "--fix", action="store_true", help="herstel eerst wat zonder keuze te herstellen is, en zeg wat er is gedaan"
    )

    command("new", "maak een nieuwe les: vraagt de velden een voor een", lambda r, o: commands.new(r))

    compared = command(
        "diff",
        "zeg wat er verandert tegenover een andere versie, in gewone woorden",
        lambda r, o: commands.diff(r, o.base, o.format, o.preview),
    )
    compared.add_argument("base", metavar="BASIS", help="versie om mee te vergelijken, zoals main of HEAD~1")
    compared.add_argument("--format", choices=report.FORMATS, default="text", help="vorm (standaard: text)")
    compared.add_argument(
        "--voorbeeld",
        default="",
        metavar="ADRES",
        dest="preview",
        help="adres van een voorbeeld van de site, voor links in markdown",
    )

    care = command(
        "audit",
        "zeg wat zorg vraagt: herzieningen, dunne kaarten, ongelezen bronnen",
        lambda r, o: commands.audit(r, o.format, o.links, o.day),
    )
    care.add_argument("--format", choices=report.FORMATS, default="text", help="vorm (standaard: text)")
    care.add_argument(
        "--links", action="store_true", help="kijk ook of de adressen van bronnen nog bestaan (dat duurt)"
    )
    care.add_argument("--datum", metavar="JJJJ-MM-DD", dest="day", help="dag om vanaf te rekenen (standaard: vandaag)")

    language = command(
        "taal",
        "geef hints voor gewone taal, en hoe leesbaar de lessen zijn",
        lambda r, o: commands.language(r, o.names),
    )
    language.add_argument("names", nargs="*", metavar="LES", help="slug van een les (standaard: alle)")

    prints = command(
        "handout",
        "maak de handouts van één of meer lessen",
        lambda r, o: commands.handout(r, o.names, o.folder),
    )
    prints.add_argument("names", nargs="+", metavar="LES", help="slug van een les")
    prints.add_argument(
        "--map",
        type=Path,
        default=Path("handouts"),
        metavar="MAP",
        dest="folder",
        help="waar de pdf’s komen (standaard: handouts)",
    )

    command("build", "bouw de site in site/", lambda r, o: commands.build(r))

    links = command(
        "permalinks",
        "schrijf de adressen bij die nu voor het eerst verschijnen",
        lambda r, o: commands.permalinks(r, o.day),
    )
    links.add_argument("--datum", metavar="JJJJ-MM-DD", dest="day", help="dag van publicatie (standaard: vandaag)")

    figures = subparsers.add_parser("cijfers", help="cijfers ophalen bij het CBS")
    actions = figures.add_subparsers(dest="action", required=True, metavar="opdracht")
    refresh = command(
        "verversen",
        "haal cijfers opnieuw op en laat zien wat er verandert",
        lambda r, o: commands.refresh(r, o.names, o.accept, o.source),
        actions,
    )
    refresh.add_argument(
        "names", nargs="*", metavar="CIJFER", help="slug van een cijfer (standaard: alle met een tabel)"
    )
    refresh.add_argument("--neem-over", action="store_true", dest="accept", help="schrijf ook gewijzigde getallen weg")
    refresh.add_argument("--adres", metavar="ADRES", dest="source", help="ander adres van de open data")

    compounds = command(
        "samenstellingen",
        "stel samenstellingen voor die de zoekmachine nog niet kent",
        lambda r, o: commands.compounds(r, o.lexicon, o.accept),
    )
    compounds.add_argument(
        "--woordenlijst",
        type=Path,
        default=WORD_LIST,
        metavar="BESTAND",
        dest="lexicon",
        help=f"lijst met Nederlandse woorden, één per regel (standaard: {WORD_LIST}, pakket wdutch)",
    )
    compounds.add_argument("--neem-over", action="store_true", dest="accept", help="zet de voorstellen in het bestand")

    command("schema", "schrijf data/schema/ opnieuw uit het model", lambda r, o: commands.schema(r))
    return parser


def _root(given: Path | None) -> Path:
    """The folder to work in: the one that was named, else the current one, else the project's own."""
    if given is not None:
        if not is_root(given):
            raise WrongUse(f"{given}: hier staat geen kennisbank (lessons/ en data/vocabulaire/)")
        return given.resolve()
    return Path.cwd() if is_root(Path.cwd()) else HERE


@contextmanager
def _clock(command: str) -> Iterator[None]:
    """On a terminal: after a second, how long a command is at work. Commands that tell it themselves are left alone."""
    if command in OWN_PROGRESS or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def tick() -> None:
        seconds = 0
        while not done.wait(1):
            seconds += 1
            print(f"\rBezig: {seconds} s", end="", file=sys.stderr, flush=True)
        print("\r" + " " * 20 + "\r" if seconds else "", end="", file=sys.stderr, flush=True)

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    options = _parser().parse_args(arguments)
    gc.disable()  # what a command makes it needs until its end, which is soon; looking for what is lost takes a tenth of the time
    try:
        with _clock(options.command):
            return int(options.run(_root(options.root), options))
    except Refused as refused:
        print(as_text(refused.findings))
        return 1
    except WrongUse as error:
        print(f"kennisbank: {error}", file=sys.stderr)
        return 2
    finally:
        gc.enable()


if __name__ == "__main__":
    raise SystemExit(main())
