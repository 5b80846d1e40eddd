"""All parts of the desk, built once and handed to the routes."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot import inbox, references
from bot.announcements import Announcements
from bot.answering import Answering
from bot.dispatcher import Dispatcher
from bot.engine import Engine, Patience
from bot.limits import Limits
from bot.messages import Question, Turn
from bot.metrics import Metrics
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store import Store
from bot.tables import now
from programmes.database import create_engine


@dataclass(frozen=True)
class Desk:
    """The parts that routes use."""

    settings: Settings
    database: AsyncEngine
    store: Store
    engine: Engine
    dispatcher: Dispatcher
    announcements: Announcements
    limits: Limits
    metrics: Metrics

    async def start(self) -> None:
        """Take up what an earlier process left unanswered."""
        async with self.store.write() as connection:
            await references.prune(connection, now())
        self.dispatcher.resume(await inbox.unanswered(self.store))

    async def let_go(self) -> None:
        """End streams and workers, so that no open request holds the process up."""
        self.announcements.close()
        await self.dispatcher.stop()

    async def stop(self) -> None:
        """End all work and connections; unanswered messages stay in the database."""
        await self.let_go()
        await self.engine.close()
        await self.database.dispose()


def build(settings: Settings, engine: Engine) -> Desk:
    """Put the parts together; nothing connects before `start`."""
    database = create_engine(settings.database_url)
    store, metrics, announcements = Store(database), Metrics(), Announcements()
    answering = Answering(
        store,
        Patience(engine, settings.engine_patience, metrics),
        Sentences(),
        metrics,
        timedelta(days=settings.button_days),
    )

    async def answer(question: Question, waited: float) -> Turn:
        turn = await answering.answer(question, waited)
        announcements.publish(turn)
        return turn

    dispatcher = Dispatcher(answer)
    metrics.waiting.set_function(lambda: dispatcher.waiting)
    limits = Limits(settings.messages_per_minute, settings.address_messages_per_minute)
    return Desk(settings, database, store, engine, dispatcher, announcements, limits, metrics)
