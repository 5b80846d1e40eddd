"""Sessions: how long they last, and what ends them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from staff_room import EMAIL, Room

from bot.staff import accounts, sessions
from bot.staff.errors import LastAdministrator, NoSuchMember
from bot.staff.members import change
from bot.tables.staff import Role, session_table


async def test_a_session_ends_after_half_an_hour_without_use(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    await staff.hire()
    token = await staff.log_in()
    for _ in range(3):
        staff.later(minutes=29)
        assert await staff.session(token)
    staff.later(minutes=30)
    assert await staff.session(token) is None


async def test_a_session_ends_after_twelve_hours_however_it_is_used(staff: Room) -> None:
    await staff.hire()
    token = await staff.log_in()
    for _ in range(35):
        staff.later(minutes=20)
        assert await staff.session(token)
    staff.later(minutes=20)
    assert await staff.session(token) is None


async def test_a_page_that_is_only_open_does_not_keep_the_session(staff: Room) -> None:
    await staff.hire()
    token = await staff.log_in()
    at = staff.later(minutes=29)
    assert await sessions.find(staff.store, token, at, is_use=False)
    staff.later(minutes=1)
    assert await staff.session(token) is None


async def test_who_gave_only_a_password_has_a_quarter_of_an_hour(staff: Room) -> None:
    await staff.enrolled()
    token = await staff.log_in()
    staff.later(minutes=14)
    assert await staff.session(token)
    staff.later(minutes=1)
    assert await staff.session(token) is None


async def test_a_planted_session_is_void_after_the_login(staff: Room) -> None:
    """Session fixation: the token from before the login opens nothing afterwards."""
    await staff.hire("attacker@helpline.example")
    planted = await staff.log_in("attacker@helpline.example")
    await staff.hire()
    token = await staff.log_in(token=planted)
    assert token != planted
    assert await staff.session(planted) is None


async def test_the_database_holds_no_token(staff: Room) -> None:
    await staff.hire()
    token = await staff.log_in()
    async with staff.store.read() as session:
        kept = (await session.scalars(select(session_table.c.token))).all()
    assert token not in kept
    for key in kept:
        assert await staff.session(key) is None


async def test_a_member_ends_only_their_own_sessions(staff: Room) -> None:
    sana, other = await staff.hire(), await staff.hire("other@helpline.example")
    mine, theirs = await staff.log_in(), await staff.log_in("other@helpline.example")
    key = (await staff.live_session(mine)).key
    async with staff.store.write() as connection:
        assert not await sessions.revoke(connection, other.id, key, staff.at)
        assert await sessions.revoke(connection, sana.id, key, staff.at)
        assert not await sessions.revoke(connection, sana.id, key, staff.at)
    assert await staff.session(mine) is None
    assert await staff.session(theirs)


async def test_another_role_or_a_closed_account_ends_all_sessions(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    member = await staff.hire()
    for changes in ({"role": Role.SUPERVISOR}, {"is_active": False}):
        token = await staff.log_in()
        async with staff.store.write() as connection:
            await change(connection, member.id, {"name": "Sana M."}, staff.at)
        assert await staff.session(token)
        await accounts.change(staff.store, member.id, changes, staff.at, by=member.id)
        assert await staff.session(token) is None


async def test_logging_out_everywhere_counts_what_it_ended(staff: Room) -> None:
    await staff.hire()
    tokens = [await staff.log_in() for _ in range(3)]
    member = await staff.member()
    own = await sessions.of_member(staff.store, member.id, staff.at)
    assert len(own) == 4  # the link's, and three logins
    assert await accounts.log_out_everywhere(staff.store, EMAIL, staff.at) == 4
    assert [await staff.session(token) for token in tokens] == [None] * 3


async def test_the_last_administrator_stays(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    member = await staff.hire(role=Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        await accounts.set_active(staff.store, EMAIL, False, staff.at)
    with pytest.raises(LastAdministrator):
        await accounts.change(staff.store, member.id, {"role": Role.AGENT}, staff.at)
    await staff.hire("second@helpline.example", Role.ADMINISTRATOR)
    await accounts.set_active(staff.store, EMAIL, False, staff.at)


async def test_what_is_not_there_cannot_be_changed(staff: Room) -> None:
    with pytest.raises(NoSuchMember):
        await accounts.change(staff.store, 99, {"name": "X"}, staff.at)
    member = await staff.hire()
    with pytest.raises(ValueError, match="password_hash"):
        await accounts.change(staff.store, member.id, {"password_hash": "x"}, staff.at)


async def test_being_seen_is_written_down_at_most_once_a_minute(staff: Room) -> None:
    await staff.hire()
    token = await staff.log_in()
    staff.later(seconds=59)
    await staff.session(token)
    assert (await staff.member()).last_seen_at is None
    seen = staff.later(seconds=1)
    await staff.session(token)
    staff.later(seconds=30)
    await staff.session(token)
    assert (await staff.member()).last_seen_at == seen
    assert seen - staff.at == timedelta(seconds=-30)
