"""Where Chromium is: on the PATH, or the one Playwright installed. As a command: prints the path, exit 1 without one."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def executable() -> str:
    """Path of a Chromium. Raises FileNotFoundError with what to do when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        if Path(own := playwright.chromium.executable_path).exists():
            return own
    raise FileNotFoundError(
        "Geen Chromium gevonden; draai `playwright install chromium` of installeer het pakket chromium"
    )


if __name__ == "__main__":
    print(executable())
