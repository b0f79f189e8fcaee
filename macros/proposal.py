"""The records of a proposal, laid over the base: what a pull request changes in cards and data, and nothing else of it.

In: the root of a checkout that is trusted, and the commit of a proposal that is not. Out: changed files in `lessons/` and `data/`. For the
workflows that tell of a proposal and show it: they run the program of the default branch on the text of a stranger, never a stranger's program.
Taken over are regular files only, under the names that a record can have, few and small; nothing of the proposal is checked out.

    python -m macros.proposal COMMIT
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from macros.model import SLUG
from macros.read import MAX_BYTES
from macros.records import COLLECTIONS, SINGLES, VOCABULARY

MOST = 300  # changed files; a proposal with more is for the eyes of people
_COMMIT = re.compile(r"[0-9a-f]{40}")
_REGULAR = "100644"
_SLUG = SLUG.pattern
_KINDS = "|".join(sorted({*COLLECTIONS, VOCABULARY[0]} - {"lessen"}))
_NAMED = "|".join(sorted({*SINGLES} - {"cijfers"}))
ALLOWED = re.compile(
    rf"lessons/{_SLUG}/{_SLUG}\.yml|data/({_KINDS})/{_SLUG}\.yml|data/({_NAMED})\.yml|data/cijfers/({_SLUG}\.csv|datapackage\.json)"
)


class Refused(Exception):
    """The proposal is not taken over; the message says why."""


def lay_over(root: Path, commit: str) -> list[str]:
    """Change the files below `root` as the proposal at `commit` does. Returns the paths. Raises `Refused` before anything is changed."""
    if not _COMMIT.fullmatch(commit):
        raise Refused("dit is geen commit")
    base = _git(root, "merge-base", "HEAD", commit).decode().strip()
    changes = list(_changes(root, base, commit))
    if len(changes) > MOST:
        raise Refused(f"het voorstel wijzigt {len(changes)} bestanden; hooguit {MOST} mag")
    contents = {path: _content(root, blob) if blob else None for path, blob in changes}
    for path, content in contents.items():
        target = root / path
        if target.is_symlink() or any(parent.is_symlink() for parent in target.parents if parent != root.parent):
            raise Refused(f"{path}: hier staat een koppeling")
        if content is None:
            target.unlink(missing_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return sorted(contents)


def _changes(root: Path, base: str, commit: str) -> Iterator[tuple[str, str | None]]:
    """Each path that may be taken over, with its blob; None where the proposal removes it. What may not is left out."""
    raw = _git(root, "diff-tree", "-r", "-z", "--no-renames", base, commit, "--", "lessons", "data")
    parts = raw.decode("utf-8", "replace").split("\0")
    for told, path in zip(parts[::2], parts[1::2], strict=False):
        _, mode, _, blob, status = told.removeprefix(":").split(" ")
        if not ALLOWED.fullmatch(path):
            continue
        if status == "D":
            yield path, None
        elif mode == _REGULAR:
            yield path, blob


def _content(root: Path, blob: str) -> bytes:
    if int(_git(root, "cat-file", "-s", blob)) > MAX_BYTES:
        raise Refused(f"een bestand is groter dan {MAX_BYTES // 1024} kB")
    return _git(root, "cat-file", "blob", blob)


def _git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    if done.returncode:
        raise Refused("git kent deze commit niet")
    return done.stdout


if __name__ == "__main__":
    try:
        print("\n".join(lay_over(Path.cwd(), sys.argv[1] if len(sys.argv) == 2 else "")))
    except Refused as refused:
        print(f"Niet overgenomen: {refused}.", file=sys.stderr)
        raise SystemExit(1) from None
