"""The table of error codes, over the wire: each code as the Cloud API sends it."""

from typing import Any

import pytest

from bot.channels import errors
from bot.channels.port import Envelope, Part
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp.codes import RULES, Outcome, rule_of

ENVELOPE = Envelope("923001234567", "tag")
TEXT = Part("text", {"body": "Salam"})
KINDS = {
    Outcome.RETRY: errors.Temporary,
    Outcome.FINAL: errors.Final,
    Outcome.WINDOW: errors.WindowClosed,
    Outcome.STOP: errors.ChannelStopped,
}
RETRIED = {1, 2, 4, 80007, 130429, 131056, 131000, 131016, 131048, 131057, 131064}
STOPPING = {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010} | set(
    range(200, 300)
)


async def refused(channel: WhatsAppChannel) -> errors.SendError:
    with pytest.raises(errors.SendError) as caught:
        await channel.send(TEXT, ENVELOPE)
    return caught.value


def test_the_groups_are_those_agreed() -> None:
    grouped: dict[Outcome, set[int]] = {outcome: set() for outcome in Outcome}
    for code, rule in RULES.items():
        grouped[rule.outcome].add(code)
    assert grouped[Outcome.RETRY] == RETRIED
    assert grouped[Outcome.STOP] == STOPPING
    assert grouped[Outcome.WINDOW] == {131047}
    assert grouped[Outcome.FINAL] >= {131026, 131051, 131008, 131009, 131062}


@pytest.mark.parametrize("code", sorted(set(RULES) - set(range(201, 299))))
async def test_each_code_is_what_the_table_says(
    channel: WhatsAppChannel, account: Any, code: int
) -> None:
    account.faults.add("error", code=code)
    error, rule = await refused(channel), RULES[code]
    assert type(error) is KINDS[rule.outcome]
    assert error.code == str(code)
    if isinstance(error, errors.Temporary):
        assert (error.retry_after, error.base, error.whole_channel) == (
            rule.retry_after,
            rule.base,
            rule.whole_channel,
        )
    assert account.sent == []


async def test_the_pair_limit_pauses_1_4_16_seconds_for_one_person_only(
    channel: WhatsAppChannel, account: Any
) -> None:
    account.faults.add("error", code=131056, times=3)
    for attempt, pause in enumerate((1, 4, 16)):
        error = await refused(channel)
        assert isinstance(error, errors.Temporary)
        assert (error.retry_after, error.whole_channel) == (None, False)
        assert error.base**attempt == pause
    assert await channel.send(TEXT, ENVELOPE)


@pytest.mark.parametrize(
    ("http", "kind"),
    [(400, errors.Final), (401, errors.ChannelStopped), (429, errors.Temporary)]
    + [(status, errors.Temporary) for status in (500, 502, 503)],
)
async def test_an_unknown_code_is_taken_by_its_http_status(
    channel: WhatsAppChannel, account: Any, http: int, kind: type[errors.SendError]
) -> None:
    account.faults.add("error", code=139999, http=http)
    assert type(await refused(channel)) is kind


@pytest.mark.parametrize(
    ("http", "kind"),
    [
        (400, errors.Final),
        (404, errors.Final),
        (429, errors.Temporary),
        (503, errors.Temporary),
        (500, errors.Unsure),
        (502, errors.Unsure),
        (504, errors.Unsure),
        (200, errors.Unsure),
    ],
)
async def test_an_answer_that_is_not_graphs_own(
    channel: WhatsAppChannel, account: Any, http: int, kind: type[errors.SendError]
) -> None:
    account.faults.add("gateway", http=http)
    assert type(await refused(channel)) is kind


async def test_a_named_pause_is_obeyed(channel: WhatsAppChannel, account: Any) -> None:
    account.faults.add("error", code=130429, http=429, retry_after=7)
    error = await refused(channel)
    assert isinstance(error, errors.Temporary)
    assert (error.retry_after, error.whole_channel) == (7, True)


def test_only_the_code_decides() -> None:
    assert all(rule_of(code, 200) == rule_of(code, 503) == RULES[code] for code in RULES)
