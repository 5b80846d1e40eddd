"""What a channel reports is stored once, in order, and answered when it is a message."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fake_channel import NAME, FakeChannel, pressed, said, until
from fake_engine import FakeEngine, echo
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot import inbox
from bot.app import create_app
from bot.channels.events import Edited, Garbled, Moved, Reachability
from bot.desk import Desk
from bot.messages import BotMessage, Button, Identity, Kind, Reply, Sender
from bot.settings import Settings
from bot.tables import ChannelIdentity, Conversation, Media, Message, Person, Unreadable, now
from bot.tables import reference_table as references
from programmes.models import Ticket

PHONE, USER_ID = Identity("phone", "923001234567"), Identity("user_id", "PK.abc123")


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest_asyncio.fixture
async def desk(settings: Settings, engine: FakeEngine, channel: FakeChannel) -> AsyncIterator[Desk]:
    app = create_app(settings, engine, [channel])
    async with app.router.lifespan_context(app):
        yield app.state.desk


async def count(desk: Desk, model: type) -> int:
    async with desk.store.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_replays_shuffled_and_at_once_are_answered_once(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    batch = [said(str(n % 3), f"m{n}", n) for n in range(12)]
    batches = [random.sample(batch, len(batch)) for _ in range(5)]
    await asyncio.gather(*(desk.receiving.receive(one) for one in batches))
    await until(lambda: len(channel.sent) == 12)
    await desk.receiving.receive(batch)
    await asyncio.sleep(0.2)
    assert len(channel.sent) == len(engine.asked) == 12


async def test_the_database_away_is_told_to_the_channel(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(inbox, "accept", away)
    with pytest.raises(OperationalError):
        await desk.receiving.receive([said("1", "a", 1)])


async def first_button(desk: Desk, channel: FakeChannel, user: str = "1") -> str:
    await desk.receiving.receive([said(user, "hello", "first")])
    await until(lambda: channel.texts(user))
    return str(channel.parts[-1].body["buttons"][0])


async def test_a_tap_reaches_the_engine_as_its_payload_also_after_a_restart(
    desk: Desk, channel: FakeChannel, engine: FakeEngine, settings: Settings
) -> None:
    reference = await first_button(desk, channel)
    await desk.stop()
    again = create_app(settings, engine, [channel])
    async with again.router.lifespan_context(again):
        await again.state.desk.receiving.receive([pressed("1", reference, 1)])
        await until(lambda: len(channel.texts("1")) == 2)
    assert engine.asked[-1].text.startswith("/ask_programme_documents")


async def test_a_triple_tap_is_one_turn(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    reference = await first_button(desk, channel)
    for number in range(3):
        await desk.receiving.receive([pressed("1", reference, number)])
    await until(lambda: len(channel.texts("1")) == 2)
    await asyncio.sleep(0.1)
    assert len(engine.asked) == 2


@pytest.mark.parametrize("case", ["forged", "another's", "expired"])
async def test_a_tap_that_means_nothing_is_answered_politely_without_the_engine(
    desk: Desk, channel: FakeChannel, engine: FakeEngine, case: str
) -> None:
    reference = await first_button(desk, channel, "2" if case == "another's" else "1")
    if case == "forged":
        reference = "ref:" + "A" * 22
    if case == "expired":
        async with desk.store.write() as connection:
            await connection.execute(update(references).values(expires_at=now()))
    asked = len(engine.asked)
    before = len(channel.texts("1"))
    await desk.receiving.receive([pressed("1", reference, 9)])
    await until(lambda: len(channel.texts("1")) == before + 1)
    assert "no longer valid" in channel.texts("1")[-1]
    assert len(engine.asked) == asked


async def test_more_replaces_the_message_that_it_stood_under(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    more = Button("More", '/show_more{"offset": 5}')
    engine.answer = lambda text: Reply((BotMessage("a list", (more,)),), "en", None)
    reference = await first_button(desk, channel)
    await desk.receiving.receive([pressed("1", reference, 1, on="p1")])
    await until(lambda: len(channel.texts("1")) == 2)
    assert [envelope.edit_of for envelope in channel.envelopes] == [None, "p1"]


@pytest.mark.parametrize(
    ("kind", "text", "content", "asked"),
    [
        (Kind.COMMAND, "/start", None, "/greet"),
        (Kind.COMMAND, "/menu", None, "/ask_help"),
        (Kind.COMMAND, "/language", None, "/change_language"),
        (Kind.COMMAND, "/human", None, "/talk_to_human"),
        (Kind.COMMAND, "/privacy", None, "/ask_privacy"),
        (Kind.COMMAND, "/restart", None, "restart"),
        (Kind.TEXT, "/EXTERNAL_admin", None, "EXTERNAL_admin"),
        (Kind.CONTACT, "☎", {"phone": "+923001234567"}, '/inform{"phone": "+923001234567"}'),
        (
            Kind.LOCATION,
            "📍",
            {"latitude": 31.42, "longitude": 73.08},
            '/ask_office{"city": "Faisalabad"}',
        ),
        (Kind.LOCATION, "📍", {"latitude": 51.5, "longitude": -0.1}, "/ask_office"),
        (Kind.LOCATION, "📍", {"latitude": "x"}, "/ask_office"),
    ],
)
async def test_each_kind_is_put_to_the_engine_in_its_own_words(
    desk: Desk,
    engine: FakeEngine,
    channel: FakeChannel,
    kind: Kind,
    text: str,
    content: dict[str, object] | None,
    asked: str,
) -> None:
    await desk.receiving.receive([said("1", text, 1, kind=kind, content=content)])
    await until(lambda: channel.sent)
    assert engine.asked[0].text == asked


async def test_a_voice_message_is_kept_for_staff_under_a_reference(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    file = {"kind": "voice", "provider_id": "f1", "mime": "audio/ogg", "size": 1000}
    sender = Sender(NAME, (Identity("user", "1"),), "1", language="ur")
    message = said("1", "🎤", 1, kind=Kind.MEDIA, content=file, sender=sender)
    await desk.receiving.receive([message])
    await until(lambda: channel.sent)
    await desk.receiving.receive([message])
    assert engine.asked == []
    async with desk.store.read() as session:
        ticket = (await session.scalars(select(Ticket))).one()
    assert ticket.reference in channel.texts("1")[0]
    assert "ہیلپ لائن" in channel.texts("1")[0]

    async def fetched() -> bool:
        async with desk.store.read() as session:
            media = (await session.scalars(select(Media))).one()
        return media.due_at is None and media.mime == "application/pdf"

    await until(fetched)
    async with desk.store.read() as session:
        media = (await session.scalars(select(Media))).one()
    kept = desk.settings.media / (media.path or "")
    assert kept.read_bytes().startswith(b"%PDF")
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()


async def test_what_nobody_can_read_is_told_and_a_reaction_is_not_answered(
    desk: Desk, channel: FakeChannel
) -> None:
    await desk.receiving.receive([said("1", "👍", 1, kind=Kind.SILENT)])
    await desk.receiving.receive([said("1", "sticker", 2, kind=Kind.OTHER)])
    await until(lambda: channel.sent)
    assert len(channel.sent) == 1
    assert "cannot read" in channel.texts("1")[0]


async def test_an_edit_is_noted_and_not_answered_anew(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    message = said("1", "how much", 1)
    await desk.receiving.receive([message])
    await desk.receiving.receive([Edited(message.sender, "message:1", "how much money")])
    await until(lambda: channel.sent)
    async with desk.store.read() as session:
        stored = (await session.scalars(select(Message).where(Message.direction == "in"))).one()
    assert (stored.text, stored.edited_text) == ("how much", "how much money")
    assert len(engine.asked) == 1


async def test_who_blocked_us_is_noted_until_they_come_back(desk: Desk) -> None:
    sender = said("1", "", 1).sender
    await desk.receiving.receive([Reachability(sender, is_blocked=True)])
    assert await count(desk, Conversation) == 0
    await desk.receiving.receive([said("1", "hello", 1)])
    for is_blocked in (True, False):
        await desk.receiving.receive([Reachability(sender, is_blocked)])
        async with desk.store.read() as session:
            blocked_at = await session.scalar(select(Conversation.blocked_at))
        assert (blocked_at is not None) == is_blocked


async def test_a_group_that_became_a_supergroup_keeps_its_conversation(
    desk: Desk, channel: FakeChannel
) -> None:
    group = Sender(NAME, (Identity("chat", "-5"),), "-5")
    await desk.receiving.receive([said("", "a", 1, sender=group)])
    moved = Moved(NAME, Identity("chat", "-5"), (Identity("chat", "-1005"),), "-1005")
    await desk.receiving.receive([moved, moved])
    later = Sender(NAME, (Identity("chat", "-1005"),), "-1005")
    await desk.receiving.receive([said("", "b", 2, sender=later)])
    await until(lambda: len(channel.texts("-1005")) >= 1)
    assert await count(desk, Conversation) == 1


async def test_a_person_known_by_user_id_gains_a_phone_and_later_another_user_id(
    desk: Desk, channel: FakeChannel
) -> None:
    steps = [
        Sender(NAME, (USER_ID,), USER_ID.value),
        Sender(NAME, (PHONE, USER_ID), PHONE.value),
        Sender(NAME, (PHONE, Identity("user_id", "PK.new")), PHONE.value),
        Sender(NAME, (Identity("user_id", "PK.new"),), "PK.new"),
    ]
    for number, sender in enumerate(steps):
        await desk.receiving.receive([said("", f"m{number}", number, sender=sender)])
        await until(lambda: len(channel.sent) == number + 1)  # noqa: B023
    async with desk.store.read() as session:
        assert list(await session.scalars(select(Conversation.id))) == [f"{NAME}:PK.abc123"]
        assert len(list(await session.scalars(select(ChannelIdentity)))) == 3
        assert len(list(await session.scalars(select(Person)))) == 1
    assert [to for to, _ in channel.sent] == [one.address for one in steps]


async def test_what_could_not_be_read_is_kept_for_a_developer(desk: Desk) -> None:
    good = [said("1", f"m{n}", n) for n in range(2)]
    await desk.receiving.receive([good[0], Garbled(NAME, "no id", "{}"), good[1]])
    async with desk.store.read() as session:
        assert (await session.scalars(select(Unreadable))).one().body == "{}"
        assert len(list(await session.scalars(select(Message.id)))) >= 2


async def test_a_message_that_brought_the_desk_down_again_and_again_gets_an_apology(
    settings: Settings, engine: FakeEngine, channel: FakeChannel
) -> None:
    engine.answer = echo
    before = create_app(settings, engine, [channel]).state.desk
    await inbox.accept(before.store, [said("1", "poison", 1)], lambda: "crashed")
    async with before.store.write() as connection:
        await connection.execute(update(Message).values(attempts=5))
    await before.database.dispose()
    after = create_app(settings, engine, [channel])
    async with after.router.lifespan_context(after):
        await until(lambda: channel.sent)
    assert engine.asked == []
    assert "sorry" in channel.texts("1")[0]
