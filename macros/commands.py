"""What each command does. In: the root folder and what was asked. Out: the exit code: 0 done, 1 findings or refused.

A command prints what it finds on standard output, and what it says about its work on standard error. Findings that keep the base from
being loaded are raised as `Refused`, wrong use as `WrongUse`; `cli.py` tells both. What only one command needs is imported there.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from macros import knowledge_base, report
from macros.derive import Figure
from macros.findings import FORMATS, Refused, as_text, counted, meant


class WrongUse(Exception):
    """The command was asked something that cannot be; the message says what can."""


def check(root: Path, paths: Sequence[Path], form: str, fix: bool) -> int:
    """Print the findings, of `paths` only where given, in one of `FORMATS`. Returns 1 when there are any.

    With `fix` what can be mended without a choice is mended first, and told on standard error.
    """
    wanted = [_inside(root, path) for path in paths]

    def asked(path: str) -> bool:
        return not wanted or any(path == w or path.startswith(f"{w}/") or w == "." for w in wanted)

    if fix:
        from macros.records import model_files
        from macros.repair import repair_files

        for path, repair in repair_files(root, [file for file in model_files(root) if asked(file[0])]):
            print(f"{path}:{repair.regel}: {repair.veld + ': ' if repair.veld else ''}{repair.wat}", file=sys.stderr)
    found = tuple(f for f in knowledge_base.findings(root) if asked(f.path))
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
        raise WrongUse(f"{path}: dit bestand of deze map bestaat niet")
    place = place.parent.resolve() / place.name
    if not place.is_relative_to(root):
        raise WrongUse(f"{path}: ligt buiten de kennisbank in {root}")
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


def refresh(root: Path, names: Sequence[str], accept: bool, source: str | None) -> int:
    """Fetch figures anew and write what is new; changed numbers only with `accept`. Returns 1 when something was refused."""
    from macros import cbs
    from macros.export import rows
    from macros.figures import FOLDER

    figures = knowledge_base.load(root).cijfers
    if unknown := [name for name in names if name not in figures]:
        raise WrongUse(f"{unknown[0]}: dit cijfer bestaat niet.{meant(unknown[0], figures)}")
    chosen = [figures[name] for name in names] or [f for f in figures.values() if f.record.cbs]
    failed = False
    for figure in chosen:
        try:
            found = cbs.refresh(figure, source or cbs.SOURCE)
        except (cbs.Unreachable, cbs.Refused) as error:
            print(f"{figure.slug}: {error}. Er is niets overschreven.", file=sys.stderr)
            failed = True
            continue
        for row, old in found.anders:
            print(f"{figure.slug}: {row.reeks}, {row.periode}: was {old:g}, is nu {row.waarde:g}")
        for row in found.nieuw:
            print(f"{figure.slug}: {row.reeks}, {row.periode}: nieuw, {row.waarde:g}")
        if found.anders and not accept:
            print(f"{figure.slug}: getallen zijn gewijzigd; kijk ze na en geef dan --neem-over.", file=sys.stderr)
            failed = True
        elif found.anders or found.nieuw:
            (root / FOLDER / figure.record.path).write_text(
                rows(Figure(figure.slug, figure.record, found.rijen)), "utf-8"
            )
            print(f"{figure.slug}: weggeschreven.")
        else:
            print(f"{figure.slug}: niets veranderd.")
    return 1 if failed else 0


def language(root: Path, names: Sequence[str]) -> int:
    """Print hints for plain language per card, and how easy the cards are to read. Hints are no findings: always 0."""
    from statistics import median

    from macros.language import hints, prose, reading

    kb = knowledge_base.load(root)
    if unknown := [name for name in names if name not in kb.lessen]:
        raise WrongUse(f"{unknown[0]}: deze les bestaat niet.{meant(unknown[0], kb.lessen)}")
    cards = {name: prose(kb.lessen[name].kaart) for name in names or kb.lessen}
    for name, texts in cards.items():
        for hint in hints(texts, kb.taal):
            print(f"{name}: „{hint.stuk}”: {hint.tekst}")
    figures = [reading(texts) for texts in cards.values()]
    print(
        f"\n{len(figures)} {'les' if len(figures) == 1 else 'lessen'}: "
        f"zin {median(f.zin for f in figures):.0f} woorden, leesgemak {median(f.leesgemak for f in figures):.0f} "
        f"(Flesch-Douma, 50 of hoger is goed), langste kaart {max(f.woorden for f in figures)} woorden.",
        file=sys.stderr,
    )
    return 0


def compounds(root: Path, lexicon: Path, accept: bool) -> int:
    """Print the compounds of the built site that the list does not hold yet, or with `accept` put them in it."""
    from macros import compounds, records

    if not lexicon.is_file():
        raise WrongUse(f"{lexicon}: deze woordenlijst is er niet; installeer het pakket wdutch of geef --woordenlijst")
    if not (root / "site" / "index.html").is_file():
        raise WrongUse("site/: hier staat geen gebouwde site; draai eerst kennisbank build")
    found, findings = records.read_all(root)
    if "samenstellingen" not in found.singles:
        print(as_text(tuple(findings)))
        return 1
    known = found.singles["samenstellingen"].record
    with lexicon.open(encoding="utf-8") as lines:
        proposed = compounds.propose(compounds.site_words(root / "site"), compounds.read_list(lines), known.geen_deel)
    fresh = {word: parts for word, parts in proposed.items() if word not in known.woorden}
    for word, parts in fresh.items():
        print(f"{word}: {' + '.join(parts)}")
    if accept:
        path = root / "data" / "samenstellingen.yml"
        path.write_text(compounds.as_yaml(known.geen_deel, {**known.woorden, **fresh}), "utf-8")
    print(f"\n{len(fresh)} nieuw{', toegevoegd: kijk ze na' if accept else ''}.", file=sys.stderr)
    return 0


def handout(root: Path, names: Sequence[str], folder: Path) -> int:
    """Make the handouts of these lessons in `folder`. Returns 1 when the records or a handout have findings."""
    from mkdocs.config import load_config

    from macros.handouts import Handouts
    from macros.press import Press

    kb = knowledge_base.load(root)
    if unknown := [name for name in names if name not in kb.lessen or not kb.lessen[name].actief]:
        raise WrongUse(f"{unknown[0]}: deze les is er niet of is niet gepubliceerd.{meant(unknown[0], kb.lessen)}")
    handouts = Handouts(kb, load_config(str(root / "mkdocs.yml")).site_url or "")
    made = [handouts.lesson(kb.lessen[name], audience) for name in names for audience in kb.lessen[name].kaart.voor]
    with tempfile.TemporaryDirectory() as place:
        Press(made, root).finish(Path(place))
        folder.mkdir(parents=True, exist_ok=True)
        for each in made:
            print(shutil.move(Path(place) / each.path, folder / Path(each.path).name))
    return 0


def _day(asked: str | None) -> date:
    """The day that was asked for, or today."""
    try:
        return date.fromisoformat(asked) if asked else date.today()  # no other day comes from the clock
    except ValueError:
        raise WrongUse(f"--datum {asked}: dit is geen dag; schrijf jaar-maand-dag, zoals 2026-11-23") from None


def audit(root: Path, form: str, links: bool, asked: str | None) -> int:
    """Print what needs care. Returns 1 only when the records have findings: those come first."""
    from macros.audit import audit
    from macros.outside_links import Checker, Link

    day = _day(asked)
    kb = knowledge_base.load(root)
    found: list[Link] | None = None
    if links:
        urls: dict[str, tuple[str, ...]] = {}
        for slug, view in kb.bronnen.items():
            if view.record.URL:
                urls[view.record.URL] = (*urls.get(view.record.URL, ()), slug)
        found = []
        for link in Checker(root, day).look(urls):
            found.append(link)
            _progress("Links", len(found), len(urls))
    print(report.report("zorg", audit(kb, day, None if found is None else tuple(found)), form))
    return 0


def _progress(what: str, done: int, of: int) -> None:
    """How far it is, on one line of a terminal."""
    if sys.stderr.isatty():
        print(f"\r{what}: {done} van {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def permalinks(root: Path, asked: str | None) -> int:
    """Add the addresses to the list that it does not hold yet: at publication, never in between. Returns 1 on findings."""
    from macros.permalinks import FILE, added
    from macros.promise import Promise

    day = _day(asked)
    kb = knowledge_base.load(root)
    if kb.permalinks and day < kb.permalinks[-1].datum:
        raise WrongUse(f"--datum {day}: ligt vóór de laatste publicatie ({kb.permalinks[-1].datum})")
    promise, path = Promise(kb, root / "docs"), root / FILE
    text = path.read_text("utf-8")
    fresh = added(text, promise.nu, day)[len(text) :]
    with path.open("a", encoding="utf-8", newline="") as file:  # whatever happens, what was there stays
        file.write(fresh)
    print(f"{len(fresh.split()) // 3} nieuw, {len(promise.nu)} adressen op de site.")
    return 0


def diff(root: Path, base: str, form: str, preview: str) -> int:
    """Print what differs between `base` and what stands there now. Always 0, but for a version that is not there."""
    from macros.archive import NoSuchVersion, at_commit
    from macros.differences import compare

    try:
        with at_commit(root, base) as before:
            found = compare(before, root)
    except NoSuchVersion as unknown:
        raise WrongUse(str(unknown)) from None
    print(report.report("verschil", found, form, voorbeeld=preview))
    return 0


def new(root: Path) -> int:
    """Ask a lesson field by field and write its file, and those of new sources and studies. Returns 1 when stopped halfway."""
    from macros.new import Interview, State, Stopped
    from macros.records import read_all

    kept = root / ".cache" / "nieuwe-les.json"

    def keep(state: State) -> None:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1), "utf-8")

    state = State()
    try:
        if kept.is_file() and input("Er staat nog een les die niet af is. Verdergaan? (j/n) ").strip().lower() in (
            "j",
            "ja",
        ):
            state = State(**json.loads(kept.read_text("utf-8")))
        drafts, found = Interview(read_all(root)[0], input, print, keep, date.today()).lesson(state)
    except (Stopped, EOFError, KeyboardInterrupt):
        print("\nBewaard. Met kennisbank new gaat u verder waar u was.", file=sys.stderr)
        return 1
    for draft in drafts:
        path = root / draft.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:  # never over what is there
            file.write(draft.text)
        print(f"Geschreven: {draft.path}")
    kept.unlink(missing_ok=True)
    verdict = found.oordelen[drafts[-1].path]
    print(f"Label: {verdict.label}, bewijs: {verdict.sterkte}. Kijk het na met: kennisbank check && make serve")
    return 0
