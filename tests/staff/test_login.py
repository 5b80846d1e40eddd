"""Logging in with a password."""

import asyncio

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from staff_room import EMAIL, PASSWORD, Room

from bot.staff import accounts, audit
from bot.staff.access import Access
from bot.staff.errors import LockedOut, WrongCredentials
from bot.staff.lockout import AddressGuard
from bot.staff.passwords import Passwords
from bot.tables.staff import Role, member_table


async def test_the_right_password_opens_a_session_and_any_other_none(staff_anywhere: Room) -> None:
    member = await staff_anywhere.hire()
    session = await staff_anywhere.live_session(await staff_anywhere.log_in())
    assert session.member.id == member.id
    assert session.is_complete
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "x" * 100_000):
        with pytest.raises(WrongCredentials):
            await staff_anywhere.log_in(password=wrong)


async def test_an_address_in_capitals_is_the_same_account(staff: Room) -> None:
    await staff.hire()
    assert await staff.log_in(f"  {EMAIL.upper()} ")


async def test_the_same_work_is_done_for_whoever_tries(staff: Room) -> None:
    """An attacker learns nothing from the time: each refusal judges one password."""
    await staff.hire()
    await accounts.add(staff.store, accounts.NewMember("new@helpline.example", "New"), staff.at)
    await staff.hire("gone@helpline.example")
    await accounts.set_active(staff.store, "gone@helpline.example", False, staff.at)
    for email in (
        EMAIL,
        "nobody@helpline.example",
        "new@helpline.example",
        "gone@helpline.example",
    ):
        before = staff.passwords.judged
        with pytest.raises(WrongCredentials):
            await staff.log_in(email, "not the password")
        assert staff.passwords.judged == before + 1


async def test_a_closed_account_is_not_opened_by_its_password(staff: Room) -> None:
    await staff.hire()
    await accounts.set_active(staff.store, EMAIL, False, staff.at)
    with pytest.raises(WrongCredentials):
        await staff.log_in()
    await accounts.set_active(staff.store, EMAIL, True, staff.at)
    assert await staff.log_in()


async def test_brute_force_locks_the_account_ever_longer(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    await staff.hire()
    for number in range(5):
        await _fail(staff, address=f"192.0.2.{number}")
    for seconds in (30, 60, 120):
        with pytest.raises(WrongCredentials):
            await staff.log_in(address=f"198.51.100.{seconds}")
        staff.later(seconds=seconds - 1)
        with pytest.raises(WrongCredentials):
            await staff.log_in(address=f"198.51.100.{seconds}")
        staff.later(seconds=1)
        await _fail(staff, address=f"203.0.113.{seconds}")
    staff.later(hours=1)
    assert await staff.log_in()


async def test_a_thousand_attempts_at_once_are_judged_no_more_often(staff_anywhere: Room) -> None:
    await staff_anywhere.hire()
    before = staff_anywhere.at
    await asyncio.gather(
        *(_fail(staff_anywhere, address=f"192.0.2.{number}") for number in range(30))
    )
    async with staff_anywhere.store.read() as session:
        query = select(member_table.c.failed_attempts, member_table.c.locked_until)
        row = (await session.execute(query)).one()
    assert row.failed_attempts == 5
    assert row.locked_until > before


async def test_an_address_that_tries_many_accounts_is_stopped(staff: Room) -> None:
    await staff.hire()
    for number in range(10):
        with pytest.raises(WrongCredentials):
            await staff.log_in(f"somebody{number}@helpline.example", "guess", address="2001:db8::1")
    with pytest.raises(LockedOut) as stopped:
        await staff.log_in(address="2001:db8::ffff")
    assert 0 < stopped.value.retry_after <= 60
    assert await staff.log_in(address="2001:db8:0:1::1")


async def test_a_right_password_takes_the_count_back(staff: Room) -> None:
    await staff.hire()
    for _ in range(3):
        for _ in range(4):
            await _fail(staff)
        assert await staff.log_in()
        staff.browser = type(staff.browser)(f"{staff.browser.address}1")


async def test_an_outdated_hash_is_renewed_at_login(staff: Room) -> None:
    await staff.hire()
    before = await _hash(staff)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    newer = Access(staff.store, stronger, AddressGuard())
    await newer.log_in(EMAIL, PASSWORD, staff.browser, staff.at)
    after = await _hash(staff)
    assert after != before
    assert not stronger.is_outdated(after)
    assert await staff.log_in()


async def test_a_damaged_hash_lets_nobody_in(staff: Room) -> None:
    await staff.hire()
    async with staff.store.write() as connection:
        await connection.execute(update(member_table).values(password_hash="damaged"))
    with pytest.raises(WrongCredentials):
        await staff.log_in()


async def test_logins_are_on_record_without_what_was_typed(staff: Room) -> None:
    await staff.hire(role=Role.SUPERVISOR)
    await staff.log_in()
    await _fail(staff)
    assert list(await staff.audit())[-2:] == ["login.password", "login.refused"]


async def _fail(staff: Room, **browser: str) -> None:
    with pytest.raises(WrongCredentials):
        await staff.log_in(password="not the password", **browser)


async def _hash(staff: Room) -> str:
    async with staff.store.read() as session:
        kept: str = (await session.execute(select(member_table.c.password_hash))).scalar_one()
    return kept


async def test_the_record_is_read_newest_first_by_pages(staff: Room) -> None:
    member = await staff.hire()
    for _ in range(3):
        await staff.log_in()
    newest = await audit.entries(staff.store, limit=2)
    older = await audit.entries(staff.store, staff_id=member.id, before=newest[-1].id)
    assert [entry.action for entry in newest] == ["login.password"] * 2
    assert all(entry.id < newest[-1].id and entry.staff_id == member.id for entry in older)
    assert {entry.address for entry in newest} == {staff.browser.address}
