"""The browser that a request comes from."""

from dataclasses import dataclass
from typing import Final

#: The first that stands in the user agent is told; most browsers claim to be others too.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """Where a request comes from; `token` is the session's that it brought, if any."""

    address: str
    name: str = ""
    token: str | None = None


def browser_name(user_agent: str) -> str:
    """Browser and system in a few words, so that people know their own sessions again."""
    found = (
        next((name for sign, name in kind if sign in user_agent), "")
        for kind in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(part for part in found if part)
