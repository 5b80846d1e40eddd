"""The staff's tables, on both kinds of database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.tables.staff import audit_table, link_table, member_table, recovery_table, session_table
from programmes.database import Base, create_engine, upgrade

OURS = {
    table.name for table in (audit_table, link_table, member_table, recovery_table, session_table)
}


def _differences(connection: Connection) -> list[object]:
    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        return getattr(table, "name", None) in OURS

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, Base.metadata))


async def test_migrations_build_what_the_staffs_tables_say(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()
