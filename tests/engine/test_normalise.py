"""Letters, digits, case and lengthened words."""

import pytest
from rahbar_engine.text.normalise import normalise


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("قرضه چاهئے", "قرضہ چاہیے"),
        ("كاروبار", "کاروبار"),
        ("۲۰ لاکھ", "20 لاکھ"),
        ("٥ لاكھ", "5 لاکھ"),
        ("LOOOOAN plzzzz", "loan plz"),
        ("ＳＡＡＦ", "saaf"),
        ("  two\u200b\nlines ", " two lines "),
        ("چاہِئے", "چاہیے"),
        ("ھے", "ہے"),
        ("35202‑1234567‑1", "35202-1234567-1"),
    ],
)
def test_one_form_for_each_way_of_typing(typed: str, compared: str) -> None:
    assert normalise(typed).text.strip() == compared.strip()


def test_places_lead_back_to_the_text_as_typed() -> None:
    """An entity's place is that of the user's own letters."""
    typed = "plzzzz  ۵۰ لاكھ"
    result = normalise(typed)
    start = result.text.index("50")
    first, last = result.span(start, start + 2)
    assert typed[first:last] == "۵۰"
