"""What became of our messages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fakes.whatsapp_payloads import PHONE_ID, encoded, status, update, value

from bot.channels.events import Failure, Garbled, Receipt
from bot.channels.whatsapp.codes import RULES
from bot.channels.whatsapp.parsing import events_of


def receipts(*statuses: Any) -> list[Any]:
    return events_of(encoded(update(value(statuses=list(statuses)))), PHONE_ID)


@pytest.mark.parametrize("name", ["sent", "delivered", "read"])
def test_a_status_comes_with_our_tag_and_its_time(name: str) -> None:
    at = datetime.fromtimestamp(1795430001, UTC)
    assert receipts(status("wamid.1", name, "outbox:5")) == [
        Receipt("whatsapp", "wamid.1", name, at, "outbox:5")
    ]


@pytest.mark.parametrize("code", sorted(RULES))
def test_what_a_failure_means_is_told_by_its_code(code: int) -> None:
    (receipt,) = receipts(status("wamid.1", "failed", "t", code))
    assert (receipt.error_code, receipt.error) == (str(code), "x")
    assert receipt.failure.value == RULES[code].outcome.value


def test_a_failure_without_a_code_is_final() -> None:
    (receipt,) = receipts(status("wamid.1", "failed"))
    assert (receipt.failure, receipt.error_code) == (Failure.FINAL, None)


def test_unknown_statuses_are_ignored() -> None:
    assert receipts(status("wamid.1", "played"), status("wamid.1", "deleted")) == []


def test_a_status_of_nothing_is_one_dead_letter() -> None:
    read = receipts(status("wamid.1", "sent"), {"status": "read"}, status("wamid.2", "sent"))
    assert [type(each) for each in read] == [Receipt, Garbled, Receipt]


@pytest.mark.parametrize("time", [None, "", "soon", "9" * 30, -(10**20), []])
def test_a_time_that_is_none_becomes_now(time: Any) -> None:
    (receipt,) = receipts({**status("wamid.1", "read"), "timestamp": time})
    assert (datetime.now(UTC) - receipt.at).total_seconds() < 60
