"""One-time links, and how the first administrator begins."""

import asyncio

import pytest
from staff_room import EMAIL, PASSWORD, Room

from bot.staff import accounts, links
from bot.staff.errors import (
    DetailsMissing,
    LinkInvalid,
    LockedOut,
    MemberExists,
    WeakPassword,
    WrongCredentials,
)
from bot.staff.members import NewMember
from bot.staff.new_password import NewPassword
from bot.tables.staff import Role

DESK = "https://desk.example/"


async def test_a_link_works_once_even_for_two_at_once(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    token = await accounts.add(staff.store, NewMember(EMAIL, "Sana"), staff.at)
    tries = (_set(staff, token), _set(staff, token))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(isinstance(result, LinkInvalid) for result in results) == [False, True]
    with pytest.raises(LinkInvalid):
        await _set(staff, token)


async def test_a_link_lasts_48_hours(staff: Room) -> None:
    token = await accounts.add(staff.store, NewMember(EMAIL, "Sana"), staff.at)
    staff.later(hours=47, minutes=59)
    assert (await staff.access.open_link(token, staff.browser, staff.at)).email == EMAIL
    staff.later(minutes=1)
    with pytest.raises(LinkInvalid):
        await _set(staff, token)


async def test_a_newer_link_voids_the_older(staff: Room) -> None:
    older = await accounts.add(staff.store, NewMember(EMAIL, "Sana"), staff.at)
    newer = await accounts.renew(staff.store, EMAIL, staff.at)
    with pytest.raises(LinkInvalid):
        await _set(staff, older)
    assert await _set(staff, newer)


async def test_a_refused_password_leaves_the_link_usable(staff: Room) -> None:
    token = await accounts.add(staff.store, NewMember(EMAIL, "Sana"), staff.at)
    for weak in ("short", EMAIL):
        with pytest.raises(WeakPassword):
            await _set(staff, token, NewPassword(weak))
    assert await _set(staff, token)


async def test_a_new_password_ends_all_sessions_and_every_lock(staff: Room) -> None:
    await staff.hire()
    token = await staff.log_in()
    for number in range(6):
        with pytest.raises(WrongCredentials):
            await staff.log_in(password="not the password", address=f"192.0.2.{number}")
    link = await accounts.renew(staff.store, EMAIL, staff.at)
    await _set(staff, link, NewPassword("kinnow from sargodha"))
    assert await staff.session(token) is None
    assert await staff.log_in(password="kinnow from sargodha")
    with pytest.raises(WrongCredentials):
        await staff.log_in()


async def test_a_link_does_not_stand_in_for_the_second_factor(staff: Room) -> None:
    await staff.enrolled()
    link = await accounts.renew(staff.store, EMAIL, staff.at)
    assert (await staff.live_session(await _set(staff, link))).needs_second_factor


async def test_a_link_of_a_closed_account_opens_nothing(staff: Room) -> None:
    await staff.hire()
    link = await accounts.renew(staff.store, EMAIL, staff.at)
    await accounts.set_active(staff.store, EMAIL, False, staff.at)
    with pytest.raises(LinkInvalid):
        await _set(staff, link)


async def test_guessing_links_is_stopped(staff: Room) -> None:
    for number in range(10):
        with pytest.raises(LinkInvalid):
            await staff.access.open_link(f"guess{number}", staff.browser, staff.at)
    with pytest.raises(LockedOut):
        await staff.access.open_link("guess", staff.browser, staff.at)


async def test_the_first_administrator_names_themself(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    token = await _first(staff)
    assert (await staff.access.open_link(token, staff.browser, staff.at)).is_first
    session = await staff.live_session(await _set(staff, token, _self()))
    assert (session.member.role, session.member.email) == (Role.ADMINISTRATOR, EMAIL)
    assert session.must_enrol
    assert await links.first_link(staff.store, DESK, staff.at) is None


async def test_only_the_newest_first_link_works_and_only_while_nobody_is_there(staff: Room) -> None:
    older, newer = await _first(staff), await _first(staff)
    with pytest.raises(LinkInvalid):
        await _set(staff, older, _self())
    await staff.hire("other@helpline.example")
    with pytest.raises(LinkInvalid):
        await _set(staff, newer, _self())


@pytest.mark.parametrize(("email", "name"), [("", "Sana"), ("sana", "Sana"), (EMAIL, " ")])
async def test_the_first_administrator_needs_a_name_and_an_address(
    staff: Room, email: str, name: str
) -> None:
    token = await _first(staff)
    with pytest.raises(DetailsMissing):
        await _set(staff, token, NewPassword(PASSWORD, email, name))
    assert await _set(staff, token, _self())


async def test_an_address_is_one_account(staff_anywhere: Room) -> None:
    staff = staff_anywhere
    await accounts.add(staff.store, NewMember(EMAIL, "Sana"), staff.at)
    with pytest.raises(MemberExists):
        await accounts.add(staff.store, NewMember(EMAIL.upper(), "Another"), staff.at)
    assert len(await accounts.everybody(staff.store)) == 1


def _self() -> NewPassword:
    return NewPassword(PASSWORD, EMAIL, "Sana")


async def _first(staff: Room) -> str:
    address = await links.first_link(staff.store, DESK, staff.at)
    assert address is not None
    assert address.startswith("https://desk.example/console/set-password/")
    return address.rpartition("/")[2]


async def _set(staff: Room, token: str, new: NewPassword | None = None) -> str:
    new = new or NewPassword(PASSWORD)
    return await staff.access.set_password(token, new, staff.browser, staff.at)
