"""Where the engine finds the project's files; the only reader of the engine's environment."""

from __future__ import annotations

import os
from pathlib import Path


def project_root() -> Path:
    """The checkout's root: `RAHBAR_ROOT`, else two folders above this file."""
    configured = os.environ.get("RAHBAR_ROOT")
    return Path(configured) if configured else Path(__file__).resolve().parents[2]


def language_data() -> Path:
    """The folder of the files that a linguist corrects."""
    return project_root() / "data" / "language"


def gazetteer_file() -> Path:
    """The database's names, as `rahbar db load` exports them.

    `RAHBAR_GAZETTEER` names another file: the benchmark runs the engine beside other data with it.
    It is no setting of an installation, where the names are always written to `var/`.
    """
    configured = os.environ.get("RAHBAR_GAZETTEER")
    return Path(configured) if configured else project_root() / "var" / "gazetteer.json"


def vectors_file() -> Path:
    """The token vectors distilled at set-up."""
    return project_root() / "var" / "vectors.npz"


def tracker_database_url() -> str:
    """Where trackers are kept: PostgreSQL if the database is there, else a SQLite file of the engine's own."""
    url = os.environ.get("RAHBAR_DATABASE_URL") or os.environ.get("DATABASE_URL") or ""
    if url.startswith(("postgres://", "postgresql")):
        return "postgresql+psycopg2://" + url.split("://", 1)[1]
    return f"sqlite:///{project_root() / 'var' / 'engine.db'}"
