"""The whole way of a conversation between people on three channels and staff in browsers."""

import time

import pytest
from console_hands import Staff
from people import OnTelegram, OnWhatsApp, Person, until
from playwright.sync_api import Page, Route, expect
from stored import episode_of, heard_long_ago
from whole_desk import WholeDesk

from tests.bot.fake_engine import Asked

pytestmark = pytest.mark.slow

JOINED = "You are now chatting with {}"


def test_who_asks_for_a_person_is_told_the_place_and_is_seen_at_once(
    sana: Staff, person: Person
) -> None:
    sana.opens_inbox("queue")
    person.asks_for_a_person()
    person.reads("I have asked our helpline staff")
    expect(sana.entry(person)).to_be_visible()


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(
    whole: WholeDesk, sana: Staff, nadia: Staff
) -> None:
    person, both = OnTelegram(whole), (sana, nadia)
    person.asks_for_a_person()
    for staff in both:
        staff.opens(person)
    click_at_once([staff.page for staff in both], "claim")
    for staff in both:
        expect(
            staff.page.locator("#pane .notice, #pane textarea[data-reply]").first
        ).to_be_visible()
    (winner,) = [one for one in both if one.composer.locator("textarea").count()]
    (loser,) = [one for one in both if one is not winner]
    expect(loser.page.locator("#pane .notice").first).to_contain_text(winner.name)
    person.reads(JOINED.format(winner.name))


def test_what_either_writes_is_on_the_others_screen_at_once(sana: Staff, person: Person) -> None:
    person.asks_for_a_person()
    sana.claims(person)
    person.reads(JOINED.format("Sana"))
    sana.replies("Salam, how can I help you?")
    person.reads("Salam, how can I help you?")
    begun = time.monotonic()
    person.writes("My shop needs a fridge.")
    expect(sana.pane.locator(".from-user").last).to_contain_text("a fridge")
    # A second is wanted; the rest is for a busy machine and the fakes.
    assert time.monotonic() - begun < 5
    assert not any("Which city" in one for one in person.screen()[-2:])


def test_whose_conversation_was_taken_over_can_only_read(
    whole: WholeDesk, sana: Staff, nadia: Staff
) -> None:
    person = OnWhatsApp(whole)
    person.asks_for_a_person()
    sana.claims(person)
    nadia.opens(person)
    expect(nadia.composer).to_contain_text("Sana")
    nadia.presses("take-over")
    expect(nadia.composer.locator("textarea")).to_be_visible()
    expect(sana.composer.locator("textarea")).to_have_count(0)
    expect(sana.composer).to_contain_text("Nadia")
    nadia.replies("Nadia here, I go on with you.")
    person.reads("Nadia here")


def test_a_note_is_for_colleagues_alone(sana: Staff, nadia: Staff, person: Person) -> None:
    person.asks_for_a_person()
    sana.claims(person)
    form = sana.opened_sheet("note")
    form.locator("textarea").fill("Called before, wants Urdu.")
    sana.sends(form, "note")
    expect(sana.pane.locator(".noted")).to_contain_text("wants Urdu")
    nadia.opens(person)
    expect(nadia.pane.locator(".noted")).to_contain_text("wants Urdu")
    sana.replies("One moment, please.")
    person.reads("One moment, please.")
    assert not any("wants Urdu" in one for one in person.screen())


def test_a_form_that_is_being_filled_in_stays_when_the_owner_changes(
    whole: WholeDesk, sana: Staff, nadia: Staff
) -> None:
    person = OnTelegram(whole)
    person.asks_for_a_person()
    sana.claims(person)
    nadia.opens(person)
    written = sana.opened_sheet("note").locator("textarea")
    written.fill("Half a note")
    nadia.presses("take-over")
    expect(sana.composer).to_contain_text("Nadia")
    expect(written).to_have_value("Half a note")
    sana.page.keyboard.press("Escape")
    sana.page.keyboard.press("Escape")
    expect(sana.pane.locator(".conversation-head")).to_contain_text("With Nadia")


def test_it_is_passed_on_to_a_colleague_and_to_a_team(
    whole: WholeDesk, sana: Staff, nadia: Staff
) -> None:
    person = OnTelegram(whole)
    person.asks_for_a_person()
    sana.claims(person)
    form = sana.opened_sheet("transfer")
    form.locator("select").select_option(
        label=nadia_in(form.locator("select option").all_inner_texts())
    )
    sana.sends(form, "transfer")
    expect(sana.composer.locator("textarea")).to_have_count(0)
    nadia.opens(person)
    nadia.replies("I take it from here.")
    person.reads("I take it from here.")
    form = nadia.opened_sheet("transfer")
    form.locator("select").select_option(label="Training")
    nadia.sends(form, "transfer")
    person.reads("passed on to Training")
    sana.opens_inbox("queue")
    expect(sana.entry(person)).to_be_visible()


def test_outside_the_window_words_are_blocked_and_a_template_goes(
    whole: WholeDesk, sana: Staff
) -> None:
    person = OnWhatsApp(whole)
    person.asks_for_a_person()
    sana.claims(person)
    whole.do(lambda desk: heard_long_ago(desk, person.conversation))
    sana.opens(person)
    expect(sana.composer.locator("textarea")).to_have_count(0)
    expect(sana.composer.locator(".notice")).to_contain_text("24 hours")
    offered = sana.composer.locator('form[action$="/template"]')
    sana.sends(offered.first, "template")
    until(lambda: any("template" in one for one in person.screen()), "the template")
    person.writes("I am back.")
    expect(sana.pane.locator(".from-user").last).to_contain_text("I am back.")
    sana.opens(person)
    sana.replies("Good that you are back.")
    person.reads("Good that you are back.")


def test_it_goes_back_to_the_assistant_which_learns_what_was_settled(
    whole: WholeDesk, sana: Staff, person: Person
) -> None:
    person.asks_for_a_person()
    sana.claims(person)
    sana.replies("You can apply at your bank.")
    form = sana.opened_sheet("hand-back")
    form.locator("textarea").fill("Told to apply at the bank.")
    sana.sends(form, "hand-back")
    person.reads("Sana has handed this chat back")
    person.reads("How well did our staff help you?")
    person.presses("4 – good")
    person.reads("Thank you for rating us.")
    person.presses("Add a comment")
    person.reads("What should we know?")
    person.writes("Quick and kind.")
    person.reads("The team will read your words")
    stored = whole.do(lambda desk: episode_of(desk, person.conversation))
    assert (stored.rating, stored.rating_comment) == (4, "Quick and kind.")
    assert (stored.outcome, stored.summary) == ("handed_back", "Told to apply at the bank.")
    person.writes("And which papers?")
    (asked,) = until(lambda: questions(whole, person, "And which papers?"), "the question")
    assert asked.metadata["handoff"]["summary"] == "Told to apply at the bank."


def questions(whole: WholeDesk, person: Person, text: str) -> list[Asked]:
    """What the engine was asked in a person's conversation with these words."""
    asked = [one for one in whole.engine.asked if one.conversation_id == person.conversation]
    return [one for one in asked if one.text == text]


def click_at_once(pages: list[Page], action: str) -> None:
    """Let the requests of all pages begin at the same moment."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for page in pages:
        page.route(f"**/{action}", hold)
        page.locator(f'#pane form[action$="/{action}"] button').click(no_wait_after=True)
    until(lambda: pages[0].wait_for_timeout(20) or len(held) == len(pages), "all have clicked")
    for route in held:
        route.continue_()
    for page in pages:
        page.unroute(f"**/{action}", hold)


def nadia_in(options: list[str]) -> str:
    """The choice that names her; her load stands beside the name."""
    (found,) = [each for each in options if "Nadia" in each]
    return found.strip()
