"""Amounts, dates, phones, CNICs and references."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rahbar_engine.text.amounts import find_amounts
from rahbar_engine.text.contacts import find_contacts
from rahbar_engine.text.dates import find_dates
from rahbar_engine.text.normalise import normalise

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "rupees"),
    [
        ("20 lakh", 2_000_000),
        ("20lakh", 2_000_000),
        ("2.5 crore", 25_000_000),
        ("dhai lac", 250_000),
        ("ڈیڑھ کروڑ", 15_000_000),
        ("PKR 500,000", 500_000),
        ("Rs. 75000", 75_000),
        ("12,50,000 rupay", 1_250_000),
        ("5m", 5_000_000),
        ("500k", 500_000),
        ("sarhe teen lakh", 350_000),
        ("paune do lakh", 175_000),
        ("ek crore bees lakh", 12_000_000),
        ("۵ لاکھ روپے", 500_000),
        ("پچاس ہزار", 50_000),
        ("2500000", 2_500_000),
    ],
)
def test_amounts_are_whole_rupees(text: str, rupees: int) -> None:
    assert [found.value for found in find_amounts(normalise(text).text)] == [rupees]


@pytest.mark.parametrize("text", ["3 machines", "USD 5 million", "2026", "I am 45", "0300-1234567"])
def test_other_numbers_are_no_amount(text: str) -> None:
    assert find_amounts(normalise(text).text) == []


@given(st.integers(min_value=1, max_value=999), st.sampled_from(["lakh", "لاکھ", "lac"]))
def test_any_number_of_lakhs(count: int, unit: str) -> None:
    assert find_amounts(f"{count} {unit}")[0].value == count * 100_000


@given(st.text(max_size=60))
def test_no_text_breaks_an_extractor(text: str) -> None:
    """Whatever is typed, extractors answer with places inside the text."""
    normal = normalise(text)
    for found in (
        find_amounts(normal.text) + find_dates(normal.text, TODAY) + find_contacts(normal.text)
    ):
        assert 0 <= found.start < found.end <= len(normal.text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("5 December", "2026-12-05"),
        ("15 دسمبر", "2026-12-15"),
        ("5/12/2026", "2026-12-05"),
        ("next month", "2026-12-01/2026-12-31"),
        ("agle hafte", "2026-11-30/2026-12-06"),
        ("اگلے مہینے", "2026-12-01/2026-12-31"),
        ("کل", "2026-11-24"),
        ("2 hafte baad", "2026-12-07"),
        ("next friday", "2026-11-27"),
        ("3 march", "2027-03-03"),
    ],
)
def test_dates_are_iso(text: str, iso: str) -> None:
    assert [found.value for found in find_dates(normalise(text).text, TODAY)] == [iso]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("0300-1234567", "phone", "+923001234567"),
        ("+92 300 1234567", "phone", "+923001234567"),
        ("۰۳۰۰۱۲۳۴۵۶۷", "phone", "+923001234567"),
        ("35202-1234567-1", "cnic", "3520212345671"),
        ("3520212345671", "cnic", "3520212345671"),
        ("۳۵۲۰۲۱۲۳۴۵۶۷۱", "cnic", "3520212345671"),
        ("tr-7k2m9", "reference", "TR-7K2M9"),
        ("Ali.Khan@example.com.pk", "email", "ali.khan@example.com.pk"),
    ],
)
def test_contacts(text: str, entity: str, value: str) -> None:
    assert [(f.entity, f.value) for f in find_contacts(normalise(text).text)] == [(entity, value)]


def test_milliseconds_are_no_cnic() -> None:
    """A time stamp has 13 digits as well, but lies within a longer number or begins with none of 1 to 7."""
    assert [f for f in find_contacts("91732345678901234") if f.entity == "cnic"] == []


def test_an_ordinary_word_is_no_reference() -> None:
    assert find_contacts("trading company") == []
    assert find_contacts("tr kahan hai") == []
