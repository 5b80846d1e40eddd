"""How far a fact may be trusted, said in one short sentence each."""

from datetime import date
from typing import Final, Protocol
from urllib.parse import urlsplit

from actions.voice import Voice
from programmes.contact import Contact
from programmes.freshness import freshness
from programmes.translated import Translated

LONGEST_ADDRESS: Final = 60


class Sourced(Protocol):
    """What a fact carries for these sentences: programmes, articles, events, figures, offices."""

    @property
    def status(self) -> str:
        """``active``, ``closed`` or ``unknown``."""

    @property
    def as_of(self) -> str | None:
        """ISO year, month or day."""

    @property
    def review_by(self) -> date:
        """Until when it may be told as it stands."""

    @property
    def caveats(self) -> list[Translated]:
        """What the user should know."""

    @property
    def conflicts(self) -> list[Translated]:
        """Where sources disagree."""

    @property
    def sources(self) -> list[str]:
        """Addresses of the web, or names; the main one first."""


def standing(voice: Voice, fact: Sourced, contact: str | None, today: date) -> str | None:
    """Say that a fact is closed, unconfirmed or old, and where to confirm it; None if current."""
    fresh = freshness(fact, today)
    if fresh == "current":
        return None
    where = contact or voice.say("truth.provider")
    if fact.as_of is None:
        return voice.say(f"truth.{fresh}_undated", contact=where)
    return voice.say(f"truth.{fresh}", as_of=voice.day(fact.as_of), contact=where)


def aged(voice: Voice, fact: Sourced, contact: str | None, today: date, key: str) -> str | None:
    """Say that something other than a programme's terms may have changed; None if current."""
    if freshness(fact, today) == "current":
        return None
    where = contact or voice.say("truth.provider")
    if fact.as_of is None:
        return voice.say(f"{key}_undated", contact=where)
    return voice.say(key, as_of=voice.day(fact.as_of), contact=where)


def footer(voice: Voice, fact: Sourced, today: date) -> str:
    """Give the date, unless the standing has given it already, and the source."""
    source = main_source(voice, fact)
    if fact.as_of is None:
        return voice.say("truth.footer_undated", source=source)
    if freshness(fact, today) != "current":
        return voice.say("truth.footer_source", source=source)
    return voice.say("truth.footer", as_of=voice.day(fact.as_of), source=source)


def main_source(voice: Voice, fact: Sourced) -> str:
    """Name where a fact comes from; what has no source is said to have none."""
    return written_address(fact.sources[0]) if fact.sources else voice.say("truth.no_source")


def disagreements(voice: Voice, fact: Sourced) -> list[str]:
    """Tell every point on which the sources disagree."""
    return [voice.say("truth.conflict", text=voice.text(text)) for text in fact.conflicts]


def cautions(voice: Voice, fact: Sourced) -> list[str]:
    """Tell what else the user should know, the most important first."""
    return [voice.say("truth.caveat", text=voice.text(text)) for text in fact.caveats]


def reach(contact: Contact) -> str | None:
    """The shortest way to reach someone: a helpline, a phone, an address on the web, e-mail."""
    if contact.helpline or contact.phone:
        return contact.helpline or contact.phone[0]
    return written_address(contact.website) if contact.website else contact.email


def written_address(address: str) -> str:
    """Print an address of the web without its scheme, and its site alone if it is long."""
    if not address.startswith(("http://", "https://")):
        return address
    parts = urlsplit(address)
    site = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    whole = f"{site}{path}" + (f"?{parts.query}" if parts.query else "")
    return whole if len(whole) <= LONGEST_ADDRESS else site


def brief_standing(voice: Voice, fact: Sourced, today: date) -> str:
    """Date a line of a list, and mark it where it must be confirmed."""
    fresh = freshness(fact, today)
    status = voice.say(f"status.{'active' if fresh == 'current' else fresh}")
    if fact.as_of is None:
        return status
    as_of = voice.day(fact.as_of)
    return as_of if fresh == "current" else voice.say("status.dated", as_of=as_of, status=status)
