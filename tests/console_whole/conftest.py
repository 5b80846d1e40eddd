"""One desk, two members of staff and three channels for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from console_hands import Staff
from people import OnTelegram, OnTheWeb, OnWhatsApp, Person
from playwright.sync_api import Browser
from whole_desk import WholeDesk, whole_desk

from bot.tables.staff import Role

TEAMS = ("general", "finance", "training", "export", "women", "regional")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[WholeDesk]:
    """The running desk."""
    with whole_desk(tmp_path_factory.mktemp("whole"), sqlite_template) as started:
        yield started


@pytest.fixture(scope="module")
def sana(whole: WholeDesk, browser: Browser) -> Iterator[Staff]:
    """An agent, who logs in with e-mail and password."""
    staff = Staff(whole, browser, "Sana", Role.AGENT, TEAMS)
    staff.sets_password()
    staff.page.get_by_role("button", name="Log out").click()
    staff.logs_in()
    staff.goes_online()
    yield staff
    staff.context.close()
    assert staff.complaints == []


@pytest.fixture(scope="module")
def nadia(whole: WholeDesk, browser: Browser) -> Iterator[Staff]:
    """An administrator, who sets a second factor up."""
    staff = Staff(whole, browser, "Nadia", Role.ADMINISTRATOR, TEAMS)
    staff.sets_password()
    staff.enrols()
    staff.goes_online()
    yield staff
    staff.context.close()
    assert staff.complaints == []


@pytest.fixture(params=["telegram", "whatsapp", "web"])
def person(request: pytest.FixtureRequest, whole: WholeDesk, browser: Browser) -> Iterator[Person]:
    """Somebody on each channel in turn."""
    if request.param == "web":
        visitor = OnTheWeb(whole, browser)
        yield visitor
        visitor.context.close()
    else:
        yield OnTelegram(whole) if request.param == "telegram" else OnWhatsApp(whole)
