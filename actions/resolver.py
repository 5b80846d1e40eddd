"""Decides what a message is about: its own words, else what was talked about last."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.details import Details
from actions.enquiry import Enquiry
from actions.memory import Context
from programmes.models import ForeignScheme, Programme
from programmes.queries import find_foreign_scheme, find_programmes


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: at most one of the four is filled, and none if it is not said."""

    programme: Programme | None = None
    several: tuple[Programme, ...] = ()
    foreign: ForeignScheme | None = None
    unknown_name: str | None = None


async def programme_subject(enquiry: Enquiry) -> Subject:
    """Resolve the programme of a question.

    A name that no record has is never taken for another programme, and neither is what was
    talked about before it.
    """
    details = enquiry.details
    ids = details.programmes or remembered_programme(details, enquiry.context)
    if not ids:
        return Subject(unknown_name=_unknown(details))
    found = await find_programmes(enquiry.session, ids)
    if len(found) > 1:
        return Subject(several=tuple(found))
    if found:
        about_it = await _still_about(enquiry, found[0])
        return Subject(programme=found[0]) if about_it else Subject()
    foreign = await find_foreign_scheme(enquiry.session, ids[0])
    # An id from an old button may have left the records meanwhile.
    return Subject(foreign=foreign) if foreign else Subject(unknown_name="")


def remembered_programme(details: Details, context: Context | None) -> tuple[str, ...]:
    """The programme talked about last, unless the message names something else."""
    if details.unknown_names or context is None or context.programme is None:
        return ()
    return (context.programme,)


async def foreign_among(enquiry: Enquiry) -> ForeignScheme | None:
    """The first scheme of another country that the message names."""
    return await _first_foreign(enquiry, enquiry.details.programmes)


async def _first_foreign(enquiry: Enquiry, ids: Sequence[str]) -> ForeignScheme | None:
    for each in ids:
        foreign = await find_foreign_scheme(enquiry.session, each)
        if foreign is not None:
            return foreign
    return None


async def _still_about(enquiry: Enquiry, programme: Programme) -> bool:
    """Whether a question without a name may be about the programme talked about last.

    A topic that it does not have ("who can apply for export finance?") speaks of another one.
    """
    details = enquiry.details
    if details.programmes or not details.topics:
        return True
    return not set(details.topics).isdisjoint(programme.topics)


def _unknown(details: Details) -> str | None:
    return details.unknown_names[0] if details.unknown_names else None
