"""Identity numbers, phones and e-mail addresses are hidden however they are written."""

import pytest

from bot.console.masking import HIDDEN, masked


@pytest.mark.parametrize(
    "written",
    [
        "35202-1234567-1",
        "3520212345671",
        "35202 1234567 1",
        "17301-1234567-1",
        "1730112345671",
        "۳۵۲۰۲۱۲۳۴۵۶۷۱",
        "٣٥٢٠٢-١٢٣٤٥٦٧-١",
        "35202\u20111234567\u20111",
        "３５２０２－１２３４５６７－１",
        "35202\u200b1234567\u200b1",
        "ali.khan@example.pk",
    ],
)
def test_nothing_is_left_of_an_identity_number_or_an_address(written: str) -> None:
    assert masked(f"it is {written}.") == f"it is {HIDDEN}."


@pytest.mark.parametrize(
    "written",
    [
        "0300 1234567",
        "0300-1234567",
        "+92 300 1234567",
        "00923001234567",
        "923001234567",
        "3001234567",
        "۰۳۰۰۱۲۳۴۵۶۷",
        "٠٣٠٠-١٢٣٤٥٦٧",
        "0\u2066300\u206912345\u206067",
    ],
)
def test_only_the_last_two_digits_of_a_phone_are_left(written: str) -> None:
    assert masked(f"call {written} now") == f"call {HIDDEN}67 now"


@pytest.mark.parametrize(
    "harmless",
    [
        "A loan of Rs 5,000,000 from 1 March 2026",
        "5000000000",
        "TR-7K2M9",
        "2026-11-23 10:30:00",
        "1795392000000",
        "1764000000000",
        "پانچ لاکھ 500000 روپے",
        "",
    ],
)
def test_amounts_dates_references_and_moments_stay(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_several_in_one_text_are_each_hidden_and_the_rest_stays() -> None:
    text = "Ali, 35202-1234567-1, 0300-1234567 and a@b.pk; Lahore"
    assert masked(text) == f"Ali, {HIDDEN}, {HIDDEN}67 and {HIDDEN}; Lahore"
