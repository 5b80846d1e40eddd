"""Where things stand on the page, and that all of them fit."""

import pytest
from asking import NAMES, QUESTIONS, answers, ask
from fake_desk import FakeDesk
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("language", NAMES)
def test_nothing_is_wider_than_the_smallest_phone(
    page: Page, desk: FakeDesk, language: str
) -> None:
    """At 320 pixels nobody must scroll sideways, in any language."""
    page.set_viewport_size({"width": 320, "height": 568})
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    ask(page, QUESTIONS[language])
    expect(answers(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(
        "scroll => scroll.scrollWidth <= scroll.clientWidth", page.query_selector("#scroll")
    )


def test_the_page_itself_never_scrolls(page: Page) -> None:
    """However long the conversation is: header and message box stay where they are."""
    for number in range(8):
        ask(page, QUESTIONS["en"])
        expect(answers(page)).to_have_count(number + 1)
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0


def test_a_notice_follows_the_language(page: Page, desk: FakeDesk) -> None:
    """Who switches the language while a message waits reads why in the new one."""
    desk.refusals.extend([503] * 50)
    ask(page, QUESTIONS["en"])
    expect(page.locator(".state")).to_contain_text("Waiting")
    page.get_by_role("button", name=NAMES["ur"], exact=True).click()
    for element in (page.locator("#notice"), page.locator(".state")):
        expect(element).to_contain_text("ا")
    desk.refusals.clear()
    expect(answers(page)).to_have_count(1, timeout=20_000)


def test_the_page_opens_at_its_greeting(page: Page) -> None:
    """On the smallest phone too; only a conversation is shown from its end."""
    page.set_viewport_size({"width": 320, "height": 568})
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_timeout(500)
    expect(page.locator("#welcome-title")).to_be_in_viewport()


def test_the_box_grows_with_a_long_message(page: Page) -> None:
    """Also where it is long without a line break, and shrinks again when it is sent."""
    box = page.locator("#text")
    small = box.bounding_box()
    box.fill("a long question " * 12)
    large = box.bounding_box()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1)
    again = box.bounding_box()
    assert small and large and again
    assert large["height"] > small["height"] * 1.5
    assert again["height"] == small["height"]
