"""Names that decide what a message means, whatever intent it resembles."""

import pytest
from talking import Talk


@pytest.mark.parametrize("intent", ["nlu_fallback", "inform", "list_programmes", "ask_tax"])
async def test_an_indian_scheme_is_told_as_such(talk: Talk, intent: str) -> None:
    answer = await talk.say(intent, "udyam loan", programme="udyam", topic="loan")
    assert "a scheme of India" in answer.text


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("what is smeda", "en", "set up in 1998"),
        ("smeda kya hai", "roman_ur", "1998 mein"),
        ("سمیڈا کیا ہے", "ur", "1998 میں"),
    ],
)
async def test_the_agency_is_no_programme(talk: Talk, text: str, language: str, said: str) -> None:
    await talk.say("ask_programme_info", "akhuwat", programme="akhuwat")
    answer = await talk.say("ask_programme_info", text, language=language)
    assert said in answer.text and "khuwat" not in answer.text and "اخوت" not in answer.text


async def test_a_job_at_the_agency_stays_out_of_scope(talk: Talk) -> None:
    answer = await talk.say("out_of_scope", "job at smeda", language="en")
    assert "outside this helpline" in answer.text


async def test_does_smeda_lend(talk: Talk) -> None:
    answer = await talk.say(
        "list_programmes",
        "does smeda give loans",
        topic="loan",
        programme="smeda-finance-facilitation",
    )
    assert "does not lend" in answer.text


async def test_no_wait_another_one_is_a_correction(talk: Talk) -> None:
    await talk.say("ask_programme_documents", "akhuwat papers", programme="akhuwat")
    answer = await talk.say("deny", "no wait, pm youth loan", programme="pm-youth-loan")
    assert "PM Youth Loan" in answer.text and answer.about["intent"] == "ask_programme_documents"
    made_up = await talk.say("deny", "no wait, ZTBL tractor loan", programme="unknown")
    assert "not in my records" in made_up.text


async def test_not_this_one_stays_a_no(talk: Talk) -> None:
    await talk.say("ask_programme_info", "akhuwat", programme="akhuwat")
    answer = await talk.say("deny", "i don't want akhuwat", programme="akhuwat")
    assert answer.about["intent"] == "deny"


async def test_no_in_lahore_changes_the_list(talk: Talk) -> None:
    await talk.say("list_programmes", "loans", topic="loan")
    answer = await talk.say("deny", "no, in lahore", city="Lahore")
    assert "Lahore" in answer.text


async def test_am_i_eligible_is_about_the_programme_talked_of(talk: Talk) -> None:
    await talk.say("ask_programme_info", "saaf", programme="sbp-saaf")
    assert "who can apply" in (await talk.say("check_eligibility", "am i eligible?")).text
    for_all = await talk.say("check_eligibility", "which one am i eligible for", which=True)
    assert "Tell me about your business" in for_all.text


async def test_lists_fit_a_phones_screen(talk: Talk) -> None:
    known = {"amount": 2_000_000, "city": "Peshawar", "sector": "footwear"}
    for language in ("en", "ur", "roman_ur"):
        for intent in ("check_eligibility", "list_programmes"):
            answer = await talk.say(intent, "20 lakh", language=language, **known)
            assert len(answer.text) <= 600, (language, intent)


@pytest.mark.parametrize(
    ("intent", "ranking"),
    [
        ("nlu_fallback", ()),
        ("out_of_scope", (("out_of_scope", 0.6), ("ask_programme_eligibility", 0.3))),
    ],
)
async def test_a_made_up_name_in_an_unclear_message_is_not_in_the_records(
    talk: Talk, intent: str, ranking: tuple[tuple[str, float], ...]
) -> None:
    answer = await talk.say(intent, "green sme card", programme="unknown", ranking=ranking)
    assert "not in my records" in answer.text


async def test_signing_up_for_a_scheme_is_applying(talk: Talk) -> None:
    answer = await talk.say("register_training", "sign me up", programme="pm-youth-loan")
    assert answer.about["intent"] == "ask_programme_apply" and "TR-" not in answer.text


async def test_the_office_tells_its_website(talk: Talk) -> None:
    answer = await talk.say("ask_office", "smeda website?")
    assert "Website: smeda.org" in answer.text and len(answer.text) <= 600
