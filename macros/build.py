"""The real build: strict, in a folder of its own, and only then in the place of the last good site.

In: the root folder with `mkdocs.yml`. Out: `site/`, byte for byte the same for the same input.
"""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

from macros.findings import Refused


class BuildFailed(Exception):
    """The site could not be built; the message says why."""


def build_site(root: Path) -> None:
    """Build `root`/site. Raises `Refused` (findings) or `BuildFailed`; the last good site then stays as it was."""
    if not (root / "mkdocs.yml").is_file():
        raise BuildFailed(f"{root / 'mkdocs.yml'} ontbreekt")
    fresh = root / ".opbouw"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _mkdocs(root, fresh)
        _swap(fresh, root / "site")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _mkdocs(root: Path, target: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    counter = _Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(counter)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(target), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (MkDocsException, SystemExit, RuntimeError) as error:
        for cause in _causes(error):
            if isinstance(cause, Refused):
                raise cause from None
        raise BuildFailed("\n".join(counter.messages) or str(error)) from None
    finally:
        log.removeHandler(counter)
    if counter.messages:
        raise BuildFailed("\n".join(counter.messages))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all it came from: MkDocs wraps what a hook raises."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns about: with strict that is a failure, and the editor has to see it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _swap(fresh: Path, site: Path) -> None:
    """Put the new site in the place of the old one."""
    old = site.with_name(".opbouw-oud")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)
