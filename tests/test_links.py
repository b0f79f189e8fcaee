"""LinkChecker, the second opinion: it walks the whole site over http, anchors too. Outside addresses are not asked."""

import csv
import subprocess
import sys
from pathlib import Path


def test_linkchecker_finds_nothing(address: str, tmp_path: Path, site: Path) -> None:
    settings = tmp_path / "linkcheckerrc"
    settings.write_text(
        "[checking]\nthreads=4\nmaxrequestspersecond=1000\n[filtering]\ncheckextern=0\n[AnchorCheck]\n", "utf-8"
    )
    done = subprocess.run(
        [str(Path(sys.executable).parent / "linkchecker"), "--config", str(settings), "--no-status", "--output", "csv/utf-8", "--verbose",
         "--ignore-url", r"^https://wetenwatwerkt\.example/", "--no-follow-url", f"^(?!{address})", f"{address}/"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = list(csv.DictReader((r for r in done.stdout.splitlines() if not r.startswith("#")), delimiter=";"))
    ours = [r for r in rows if r["url"].startswith(address)]
    assert len({r["url"].split("#")[0] for r in ours}) >= len(list(site.rglob("index.html"))), done.stderr
    assert [(r["parentname"], r["urlname"], r["result"], r["warningstring"]) for r in ours
            if not r["result"].startswith("200") or "anchor" in r["warningstring"].lower()] == []  # fmt: skip
    assert done.returncode == 0, done.stderr
