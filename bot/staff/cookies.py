"""The session's cookie: read by nobody but us, and sent to nobody else."""

from typing import Final

from fastapi import Request, Response

from bot.staff.sessions import LONGEST

#: The prefix makes browsers refuse it without Secure, with a domain, or from a subdomain.
SECURE_NAME: Final = "__Host-rahbar_staff"
#: On this machine, without https.
PLAIN_NAME: Final = "rahbar_staff"


def read(request: Request) -> str | None:
    """The session token that the browser sent; over https only the protected cookie counts."""
    return request.cookies.get(_name(request)) or None


def give(request: Request, response: Response, token: str) -> None:
    """Let the browser keep the token."""
    response.set_cookie(
        _name(request),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def take_back(request: Request, response: Response) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(
        _name(request), path="/", secure=_is_secure(request), httponly=True, samesite="lax"
    )


def _name(request: Request) -> str:
    return SECURE_NAME if _is_secure(request) else PLAIN_NAME


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
