"""The use case at the door: what a channel reports is stored, and answered when it is a message."""

from collections.abc import Sequence
from itertools import groupby

import structlog
from sqlalchemy import insert, update

from bot import inbox, people
from bot.announcements import Announcements
from bot.channels.events import Edited, Event, Failure, Garbled, Moved, Reachability, Receipt
from bot.dispatcher import Dispatcher
from bot.inbox import Accepted
from bot.lanes import Lanes
from bot.messages import Incoming
from bot.metrics import Metrics
from bot.sending import deliveries, queue
from bot.sending.states import ChannelStates
from bot.store import Store
from bot.tables import (
    Conversation,
    Message,
    Unreadable,
    conversation_table,
    message_table,
    now,
)

log = structlog.get_logger(__name__)


class Receiving:
    """Takes in what channels report. When `receive` returns, all of it is committed."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        sending: Lanes,
        announcements: Announcements,
        states: ChannelStates,
        metrics: Metrics,
    ) -> None:
        self._states = states
        self._store, self._dispatcher, self._sending = store, dispatcher, sending
        self._announcements, self._metrics = announcements, metrics

    async def receive(self, events: Sequence[Event]) -> list[Accepted]:
        """Store events in their order; repeats change nothing.

        Raises:
            SQLAlchemyError: the database is away; the provider must send the same again.
        """
        accepted: list[Accepted] = []
        for is_message, group in groupby(events, key=lambda event: isinstance(event, Incoming)):
            if is_message:
                messages = [event for event in group if isinstance(event, Incoming)]
                accepted += await self._messages(messages)
            else:
                for event in group:
                    await self._other(event)
        return accepted

    async def _messages(self, messages: list[Incoming]) -> list[Accepted]:
        accepted = await inbox.accept(self._store, messages, self._dispatcher.lanes.token)
        for one in accepted:
            self._metrics.arrived.labels(one.question.channel, one.question.kind).inc()
            if one.is_new:
                self._announcements.publish(one.question)
                self._dispatcher.take_up(one)
            if one.question.channel != inbox.WEB:
                # Held answers may have been freed by it.
                self._sending.look()
        return accepted

    async def _other(self, event: Event) -> None:
        match event:
            case Receipt():
                await self._receipt(event)
            case Edited():
                await self._edit(event)
            case Reachability():
                await self._reachability(event)
            case Moved():
                async with self._store.write(is_urgent=True) as connection:
                    await people.move(connection, event)
            case Garbled():
                await self._keep(event)

    async def _receipt(self, receipt: Receipt) -> None:
        async with self._store.write(is_urgent=True) as connection:
            is_ours = await deliveries.note(connection, receipt)
        kind = receipt.status if is_ours else "unknown_receipt"
        self._metrics.arrived.labels(receipt.channel, kind).inc()
        if receipt.status == "failed":
            log.warning("not_delivered", channel=receipt.channel, code=receipt.error_code)
            if receipt.failure is Failure.STOP:
                reason = f"{receipt.error_code}: {receipt.error or ''}"
                await self._states.stop(receipt.channel, reason)
                log.error("channel_stopped", channel=receipt.channel, code=receipt.error_code)
        self._sending.look()

    async def _edit(self, edited: Edited) -> None:
        async with self._store.write(is_urgent=True) as connection:
            conversation_id, known = await people.conversation_of(connection, edited.sender)
            if known:
                await connection.execute(
                    update(message_table)
                    .where(
                        Message.conversation_id == conversation_id,
                        Message.external_id == edited.external_id,
                    )
                    .values(edited_text=edited.text)
                )

    async def _reachability(self, event: Reachability) -> None:
        async with self._store.write(is_urgent=True) as connection:
            conversation_id, known = await people.conversation_of(connection, event.sender)
            if not known:
                return
            if event.is_blocked:
                await queue.cancel_all(connection, conversation_id)
                return
            await connection.execute(
                update(conversation_table)
                .where(Conversation.id == conversation_id)
                .values(blocked_at=None)
            )

    async def _keep(self, garbled: Garbled) -> None:
        self._metrics.arrived.labels(garbled.channel, "unreadable").inc()
        log.error("update_unreadable", channel=garbled.channel, reason=garbled.reason)
        async with self._store.write(is_urgent=True) as connection:
            await connection.execute(
                insert(Unreadable).values(
                    channel=garbled.channel,
                    reason=garbled.reason[:200],
                    body=garbled.body,
                    created_at=now(),
                )
            )
