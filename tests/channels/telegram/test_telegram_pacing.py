"""How fast is sent: within Telegram's figures, and nobody waits for somebody else's chat."""

import asyncio
from collections import deque

import pytest

from bot.channels.errors import Temporary
from bot.channels.port import Envelope
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.pacing import Pace
from bot.messages import BotMessage
from tests.fakes.telegram_server import FakeTelegram


class Clock:
    """Counts what passes limiters in a time of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "time", lambda: self.now)


def most_within(times: list[float], seconds: float) -> int:
    window: deque[float] = deque()
    most = 0
    for time in times:
        window.append(time)
        while window[0] <= time - seconds:
            window.popleft()
        most = max(most, len(window))
    return most


async def passed(clock: Clock, addresses: list[str], seconds: float) -> list[float]:
    """When messages to the addresses in turn would be sent, were there always one more."""
    pace, times = Pace(), []
    while clock.now < seconds:
        for address in addresses:
            while all(limiter.has_capacity() for limiter in pace.limiters(address)):
                for limiter in pace.limiters(address):
                    await limiter.acquire()
                times.append(clock.now)
        clock.now += 0.01
    return times


async def test_a_person_gets_one_a_second_after_a_short_burst(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = await passed(Clock(monkeypatch), ["7"], 20)
    assert times[:3] == [0.0, 0.0, 0.0]
    assert 21 <= len(times) <= 23


async def test_a_group_gets_at_most_20_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    times = await passed(Clock(monkeypatch), ["-1005"], 180)
    assert most_within(times, 60) <= 20


async def test_all_together_get_at_most_30_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    times = await passed(Clock(monkeypatch), [str(number) for number in range(60)], 5)
    assert 24 <= most_within(times, 1.0) <= 30


async def test_a_chat_that_must_wait_holds_up_no_other() -> None:
    pace = Pace()
    for _ in range(3):
        await pace.limiters("7")[0].acquire()
    assert not pace.limiters("7")[0].has_capacity()
    assert all(limiter.has_capacity() for limiter in pace.limiters("8"))
    assert pace.limiters("7")[0] is pace.limiters("7")[0]


async def test_the_fake_refuses_who_does_not_keep_to_the_pace(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    (part,) = channel.render(BotMessage("Hello"))
    with pytest.raises(Temporary) as caught:
        for _ in range(10):
            await channel.send(part, Envelope("7", "tag"))
    assert caught.value.retry_after is not None
    assert 1 <= caught.value.retry_after <= 5
    assert len(fake.state.sent) == 8
    assert await channel.send(part, Envelope("8", "tag"))


async def test_who_keeps_to_the_pace_is_never_refused(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    (part,) = channel.render(BotMessage("Hello"))

    async def say(address: str) -> None:
        for _ in range(4):
            for limiter in channel.pace(address):
                await limiter.acquire()
            await channel.send(part, Envelope(address, "tag"))

    await asyncio.gather(*(say(str(number)) for number in range(1, 6)))
    assert len(fake.state.sent) == 20
