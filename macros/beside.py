"""What of the site is no page: the search index, the prints, and the files of each lesson that others take along.

In: the root folder, the address of the site and that of the code. Out: files below the built site. A process of its own makes them
(`python -m macros.beside`), on another processor than the pages: it says what is wrong as JSON, and how far it is on stderr.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import weakref
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from macros import citations, embed, feeds, kits, search
from macros.findings import Finding, Refused
from macros.handouts import Handouts
from macros.knowledge_base import load
from macros.press import Press
from macros.promise import Promise
from macros.render import Renderer

WRONG = 3  # exit code with findings


class Beside:
    """The work beside the pages of one build."""

    def __init__(self, root: Path, site: str, code_host: str) -> None:
        """Start on what can be made before the folder of the site is there. `site`, `code_host`: as for `Renderer`."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "macros.beside", str(root), site, code_host],
            cwd=Path(__file__).resolve().parent.parent,  # the same program as this one
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.stop = weakref.finalize(self, _stop, self._process)  # also when the build fails half-way

    def begin(self, folder: Path) -> None:
        """From now on files may be put in `folder`; before this MkDocs may still empty it."""
        assert self._process.stdin
        try:
            self._process.stdin.write(f"{folder}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it failed already; finish() says so

    def finish(self) -> None:
        """Wait for it. Raises `Refused` with a finding for each print that cannot be made, RuntimeError when it failed."""
        said, _ = self._process.communicate()
        if self._process.returncode == WRONG:
            raise Refused(Finding(**each) for each in json.loads(said))
        if self._process.returncode:
            raise RuntimeError("de zoekindex, de handouts en wat anderen overnemen konden niet worden gemaakt")


def _stop(process: "subprocess.Popen[str]") -> None:
    """Leave nothing behind that nobody waits for."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def make(root: Path, site: str, code_host: str) -> None:
    """Make everything, below the folder whose path comes as a line on stdin. Raises `Refused`."""
    kb = load(root)
    handouts = Handouts(kb, site, Promise(kb, root / "docs"))
    renderer = Renderer(kb, site, code_host)
    press = Press(handouts, root)
    try:
        with tempfile.TemporaryDirectory() as place:
            index = search.Index(kb, root / "docs", Path(place))
            folder = Path(sys.stdin.readline().rstrip("\n"))
            for path, text in chain(embed.files(renderer), feeds.files(renderer), citations.files(renderer)):
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
            press.finish(folder)
            kits.write(handouts, folder)
            index.finish(folder)
    finally:
        press.stop()


def main(root: Path, site: str, code_host: str) -> int:
    gc.disable()  # as in the command
    # A stop from the build is an ordinary end, so that temporary files go too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        make(root, site, code_host)
    except Refused as refused:
        print(json.dumps([asdict(finding) for finding in refused.findings]))
        return WRONG
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *sys.argv[2:]))
