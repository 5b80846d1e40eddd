"""Folders of one run: each of our engines gets a root of its own with copied databases."""

import shutil
import sqlite3
from pathlib import Path
from typing import Final

_SHARED: Final = (
    "config.yml",
    "credentials.yml",
    "data",
    "domain.yml",
    "endpoints.yml",
    "locales",
    "models",
)


def linked_root(project: Path, made: Path) -> Path:
    """A folder that stands for the checkout: the same files, and no database yet."""
    (made / "var").mkdir(parents=True)
    for name in _SHARED:
        (made / name).symlink_to(project / name)
    for name in ("gazetteer.json", "vectors.npz"):
        shutil.copy(project / "var" / name, made / "var" / name)
    return made


def made_root(project: Path, made: Path) -> Path:
    """The same with a copy of the database, which may be spoilt."""
    linked_root(project, made)
    source = sqlite3.connect(f"file:{project / 'var' / 'rahbar.db'}?mode=ro", uri=True)
    target = sqlite3.connect(made / "var" / "rahbar.db")
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return made


def missing(project: Path) -> list[str]:
    """What `make setup model` would have made and is not there."""
    needed = (
        "engine/.venv/bin/python",
        "models/rahbar.tar.gz",
        "var/gazetteer.json",
        "var/rahbar.db",
        "var/vectors.npz",
    )
    return [name for name in needed if not (project / name).exists()]
