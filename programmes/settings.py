"""Settings that every process shares: where the database is and which environment this is."""

from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class DatabaseSettings(BaseSettings):
    """Read from variables with the prefix ``RAHBAR_`` and from ``.env`` in the project's root.

    Other processes subclass it, so that one typed class per process reads the environment.
    """

    model_config = SettingsConfigDict(
        env_prefix="RAHBAR_",
        env_file=PROJECT_ROOT / ".env",
        env_file_encoding="utf-8",
        extra="ignore",
        populate_by_name=True,
        env_ignore_empty=True,
    )

    root: Path = Field(PROJECT_ROOT, description="Folder that holds data/, locales/ and var/.")
    env: Literal["development", "production"] = Field(
        "development", description="production refuses the sample training calendar."
    )
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("RAHBAR_DATABASE_URL", "DATABASE_URL"),
        description="SQLite or PostgreSQL; without it, var/rahbar.db under the root.",
    )

    @model_validator(mode="after")
    def _complete_database_url(self) -> Self:
        default = f"sqlite+aiosqlite:///{self.root / 'var' / 'rahbar.db'}"
        self.database_url = async_url(self.database_url or default)
        return self

    @property
    def production(self) -> bool:
        """Whether real users are served."""
        return self.env == "production"


def async_url(url: str) -> str:
    """Name our asynchronous driver in a database URL as hosting providers hand it out."""
    drivers = {
        "postgres://": "postgresql+psycopg://",
        "postgresql://": "postgresql+psycopg://",
        "sqlite://": "sqlite+aiosqlite://",
    }
    for given, wanted in drivers.items():
        if url.startswith(given):
            return wanted + url.removeprefix(given)
    return url
