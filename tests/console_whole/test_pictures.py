"""The pictures of docs/staff-guide.md; RAHBAR_SCREENSHOTS=1 puts them there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from console_hands import Staff
from people import OnTelegram, OnTheWeb, OnWhatsApp, Person
from playwright.sync_api import Browser, expect
from stored import heard_long_ago
from whole_desk import WholeDesk

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
LARGEST = 300_000


@pytest.fixture
def bilal(whole: WholeDesk) -> OnWhatsApp:
    """Somebody on WhatsApp."""
    return OnWhatsApp(whole, name="Bilal Ahmed")


@pytest.fixture
def visitor(whole: WholeDesk, browser: Browser) -> Iterator[Person]:
    """Somebody on the web page."""
    person = OnTheWeb(whole, browser)
    yield person
    person.context.close()


@pytest.fixture(autouse=True)
def small(tmp_path: Path) -> Iterator[None]:
    """No picture is heavy."""
    yield
    assert all(each.stat().st_size < LARGEST for each in tmp_path.glob("console-*.png"))


def test_pictures_of_a_day_at_the_console(
    whole: WholeDesk, sana: Staff, bilal: OnWhatsApp, visitor: Person, tmp_path: Path
) -> None:
    waiting = OnTelegram(whole)
    for person in (visitor, waiting, bilal):
        person.asks_for_a_person()
    sana.opens_inbox("queue")
    expect(sana.entry(bilal)).to_be_visible()
    sana.picture("inbox", tmp_path)
    sana.claims(bilal)
    sana.replies("Salam Bilal sahib, this is Sana from the helpline. What does your shop sell?")
    bilal.writes("Groceries, in Ichhra. I need a fridge.")
    expect(sana.pane.locator(".from-user").last).to_contain_text("a fridge")
    form = sana.opened_sheet("note")
    form.locator("textarea").fill("Grocery shop in Ichhra, Lahore. Wants to buy a fridge.")
    sana.sends(form, "note")
    expect(sana.pane.locator(".noted")).to_be_visible()
    sana.page.wait_for_timeout(1000)
    sana.picture("conversation", tmp_path)
    _pickers(sana, tmp_path)
    _other_looks(sana, bilal, tmp_path)


def _pickers(sana: Staff, folder: Path) -> None:
    box = sana.composer.locator("textarea")
    for sign, name in (("/", "canned"), ("#saaf", "card")):
        box.fill("")
        box.press_sequentially(sign)
        expect(sana.composer.locator("[role=option]").first).to_be_visible()
        sana.page.wait_for_timeout(300)
        sana.picture(name, folder)
        box.press("Escape")
    box.fill("")


def _other_looks(sana: Staff, person: Person, folder: Path) -> None:
    sana.page.emulate_media(color_scheme="dark")
    sana.opens(person)
    sana.page.wait_for_timeout(700)
    sana.picture("dark", folder)
    sana.page.emulate_media(color_scheme="light")
    sana.page.set_viewport_size(PHONE)
    sana.opens(person)
    sana.page.wait_for_timeout(700)
    sana.picture("phone", folder)
    sana.page.set_viewport_size({"width": 1280, "height": 800})
    sana.page.goto(f"{sana.page.url}?lang=ur")
    sana.page.wait_for_timeout(700)
    expect(sana.page.locator("html")).to_have_attribute("dir", "rtl")
    sana.picture("urdu", folder)
    sana.page.context.clear_cookies(name="rahbar_console_language")


def test_pictures_of_the_window_and_the_board(
    whole: WholeDesk, sana: Staff, nadia: Staff, bilal: OnWhatsApp, tmp_path: Path
) -> None:
    bilal.asks_for_a_person()
    sana.claims(bilal)
    expect(sana.pane.locator(".ticks").last).to_contain_text("read")
    whole.do(lambda desk: heard_long_ago(desk, bilal.conversation))
    sana.opens(bilal)
    expect(sana.composer.locator(".notice")).to_be_visible()
    sana.picture("window", tmp_path)
    for place, name in (("board", "board"), ("admin/staff", "admin")):
        nadia.page.goto(f"{whole.url}/console/{place}")
        nadia.picture(name, tmp_path)


@pytest.mark.parametrize("section", ["staff", "teams", "hours", "canned", "limits", "audit"])
def test_every_page_of_the_administrator_begins_at_its_top(
    whole: WholeDesk, nadia: Staff, section: str
) -> None:
    """The parts' styles share one page: none may move what another has drawn."""
    nadia.page.goto(f"{whole.url}/console/admin/{section}")
    place = nadia.page.locator("main h1").bounding_box()
    assert place is not None
    assert place["y"] < 300
