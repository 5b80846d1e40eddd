"""Settings: where the database is, and which environment this is."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from programmes.settings import DatabaseSettings, async_url


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAHBAR_DATABASE_URL", "DATABASE_URL", "RAHBAR_ENV", "RAHBAR_ROOT"):
        monkeypatch.delenv(name, raising=False)


def read(**values: object) -> DatabaseSettings:
    return DatabaseSettings(_env_file=None, **values)  # type: ignore[arg-type]


def test_sqlite_under_the_root_by_default(tmp_path: Path) -> None:
    assert read(root=tmp_path).database_url == f"sqlite+aiosqlite:///{tmp_path}/var/rahbar.db"
    assert not read().production


def test_the_prefixed_variable_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user@host/one")
    assert read().database_url == "postgresql+psycopg://user@host/one"
    monkeypatch.setenv("RAHBAR_DATABASE_URL", "postgresql://user@host/two")
    assert read().database_url == "postgresql+psycopg://user@host/two"


def test_production_is_said_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHBAR_ENV", "production")
    assert read().production
    monkeypatch.setenv("RAHBAR_ENV", "holiday")
    with pytest.raises(ValidationError):
        read()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_our_driver_is_named(given: str, wanted: str) -> None:
    assert async_url(given) == wanted
