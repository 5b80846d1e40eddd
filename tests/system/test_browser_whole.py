"""The web chat in a real browser, against the whole running system."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PICTURE: Final = ROOT / "docs" / "images" / "chat.png"
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
PICTURED: Final[ViewportSize] = {"width": 480, "height": 1100}
ANSWERED_WITHIN: Final = 40_000

QUESTIONS: Final = (
    ("How much does the PM Youth Loan give?", "en", "ltr", "PKR 75 lakh"),
    ("پی ایم یوتھ لون میں کتنا قرضہ ملتا ہے؟", "ur", "rtl", "75 لاکھ روپے"),
    ("PM youth loan mein kitna qarza milta hai?", "ur-Latn", "ltr", "75 lakh rupay"),
)


@pytest.fixture
def page(browser: Browser, desk: str) -> Iterator[Page]:
    """The chat on a phone, nothing said yet; no script of it may fail."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", device_scale_factor=2)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.goto(desk)
    expect(opened.locator("html[data-ready=true]")).to_be_attached()
    yield opened
    context.close()
    assert failures == []


@pytest.mark.parametrize(("question", "language", "direction", "fact"), QUESTIONS)
def test_answers_in_the_language_and_direction_of_the_question(
    page: Page, question: str, language: str, direction: str, fact: str
) -> None:
    ask(page, question)
    answer = last_answer(page)
    expect(answer).to_contain_text(fact, timeout=ANSWERED_WITHIN)
    expect(answer).to_have_attribute("lang", language)
    expect(answer).to_have_attribute("dir", direction)


def test_a_button_asks_and_shows_no_payload(page: Page) -> None:
    ask(page, "What is SME Asaan Finance?")
    expect(last_answer(page)).to_contain_text("PKR 1 crore", timeout=ANSWERED_WITHIN)
    page.get_by_role("log").get_by_role("button", name="How to apply").click()
    expect(last_answer(page)).to_contain_text("Meezan", timeout=ANSWERED_WITHIN)
    log = page.get_by_role("log")
    expect(log).to_contain_text("How to apply")
    expect(log).not_to_contain_text("ask_programme_apply")
    expect(log).not_to_contain_text("/ask")


def test_the_conversation_is_there_after_a_reload(page: Page) -> None:
    ask(page, "How much does the PM Youth Loan give?")
    expect(last_answer(page)).to_contain_text("PKR 75 lakh", timeout=ANSWERED_WITHIN)
    page.reload()
    expect(last_answer(page)).to_contain_text("PKR 75 lakh", timeout=ANSWERED_WITHIN)


def test_markup_of_a_user_stays_text(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)> SAAF kya hai")
    expect(page.get_by_role("log")).to_contain_text("<img src=x", timeout=ANSWERED_WITHIN)
    expect(page.get_by_role("log").locator("img")).to_have_count(0)


def test_picture_for_the_readme(page: Page, tmp_path: Path) -> None:
    """The picture is taken each time, and put into the docs where RAHBAR_SCREENSHOT asks for it."""
    page.set_viewport_size(PICTURED)
    ask(page, "What counts as an SME?")
    expect(last_answer(page)).to_contain_text("PKR 15 crore", timeout=ANSWERED_WITHIN)
    ask(page, "این ٹی این کیسے بنواؤں؟")
    expect(last_answer(page)).to_contain_text("iris.fbr.gov.pk", timeout=ANSWERED_WITHIN)
    picture = PICTURE if "RAHBAR_SCREENSHOT" in os.environ else tmp_path / PICTURE.name
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture)
    assert picture.stat().st_size > 0


def ask(page: Page, question: str) -> None:
    """Write a question and send it with the keyboard alone."""
    page.locator("textarea").fill(question)
    page.locator("textarea").press("Enter")


def last_answer(page: Page) -> Locator:
    """The text of the newest answer, which carries its language and direction."""
    return page.locator(".from-bot").last
