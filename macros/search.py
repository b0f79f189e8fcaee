"""The search index: Pagefind over the built site.

In: the folder of a built site. Out: `pagefind/` in that folder. Only elements with `data-pagefind-body` are indexed.
"""

import subprocess
import sys
from pathlib import Path


def index(site: Path) -> None:
    """Index a built site. Raises RuntimeError with Pagefind's own words when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet", "--force-language", "nl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Pagefind: {(done.stderr or done.stdout).strip()}")
    for unused in (
        "pagefind-ui.js",
        "pagefind-ui.css",
        "pagefind-modular-ui.js",
        "pagefind-modular-ui.css",
        "pagefind-component-ui.js",
        "pagefind-component-ui.css",
        "pagefind-highlight.js",
    ):
        (site / "pagefind" / unused).unlink(missing_ok=True)  # we show results ourselves
