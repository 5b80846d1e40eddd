"""With SQLite one desk does the work: a second one on the same file is refused at its start."""

import fcntl
from pathlib import Path
from typing import IO, Final

from sqlalchemy import make_url

from bot.errors import DeskError

_SUFFIX: Final = ".desk"


class AnotherDesk(DeskError):
    """Another desk works on this database file."""

    status = 503
    code = "another_desk"


class OnlyDesk:
    """A lock beside the database file; the system takes it away when the process dies."""

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        self._path = Path(f"{url.database}{_SUFFIX}") if is_file else None
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Raises AnotherDesk where one runs; PostgreSQL may have many."""
        if self._path is None:
            return
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise AnotherDesk(
                f"Another desk works on {self._path.stem}. End it, or use PostgreSQL "
                "(RAHBAR_DATABASE_URL), where several desks share the work."
            ) from None
        self._file = file

    def release(self) -> None:
        """Let another desk begin."""
        if self._file is not None:
            self._file.close()
            self._file = None
