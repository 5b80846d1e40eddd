"""The read mark and the typing indicator, and the doctor's look at the account."""

import time
from typing import Any

import pytest

from bot.channels.whatsapp import WhatsAppChannel

PHONE = "923001234567"


async def test_the_message_is_marked_as_read(channel: WhatsAppChannel, account: Any) -> None:
    await channel.show_typing(PHONE, "wamid.5")
    assert account.reads == ["wamid.5"]


async def test_without_a_message_nothing_is_called(channel: WhatsAppChannel, account: Any) -> None:
    await channel.show_typing(PHONE, None)
    assert account.reads == []


@pytest.mark.parametrize("kind", ["error", "gateway", "drop_before", "drop_after"])
async def test_a_failing_indicator_harms_nothing(
    channel: WhatsAppChannel, account: Any, kind: Any
) -> None:
    account.faults.add(kind, where="typing", http=500)
    await channel.show_typing(PHONE, "wamid.5")


async def test_a_slow_indicator_is_given_up(
    channel: WhatsAppChannel, account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.channel._TYPING_PATIENCE", 0.1)
    account.faults.add("delay", where="typing", seconds=1.0)
    start = time.monotonic()
    await channel.show_typing(PHONE, "wamid.5")
    assert time.monotonic() - start < 0.8


async def test_the_doctor_sees_a_number_that_is_well(
    whatsapp_server: Any, account: Any, channel_at: Any
) -> None:
    channel = channel_at(whatsapp_server.url, business_id=account.rules.business_id)
    findings = await channel.check()
    assert [(what, is_well) for what, is_well, _ in findings] == [
        ("WhatsApp number Rahbar, quality GREEN", True),
        ("WhatsApp webhook subscription", True),
    ]
    await channel.stop()


async def test_the_doctor_names_what_to_mend(whatsapp_server: Any, channel_at: Any) -> None:
    channel = channel_at(whatsapp_server.url, token="revoked", business_id="1")
    findings = await channel.check()
    assert [is_well for _, is_well, _ in findings] == [False, False]
    assert findings[0][2].startswith("190:")
    await channel.stop()


async def test_the_doctor_sees_an_account_without_webhooks(
    whatsapp_server: Any, channel_at: Any
) -> None:
    channel = channel_at(whatsapp_server.url, business_id="1")
    assert [is_well for _, is_well, _ in await channel.check()] == [True, False]
    await channel.stop()
