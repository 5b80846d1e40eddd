"""The command `rahbar`: asking a running desk, loading, examining."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fake_engine import FakeEngine
from typer.testing import CliRunner

from bot import logs
from bot.app import create_app
from bot.cli import app
from bot.cli.doctor_channels import examine_channels
from bot.cli.fingerprint import Stamp, digest
from bot.sending.states import ChannelStates
from bot.settings import Settings
from bot.store import Store
from programmes.database import create_engine

run = CliRunner().invoke


@pytest.fixture
def served(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEngine]:
    """A desk on a real port, which the command's settings name."""
    engine = FakeEngine()
    # In this test the desk shares the command's standard output.
    logs.configure("ERROR", as_json=False)
    settings = Settings(_env_file=None, database_url=sqlite_url)
    config = uvicorn.Config(create_app(settings, engine), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setenv("RAHBAR_PORT", str(port))
    yield engine
    server.should_exit = True
    thread.join()


def test_ask_prints_the_answer_and_its_buttons(served: FakeEngine) -> None:
    result = run(app, ["ask", "qarza chahiye"])
    assert result.exit_code == 0
    assert "You said: qarza chahiye" in result.output
    assert "Documents" in result.output


def test_ask_prints_json_and_goes_on_with_a_conversation(served: FakeEngine) -> None:
    conversation = "web:00000000-0000-4000-8000-000000000009"
    answer = run(app, ["ask", "hello", "--json", "--conversation", conversation])
    assert json.loads(answer.output)["replies"][0]["text"] == "You said: hello"
    assert served.asked[0].conversation_id == conversation


def test_chat_presses_a_button_by_its_number(served: FakeEngine) -> None:
    result = run(app, ["chat"], input="hello\n1\n\n")
    assert result.exit_code == 0
    assert [asked.text for asked in served.asked] == [
        "hello",
        '/ask_programme_documents{"programme": "sbp-saaf"}',
    ]


def test_ask_without_a_desk_says_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHBAR_PORT", "1")
    result = run(app, ["ask", "hello"])
    assert result.exit_code == 1
    assert "make run" in result.output


def test_a_text_that_is_refused_is_told(served: FakeEngine) -> None:
    result = run(app, ["ask", " "])
    assert result.exit_code == 1
    assert "no text" in result.output


def test_doctor_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHBAR_ROOT", str(tmp_path))
    for name in ("RAHBAR_PORT", "RAHBAR_ENGINE_PORT", "RAHBAR_ACTIONS_PORT"):
        monkeypatch.setenv(name, "1")
    result = run(app, ["doctor"])
    assert result.exit_code == 1
    assert "rahbar train" in result.output
    assert "make setup" in result.output


class TestDoctorOnChannels:
    @pytest.fixture(autouse=True)
    def at_home(self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A database of its own, and no provider in reach."""
        for name, value in (
            ("RAHBAR_DATABASE_URL", sqlite_url),
            ("RAHBAR_TELEGRAM_API_URL", "http://127.0.0.1:1"),
            ("RAHBAR_WHATSAPP_GRAPH_URL", "http://127.0.0.1:1"),
        ):
            monkeypatch.setenv(name, value)

    def test_nothing_is_to_mend_without_channels(self) -> None:
        findings = list(examine_channels(Settings(_env_file=None)))
        assert [one.what for one in findings if not one.is_well] == ["staff who can log in"]
        assert not any(one.is_needed for one in findings if not one.is_well)

    def test_whatsapp_is_not_set_up_by_its_token_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("RAHBAR_WHATSAPP_TOKEN", "EAAG")
        assert _to_mend() == {
            "RAHBAR_WHATSAPP_PHONE_ID",
            "RAHBAR_WHATSAPP_APP_SECRET",
            "RAHBAR_WHATSAPP_VERIFY_TOKEN",
            "RAHBAR_PUBLIC_URL (for WhatsApp)",
        }

    def test_a_provider_out_of_reach_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RAHBAR_TELEGRAM_TOKEN", "123456789:AAtoken")
        assert _to_mend() == {"Telegram answers"}

    def test_an_address_without_https_is_noted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RAHBAR_PUBLIC_URL", "http://desk.example")
        (first, *_) = examine_channels(Settings(_env_file=None))
        assert (first.is_well, first.is_needed) == (False, False)
        assert "TLS proxy" in first.remedy

    def test_a_stopped_channel_is_told_with_the_command_that_resumes_it(
        self, sqlite_url: str
    ) -> None:
        asyncio.run(_stop(sqlite_url, "whatsapp", "131042: no payment method"))
        (stopped,) = [
            one for one in examine_channels(Settings(_env_file=None)) if "may send" in one.what
        ]
        assert not stopped.is_well and stopped.is_needed
        assert "no payment method" in stopped.remedy
        assert "rahbar outbox resume whatsapp" in stopped.remedy

    def test_an_empty_database_is_no_second_fault(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("RAHBAR_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
        assert list(examine_channels(Settings(_env_file=None))) == []


def _to_mend() -> set[str]:
    findings = examine_channels(Settings(_env_file=None))
    return {one.what for one in findings if one.is_needed and not one.is_well}


async def _stop(url: str, channel: str, reason: str) -> None:
    engine = create_engine(url)
    await ChannelStates(Store(engine, "test"), "test").stop(channel, reason)
    await engine.dispose()


def test_templates_are_printed_for_people_and_for_meta() -> None:
    shown = run(app, ["whatsapp", "templates"])
    assert "answer_waiting (ur, UTILITY)" in shown.output
    made = json.loads(run(app, ["whatsapp", "templates", "--json"]).output)
    assert {one["language"] for one in made} == {"en", "ur"}
    assert all(one["components"] for one in made)


def test_db_upgrade_makes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "new.db"
    monkeypatch.setenv("RAHBAR_DATABASE_URL", f"sqlite+aiosqlite:///{file}")
    assert run(app, ["db", "upgrade"]).exit_code == 0
    assert file.exists()


def test_a_stamp_holds_until_a_file_changes(tmp_path: Path) -> None:
    folder: Any = tmp_path / "data"
    folder.mkdir()
    (folder / "a.yml").write_text("one")
    stamp = Stamp(tmp_path / "made" / "model")
    assert not stamp.holds(digest([folder]))
    stamp.set(digest([folder]))
    assert stamp.holds(digest([folder]))
    (folder / "a.yml").write_text("two")
    assert not stamp.holds(digest([folder]))
