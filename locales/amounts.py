"""Rupee amounts as people in Pakistan read them."""

from typing import Final

# From the largest: rupees, the word in English, Urdu and Roman Urdu.
_UNITS: Final = (
    (1_000_000_000, {"en": "billion", "ur": "ارب", "roman_ur": "arab"}),
    (10_000_000, {"en": "crore", "ur": "کروڑ", "roman_ur": "crore"}),
    (100_000, {"en": "lakh", "ur": "لاکھ", "roman_ur": "lakh"}),
)
_PATTERNS: Final = {"en": "PKR {figure}", "ur": "{figure} روپے", "roman_ur": "{figure} rupay"}
_DECIMALS: Final = 3


def money(rupees: float, language: str) -> str:
    """Print whole rupees: ``PKR 1.5 crore``, ``1.5 کروڑ روپے``, ``1.5 crore rupay``.

    An amount that a lakh or crore with three decimals cannot hold exactly is printed in full.
    """
    pattern = _PATTERNS.get(language, _PATTERNS["en"])
    return pattern.format(figure=_figure(round(rupees), language))


def _figure(rupees: int, language: str) -> str:
    for size, words in _UNITS:
        if rupees >= size:
            if rupees * 10**_DECIMALS % size:
                break
            number = f"{rupees / size:.{_DECIMALS}f}".rstrip("0").rstrip(".")
            return f"{number} {words.get(language, words['en'])}"
    return f"{rupees:,}"
