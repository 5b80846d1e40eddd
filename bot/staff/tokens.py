"""Unguessable tokens, and the form in which the database keeps them."""

import hmac
import secrets
from hashlib import sha256
from typing import Final

_BYTES: Final = 32
#: Crockford's base 32: no letter is mistaken for a digit when it is copied from paper.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 4, 4


def new_token() -> str:
    """256 random bits that may stand in a URL or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def fingerprint(secret: str) -> str:
    """What is stored of a random secret: nobody gets back to it from there."""
    return sha256(secret.encode()).hexdigest()


def new_recovery_code() -> str:
    """80 random bits to be kept on paper."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def tidy_recovery_code(typed: str) -> str:
    """The code as it was given out, however it was typed from paper."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def same(one: str, other: str) -> bool:
    """Compare without telling by the time taken how much of it is right."""
    return hmac.compare_digest(one.encode(), other.encode())
