"""Tells requests of our own pages from those that another site makes a browser send."""

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from bot.staff.errors import ForgedRequest
from bot.staff.tokens import same

FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
#: "none" is what the person did themself, as with an address that was typed.
_OWN_SITES: Final = frozenset({"same-origin", "none"})


def check_origin(request: Request) -> None:
    """Raise ForgedRequest where the browser says that another site sent this, or says nothing.

    Every browser in use names the origin of a POST in one of the two headers. Sec-Fetch-Site is
    believed first: no script can set it.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    if site is not None:
        is_own = site in _OWN_SITES
    else:
        is_own = bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
    if not is_own:
        raise ForgedRequest("the request comes from elsewhere")


async def check_token(request: Request, csrf: str) -> None:
    """Raise ForgedRequest unless the header or the form's field holds the session's token."""
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(_FORMS):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    if given is None or not same(given, csrf):
        raise ForgedRequest("the form is not of this session")
