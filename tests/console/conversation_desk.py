"""What the tests of the conversation's pane share: its address, its actions, what was said in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from console_desk import ConsoleDesk, key_of
from sqlalchemy import insert, select, update

from bot.tables import Conversation, Delivery, Media, Message, conversation_table
from bot.tables.columns import now
from bot.tables.staff import AuditEntry

FRAGMENT = {"HX-Request": "true"}


@dataclass
class Pane:
    """One conversation in a member's browser."""

    browser: httpx.AsyncClient
    conversation_id: str

    async def open(self, part: str = "", **query: Any) -> httpx.Response:
        """The pane, or a part of it."""
        return await self.browser.get(self._address(part), headers=FRAGMENT, params=query)

    async def act(self, action: str, **form: Any) -> httpx.Response:
        """Press a button of it."""
        return await self.browser.post(self._address(action), headers=FRAGMENT, data=form)

    async def page(self) -> httpx.Response:
        """The whole page."""
        return await self.browser.get(self._address())

    def _address(self, part: str = "") -> str:
        address = f"/console/conversations/{key_of(self.conversation_id)}"
        return f"{address}/{part}" if part else address


async def owner(desk: ConsoleDesk, conversation_id: str) -> str:
    """Whose it is."""
    async with desk.desk.store.read() as session:
        row = await session.get(Conversation, conversation_id)
        assert row is not None
        return row.owner


async def told(desk: ConsoleDesk, conversation_id: str) -> Sequence[tuple[str, str]]:
    """Author and words of what went out, in order."""
    statement = (
        select(Message.author, Message.text)
        .where(Message.conversation_id == conversation_id, Message.direction == "out")
        .order_by(Message.position)
    )
    async with desk.desk.store.read() as session:
        return [(row.author, row.text) for row in await session.execute(statement)]


async def noted(desk: ConsoleDesk, action: str) -> list[AuditEntry]:
    """What is on record of an action."""
    async with desk.desk.store.read() as session:
        return list(await session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


async def last_message(desk: ConsoleDesk, conversation_id: str) -> Message:
    """The newest."""
    statement = select(Message).where(Message.conversation_id == conversation_id)
    async with desk.desk.store.read() as session:
        found = await session.scalar(statement.order_by(Message.position.desc()).limit(1))
        assert found is not None
        return found


async def heard(desk: ConsoleDesk, conversation_id: str, **ago: float) -> None:
    """The person last wrote so long ago."""
    statement = update(conversation_table).where(conversation_table.c.id == conversation_id)
    async with desk.desk.store.write() as connection:
        await connection.execute(statement.values(heard_at=now() - timedelta(**ago)))


async def deliver(desk: ConsoleDesk, message: Message, status: str, **values: Any) -> None:
    """The provider has told what became of a message."""
    row = {"message_id": message.id, "part": 0, "status": status, "attempts": 1}
    async with desk.desk.store.write() as connection:
        done = update(Message).where(Message.id == message.id)
        await connection.execute(done.values(status="dead" if status == "failed" else "sent"))
        await connection.execute(insert(Delivery).values(row | values | {"attempted_at": now()}))


async def sends_file(desk: ConsoleDesk, conversation_id: str, content: bytes, mime: str) -> int:
    """The person's newest message has a file, which was fetched; gives its number."""
    folder = desk.desk.settings.media
    (folder / "ab").mkdir(parents=True, exist_ok=True)
    (folder / "ab" / "abc").write_bytes(content)
    message = await last_message(desk, conversation_id)
    row = {"message_id": message.id, "channel": "whatsapp", "kind": "image", "mime": mime}
    row |= {"provider_id": "1", "size": len(content), "path": "ab/abc", "attempts": 1}
    async with desk.desk.store.write() as connection:
        statement = insert(Media).values(row | {"created_at": now()}).returning(Media.id)
        return int((await connection.execute(statement)).scalar_one())
