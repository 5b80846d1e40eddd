"""The desk's tables, on both kinds of database."""

import asyncio
from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fake_engine import echo
from sqlalchemy import Connection

from bot import history, inbox, outbox, references
from bot.messages import Incoming
from bot.store import Store
from bot.tables import conversation_table, message_table, now, reference_table
from programmes.database import Base, create_engine, upgrade

OURS = {table.name for table in (conversation_table, message_table, reference_table)}
ID = "web:00000000-0000-4000-8000-000000000001"


def _differences(connection: Connection) -> list[object]:
    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        return getattr(table, "name", None) in OURS

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, Base.metadata))


async def test_migrations_build_what_the_tables_say(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_a_message_and_its_answer_are_kept_on_either_database(database_url: str) -> None:
    engine = create_engine(database_url)
    store = Store(engine)
    incoming = Incoming(ID, "web", "قرض 😀", "a", language="ur")
    question, is_new = await inbox.accept(store, incoming, at_once=False)
    again, is_new_again = await inbox.accept(store, incoming, at_once=False)
    assert (is_new, is_new_again, again.id) == (True, False, question.id)
    assert [each.id for each in await inbox.unanswered(store)] == [question.id]
    assert await inbox.claim(store, question)
    turn = await outbox.finish(store, question, echo("x"), timedelta(days=1))
    assert not await inbox.claim(store, question)
    async with store.read() as session:
        assert await history.turn_of(session, question) == turn
        assert await history.turns_after(session, ID, 1) == [turn]
        payload = turn.replies[0].buttons[0].payload
        button = await references.resolve(session, ID, payload, now())
    assert button == echo("x").messages[0].buttons[0]
    assert await inbox.unanswered(store) == []
    await engine.dispose()


async def test_messages_stored_at_the_same_time_get_places_without_gap(database_url: str) -> None:
    engine = create_engine(database_url)
    store = Store(engine)
    stored = await asyncio.gather(
        *(inbox.accept(store, Incoming(ID, "web", f"m{n}"), at_once=False) for n in range(12))
    )
    assert sorted(question.position for question, _ in stored) == list(range(1, 13))
    await engine.dispose()
