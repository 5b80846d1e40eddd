"""The desk's tables, on both kinds of database."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from desk_client import web
from fake_engine import echo
from sqlalchemy import Connection

from bot import finishing, history, inbox, references
from bot.store import Store
from bot.tables import now
from programmes.database import Base, create_engine, upgrade

ID = "web:00000000-0000-4000-8000-000000000001"


def _differences(connection: Connection) -> list[object]:
    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        # The index of the search on PostgreSQL is made by hand.
        is_search = name == "ix_search_document_text"
        return getattr(table, "name", None) in Base.metadata.tables and not is_search

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
    incoming = web(ID, "قرض 😀", "a", language="ur")
    (accepted,) = await inbox.accept(store, [incoming], lambda: "me")
    (again,) = await inbox.accept(store, [incoming], lambda: "other")
    question, lease = accepted.question, accepted.lease
    assert (accepted.is_new, accepted.is_next, again.is_new) == (True, True, False)
    assert (again.question.id, again.lease) == (question.id, None)
    assert lease
    finished = await finishing.finish(store, question, echo("x"), finishing.Ending(lease))
    assert not finished.goes_on
    turn = finished.turn
    async with store.read() as session:
        assert await history.turn_of(session, question) == turn
        assert await history.turns_after(session, ID, 1) == [turn]
        payload = turn.replies[0].buttons[0].payload
        button = await references.resolve(session, ID, payload, now())
    assert button == echo("x").messages[0].buttons[0]
    await engine.dispose()


async def test_messages_stored_at_the_same_time_get_places_without_gap(database_url: str) -> None:
    engine = create_engine(database_url)
    store = Store(engine)
    stored = await asyncio.gather(
        *(inbox.accept(store, [web(ID, f"m{n}")], lambda n=n: f"t{n}") for n in range(12))
    )
    assert sorted(one.question.position for (one,) in stored) == list(range(1, 13))
    assert sum(one.lease is not None for (one,) in stored) == 1
    await engine.dispose()
