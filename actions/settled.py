"""What the helpline's staff settled with the user, before they gave the conversation back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.details import Details
from actions.memory import Context, Memory, Question
from actions.message import Message
from actions.names import CHECK_ELIGIBILITY, INFO
from locales import LANGUAGES
from programmes.queries import (
    find_city,
    find_programme,
    find_province,
    find_sector,
    find_segment,
)


async def with_settled(session: AsyncSession, memory: Memory, message: Message) -> Memory:
    """Take up what staff settled, as far as the records know it; their words are not read.

    An offer made before them stands no more, and nothing is unclear any more.
    """
    settled = message.settled
    if settled is None:
        return memory
    language = settled.get("language")
    memory = replace(
        memory,
        offer=None,
        unclear_turns=0,
        language=language if language in LANGUAGES else memory.language,
    )
    details = await _known(session, settled)
    if not details.names():
        return memory
    return replace(memory, **_about(details, memory), at=message.at, turns=0)


def _about(details: Details, memory: Memory) -> dict[str, Any]:
    """The context and the question that a detail or a question without a name goes on from."""
    place = {"city": details.city} if details.city else {}
    if details.programmes:
        context = Context("programme", details.programmes[0], place).after(memory.context)
        return {"context": context, "question": Question(INFO, details)}
    around = Context("place", params=place) if place else memory.context
    return {"context": around, "question": Question(CHECK_ELIGIBILITY, details)}


async def _known(session: AsyncSession, settled: Mapping[str, Any]) -> Details:
    """The settled details that the records have; anything else is passed over."""
    text = {name: str(value) for name, value in settled.items() if isinstance(value, str)}
    programme, sector = text.get("programme", ""), text.get("sector", "")
    city, province, segment = text.get("city"), text.get("province"), text.get("segment")
    amount = settled.get("amount")
    is_sum = isinstance(amount, int) and not isinstance(amount, bool) and amount > 0
    town = await find_city(session, city) if city else None
    region = await find_province(session, province) if province else None
    return Details(
        programmes=(programme,) if await find_programme(session, programme) else (),
        sectors=(sector,) if await find_sector(session, sector) else (),
        city=town.name if town else None,
        province=region.name if region else None,
        segment=segment if segment and await find_segment(session, segment) else None,
        amount=amount if is_sum else None,
    )
