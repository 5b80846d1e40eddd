"""Lists, pages, and what suits a business."""

from talking import Talk


async def test_a_list_shows_five_and_goes_on(talk: Talk) -> None:
    first = await talk.say("list_programmes", language="en")
    second = await talk.say("show_more")
    assert [line[:2] for line in first.text.splitlines()[1:6]] == ["1.", "2.", "3.", "4.", "5."]
    assert "/show_more" in first.payloads
    assert second.text.splitlines()[1].startswith("6.")


async def test_a_list_ends(talk: Talk) -> None:
    for _ in range(20):
        answer = await talk.say("show_more" if talk.turn else "list_programmes", language="en")
        if "/show_more" not in answer.payloads:
            break
    assert (await talk.say("show_more")).text == "That was the whole list."


async def test_without_a_list_there_is_nothing_more(talk: Talk) -> None:
    assert "no more of that list" in (await talk.say("show_more", language="en")).text


async def test_every_figure_of_a_list_is_dated(talk: Talk) -> None:
    answer = await talk.say("list_programmes", language="en", topic="loan")
    assert all(line.endswith(")") for line in answer.text.splitlines()[1:6])


async def test_a_bare_detail_narrows_the_last_list(talk: Talk) -> None:
    await talk.say("list_programmes", language="en", topic="loan")
    answer = await talk.say("inform", "khawateen ke liye?", segment="women")
    assert answer.text.startswith("Programmes for Women")
    assert answer.about["intent"] == "list_programmes"


async def test_a_list_of_another_province_is_not_shown(talk: Talk) -> None:
    answer = await talk.say("list_programmes", language="en", city="Karachi", topic="loan")
    ids = " ".join(answer.payloads)
    assert "punjab" not in ids and "kp-" not in ids


async def test_a_question_after_a_list_offers_what_was_listed(talk: Talk) -> None:
    listed = await talk.say("list_programmes", topic="loan")
    answer = await talk.say("ask_programme_documents")
    ids = [payload.partition("{")[2] for payload in listed.payloads[:3]]
    assert [payload.partition("{")[2] for payload in answer.payloads[:3]] == ids


async def test_eligibility_asks_for_what_it_needs(talk: Talk) -> None:
    answer = await talk.say("check_eligibility", language="en")
    assert "your city, your kind of work" in answer.text


async def test_eligibility_gathers_details_over_several_messages(talk: Talk) -> None:
    await talk.say("check_eligibility", language="en")
    await talk.say("inform", "20 lakh", amount=2_000_000)
    answer = await talk.say("inform", "Karachi", city="Karachi")
    assert answer.about["intent"] == "check_eligibility"
    assert "PKR 20 lakh" in answer.text and "Karachi" in answer.text
    assert "punjab" not in " ".join(answer.payloads)


async def test_what_fits_nothing_goes_to_the_staff_once(talk: Talk) -> None:
    answer = await talk.say("check_eligibility", language="en", amount=10**15)
    assert "TR-" in answer.text
    assert (await talk.say("repeat")).text == answer.text
