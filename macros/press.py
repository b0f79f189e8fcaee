"""Prints → files, through Typst: tagged PDF (PDF/A-2a and PDF/UA-1) and PNG, with our own letters only.

In: the prints of `handouts.py`. Out: their files below the site, byte for byte the same for the same print. What was made before is
taken from a cache, keyed by everything that decides the bytes. What is wrong with a print is a finding at the record it is made of.
"""

import hashlib
import io
import json
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import jinja2
import segno
import typst

from macros.findings import Finding, Refused
from macros.handouts import Print
from macros.render import TEMPLATES as HTML

TEMPLATES = Path(__file__).parent / "templates" / "druk"
CACHE = ".cache/druk"
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
SHAPES = (
    *("werkt", "veelbelovend", "wisselend", "werkte-niet", "nog-onbekend", "ervaringsles"),
    *("positief", "gemengd", "geen-effect", "negatief", "niet-gemeten"),
)
SIZES = (11.2, 10.6, 10.0, 9.4, 9.0)  # points, largest first; below 9 a handout is no longer easy to read
KEPT = 60 * 24 * 3600  # seconds that an unused file stays in the cache
PATIENCE = 1.0  # seconds before progress is shown
_COUNT = re.compile(rb"/Type\s*/Pages\b.*?/Count (\d+)", re.DOTALL)
_NOT_SHOWN = re.compile(r'the text `?"(.*?)"`? could not be displayed')


class Press:
    """Makes prints in the background: the letters of Typst run beside Python, as many at a time as there are processors."""

    def __init__(self, prints: Iterable[Print], root: Path) -> None:
        """Start on `prints` of the knowledge base below `root`, where the cache is kept too."""
        self._root = root
        self._cache = root / CACHE
        self._cache.mkdir(parents=True, exist_ok=True)
        self._prints = list(prints)
        self._base = _base()
        self._local = threading.local()
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(TEMPLATES / "letters")]
        )
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "druk")
        self._jobs: list[Future[Path]] = [self._pool.submit(self._file, each) for each in self._prints]

    def finish(self, site: Path) -> None:
        """Put every file in its place below `site`. Raises `Refused` with a finding for each print that went wrong."""
        self._wait()
        findings: list[Finding] = []
        for each, job in zip(self._prints, self._jobs, strict=True):
            try:
                made = job.result()
            except _Wrong as wrong:
                findings.append(Finding(*self._place(each, wrong.sign), "", f"{each.title} {wrong}"))
                continue
            _put(made, site / each.path)
        self._pool.shutdown()
        if findings:
            raise Refused(findings)
        self._tidy()

    def stop(self) -> None:
        """Leave what is still to be made."""
        self._pool.shutdown(cancel_futures=True)

    def _wait(self) -> None:
        """Wait for the prints, and say how far they are when that takes long."""
        begun, total = time.monotonic(), len(self._jobs)
        while pending := wait(self._jobs, timeout=0.5).not_done:
            if time.monotonic() - begun > PATIENCE:
                end = "\r" if sys.stderr.isatty() else "\n"
                print(f"Handouts en beelden: {total - len(pending)} van {total}", end=end, file=sys.stderr, flush=True)

    def _file(self, each: Print) -> Path:
        """The file of a print in the cache, made now if it is not there."""
        kept = self._cache / f"{self._key(each)}{Path(each.path).suffix}"
        if kept.is_file():
            os.utime(kept)
        else:
            made = self._made(each)
            part = kept.with_suffix(f".{threading.get_ident()}")
            part.write_bytes(made)
            part.replace(kept)
        return kept

    def _place(self, each: Print, sign: str | None) -> tuple[str, int, int]:
        """File, line and column where a sign stands in what a print is made from; the start of its main file without one."""
        for source in each.sources if sign else ():
            before, found, _ = (self._root / source).read_text("utf-8").partition(sign or "")
            if found:
                return source, before.count("\n") + 1, len(before) - before.rfind("\n")
        return each.sources[0], 1, 1

    def _key(self, each: Print) -> str:
        text = json.dumps(
            [self._base, each.path, each.template, each.timestamp, each.scans, each.longest, each.data], sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def _made(self, each: Print) -> bytes:
        """The bytes of a print; one with a limit gets the largest letter with which it keeps to it."""
        if not each.longest:
            return self._compiled(each, SIZES)
        for size in SIZES:
            made = self._compiled(each, (size,))
            if (pages := number_of_pages(made)) <= each.longest:
                return made
        raise _Wrong(
            f"telt {pages} bladzijden; hooguit {each.longest} mag: kort de stappen, de uitleg of een van de lijsten in"
        )

    def _compiled(self, each: Print, sizes: Sequence[float]) -> bytes:
        pdf = each.path.endswith(".pdf")
        data = {
            **each.data,
            "datum": {"year": each.day.year, "month": each.day.month, "day": each.day.day},
            "vormen": _shapes(),
            "qr": {address: qr(address) for address in each.scans},
            "maten": sizes,
        }
        try:
            made, warnings = self._compiler().compile_with_warnings(
                input=str(TEMPLATES / f"{each.template}.typ"),
                format="pdf" if pdf else "png",
                ppi=72,
                sys_inputs={"gegevens": json.dumps(data, ensure_ascii=False)},
                pdf_standards=list(STANDARDS) if pdf else [],
                timestamp=each.timestamp,
            )
        except typst.TypstError as error:
            raise _wrong(error.message) from None
        if warnings:
            raise _wrong(warnings[0].message)
        assert isinstance(made, bytes)
        return made

    def _compiler(self) -> typst.Compiler:
        """One compiler per thread."""
        if not hasattr(self._local, "compiler"):
            self._local.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=self._fonts, ignore_system_fonts=True)
        found: typst.Compiler = self._local.compiler
        return found

    def _tidy(self) -> None:
        """Forget what no build has used for a long time."""
        oldest = time.time() - KEPT
        for file in self._cache.iterdir():
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)


def _put(made: Path, target: Path) -> None:
    """One more name for a file of the cache, which costs no room; a copy where the disk of the site is another."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(made, target)
    except OSError:
        shutil.copyfile(made, target)


class _Wrong(Exception):
    """A print could not be made as it has to be; the message says why, in Dutch. `sign`: the sign that it is about, if any."""

    def __init__(self, message: str, sign: str | None = None) -> None:
        super().__init__(message)
        self.sign = sign


def _wrong(message: str) -> _Wrong:
    """What Typst says of a print, as what an editor can do about it."""
    if found := _NOT_SHOWN.search(message):
        return _Wrong(f"kan „{found[1]}” niet tonen: dat teken zit niet in de letter; schrijf het anders", found[1])
    if "missing alt text" in message:
        return _Wrong("heeft een beeld zonder beschrijving; geef het alt in het sjabloon")
    if found := re.search(r"unknown font family: (.*)", message):
        return _Wrong(f"vraagt om de letter „{found[1]}”, die niet in templates/druk/letters staat; verbeter de naam")
    return _Wrong(f"kon niet worden gemaakt ({message})")


def number_of_pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = _COUNT.search(pdf)
    if not found:
        raise ValueError("no page tree in this PDF")
    return int(found[1])


@lru_cache(maxsize=50_000)
def qr(address: str) -> str:
    """The QR code of an address as SVG; 15 % of it may be lost (level M), for what gets copied and folded."""
    out = io.BytesIO()
    # With a mask given, segno does not weigh all eight against each other, which takes five times as long; readers read any.
    segno.make_qr(address, error="m", boost_error=False, mask=3).save(
        out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, dark="#1b2a2a", light="#fff"
    )
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, str]:
    """The shapes of labels and directions as SVG, from the same drawing as on the site."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader([TEMPLATES, HTML]), autoescape=True)
    template = environment.get_template("vorm.svg")
    return {slug: template.render(slug=slug).strip() for slug in SHAPES}


@lru_cache(maxsize=1)
def _base() -> str:
    """What decides the bytes of every print: templates, letters, shapes and the version of Typst."""
    found = hashlib.sha256(f"{version('typst')}{version('segno')}{sorted(_shapes().items())}".encode())
    for file in sorted(TEMPLATES.rglob("*")):
        if file.is_file():
            found.update(file.relative_to(TEMPLATES).as_posix().encode() + file.read_bytes())
    return found.hexdigest()
