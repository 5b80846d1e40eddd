"""A browser, a fake desk, and a page that must not complain."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_desk import FakeDesk
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

MISSING = "No Chromium was found, so the page is not tested in a browser: apt-get install chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: What Chromium itself says of a refusal or a lost line, which some tests bring about.
REFUSED = (
    "Failed to load resource: the server responded with a status of",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)


# A running Playwright keeps an event loop in this thread, which would block asynchronous tests
# of other modules; so it never outlives a module.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the machine's own, else Playwright's."""
    with sync_playwright() as playwright:
        found = _launch(playwright)
        if found is None:
            if os.environ.get("CI") == "true":
                pytest.fail(MISSING, pytrace=False)
            print(f"\n*** {MISSING} ***")
            pytest.skip(MISSING)
        yield found
        found.close()


@pytest.fixture(scope="module")
def served() -> Iterator[FakeDesk]:
    """One fake desk for the tests of a module."""
    fake = FakeDesk()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture
def desk(served: FakeDesk) -> FakeDesk:
    """The fake desk, as new."""
    served.forget()
    return served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a phone, who has never been here."""
    visitor = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext, desk: FakeDesk) -> Iterator[Page]:
    """The open web chat; whatever the console complains of fails the test."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    opened.goto(desk.address)
    opened.wait_for_selector("html[data-ready=true]")
    yield opened
    assert [each for each in complaints if not each.startswith(REFUSED)] == []


def _launch(playwright: Playwright) -> Browser | None:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None and not Path(playwright.chromium.executable_path).exists():
        return None
    try:
        return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    except Error as error:
        pytest.fail(f"Chromium does not start: {error}", pytrace=False)
