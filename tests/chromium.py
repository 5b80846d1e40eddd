"""The browser of the tests: the machine's own Chromium, else Playwright's."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

MISSING: Final = (
    "No Chromium was found, so the page is not tested in a browser: apt-get install chromium"
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS: Final = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """A started browser; skips where there is none, and fails for that under CI=true."""
    with sync_playwright() as playwright:
        found = _launch(playwright)
        if found is None:
            if os.environ.get("CI") == "true":
                pytest.fail(MISSING, pytrace=False)
            print(f"\n*** {MISSING} ***")
            pytest.skip(MISSING)
        yield found
        found.close()


def _launch(playwright: Playwright) -> Browser | None:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None and not Path(playwright.chromium.executable_path).exists():
        return None
    try:
        return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    except Error as error:
        pytest.fail(f"Chromium does not start: {error}", pytrace=False)
