"""The database goes away between the provider's answer and our note of it."""

from typing import Any

import pytest
from fake_channel import FakeChannel, said, until
from fake_engine import FakeEngine
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import create_app
from bot.sending import deliveries
from bot.sending.dead_letters import dead_letters
from bot.settings import Settings
from bot.tables import Message


async def test_what_the_provider_surely_took_is_noted_when_the_database_is_back(
    settings: Settings, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, left = FakeChannel(), [2]
    noted = deliveries.sent

    async def away(*arguments: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        await noted(*arguments)

    monkeypatch.setattr(deliveries, "sent", away)
    app = create_app(settings, engine, [channel])
    async with app.router.lifespan_context(app):
        desk = app.state.desk
        await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])

        async def sent() -> bool:
            async with desk.store.read() as session:
                rows = await session.scalars(
                    select(Message.status).where(Message.direction == "out")
                )
                return list(rows) == ["sent", "sent"]

        await until(sent)
        assert await dead_letters(desk.store) == []
    assert channel.texts("1") == ["You said: a", "You said: b"]
