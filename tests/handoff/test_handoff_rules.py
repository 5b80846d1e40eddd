"""The table of transitions, and what is computed without a database."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff import rules
from bot.handoff.assignment import Colleague, choose
from bot.handoff.calendar import public_holiday
from bot.handoff.hours import Calendar, Span, SpecialDay
from bot.handoff.routing import Route, Subject, route
from bot.handoff.rules import Act, Actor, Change, Phase, Refusal, Role, decide
from bot.handoff.waiting import is_worth_telling, rounded

OWNERS = ["bot", "queued", "closed", "staff:1", "staff:2"]
ACTORS = [
    *(Actor(role) for role in Role if role is not Role.STAFF),
    *(rules.staff(number, supervises) for number in (1, 2) for supervises in (False, True)),
]
MONDAY_NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
WEEK = [Span(day, time(9), time(17)) for day in range(5)]


@given(st.sampled_from(OWNERS), st.sampled_from(Act), st.sampled_from(ACTORS))
def test_every_change_gives_one_of_the_known_owners(owner: str, act: Act, actor: Actor) -> None:
    decision = decide(owner, act, actor, to=2)
    if isinstance(decision, Change):
        assert decision.owner in OWNERS
        assert decision.owner != owner


@given(st.sampled_from(OWNERS), st.sampled_from(Act), st.sampled_from(ACTORS))
def test_a_person_never_takes_a_conversation_from_staff(owner: str, act: Act, actor: Actor) -> None:
    if owner.startswith("staff:") and actor.role in (Role.USER, Role.ASSISTANT, Role.DESK):
        assert isinstance(decide(owner, act, actor, to=2), Refusal)


@pytest.mark.parametrize("act", [Act.HAND_BACK, Act.TO_TEAM, Act.TO_COLLEAGUE, Act.CLOSE])
def test_only_the_owner_or_a_supervisor_gives_a_conversation_away(act: Act) -> None:
    assert decide("staff:1", act, rules.staff(2), to=3) is Refusal.NOT_OWNER
    assert isinstance(decide("staff:1", act, rules.staff(1), to=3), Change)
    assert isinstance(decide("staff:1", act, rules.staff(2, supervises=True), to=3), Change)


def test_only_supervisors_give_out_waiting_conversations() -> None:
    assert decide("queued", Act.ASSIGN, rules.staff(1), to=2) is Refusal.NOT_ALLOWED
    assert decide("queued", Act.ASSIGN, rules.staff(1, supervises=True), to=2) == Change("staff:2")
    assert decide("queued", Act.ASSIGN, rules.DESK) is Refusal.NO_TARGET


def test_a_claim_needs_a_waiting_conversation() -> None:
    assert decide("queued", Act.CLAIM, rules.staff(1)) == Change("staff:1")
    assert decide("staff:2", Act.CLAIM, rules.staff(1)) is Refusal.NOT_NOW
    assert decide("staff:1", Act.TAKE_OVER, rules.staff(1)) is Refusal.ALREADY


def test_every_phase_has_a_way_out() -> None:
    left = {phase for rule in rules.RULES.values() for phase in rule.phases if phase != rule.to}
    assert left == set(Phase)


def test_the_team_that_fits_best_takes_the_conversation() -> None:
    finance = Route(1, topics=frozenset({"loan"}), position=0)
    women = Route(2, segments=frozenset({"women"}), position=1)
    general = Route(3, is_default=True, position=2)
    teams = [general, women, finance]
    assert route(Subject(topics=("loan",)), teams) == 1
    assert route(Subject(topics=("loan",), segment="women"), teams) == 2
    assert route(Subject(intent="ask_privacy"), teams) == 3
    assert route(Subject(), []) is None


def test_the_least_loaded_who_speaks_the_language_gets_it() -> None:
    busy = Colleague(1, ("en", "ur"), capacity=5, load=4)
    free = Colleague(2, ("ur",), capacity=5, load=1)
    full = Colleague(3, ("en",), capacity=1, load=1)
    assert choose([busy, free, full], "en", None) == 1
    assert choose([busy, free, full], "ur", None) == 2
    assert choose([busy, free, full], "roman_ur", None) == 2
    assert choose([full], "en", None) is None


def test_who_serves_the_province_goes_first() -> None:
    sindh = Colleague(1, ("ur",), ("Sindh",), capacity=5, load=3)
    punjab = Colleague(2, ("ur",), ("Punjab",), capacity=5, load=0)
    assert choose([sindh, punjab], "ur", "Sindh") == 1
    assert choose([sindh, punjab], "ur", None) == 2


@given(
    st.lists(
        st.builds(Colleague, st.integers(1, 9), capacity=st.integers(1, 3), load=st.integers(0, 4))
    )
)
def test_nobody_gets_more_than_their_capacity(colleagues: list[Colleague]) -> None:
    chosen = choose(colleagues, None, None)
    room = [each.staff_id for each in colleagues if each.has_room]
    assert (chosen in room) if room else (chosen is None)


def test_an_office_is_open_in_its_hours_in_pakistan() -> None:
    calendar = Calendar(WEEK)
    assert calendar.is_open(MONDAY_NINE)
    assert not calendar.is_open(MONDAY_NINE.replace(hour=3, minute=59))
    assert not calendar.is_open(MONDAY_NINE.replace(hour=12))


def test_after_closing_the_next_opening_skips_weekend_and_holidays() -> None:
    holiday = {date(2026, 11, 30): SpecialDay(is_open=False)}
    friday_evening = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
    tuesday = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    assert Calendar(WEEK, holiday).next_opening(friday_evening) == tuesday


def test_a_public_holiday_closes_unless_the_office_works() -> None:
    quaid = datetime(2026, 12, 25, 6, 0, tzinfo=UTC)
    assert not Calendar(WEEK, public_holiday=public_holiday).is_open(quaid)
    works = {date(2026, 12, 25): SpecialDay(is_open=True)}
    assert Calendar(WEEK, works, public_holiday).is_open(quaid)


def test_ramazan_hours_take_the_place_of_the_usual_ones() -> None:
    ramazan = Span(0, time(8), time(14), date(2026, 11, 20), date(2026, 12, 20))
    calendar = Calendar([*WEEK, ramazan])
    assert not calendar.is_open(MONDAY_NINE.replace(hour=10))
    assert not calendar.is_open(MONDAY_NINE.replace(day=24))
    assert calendar.is_open(datetime(2026, 12, 21, 10, 0, tzinfo=UTC))


def test_hours_that_nobody_knows_never_say_closed() -> None:
    assert Calendar().is_open(MONDAY_NINE)
    assert Calendar().next_opening(MONDAY_NINE) is None


def test_a_wait_is_told_only_from_five_measurements_rounded_up_to_five_minutes() -> None:
    assert rounded([60] * 4) is None
    assert rounded([60] * 5) == 5
    assert rounded([301] * 5) == 10
    assert rounded([0] * 5) == 5


def test_a_place_is_told_again_when_it_changed_by_three_or_is_the_first() -> None:
    assert is_worth_telling(6, 3)
    assert is_worth_telling(2, 1)
    assert not is_worth_telling(6, 4)
    assert not is_worth_telling(1, 1)
