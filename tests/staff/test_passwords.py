"""Which passwords are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff.errors import PasswordCommon, PasswordLong, PasswordPersonal, WeakPassword
from bot.staff.passwords import SHORTEST, check_new

EMAIL, NAME = "sana.malik@helpline.example", "Sana Malik"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("eleven char", WeakPassword),
        ("x" * 201, PasswordLong),
        ("sana.malik@helpline.example", PasswordPersonal),
        ("Sana Malik 12345", PasswordPersonal),
        ("SanaMalik!2026!", PasswordPersonal),
        ("password1234", PasswordCommon),
        ("Pakistan@2026!", PasswordCommon),
        ("123456789012", PasswordCommon),
        ("aaaaaaaaaaaaaa", PasswordCommon),
        ("QwertyUiop1234", PasswordCommon),
    ],
)
def test_a_weak_password_is_refused_by_its_rule(password: str, rule: type[WeakPassword]) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_new(password, EMAIL, NAME)
    assert type(refused.value) is rule


@pytest.mark.parametrize(
    "password", ["mango season in multan", "آم کا موسم ملتان میں", "x9$Kq!72mPzt"]
)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    check_new(password, EMAIL, NAME)


@given(st.text(max_size=SHORTEST - 1))
def test_nothing_short_is_taken(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_new(password, EMAIL, NAME)
