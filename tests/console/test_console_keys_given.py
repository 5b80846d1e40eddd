"""Keys of conversations: given once, to old ones too, and nothing that could be guessed."""

import re

from alembic import command
from console_desk import ConsoleDesk
from sqlalchemy import Connection, insert, select, text

from bot import inbox
from bot.messages import Identity, Incoming, Sender
from bot.tables import Conversation, new_key
from bot.tables.columns import now
from bot.tables.staff import AuditEntry
from programmes.database import alembic_config, create_engine, upgrade


def test_keys_are_long_and_differ() -> None:
    keys = {new_key() for _ in range(2000)}
    assert len(keys) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{16}", key) for key in keys)


async def test_every_conversation_gets_a_key_and_keeps_it(any_console_desk: ConsoleDesk) -> None:
    store = any_console_desk.desk.store
    people = [Sender("whatsapp", (Identity("phone", f"92300111222{n}"),), "1") for n in (1, 2)]
    for sender in (*people, *people):
        await inbox.accept(store, [Incoming(sender, "Salam")], lambda: None)
    async with store.read() as session:
        first = dict((await session.execute(select(Conversation.id, Conversation.key))).all())
    assert len(set(first.values())) == len(first) == 2
    assert all(re.fullmatch(r"[\w-]{16}", key) for key in first.values())
    await inbox.accept(store, [Incoming(people[0], "Again")], lambda: None)
    async with store.read() as session:
        again = dict((await session.execute(select(Conversation.id, Conversation.key))).all())
    assert again == first


async def test_the_migration_gives_keys_and_takes_ids_out_of_the_record(
    empty_database_url: str,
) -> None:
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.begin() as connection:
        await connection.run_sync(_to_revision, "0007")
        for n in range(3):
            await connection.execute(
                text(
                    "INSERT INTO conversation (id, channel, owner, version, last_position, address,"
                    " created_at, updated_at) VALUES (:id, 'whatsapp', 'bot', 0, 0, '', :at, :at)"
                ),
                {"id": f"whatsapp:92300{n}", "at": now()},
            )
        names = ("whatsapp:923000", "whatsapp:gone")
        rows = [{"action": "x", "object_kind": "conversation", "object_id": each} for each in names]
        await connection.execute(insert(AuditEntry), [row | {"at": now()} for row in rows])
        await connection.run_sync(_to_revision, "head")
        keys = dict((await connection.execute(select(Conversation.id, Conversation.key))).all())
        named = select(AuditEntry.object_id).order_by(AuditEntry.id)
        assert list(await connection.scalars(named)) == [keys["whatsapp:923000"], None]
    await engine.dispose()
    assert len(set(keys.values())) == 3
    assert all(re.fullmatch(r"[\w-]{16}", key) for key in keys.values())


def _to_revision(connection: Connection, revision: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    move = command.upgrade if revision == "head" else command.downgrade
    move(config, revision)
