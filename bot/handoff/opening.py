"""Whether anybody can come now, and what a person in the queue is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import presence, waiting
from bot.handoff.calendar import calendar_of
from bot.handoff.hours import Calendar
from bot.handoff.limits import Limits
from bot.handoff.teams import Team, team_of
from bot.handoff.words import Words
from bot.messages import BotMessage


@dataclass(frozen=True, slots=True)
class Standing:
    """How the queue of one episode stands."""

    team: Team | None
    place: int
    calendar: Calendar
    opens: datetime | None
    """When the office opens; None: it is open, or nobody knows its hours."""
    is_staffed: bool
    """Whether anybody of the team is online."""
    minutes: int | None
    """How long people waited lately."""


async def standing_of(
    connection: AsyncConnection, episode: Row[Any], limits: Limits, at: datetime
) -> Standing:
    """Read how the queue stands."""
    team = await team_of(connection, episode.team_id) if episode.team_id else None
    calendar = await calendar_of(connection, team.office_id if team else None)
    grace = limits.span("staff_gone")
    return Standing(
        team=team,
        place=await waiting.place_of(connection, episode),
        calendar=calendar,
        opens=None if calendar.is_open(at) else calendar.next_opening(at),
        is_staffed=bool(await presence.online(connection, at, grace, episode.team_id)),
        minutes=await waiting.expected_minutes(connection, episode.team_id, at),
    )


async def starts_counting(
    connection: AsyncConnection, team_id: int | None, at: datetime
) -> datetime:
    """From when on a wait counts: now, or when the team's office opens."""
    team = await team_of(connection, team_id) if team_id else None
    calendar = await calendar_of(connection, team.office_id if team else None)
    if calendar.is_open(at):
        return at
    return calendar.next_opening(at) or at


def entry(words: Words, standing: Standing, at: datetime) -> BotMessage:
    """What a person is told who has just come into the queue."""
    first = (
        words.say("queue.entered", team=words.text(standing.team.name))
        if standing.team
        else words.say("queue.entered_plain")
    )
    return _message(words, [first, *how_it_stands(words, standing, at)], standing)


def reminder(words: Words, standing: Standing, at: datetime) -> BotMessage:
    """What a person is told who writes while in the queue."""
    return _message(
        words, [words.say("queue.noted"), *how_it_stands(words, standing, at)], standing
    )


def moved(words: Words, place: int) -> BotMessage:
    """The place has changed."""
    return words.message(_place(words, place), buttons=(words.to_assistant,))


def how_it_stands(words: Words, standing: Standing, at: datetime) -> Sequence[str]:
    """Closed, with nobody there, or the place and the measured wait."""
    if standing.opens is not None:
        return [_closed(words, standing.opens, standing.calendar, at), words.say("closed.choose")]
    if not standing.is_staffed:
        return [words.say("closed.nobody"), words.say("closed.choose")]
    wait = words.say("queue.wait", minutes=standing.minutes) if standing.minutes else ""
    return [_place(words, standing.place), wait, words.say("queue.write")]


def _message(words: Words, sentences: Sequence[str], standing: Standing) -> BotMessage:
    can_come = standing.opens is None and standing.is_staffed
    first = () if can_come else (words.to_callback,)
    return words.message(*sentences, buttons=(*first, words.to_assistant))


def _place(words: Words, place: int) -> str:
    return words.say("queue.next") if place == 1 else words.say("queue.place", place=place)


def _closed(words: Words, opens: datetime, calendar: Calendar, at: datetime) -> str:
    when = {"day": words.day(opens), "time": words.time(opens)}
    holiday = calendar.holiday(at)
    if holiday is None:
        return words.say("closed.until", **when)
    return words.say("closed.holiday", holiday=words.text(holiday), **when)
