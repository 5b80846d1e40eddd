"""A fake desk, and a page in a browser that must not complain."""

from collections.abc import Iterator

import pytest
from fake_desk import FakeDesk
from playwright.sync_api import Browser, BrowserContext, Page

#: What Chromium itself says of a refusal or a lost line, which some tests bring about.
REFUSED = (
    "Failed to load resource: the server responded with a status of",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)


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
