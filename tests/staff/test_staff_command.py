"""`rahbar staff ...`."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.staff import app, print_first_link
from bot.settings import Settings

EMAIL = "sana@helpline.example"


@pytest.fixture(autouse=True)
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk of its own, reached at a public address."""
    monkeypatch.setenv("RAHBAR_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RAHBAR_PUBLIC_URL", "https://desk.example")


def _run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words], env={"COLUMNS": "160"})
    assert result.exit_code == code, result.output
    return result.output


def test_a_member_is_added_listed_disabled_and_enabled() -> None:
    added = _run("add", EMAIL, "--name", "Sana", "--role", "supervisor", "--language", "ur")
    assert re.search(r"https://desk\.example/console/set-password/[\w-]{43}", added)
    assert "no password yet" in _run("list")
    _run("disable", EMAIL)
    assert "disabled" in _run("list")
    _run("enable", EMAIL)
    assert "disabled" not in _run("list")


def test_a_new_link_is_another_one() -> None:
    first = _run("add", EMAIL, "--name", "Sana")
    second = _run("link", EMAIL, "--reset-second-factor")
    assert first.split()[-1] != second.split()[-1]
    assert "Sessions ended: 0" in _run("revoke", EMAIL)


def test_what_is_refused_says_why() -> None:
    assert "no member" in _run("link", EMAIL, code=1)
    assert "Not a language" in _run("add", EMAIL, "--name", "S", "--language", "pashto", code=1)
    assert "not an e-mail" in _run("add", "sana", "--name", "Sana", code=1)
    _run("add", EMAIL, "--name", "Sana")
    assert "there is a member" in _run("add", EMAIL, "--name", "Sana", code=1)


def test_the_first_link_is_printed_only_while_there_is_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_first_link(Settings())
    assert "https://desk.example/console/set-password/" in capsys.readouterr().out
    _run("add", EMAIL, "--name", "Sana", "--role", "administrator")
    print_first_link(Settings())
    assert capsys.readouterr().out == ""
