"""The second factor: codes of an app, and recovery codes."""

import asyncio
from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff_room import EMAIL, NOON, PASSWORD, Room

from bot.staff import accounts, second_factor
from bot.staff.errors import LockedOut, WrongCode, WrongCredentials
from bot.staff.second_factor import step_of
from bot.tables.staff import Role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def test_the_password_alone_opens_nothing_for_who_has_a_second_factor(staff: Room) -> None:
    await staff.enrolled()
    session = await staff.live_session(await staff.log_in())
    assert session.needs_second_factor
    assert not session.is_complete


async def test_a_code_completes_the_login_in_a_new_session(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    _, secret = await staff.enrolled(role=Role.ADMINISTRATOR)
    before = await staff.log_in()
    after = await _give(staff, before, _code(staff, secret))
    assert after != before
    assert await staff.session(before) is None
    assert (await staff.live_session(after)).is_complete


async def test_a_code_works_once_even_from_two_browsers_at_once(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    _, secret = await staff.enrolled()
    one, other = await staff.log_in(), await staff.log_in()
    code = _code(staff, secret)
    tries = (_give(staff, one, code), _give(staff, other, code))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(isinstance(result, WrongCode) for result in results) == [False, True]
    staff.later(seconds=30)
    with pytest.raises(WrongCode):
        await _give(staff, await staff.log_in(), code)


async def test_an_earlier_code_is_void_after_a_later_one(staff: Room) -> None:
    _, secret = await staff.enrolled()
    earlier = _code(staff, secret)
    staff.later(seconds=30)
    await _give(staff, await staff.log_in(), _code(staff, secret))
    with pytest.raises(WrongCode):
        await _give(staff, await staff.log_in(), earlier)


async def test_guessing_codes_locks_also_who_knows_the_password(staff: Room) -> None:
    """Logging in again between the guesses does not start the count anew."""
    _, secret = await staff.enrolled()
    for number in range(5):
        staff.browser = type(staff.browser)(f"192.0.2.{number}")
        token = await staff.log_in()
        with pytest.raises(WrongCode):
            await _give(staff, token, "no code")
    with pytest.raises(LockedOut):
        await _give(staff, token, _code(staff, secret))
    with pytest.raises(WrongCredentials):
        await staff.log_in()
    staff.later(seconds=30)
    assert await _give(staff, await staff.log_in(), _code(staff, secret))


async def test_an_administrator_without_one_can_only_set_it_up(staff: Room) -> None:
    member = await staff.hire(role=Role.ADMINISTRATOR)
    token = await staff.log_in()
    session = await staff.live_session(token)
    assert session.must_enrol
    assert not session.is_complete
    async with staff.store.write() as connection:
        enrolment = await second_factor.begin(connection, member.id)
        assert await second_factor.begin(connection, member.id) == enrolment
    assert f"secret={enrolment.secret}" in enrolment.uri
    with pytest.raises(WrongCode):
        await staff.access.enrol(session, "000000x", staff.browser, staff.at)
    code = _code(staff, enrolment.secret)
    enrolled = await staff.access.enrol(session, code, staff.browser, staff.at)
    assert await staff.session(token) is None
    assert (await staff.live_session(enrolled.token)).is_complete


async def test_a_second_factor_is_not_replaced_by_the_way(staff: Room) -> None:
    member, secret = await staff.enrolled()
    session = await staff.live_session(await staff.log_in())
    async with staff.store.write() as connection:
        with pytest.raises(WrongCode):
            await second_factor.begin(connection, member.id)
    with pytest.raises(WrongCode):
        await staff.access.enrol(session, _code(staff, secret), staff.browser, staff.at)


async def test_a_recovery_code_works_once_however_it_is_typed(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    member = await staff.hire()
    codes = await _enrol(staff, member.id)
    typed = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert await _give(staff, await staff.log_in(), typed)
    with pytest.raises(WrongCode):
        await _give(staff, await staff.log_in(), codes[0])
    async with staff.store.write() as connection:
        assert await second_factor.recovery_codes_left(connection, member.id) == 9


async def test_a_recovery_code_of_another_member_is_worth_nothing(staff: Room) -> None:
    other = await staff.hire("other@helpline.example")
    codes = await _enrol(staff, other.id)
    await staff.enrolled()
    with pytest.raises(WrongCode):
        await _give(staff, await staff.log_in(), codes[0])


async def test_who_lost_the_phone_gets_a_link_that_forgets_it(staff: Room) -> None:
    member, _ = await staff.enrolled(role=Role.ADMINISTRATOR)
    token = await staff.log_in()
    await accounts.renew(staff.store, EMAIL, staff.at, without_second_factor=True)
    assert await staff.session(token) is None
    session = await staff.live_session(await staff.log_in(EMAIL, PASSWORD))
    assert (session.member.id, session.must_enrol) == (member.id, True)


@given(st.integers(-3, 3))
def test_a_code_is_taken_one_step_early_or_late(steps: int) -> None:
    at = NOON + timedelta(seconds=30 * steps)
    found = step_of(SECRET, pyotp.TOTP(SECRET).at(at), NOON)
    assert (found is not None) == (abs(steps) <= 1)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_judged_without_an_error(typed: str) -> None:
    step_of(SECRET, typed, NOON)


def test_digits_of_an_urdu_keyboard_are_the_same_code() -> None:
    urdu = pyotp.TOTP(SECRET).at(NOON).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert step_of(SECRET, f"{urdu[:3]} {urdu[3:]}", NOON) is not None


def _code(staff: Room, secret: str) -> str:
    return pyotp.TOTP(secret).at(staff.at)


async def _give(staff: Room, token: str, code: str) -> str:
    session = await staff.live_session(token)
    return await staff.access.give_second_factor(session, code, staff.browser, staff.at)


async def _enrol(staff: Room, staff_id: int) -> tuple[str, ...]:
    async with staff.store.write() as connection:
        enrolment = await second_factor.begin(connection, staff_id)
        code = pyotp.TOTP(enrolment.secret).at(staff.at)
        return await second_factor.confirm(connection, staff_id, code, staff.at)
