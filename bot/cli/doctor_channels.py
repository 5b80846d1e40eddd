"""What `rahbar doctor` looks at of the channels, of what goes out over them, and of staff."""

import asyncio
from collections.abc import Iterator
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.port import Channel
from bot.cli.finding import Finding
from bot.composition import channels_of
from bot.sending import dead_letters
from bot.sending.states import ChannelStates
from bot.settings import Settings
from bot.staff import accounts
from bot.store import Store
from bot.tables import Unreadable
from programmes.database import create_engine

_HTTPS: Final = "https://"
#: Seconds that a provider has for its answers.
_PATIENCE: Final = 15.0


def examine_channels(settings: Settings) -> Iterator[Finding]:
    """Look at the channels that are set up, the outbox and the staff; makes calls to providers."""
    settled = list(_settings(settings))
    yield from settled
    if all(finding.is_well or not finding.is_needed for finding in settled):
        yield from asyncio.run(_providers(settings))
    try:
        yield from asyncio.run(_stored(settings))
    except SQLAlchemyError:
        # That there is no database is told already.
        return


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        is_https = settings.public_url.startswith(_HTTPS)
        remedy = "providers deliver to https only: put a TLS proxy before the desk"
        yield Finding("RAHBAR_PUBLIC_URL begins with https://", is_https, remedy, False)
    if not settings.whatsapp_token.get_secret_value():
        return
    for name, value in (
        ("RAHBAR_WHATSAPP_PHONE_ID", settings.whatsapp_phone_id),
        ("RAHBAR_WHATSAPP_APP_SECRET", settings.whatsapp_app_secret.get_secret_value()),
        ("RAHBAR_WHATSAPP_VERIFY_TOKEN", settings.whatsapp_verify_token.get_secret_value()),
        ("RAHBAR_PUBLIC_URL (for WhatsApp)", settings.public_url),
    ):
        yield Finding(name, bool(value), "set it: docs/channels.md tells where it is found")


async def _providers(settings: Settings) -> list[Finding]:
    findings: list[Finding] = []
    for channel in channels_of(settings):
        try:
            findings += await _provider(channel)
        finally:
            await channel.stop()
    return findings


async def _provider(channel: Channel) -> list[Finding]:
    try:
        async with asyncio.timeout(_PATIENCE):
            return [Finding(*found) for found in await channel.check()]
    except TimeoutError:
        remedy = "the provider does not answer: look at the network and at its status page"
        return [Finding(f"{channel.name} answers", False, remedy)]


async def _stored(settings: Settings) -> list[Finding]:
    engine = create_engine(settings.database_url)
    store = Store(engine, "doctor")
    try:
        return [*await _stopped(store), *await _lost(store), await _staff(store)]
    finally:
        await engine.dispose()


async def _stopped(store: Store) -> list[Finding]:
    return [
        Finding(
            f"{state.channel} may send",
            not state.stopped_reason,
            f"stopped: {state.stopped_reason}; mend it, then: rahbar outbox resume {state.channel}",
        )
        for state in await ChannelStates(store, "doctor").all()
    ]


async def _lost(store: Store) -> list[Finding]:
    dead = await dead_letters.count(store)
    async with store.read() as session:
        unreadable = await session.scalar(select(func.count()).select_from(Unreadable)) or 0
    return [
        Finding(f"messages that could not be sent: {dead}", not dead, "rahbar outbox list", False),
        Finding(
            f"updates that could not be read: {unreadable}",
            not unreadable,
            "show the rows of the table unreadable_update to a developer",
            False,
        ),
    ]


async def _staff(store: Store) -> Finding:
    can_log_in = [one for one in await accounts.everybody(store) if one.is_active]
    ready = any(one.has_password for one in can_log_in)
    remedy = "open the link that was printed" if can_log_in else "rahbar staff add"
    return Finding("staff who can log in", ready, remedy, False)
