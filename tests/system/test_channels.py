"""Whole conversations over Telegram and WhatsApp: real engine, actions, desk and client libraries."""

import sqlite3
import time
from pathlib import Path
from typing import Any, Final

import pytest
from messengers import TelegramPhone, WhatsAppPhone
from phones import Phone, Shown, dump
from providers import Providers

from bot.channels.splitting import utf16_length
from tests.fakes import telegram_updates

ROOT: Final = Path(__file__).resolve().parent.parent.parent
VOICE: Final = b"OggS\x00\x02" + bytes(200)
LAHORE: Final = (31.5204, 74.3587)
#: Seconds in which a file is fetched, or a receipt taken in.
SOON: Final = 15.0

QUESTIONS: Final = (
    ("How much does the PM Youth Loan give?", "PKR 75 lakh"),
    ("پی ایم یوتھ لون میں کتنا قرضہ ملتا ہے؟", "75 لاکھ روپے"),
    ("PM youth loan mein kitna qarza milta hai?", "75 lakh rupay"),
)


@pytest.fixture(params=[TelegramPhone, WhatsAppPhone], ids=["telegram", "whatsapp"])
def phone(request: pytest.FixtureRequest, desk: str, providers: Providers) -> Phone:
    """A person who has never written before."""
    is_telegram = request.param is TelegramPhone
    made: Phone = request.param(providers.telegram if is_telegram else providers.whatsapp)
    return made


@pytest.fixture
def telegram(desk: str, providers: Providers) -> TelegramPhone:
    """A person on Telegram, where there is something that WhatsApp has not."""
    return TelegramPhone(providers.telegram)


@pytest.mark.parametrize(("question", "fact"), QUESTIONS)
def test_answers_in_the_language_of_the_question(phone: Phone, question: str, fact: str) -> None:
    (answer,) = phone.say(question)
    assert fact in answer.words
    assert answer.buttons
    assert all(payload.startswith("ref:") for payload in answer.buttons.values())


def test_a_button_asks_what_it_says(phone: Phone) -> None:
    phone.say("What is SME Asaan Finance?")
    answer = phone.press("How to apply")
    assert "Meezan" in words(answer), dump(answer)


def test_more_goes_on_in_the_same_message_on_telegram(telegram: TelegramPhone) -> None:
    (first,) = telegram.say("Which loans are there?")
    (second,) = telegram.press("More")
    assert (second.id, second.edits) == (first.id, 1)
    assert "\n6. " in second.text and "\n1. " in first.text


def test_more_is_a_new_message_on_whatsapp(desk: str, providers: Providers) -> None:
    person = WhatsAppPhone(providers.whatsapp)
    (first,) = person.say("Which loans are there?")
    (second,) = person.press("More")
    assert second.id != first.id
    assert "\n6. " in second.text


def test_a_place_gives_the_nearest_office(phone: Phone) -> None:
    phone.say("hello")
    assert "Egerton Road" in words(phone.give_place(*LAHORE))


def test_the_own_number_is_taken_for_a_call(phone: Phone) -> None:
    phone.say("I want to talk to a person")
    assert "+92300" in words(phone.give_contact())


def test_a_voice_message_is_kept_for_staff(phone: Phone, folder: Path) -> None:
    assert "TR-" in words(phone.send_voice(VOICE))
    (row,) = eventually(folder, "select path, mime from media where path like ?", ("%/%",))
    kept = ROOT / "var" / "media" / row["path"]
    assert kept.read_bytes() == VOICE
    assert row["mime"] == "audio/ogg"
    kept.unlink()
    change(folder, "delete from media")


def test_a_very_long_message_is_answered(phone: Phone) -> None:
    answer = phone.say("مجھے کاروبار کے لیے قرضہ چاہیے۔ " * 110)
    assert answer
    assert all(utf16_length(shown.text) <= 4096 for shown in answer)


def test_a_chosen_language_stays(phone: Phone) -> None:
    phone.say("/language")
    phone.press("اردو")
    (answer,) = phone.say("How much does the PM Youth Loan give?")
    assert "75 لاکھ روپے" in answer.words


def test_what_cannot_be_read_is_answered_politely(telegram: TelegramPhone) -> None:
    telegram.say("hello")
    answer = telegram.share(sticker=telegram_updates.CONTENTS["sticker"]["sticker"])
    assert "cannot read" in words(answer)


def test_a_campaign_is_kept_with_the_conversation(telegram: TelegramPhone, folder: Path) -> None:
    (greeting,) = telegram.say("/start fair_lahore")
    assert greeting.buttons
    (row,) = eventually(
        folder,
        "select campaign from conversation where id = ? and campaign is not null",
        (f"telegram:{telegram.number}",),
    )
    assert row["campaign"] == "fair_lahore"


def test_who_blocks_us_is_sent_nothing_until_they_return(telegram: TelegramPhone) -> None:
    telegram.say("hello")
    telegram.membership("kicked")
    telegram.write("Which loans are there?")
    time.sleep(2)
    assert len(telegram.screen()) == 1
    telegram.membership("member")
    assert words(telegram.say("hello"))


def test_receipts_reach_the_delivery(desk: str, providers: Providers, folder: Path) -> None:
    person = WhatsAppPhone(providers.whatsapp)
    (answer,) = person.say("hello")
    for status in ("read", "delivered"):
        person.control("status", {"id": answer.id, "status": status})
    (row,) = eventually(
        folder, "select status from delivery where provider_id = ? and read_at > 0", (answer.id,)
    )
    assert row["status"] == "read"


def words(answer: list[Shown]) -> str:
    """All that an answer says."""
    return "\n".join(shown.words for shown in answer)


def eventually(folder: Path, query: str, values: tuple[Any, ...]) -> list[sqlite3.Row]:
    """Rows of the desk's database, as soon as there are any."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        with sqlite3.connect(folder / "rahbar.db") as database:
            database.row_factory = sqlite3.Row
            if rows := database.execute(query, values).fetchall():
                return rows
        time.sleep(0.2)
    raise AssertionError(f"no rows within {SOON:.0f} s: {query}")


def change(folder: Path, statement: str) -> None:
    """Change the desk's database."""
    with sqlite3.connect(folder / "rahbar.db", timeout=10) as database:
        database.execute(statement)
