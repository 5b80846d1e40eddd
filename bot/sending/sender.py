"""Sends what stands in the outbox of a conversation, in order, as its channel allows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_exponential,
)

from bot import leases
from bot.channels.errors import (
    AddressChanged,
    ChannelStopped,
    SendError,
    Temporary,
    Unreachable,
    Unsure,
    WindowClosed,
)
from bot.channels.errors import (
    Final as FinalError,
)
from bot.channels.port import Channel, Envelope, Part
from bot.leases import Lease, Work
from bot.logs import pseudonym
from bot.metrics import Metrics
from bot.sending import deliveries, queue
from bot.sending.backoff import pause
from bot.sending.queue import Outgoing
from bot.sending.states import ChannelStates
from bot.store import Store
from bot.tables import DEAD, HELD, SENT, Delivery, DeliveryStatus, now

#: How long a receipt is waited for after a send whose end is not known.
RECONCILE: Final = timedelta(seconds=60)
#: Tries of one part, and the age of an answer that nobody wants any more.
MOST_ATTEMPTS: Final = 8
OLDEST: Final = timedelta(hours=24)
#: A stopped channel is looked at again after this time.
_LOOK_AGAIN: Final = timedelta(seconds=30)

#: What the provider took must be noted: unnoted it would be a dead letter, of which nobody knows
#: whether it arrived.
_STUBBORN: Final = AsyncRetrying(
    retry=retry_if_exception_type(SQLAlchemyError),
    stop=stop_after_delay(60),
    wait=wait_exponential(multiplier=0.2, max=4),
    reraise=True,
)

log = structlog.get_logger(__name__)


class Later(Exception):
    """Nothing more can be sent in this conversation before `due`."""

    def __init__(self, due: datetime) -> None:
        super().__init__(due)
        self.due = due


class Sender:
    """The work of the lanes of `Work.SEND`."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        states: ChannelStates,
        metrics: Metrics,
        reconcile: timedelta = RECONCILE,
    ) -> None:
        self._store, self._channels, self._states = store, channels, states
        self._metrics, self._reconcile = metrics, reconcile

    async def run(self, lease: Lease, _: object = None) -> None:
        """Send all that waits in one conversation, and give the lease back."""
        try:
            while (message := await queue.take_next(self._store, lease)) is not None:
                await self._send(message)
        except Later as later:
            async with self._store.write() as connection:
                await leases.release(connection, Work.SEND, lease, later.due)

    async def _send(self, message: Outgoing) -> None:
        channel = self._channels.get(message.channel)
        if channel is None:
            # The channel is not set up here (any more): its messages wait for it.
            raise Later(now() + _LOOK_AGAIN)
        await self._check_channel(channel)
        if message.is_blocked:
            await self._cancel(message)
            return
        is_free = queue.is_within(message.heard_at, channel.window, now())
        if not is_free and message.template is None:
            await self._settle(message, HELD)
            return
        try:
            parts = self._parts(channel, message)
        except Exception as error:
            # It would fail in the same way each time, and nobody behind it would be answered.
            log.error("not_rendered", channel=channel.name, error=type(error).__name__)
            self._metrics.dead.labels(message.channel, "not_rendered").inc()
            await self._settle(message, DEAD)
            return
        known = await deliveries.of_message(self._store, message.id)
        for number, part in enumerate(parts):
            if not await self._send_part(channel, message, number, part, known.get(number)):
                return
        await self._settle(message, SENT)

    def _parts(self, channel: Channel, message: Outgoing) -> tuple[Part, ...]:
        if message.template is not None:
            return channel.render_template(message.template)
        return channel.render(message.message)

    async def _check_channel(self, channel: Channel) -> None:
        state = await self._states.of(channel.name)
        if state.stopped_reason:
            raise Later(now() + _LOOK_AGAIN)
        if state.paused_until and state.paused_until > now():
            raise Later(state.paused_until)

    async def _send_part(
        self, channel: Channel, message: Outgoing, number: int, part: Part, known: Delivery | None
    ) -> bool:
        """Whether to go on with the next part; it is not where the message came to its end."""
        if known is not None and known.status not in (
            DeliveryStatus.WAITING,
            DeliveryStatus.SENDING,
        ):
            if known.status == DeliveryStatus.FAILED:
                await self._settle(message, DEAD)
                return False
            return True
        if known is not None and known.status == DeliveryStatus.SENDING:
            return await self._reconcile_part(channel, message, known)
        for limiter in channel.pace(message.address):
            await limiter.acquire()
        async with self._store.write() as connection:
            delivery = await deliveries.begin(
                connection, message.id, number, known.id if known else None
            )
        edit_of = message.edit_of if number == 0 else None
        envelope = Envelope(message.address, deliveries.tag_of(delivery), edit_of)
        try:
            provider_id = await channel.send(part, envelope)
        except SendError as error:
            attempts = known.attempts + 1 if known else 1
            return await self._failed(channel, message, delivery, attempts, error)
        await _STUBBORN.copy()(self._note_sent, delivery, provider_id)
        self._metrics.sent.labels(channel.name, "sent").inc()
        return True

    async def _note_sent(self, delivery: int, provider_id: str) -> None:
        async with self._store.write() as connection:
            await deliveries.sent(connection, delivery, provider_id)

    async def _reconcile_part(self, channel: Channel, message: Outgoing, known: Delivery) -> bool:
        """A crash or a broken connection left it open whether this was sent: never send blindly."""
        if channel.shows_receipts and now() < known.attempted_at + self._reconcile:
            raise Later(known.attempted_at + self._reconcile)
        error = Unsure("unsure", known.error or "it is not known whether this was sent")
        return await self._bury(message, known.id, error)

    async def _failed(
        self,
        channel: Channel,
        message: Outgoing,
        delivery: int,
        attempts: int,
        error: SendError,
    ) -> bool:
        self._metrics.sent.labels(channel.name, type(error).__name__).inc()
        log.warning(
            "not_sent",
            conversation=pseudonym(message.conversation_id),
            kind=type(error).__name__,
            code=error.code,
            attempts=attempts,
        )
        match error:
            case Unsure():
                await self._note(delivery, error, DeliveryStatus.SENDING)
                if channel.shows_receipts:
                    raise Later(now() + self._reconcile)
                return await self._bury(message, delivery, error)
            case WindowClosed():
                await self._note(delivery, error, DeliveryStatus.WAITING)
                await self._settle(message, HELD)
                return False
            case AddressChanged():
                await self._note(delivery, error, DeliveryStatus.WAITING)
                async with self._store.write() as connection:
                    await queue.readdress(
                        connection, message.conversation_id, error.address, error.identity_kind
                    )
                return False
            case ChannelStopped():
                await self._note(delivery, error, DeliveryStatus.WAITING)
                await self._states.stop(channel.name, f"{error.code}: {error.reason}")
                log.error("channel_stopped", channel=channel.name, code=error.code)
                raise Later(now() + _LOOK_AGAIN)
            case Unreachable():
                await self._note(delivery, error, DeliveryStatus.FAILED)
                await self._cancel(message)
                return False
            case FinalError():
                return await self._bury(message, delivery, error)
            case Temporary():
                return await self._again(channel, message, delivery, attempts, error)
        raise error

    async def _again(
        self,
        channel: Channel,
        message: Outgoing,
        delivery: int,
        attempts: int,
        error: Temporary,
    ) -> bool:
        if attempts >= MOST_ATTEMPTS or now() - message.created_at > OLDEST:
            return await self._bury(message, delivery, error)
        await self._note(delivery, error, DeliveryStatus.WAITING)
        due = now() + pause(error, attempts)
        if error.whole_channel:
            await self._states.pause(channel.name, due)
        raise Later(due)

    async def _bury(self, message: Outgoing, delivery: int, error: SendError) -> bool:
        """Put a message among the dead letters; what stands behind it goes on."""
        async with self._store.write() as connection:
            status = DeliveryStatus.SENDING if isinstance(error, Unsure) else DeliveryStatus.FAILED
            await deliveries.failed(connection, delivery, error, status)
            await queue.settle(connection, message.id, DEAD)
        self._metrics.dead.labels(message.channel, error.code).inc()
        return False

    async def _note(self, delivery: int, error: SendError, status: DeliveryStatus) -> None:
        async with self._store.write() as connection:
            await deliveries.failed(connection, delivery, error, status)

    async def _settle(self, message: Outgoing, status: str) -> None:
        async with self._store.write() as connection:
            await queue.settle(connection, message.id, status)

    async def _cancel(self, message: Outgoing) -> None:
        async with self._store.write() as connection:
            await queue.cancel_all(connection, message.conversation_id)
