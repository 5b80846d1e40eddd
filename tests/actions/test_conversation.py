"""Language, memory, and what is not understood."""

from datetime import timedelta

import pytest
from talking import Talk

from actions.registry import HANDLERS
from locales import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", HANDLERS)
async def test_every_intent_is_answered_in_every_language(
    talk: Talk, intent: str, language: str
) -> None:
    answer = await talk.say(intent, "kuch words", language=language)
    assert answer.text
    assert "wrong" not in answer.text and "masla" not in answer.text and "مسئلہ" not in answer.text
    assert "{" not in answer.text
    assert answer.about["language"] == language
    assert len(answer.buttons) <= 4


async def test_the_last_clear_language_is_kept(talk: Talk) -> None:
    await talk.say("greet", language="ur")
    assert (await talk.say("list_programmes")).about["language"] == "ur"


async def test_a_fixed_language_stays_whatever_is_written(talk: Talk) -> None:
    fixed = await talk.say("change_language", "urdu please", language="en", names_language="ur")
    assert fixed.about["language"] == "ur" and "اردو میں جواب" in fixed.text
    assert len(fixed.buttons) == 3
    assert (await talk.say("greet", "hello", language="en")).about["language"] == "ur"


async def test_a_language_that_is_not_named_is_asked_for(talk: Talk) -> None:
    answer = await talk.say("change_language", language="en")
    assert answer.payloads[1] == '/change_language{"language": "ur"}'


async def test_the_pages_language_counts_before_anything_is_clear(talk: Talk) -> None:
    assert (await talk.say("greet", "👋", page="roman_ur")).about["language"] == "roman_ur"
    assert (await talk.say("greet", "salam", language="ur", page="en")).about["language"] == "ur"


async def test_the_context_expires_after_half_an_hour(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    talk.now += timedelta(minutes=31)
    assert (await talk.say("ask_programme_documents")).about["programme"] is None


async def test_the_context_expires_after_ten_turns(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    for _ in range(9):
        await talk.say("ask_tax")
    assert (await talk.say("ask_programme_documents")).about["programme"] == "sbp-saaf"
    for _ in range(10):
        await talk.say("ask_tax")
    assert (await talk.say("ask_programme_documents")).about["programme"] is None


async def test_repeat_answers_the_last_question_again(talk: Talk) -> None:
    first = await talk.say("ask_programme_apply", language="en", programme="sbp-saaf")
    await talk.say("thank")
    assert (await talk.say("repeat")).text == first.text


async def test_repeat_speaks_the_language_of_now(talk: Talk) -> None:
    await talk.say("ask_programme_apply", language="en", programme="sbp-saaf")
    answer = await talk.say("repeat", language="ur")
    assert answer.about["language"] == "ur" and answer.about["programme"] == "sbp-saaf"


async def test_cancel_forgets(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    await talk.say("cancel")
    assert (await talk.say("ask_programme_documents")).about["programme"] is None


async def test_a_place_does_not_make_the_programme_forgotten(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    await talk.say("ask_office", city="Karachi")
    assert (await talk.say("ask_programme_documents")).about["programme"] == "sbp-saaf"


async def test_between_two_intents_both_are_offered(talk: Talk) -> None:
    ranking = (("nlu_fallback", 0.4), ("ask_tax", 0.35), ("ask_business_registration", 0.3))
    answer = await talk.say("nlu_fallback", "ntn secp", language="en", ranking=ranking)
    assert answer.payloads == ["/ask_tax", "/ask_business_registration"]
    assert [button["title"] for button in answer.buttons] == ["Tax and NTN", "Register a firm"]


async def test_what_a_message_named_goes_with_the_button(talk: Talk) -> None:
    ranking = (("ask_programme_apply", 0.4), ("ask_programme_info", 0.3))
    answer = await talk.say("nlu_fallback", "saaf", ranking=ranking, programme="sbp-saaf")
    assert answer.payloads[0] == '/ask_programme_apply{"programme": "sbp-saaf"}'


async def test_words_of_the_records_are_offered_as_no_more_than_found(talk: Talk) -> None:
    answer = await talk.say("nlu_fallback", "stitching units", language="en")
    assert answer.text.startswith("I did not quite understand")
    assert '/ask_programme_info{"programme": "smeda-stitching-units"}' in answer.payloads


async def test_the_second_failure_in_a_row_offers_a_person(talk: Talk) -> None:
    await talk.say("nlu_fallback", "qwrt", language="en")
    answer = await talk.say("nlu_fallback", "zxcv")
    assert "/talk_to_human" in answer.payloads
    assert "TR-" in (await talk.say("affirm")).text


async def test_yes_to_a_person_asks_for_one(talk: Talk) -> None:
    await talk.say("bot_challenge", language="en")
    assert (await talk.say("affirm")).about["intent"] == "talk_to_human"


async def test_an_offer_stands_for_one_turn(talk: Talk) -> None:
    await talk.say("bot_challenge", language="en")
    await talk.say("ask_tax")
    assert (await talk.say("affirm")).about["intent"] == "affirm"


async def test_an_understood_turn_ends_the_row_of_failures(talk: Talk) -> None:
    await talk.say("nlu_fallback", "qwrt", language="en")
    await talk.say("thank")
    await talk.say("nlu_fallback", "zxcv")
    assert talk.slots["unclear_turns"] == 1


async def test_a_bare_city_out_of_the_blue_is_asked_back(talk: Talk) -> None:
    answer = await talk.say("inform", "Lahore", language="en", city="Lahore")
    assert '/ask_office{"city": "Lahore"}' in answer.payloads


async def test_an_id_number_is_not_wanted_and_not_kept(talk: Talk) -> None:
    answer = await talk.say("inform", "35202-1234567-1", language="en", cnic="3520212345671")
    assert "do not send your CNIC" in answer.text
    assert "3520212345671" not in str(talk.slots)
