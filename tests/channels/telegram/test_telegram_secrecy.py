"""The token stands in the URL of every call, and in no log."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.channels.errors import SendError
from bot.channels.port import Envelope
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.redaction import Redaction, hide_token
from bot.messages import BotMessage
from tests.channels.telegram.conftest import FakeDesk, until
from tests.fakes import telegram_updates as updates
from tests.fakes.telegram_server import TOKEN, FakeTelegram

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that any logger of the standard library writes at its lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


async def test_no_log_of_a_whole_session_holds_the_token(
    fake: FakeTelegram,
    desk: FakeDesk,
    written: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    channel = TelegramChannel(TOKEN, fake.url, pause=0.02)
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.DEBUG)  # as if somebody had turned them up
    for method in ("getMe", "getUpdates", "answerCallbackQuery", "sendMessage"):
        for kind in ("drop_before", "page", "error"):
            fake.fault(kind, method)
    fake.fault("error", "getMe", status=401, description="Unauthorized")
    fake.state.files["voice"] = ("voice/1.oga", b"sound")
    await fake.deliver(updates.text("hello"), updates.press("ref:1"))
    await channel.start(desk.receive, desk.hold)
    await until(lambda: fake.state.acknowledged)
    (part,) = channel.render(BotMessage("Hello"))
    for _ in range(4):
        try:
            await channel.send(part, Envelope("7", "tag"))
        except SendError as error:
            assert SECRET not in f"{error} {error.reason}"
            logging.getLogger("elsewhere").exception("sending failed")
    await channel.fetch("voice", 100)
    await channel.check()
    await channel.stop()
    told = written.getvalue() + "".join(capfd.readouterr())
    assert "sending failed" in told and "/sendMessage" in told
    assert SECRET not in told


def test_the_library_that_logs_addresses_is_silenced() -> None:
    hide_token(TOKEN)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)


def test_exceptions_lose_the_token_too(written: io.StringIO) -> None:
    hide_token(TOKEN)
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("anything").exception("failed for %s", TOKEN)
    logging.getLogger("anything").error("100% {broken} %s %s", TOKEN)
    assert SECRET not in written.getvalue()
    assert "<token>" in written.getvalue()


def test_hiding_twice_adds_no_second_layer() -> None:
    first, second = hide_token(TOKEN), hide_token("1:another-secret-of-a-bot")
    assert first is second
    assert isinstance(logging.getLogRecordFactory(), Redaction)
