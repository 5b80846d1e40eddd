"""How long wrong attempts lock."""

from hypothesis import given
from hypothesis import strategies as st

from bot.staff.lockout import FREE_ATTEMPTS, LONGEST_LOCK, lock_after, network


@given(st.integers(0, 10**9))
def test_a_lock_only_grows_up_to_an_hour(failed: int) -> None:
    assert lock_after(failed) <= lock_after(failed + 1) <= LONGEST_LOCK


@given(st.integers(0, FREE_ATTEMPTS - 1))
def test_the_first_slips_lock_nobody_out(failed: int) -> None:
    assert not lock_after(failed)
    assert lock_after(FREE_ATTEMPTS)


@given(st.ip_addresses(v=6, network="2001:db8::/64"), st.ip_addresses(v=4))
def test_a_subscriber_is_one_address(six: object, four: object) -> None:
    assert network(str(six)) == "2001:db8::/64"
    assert network(str(four)) == network(f"::ffff:{four}") == str(four)
