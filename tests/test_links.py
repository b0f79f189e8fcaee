"""LinkChecker, the second opinion: it walks the whole site over http, anchors too. Outside addresses are not asked."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import sends_on

# Left to the check of our own in test_pages.py, or the same long pages are fetched a thousand times: addresses with a query, and
# anchors in the two longest lists.
SETTINGS = r"""[checking]
threads=4
maxrequestspersecond=1000
[filtering]
checkextern=0
ignore=
  \?
  /(bronnen|bewijs/onderzoeken)/#
[AnchorCheck]
"""


def test_linkchecker_finds_nothing(address: str, tmp_path: Path, site: Path) -> None:
    settings = tmp_path / "linkcheckerrc"
    settings.write_text(SETTINGS, "utf-8")
    program = Path(sys.executable).parent / "linkchecker"
    done = subprocess.run(
        [str(program), "--config", str(settings), "--no-status", f"{address}/"],
        capture_output=True,
        text=True,
        check=False,
    )
    checked = re.search(r"(\d+) links in \d+ URLs checked\. (\d+) warnings? found\. (\d+) errors? found", done.stdout)
    assert checked, done.stdout + done.stderr
    assert int(checked[1]) >= sum(not sends_on(p) for p in site.rglob("index.html")), "niet elke pagina is bezocht"
    assert (checked[2], checked[3], done.returncode) == ("0", "0", 0), done.stdout + done.stderr
