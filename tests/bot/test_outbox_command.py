"""`rahbar outbox ...`: what could not be sent is seen, sent again, and a channel goes on."""

import asyncio
import json
from typing import Any

import pytest
from fake_channel import NAME, FakeChannel, said, until
from fake_engine import FakeEngine
from typer.testing import CliRunner, Result

from bot.app import create_app
from bot.channels.errors import ChannelStopped, Final, SendError, Unsure
from bot.cli import app as rahbar
from bot.desk import Desk
from bot.sending import dead_letters
from bot.settings import Settings

STOPPED = ChannelStopped("190", "the token has expired")


def _run(*words: str) -> Result:
    return CliRunner().invoke(rahbar, ["outbox", *words], env={"COLUMNS": "200"})


@pytest.fixture(autouse=True)
def own_database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands read where the database is from the environment."""
    monkeypatch.setenv("RAHBAR_DATABASE_URL", sqlite_url)


@pytest.fixture
def lived(settings: Settings) -> Any:
    """Lets a desk live until the first message of each person was sent or has failed as told."""

    def live(*errors: SendError) -> FakeChannel:
        return asyncio.run(_live(settings, list(errors)))

    return live


async def _live(settings: Settings, errors: list[SendError]) -> FakeChannel:
    channel = FakeChannel()
    app = create_app(settings, FakeEngine(), [channel])
    async with app.router.lifespan_context(app):
        desk: Desk = app.state.desk
        for number, error in enumerate(errors):
            channel.failures[str(number)].append(error)
            await desk.receiving.receive([said(str(number), f"question {number}", 1)])

        async def is_over() -> bool:
            if STOPPED in errors:
                return (await desk.states.of(NAME)).stopped_reason is not None
            if errors:
                return await dead_letters.count(desk.store) == len(errors)
            return bool(channel.sent)

        await until(is_over)
    return channel


def test_without_dead_letters_it_says_so() -> None:
    assert "There are no dead letters." in _run("list").output


def test_dead_letters_are_listed_with_their_reason(lived: Any) -> None:
    lived(Final("400", "text is wrong"), Unsure("timeout", "no answer"))
    shown = _run("list").output
    assert "text is wrong" in shown
    assert "no answer (perhaps it arrived)" in shown


def test_dead_letters_are_listed_as_json(lived: Any) -> None:
    lived(Final("400", "text is wrong"))
    (letter,) = json.loads(_run("list", "--json").output)
    assert (letter["code"], letter["is_unsure"]) == ("400", False)
    assert letter["text"] == "You said: question 0"


def test_what_is_put_back_is_sent_by_the_next_desk(lived: Any) -> None:
    lived(Final("400", "text is wrong"))
    (letter,) = json.loads(_run("list", "--json").output)
    assert _run("retry", str(letter["id"])).output == "1 put back.\n"
    assert json.loads(_run("list", "--json").output) == []
    assert lived().texts("0") == ["You said: question 0"]


def test_all_are_put_back_at_once(lived: Any) -> None:
    lived(Final("400", "wrong"), Final("400", "wrong"))
    assert _run("retry", "--all").output == "2 put back.\n"
    assert _run("retry", "--all").output == "0 put back.\n"


def test_retry_wants_to_know_what() -> None:
    result = _run("retry")
    assert result.exit_code == 2
    assert "--all" in result.output


def test_a_stopped_channel_is_shown_and_resumed(lived: Any) -> None:
    lived(STOPPED)
    assert f"rahbar outbox resume {NAME}" in _run("list").output
    assert "token has expired" in _run("list").output
    assert _run("resume", NAME).output == f"{NAME} sends again.\n"
    assert "stopped" not in _run("list").output
