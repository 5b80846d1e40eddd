"""Passwords: which are refused, and how they are kept and checked."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.staff.errors import PasswordCommon, PasswordLong, PasswordPersonal, WeakPassword

SHORTEST: Final = 12
LONGEST: Final = 200
_COMMON_FILE: Final = Path(__file__).parent / "common_passwords.txt"
#: Each hashing takes 64 MiB and a core for a moment; more at once would starve the chat.
_AT_ONCE: Final = 2

T = TypeVar("T")


def check_new(password: str, email: str, name: str) -> None:
    """Raise a WeakPassword that names the rule which a new password breaks."""
    if len(password) < SHORTEST:
        raise WeakPassword
    if len(password) > LONGEST:
        raise PasswordLong
    core, email = _letters(password), email.strip().lower()
    account, _, domain = email.partition("@")
    if core and core in {_letters(own) for own in (email, account, domain, name)}:
        raise PasswordPersonal
    if email and email in password.lower():
        raise PasswordPersonal
    if _is_common(password):
        raise PasswordCommon


class Passwords:
    """Hashes and verifies with Argon2id, in threads of its own, away from the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Takes the parameters; without them, those of RFC 9106 for little memory."""
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")

    async def hash(self, password: str) -> str:
        """The form in which a password is kept, with its salt and parameters."""
        return await self._run(self._hasher.hash, password)

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the password. Without one on record the same work is done in vain."""
        return await self._run(self._verify, kept, password)

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str | None, password: str) -> bool:
        try:
            is_right = self._hasher.verify(kept or self._nobodys, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return is_right and kept is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    async def _run(self, work: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)


def _is_common(password: str) -> bool:
    plain = password.lower()
    return len(set(plain)) < 4 or plain in _common() or _letters(plain) in _common()


def _letters(text: str) -> str:
    """What is left without the digits and signs that people put around a word."""
    return "".join(letter for letter in text.lower() if letter.isalpha())


@cache
def _common() -> frozenset[str]:
    lines = _COMMON_FILE.read_text(encoding="utf-8").split()
    return frozenset(line for line in lines if not line.startswith("#"))
