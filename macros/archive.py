"""The knowledge base as it was at a commit, taken out of git into a folder of its own. The working tree is never touched.

In: the root folder and what git calls a revision. Out: a folder with `lessons/`, `data/` and the pages of `docs/` of then.
"""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KEPT = ("lessons", "data", ":(glob)docs/**/*.md")  # what the records and the addresses follow from


class NoSuchVersion(Exception):
    """There is no such commit here, or no git; the message says what to do."""


@contextmanager
def at_commit(root: Path, revision: str) -> Iterator[Path]:
    """A folder with the base at `revision`, as long as the block lasts. Raises `NoSuchVersion`."""
    sha = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    if not sha:
        raise NoSuchVersion(
            f"{revision}: deze versie kent git hier niet; haal haar op (git fetch --unshallow) of verbeter de naam"
        )
    with tempfile.TemporaryDirectory(prefix="kennisbank-") as place:
        there = [
            name for name in _KEPT if _git(root, "ls-tree", sha, "--", name.partition("/")[0].removeprefix(":(glob)"))
        ]
        if not there:
            raise NoSuchVersion(f"{revision}: in deze versie staat geen kennisbank (lessons/ en data/)")
        packed = _git(root, "archive", "--format=tar", sha, "--", *there)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(place, filter="data")
        (Path(place) / "docs").mkdir(exist_ok=True)
        yield Path(place)


def _git(root: Path, *arguments: str) -> bytes:
    """What git prints; nothing when it refuses. Raises `NoSuchVersion` where there is no git or no repository."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise NoSuchVersion("git is niet geïnstalleerd; dat is nodig om versies te vergelijken") from None
    if b"not a git repository" in done.stderr:
        raise NoSuchVersion(f"{root}: deze map staat niet onder git; er is niets om mee te vergelijken")
    return done.stdout if done.returncode == 0 else b""
