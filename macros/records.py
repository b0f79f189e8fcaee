"""All files of the knowledge base → all records, or all findings at once.

In: the root folder (with `lessons/` and `data/`). Out: `Records`: per collection, slug → `Entry`.
    lessons/<pilot>/<slug>.yml          data/<collection>/<slug>.yml          data/<one of SINGLES>.yml          data/cijfers/
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from macros.figures import PACKAGE, Row, read_rows
from macros.findings import Finding
from macros.model import (
    SLUG,
    Begrippen,
    Bron,
    Cijfers,
    Conferentie,
    Dekking,
    Effectwoorden,
    Les,
    Omleidingen,
    Onderzoek,
    Partner,
    Pilot,
    Programmaonderzoek,
    Samenstellingen,
    Synoniemen,
    Taal,
    Tijdlijn,
    Traject,
    Vocabulaire,
    vocabulary_context,
)
from macros.permalinks import Permalink, read_permalinks
from macros.read import Document, read_document
from macros.validate import to_record

VOCABULARY = ("vocabulaire", Vocabulaire)
COLLECTIONS: dict[str, type[BaseModel]] = {
    "pilots": Pilot,
    "bronnen": Bron,
    "onderzoeken": Onderzoek,
    "partners": Partner,
    "lessen": Les,
    "trajecten": Traject,
    "conferenties": Conferentie,
}
SINGLES: dict[str, type[BaseModel]] = {
    "begrippen": Begrippen,
    "effectwoorden": Effectwoorden,
    "tijdlijn": Tijdlijn,
    "programmaonderzoek": Programmaonderzoek,
    "dekking": Dekking,
    "taal": Taal,
    "samenstellingen": Samenstellingen,
    "synoniemen": Synoniemen,
    "redirects": Omleidingen,
    "cijfers": Cijfers,
}
FILES = {"cijfers": f"cijfers/{PACKAGE}"}  # singles that are not data/<name>.yml
LONGEST_SLUG = 80


@dataclass(frozen=True)
class Entry:
    """A record with the place it came from. `group` is the folder: for a lesson its pilot."""

    slug: str
    group: str
    record: Any
    document: Document


class Standing(NamedTuple):
    """Where a lesson stands in its life, and in which pilot."""

    pilot: str
    status: str
    vervangen_door: str | None = None


@dataclass
class Records:
    """What was read. `known` also holds the slugs of files that were refused, so that one broken file gives one finding."""

    collections: dict[str, dict[str, Entry]] = field(default_factory=dict)
    singles: dict[str, Entry] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulaire] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: Mapping[str, Standing] = field(default_factory=dict)  # of lessons that are there but were not read
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)  # per figure of data/cijfers
    permalinks: tuple[Permalink, ...] = ()

    @cached_property
    def niveaus(self) -> Mapping[str, int]:
        """Design of a study → its level, 0-5."""
        designs = self.vocabularies["opzet"].waarden if "opzet" in self.vocabularies else ()
        return {word.slug: word.niveau or 0 for word in designs}

    @property
    def standing(self) -> Mapping[str, Standing]:
        """Every lesson with its status, and its successor where it has one."""
        here = {
            slug: Standing(e.group, e.record.status, e.record.vervangen_door) for slug, e in self.of("lessen").items()
        }
        return {**self.elsewhere, **here}

    def of(self, kind: str) -> Mapping[str, Entry]:
        return self.collections.get(kind, {})

    def entries(self) -> Iterator[Entry]:
        for collection in self.collections.values():
            yield from collection.values()
        yield from self.singles.values()


def path_of(kind: str, slug: str, group: str = "") -> str:
    """Where the file of a record is, relative to the root; `group` is the pilot of a lesson."""
    return f"lessons/{group}/{slug}.yml" if kind == "lessen" else f"data/{kind}/{slug}.yml"


def is_root(root: Path) -> bool:
    return (root / "lessons").is_dir() and (root / "data" / "vocabulaire").is_dir()


def read_all(root: Path) -> tuple[Records, list[Finding]]:
    """Read every file below `root`. Returns what could be read, and the findings of what could not."""
    records, findings = Records(), list[Finding]()
    _collect(root, VOCABULARY[0], VOCABULARY[1], {}, records, findings)
    records.vocabularies = {slug: e.record for slug, e in records.collections["vocabulaire"].items()}
    context = vocabulary_context(records.vocabularies)
    for kind, model in COLLECTIONS.items():
        _collect(root, kind, model, context, records, findings)
    for name, model in SINGLES.items():
        path = f"data/{FILES.get(name, f'{name}.yml')}"
        if not os.path.lexists(root / path):
            findings.append(Finding(path, 1, 1, "", "ontbreekt; zet dit bestand terug"))
        elif entry := _entry(root / path, root, model, context, findings):
            records.singles[name] = entry
    if "cijfers" in records.singles:
        records.rows, wrong = read_rows(root, records.singles["cijfers"].record)
        findings += wrong
    records.permalinks, wrong = read_permalinks(root)
    findings += wrong
    return records, findings


def model_files(root: Path) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every YAML file that holds a record, relative to `root`, with the model of that record. Links are left out."""
    kinds: dict[str, type[BaseModel]] = {VOCABULARY[0]: VOCABULARY[1], **COLLECTIONS}
    for kind, model in kinds.items():
        folder, pattern = (root / "lessons", "*/*.yml") if kind == "lessen" else (root / "data" / kind, "*.yml")
        for file in sorted(folder.glob(pattern)):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(root).as_posix(), model
    for name, model in SINGLES.items():
        if (root / "data" / f"{name}.yml").is_file():
            yield f"data/{name}.yml", model


def _collect(
    root: Path, kind: str, model: type[BaseModel], context: dict[str, Any], records: Records, findings: list[Finding]
) -> None:
    folder, depth = (root / "lessons", 1) if kind == "lessen" else (root / "data" / kind, 0)
    collection = records.collections.setdefault(kind, {})
    known = records.known.setdefault(kind, set())
    for file in _files(folder, depth, root, findings):
        if file.stem in known:
            first = collection.get(file.stem)
            wrong = taken(file.stem, first.document.path if first else None)
            findings.append(Finding(file.relative_to(root).as_posix(), 1, 1, "bestandsnaam", wrong))
            continue
        known.add(file.stem)
        if entry := _entry(file, root, model, context, findings):
            collection[file.stem] = entry


def _entry(
    file: Path, root: Path, model: type[BaseModel], context: dict[str, Any], findings: list[Finding]
) -> Entry | None:
    document = read_document(file, root)
    if isinstance(document, list):
        findings.extend(document)
        return None
    record = to_record(document, model, context)
    if isinstance(record, list):
        findings.extend(record)
        return None
    return Entry(file.stem, file.parent.name, record, document)


def _files(folder: Path, depth: int, root: Path, findings: list[Finding]) -> Iterator[Path]:
    """The YAML files of a collection, sorted; whatever else lies there is a finding. Links are not followed."""
    for item in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda p: p.name):
        path = item.relative_to(root).as_posix()

        def refuse(what: str, path: str = path) -> None:
            findings.append(Finding(path, 1, 1, "bestandsnaam", what))

        if item.name.startswith("."):
            continue
        if item.is_symlink():
            refuse("is een koppeling naar iets anders; zet het bestand zelf neer")
        elif item.is_dir():
            if depth == 0:
                refuse(
                    "is een map; zet de bestanden één map hoger" if folder != root / "lessons" else "is een map te veel"
                )
            else:
                yield from _files(item, depth - 1, root, findings)
        elif item.suffix != ".yml":
            refuse(
                f'eindigt op "{item.suffix}"; noem het bestand {item.stem}.yml'
                if item.suffix.lower() in {".yaml", ".yml"}
                else "is geen kaart; hier horen alleen bestanden die op .yml eindigen"
            )
        elif depth:
            refuse("staat niet in de map van een pilot; zet het in lessons/<pilot>/")
        elif wrong := wrong_name(item.stem):
            refuse(wrong)
        else:
            yield item


def wrong_name(stem: str) -> str | None:
    """What is wrong with the name of a file, without `.yml`, that will be an address; None when nothing is."""
    if not SLUG.fullmatch(stem):
        return (
            f'"{stem}" is geen slug; gebruik alleen kleine letters, cijfers en streepjes, zoals stel-vaste-vragen.yml'
        )
    if len(stem) > LONGEST_SLUG:
        return f"is {len(stem)} tekens lang; hooguit {LONGEST_SLUG} mag"
    return None


def taken(slug: str, path: str | None) -> str:
    """What is wrong with a name that another record has, in the file at `path` if that can be told."""
    where = f" (ook in {path})" if path else ""
    return f'"{slug}" bestaat al{where}; een slug is een adres en komt maar één keer voor'
