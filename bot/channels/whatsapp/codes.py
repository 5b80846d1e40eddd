"""What each error code of the Cloud API means for the message that it is about.

Codes come back from the call and, for the same faults, later in a status. Only the code decides:
titles and HTTP statuses change.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
(15 May 2026); names of the codes: `pywa.errors`. The grouping is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.channels.events import Failure


class Outcome(StrEnum):
    """What is done about a message that met an error."""

    RETRY = "retry"
    FINAL = "final"
    WINDOW = "window"
    """The 24 hours are over: a template, or hold it."""
    STOP = "stop"
    """Nothing can be sent to anybody before a person has mended something."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An outcome, and for `RETRY` the fields of `bot.channels.errors.Temporary`."""

    outcome: Outcome
    retry_after: float | None = None
    base: float = 2.0
    whole_channel: bool = False


_RETRY: Final = Rule(Outcome.RETRY)
_EVERYBODY_WAITS: Final = Rule(Outcome.RETRY, whole_channel=True)
_AN_HOURLY_LIMIT: Final = Rule(Outcome.RETRY, retry_after=60, whole_channel=True)
_SLOWLY: Final = Rule(Outcome.RETRY, retry_after=600, whole_channel=True)
_ONE_PAIR: Final = Rule(Outcome.RETRY, base=4.0)
_FINAL: Final = Rule(Outcome.FINAL)
_WINDOW: Final = Rule(Outcome.WINDOW)
_STOP: Final = Rule(Outcome.STOP)

RULES: Final[Mapping[int, Rule]] = MappingProxyType(
    {
        **dict.fromkeys(range(200, 300), _STOP),  # a permission is missing
        0: _STOP,  # who we are could not be told
        1: _RETRY,  # unknown to the API, possibly passing
        2: _RETRY,  # the API is down or overloaded
        3: _STOP,  # the app lacks the capability
        4: _AN_HOURLY_LIMIT,  # calls of the app
        10: _STOP,  # a permission was taken away
        33: _STOP,  # our phone number is gone
        100: _FINAL,  # a parameter is not valid
        190: _STOP,  # the token has expired
        368: _STOP,  # the account is restricted for a breach of policy
        80007: _AN_HOURLY_LIMIT,  # calls of the business account
        130429: _EVERYBODY_WAITS,  # messages a second of our number
        130472: _FINAL,  # the person is in an experiment of Meta's
        130497: _FINAL,  # we may not write to this country
        131000: _RETRY,  # unknown
        131005: _STOP,  # access denied
        131008: _FINAL,  # a parameter is missing
        131009: _FINAL,  # a parameter is not valid
        131016: _RETRY,  # a service is overloaded
        131021: _FINAL,  # written to ourselves
        131026: _FINAL,  # undeliverable: no WhatsApp there, or one too old
        131030: _FINAL,  # a test number writes only to a list of numbers
        131031: _STOP,  # the account is locked
        131037: _STOP,  # the display name is not approved
        131042: _STOP,  # payment
        131045: _STOP,  # our number is not registered
        131047: _WINDOW,  # more than 24 hours since the person wrote
        131048: _SLOWLY,  # too much of ours was blocked or reported
        131049: _FINAL,  # held back to spare the person
        131050: _FINAL,  # the person wants no marketing
        131051: _FINAL,  # type of message not supported
        131052: _FINAL,  # a person's file could not be had
        131053: _FINAL,  # a file of ours could not be taken
        131056: _ONE_PAIR,  # messages to this person
        131057: _SLOWLY,  # the account is in maintenance
        131062: _FINAL,  # a business-scoped user id cannot get this
        131063: _FINAL,  # marketing templates are switched off
        131064: _SLOWLY,  # messaging limit of the account
        132000: _FINAL,  # template: number of values
        132001: _FINAL,  # template: not there in this language, or not approved
        132005: _FINAL,  # template: too long
        132007: _FINAL,  # template: against the policy
        132008: _FINAL,  # template: form of a value
        132012: _FINAL,  # template: form of a value
        132015: _FINAL,  # template: paused
        132016: _FINAL,  # template: disabled
        133010: _STOP,  # our number is not registered
        135000: _FINAL,  # something is wrong with the parameters
        137000: _FINAL,  # the person's key has changed
    }
)

#: Where only the HTTP status is known, or with a code that is not in the table.
_BY_STATUS: Final[Mapping[int, Rule]] = MappingProxyType(
    {401: _STOP, 403: _STOP, 429: _EVERYBODY_WAITS}
)


def rule_of(code: int | None, status: int = 400) -> Rule:
    """The rule for a code; for one that is not in the table, by the HTTP status."""
    if code is not None and code in RULES:
        return RULES[code]
    return _RETRY if status >= 500 else _BY_STATUS.get(status, _FINAL)


def failure_of(code: str | None) -> Failure:
    """What a code means that comes in a status, long after the call."""
    number = int(code) if code and code.isdecimal() and code.isascii() else None
    return Failure(rule_of(number).outcome.value)
