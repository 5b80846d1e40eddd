"""All parts of the desk, built once and handed to the routes."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import leases, outbox, references
from bot.announcements import Announcements
from bot.answering import Answering, AnsweringSettings
from bot.bell import Bell
from bot.channels.events import Event
from bot.channels.port import Channel
from bot.console.live import Live
from bot.dispatcher import Dispatcher
from bot.engine import Engine, Patience
from bot.handoff import Handoff, Timekeeper
from bot.handoff.starting import load as load_helpline
from bot.hearing import Hearing
from bot.inbox import Accepted
from bot.lanes import Lanes
from bot.leases import Work
from bot.limits import Limits
from bot.media.fetching import Fetching
from bot.messages import Turn
from bot.metrics import Metrics
from bot.only_desk import OnlyDesk
from bot.receiving import Receiving
from bot.sending.sender import Sender
from bot.sending.states import ChannelStates
from bot.sentences import Sentences
from bot.settings import Settings
from bot.staffing import Staffing
from bot.store import Store
from bot.tables import now
from bot.waiters import Waiters
from programmes.database import create_engine

#: How many conversations are being sent to at the same time; most of them wait for a limit.
_SENDING: Final = 512
#: Seconds after which who waits for another desk's answer looks by themself.
_LOOK: Final = 1.0
_STARTING: Final = text("SELECT pg_advisory_xact_lock(7264228)")


@dataclass(frozen=True)
class Desk:
    """The parts that routes use."""

    settings: Settings
    database: AsyncEngine
    store: Store
    engine: Engine
    channels: Mapping[str, Channel]
    answering: Answering
    dispatcher: Dispatcher
    sending: Lanes
    states: ChannelStates
    receiving: Receiving
    announcements: Announcements
    live: Live
    waiters: Waiters
    limits: Limits
    metrics: Metrics
    fetching: Fetching
    only: OnlyDesk
    bell: Bell
    handoff: Handoff
    timekeeper: Timekeeper
    background: set[asyncio.Task[None]]

    async def start(self) -> None:
        """Take up what an earlier process left unanswered or unsent, and open the channels."""
        self.only.take()
        async with self.store.write() as connection:
            if self.store.is_shared:
                # Desks that start at once fill the same empty tables: one after the other.
                await connection.execute(_STARTING)
            await references.prune(connection, now())
            if not self.store.is_shared:
                await leases.free_all(connection)
            await load_helpline(connection, self.settings.root / "data" / "helpline")
        self.dispatcher.lanes.start()
        self.sending.start()
        self.fetching.start()
        self.bell.start()
        self.background.add(asyncio.create_task(self.timekeeper.run()))
        self.background.add(asyncio.create_task(self.live.run()))
        for channel in self.channels.values():
            await channel.start(self._receive, partial(self.states.hold_poll, channel.name))

    async def answer_of(self, accepted: Accepted) -> Turn:
        """Wait for the answer of a message; whichever desk gives it."""
        question = accepted.question
        future = self.waiters.wait(question.conversation_id, question.position)
        if not accepted.is_new:
            await self._look_for(accepted)
        while not future.done():
            await asyncio.wait({future}, timeout=_LOOK if self.store.is_shared else None)
            if not future.done():
                await self._look_for(accepted)
        return future.result()

    async def let_go(self) -> None:
        """End streams and workers, so that no open request holds the process up."""
        self.announcements.close()
        self.live.close()
        self.waiters.stop()
        await self.dispatcher.lanes.stop()

    async def stop(self) -> None:
        """End all work and connections; unanswered messages stay in the database."""
        for channel in self.channels.values():
            await channel.stop()
        await self.let_go()
        await self.sending.stop()
        await self.fetching.stop()
        await self.bell.stop()
        for task in self.background:
            task.cancel()
        await asyncio.gather(*self.background, return_exceptions=True)
        self.background.clear()
        await self.engine.close()
        await self.database.dispose()
        self.only.release()

    async def _receive(self, events: Sequence[Event]) -> None:
        await self.receiving.receive(events)

    async def _look_for(self, accepted: Accepted) -> None:
        turn = await self.answering.stored(accepted.question)
        if turn is not None:
            self.waiters.answered(turn)


def build(settings: Settings, engine: Engine, channels: Sequence[Channel]) -> Desk:
    """Put the parts together; nothing connects before `start`."""
    name = secrets.token_hex(4)
    database = create_engine(settings.database_url)
    store, metrics = Store(database, name), Metrics()
    announcements, waiters = Announcements(), Waiters()
    by_name = {channel.name: channel for channel in channels}
    states = ChannelStates(store, name)
    sending = Lanes(store, Work.SEND, name, Sender(store, by_name, states, metrics).run, _SENDING)
    handoff = Handoff(outbox.post)
    staffing = Staffing(store, handoff)
    answering = Answering(
        store,
        Patience(engine, settings.engine_patience, metrics),
        Sentences(),
        metrics,
        staffing,
        AnsweringSettings(
            timedelta(days=settings.button_days),
            settings.max_characters,
            frozenset(one.name for one in channels if one.coalesces),
        ),
    )
    dispatcher = Dispatcher(store, name, answering, sending, by_name, announcements, waiters)
    metrics.waiting.set_function(lambda: len(waiters) + len(dispatcher.lanes))

    hearing = Hearing(store, announcements, waiters)
    store.on_commit = hearing.committed

    return Desk(
        settings=settings,
        database=database,
        store=store,
        engine=engine,
        channels=by_name,
        answering=answering,
        dispatcher=dispatcher,
        sending=sending,
        states=states,
        receiving=Receiving(store, dispatcher, sending, announcements, states, metrics),
        announcements=announcements,
        live=Live(store, announcements),
        waiters=waiters,
        limits=Limits(settings.messages_per_minute, settings.address_messages_per_minute),
        metrics=metrics,
        fetching=Fetching(store, by_name, settings.media, settings.max_file_bytes, metrics),
        only=OnlyDesk(settings.database_url),
        handoff=handoff,
        timekeeper=handoff.timekeeper(store),
        background=set(),
        bell=Bell(database, name, hearing.heard),
    )
