"""The web chat as people meet it."""

import json
import re

import pytest
from asking import NAMES, QUESTIONS, answers, ask
from fake_desk import ANSWERS, BUTTONS, FakeDesk
from playwright.sync_api import BrowserContext, Page, expect

ATTRIBUTES = {"en": ("en", "ltr"), "ur": ("ur", "rtl"), "roman_ur": ("ur-Latn", "ltr")}


@pytest.mark.parametrize("language", QUESTIONS)
def test_an_answer_has_the_language_and_direction_of_its_words(page: Page, language: str) -> None:
    """An Urdu answer reads from right to left on an English page, and so on."""
    ask(page, QUESTIONS[language])
    answer = answers(page).last
    expect(answer).to_contain_text(ANSWERS[language].split("\n")[0])
    expect(answer).to_have_attribute("lang", ATTRIBUTES[language][0])
    expect(answer).to_have_attribute("dir", ATTRIBUTES[language][1])


@pytest.mark.parametrize("language", NAMES)
def test_the_switch_changes_the_whole_page_and_is_remembered(
    page: Page, desk: FakeDesk, language: str
) -> None:
    """The page turns round for Urdu; messages carry the choice, also after a reload."""
    switch = page.get_by_role("button", name=NAMES[language], exact=True)
    switch.click()
    for _ in range(2):
        root = page.locator("html[data-ready=true]")
        expect(root).to_have_attribute("lang", ATTRIBUTES[language][0])
        expect(root).to_have_attribute("dir", ATTRIBUTES[language][1])
        expect(switch).to_have_attribute("aria-pressed", "true")
        page.reload()
    ask(page, "?!")
    expect(answers(page)).to_have_count(1)
    assert desk.posted[0]["language"] == language


def test_without_a_choice_the_message_decides(page: Page, desk: FakeDesk) -> None:
    """The language that the page happens to be shown in is not sent as anybody's wish."""
    ask(page, QUESTIONS["roman_ur"])
    expect(answers(page)).to_have_attribute("lang", "ur-Latn")
    assert desk.posted[0].get("language") is None


def test_a_pressed_button_sends_its_payload_and_shows_its_title(page: Page, desk: FakeDesk) -> None:
    """Nobody sees a payload; the buttons stand under the newest answer alone."""
    ask(page, QUESTIONS["en"])
    page.locator("#log .chip").first.click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".from-user").last).to_contain_text(BUTTONS["en"][0])
    expect(page.locator("#log .chips")).to_have_count(1)
    assert desk.posted[1]["text"] == "~0en"
    expect(page.locator("#log")).not_to_contain_text("~0en")


@pytest.mark.parametrize("status", [503, 429])
def test_a_message_that_was_not_taken_is_sent_again_with_the_same_id(
    page: Page, desk: FakeDesk, status: int
) -> None:
    """A desk that is briefly away answers once."""
    desk.refusals.append(status)
    ask(page, QUESTIONS["en"])
    expect(answers(page)).to_have_count(1)
    first, second = desk.posted
    assert first == second and len(first["id"]) == 36
    expect(page.locator(".unsent")).to_have_count(0)
    expect(page.locator("#notice")).to_be_hidden()


def test_a_refused_message_is_said_to_be_not_sent(page: Page, desk: FakeDesk) -> None:
    """What will never be taken is not tried again, and the next message gets through."""
    desk.refusals.append(422)
    ask(page, "first")
    expect(page.locator(".state")).to_be_visible()
    ask(page, "second")
    expect(answers(page)).to_have_count(1)
    assert [each["text"] for each in desk.posted] == ["first", "second"]


def test_the_conversation_is_there_after_a_reload(page: Page) -> None:
    """What was said stands there again, once, with the newest answer's buttons."""
    ask(page, QUESTIONS["ur"])
    expect(answers(page)).to_have_count(1)
    page.reload()
    expect(page.locator(".from-user")).to_have_text([f"You said: {QUESTIONS['ur']}"])
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#log .chip")).to_have_count(3)


def test_a_message_that_was_left_unsent_goes_out_after_a_reload(page: Page, desk: FakeDesk) -> None:
    """Closing the page loses nothing."""
    desk.refusals.extend([503] * 2)
    ask(page, QUESTIONS["en"])
    expect(page.locator(".unsent")).to_have_count(1)
    page.reload()
    expect(answers(page)).to_have_count(1)
    assert len({each["id"] for each in desk.posted}) == 1


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page, desk: FakeDesk) -> None:
    """As in every messenger; the break reaches the desk, and nothing empty is ever sent."""
    page.locator("#text").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1)
    assert [each["text"] for each in desk.posted] == ["one\ntwo"]
    expect(page.locator("#text")).to_be_focused()


def test_the_whole_chat_works_from_the_keyboard(page: Page) -> None:
    """A first question and an answer's button, without a mouse."""
    page.locator("#suggestions .chip").first.focus()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1)
    page.locator("#log .chip").first.focus()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)


@pytest.mark.parametrize("language", NAMES)
def test_five_first_questions_are_offered(page: Page, desk: FakeDesk, language: str) -> None:
    """Pressing one asks it, word by word."""
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    chips = page.locator("#suggestions .chip")
    expect(chips).to_have_count(5)
    words = chips.nth(3).text_content()
    chips.nth(3).click()
    expect(answers(page)).to_have_count(1)
    assert desk.posted[0]["text"] == words


def test_phone_numbers_and_addresses_can_be_touched(page: Page) -> None:
    """They are links with only the number or address in them, and markup is never read."""
    ask(page, QUESTIONS["ur"])
    links = answers(page).locator("a")
    expect(links.nth(0)).to_have_attribute("href", "tel:042111111456")
    expect(links.nth(1)).to_have_attribute("href", "https://example.org/loan")
    expect(links.nth(1)).to_have_attribute("dir", "ltr")
    expect(links.nth(2)).to_have_attribute("href", "https://help.example.org/")
    expect(links.nth(2)).to_have_text("help.example.org")
    ask(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".from-user").last).to_contain_text("<img src=x")
    expect(page.locator("#log img")).to_have_count(0)


def test_another_tab_of_the_conversation_follows(
    page: Page, context: BrowserContext, desk: FakeDesk
) -> None:
    """Question and answer appear there too, each once."""
    other = context.new_page()
    with other.expect_response("**/events**"):
        other.goto(desk.address)
    ask(page, QUESTIONS["en"])
    for tab in (page, other):
        expect(tab.locator(".from-user")).to_have_count(1)
        expect(tab.locator(".from-bot")).to_have_count(1)


def test_typing_is_shown_until_the_answer_is_there(page: Page) -> None:
    """For the eye as dots, for the ear as words."""
    ask(page, QUESTIONS["en"])
    expect(page.locator("#typing")).to_be_visible()
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#typing")).to_be_hidden()


def test_being_offline_is_said_and_the_message_waits(
    page: Page, context: BrowserContext, desk: FakeDesk
) -> None:
    """It is sent by itself as soon as there is a connection."""
    context.set_offline(True)
    expect(page.locator("#notice")).to_be_visible()
    ask(page, QUESTIONS["en"])
    expect(page.locator(".unsent")).to_have_count(1)
    assert desk.posted == []
    context.set_offline(False)
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#notice")).to_be_hidden()
    assert len(desk.posted) == 1


def test_a_new_conversation_begins_empty_under_another_id(page: Page) -> None:
    """After a question whether that is meant."""
    ask(page, QUESTIONS["en"])
    expect(answers(page)).to_have_count(1)
    before = page.evaluate("localStorage.getItem('rahbar.conversation')")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#new-chat").click()
    expect(page.locator("#log > *")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('rahbar.conversation')") != before


def test_every_control_has_a_name(page: Page) -> None:
    """A screen reader can tell what each one is."""
    for control in page.locator("button, textarea").all():
        expect(control).to_have_accessible_name(re.compile(r"\S"))
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_the_page_carries_no_script_of_its_own(page: Page) -> None:
    """The words travel as data; the policy allows scripts from files alone."""
    inline = page.locator("script:not([src])")
    expect(inline).to_have_count(1)
    assert set(json.loads(inline.text_content() or "")) == set(NAMES)
