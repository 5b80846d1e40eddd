"""Whether files changed since something was last made from them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *more: str) -> str:
    """One digest of files, of all files below folders, and of further words."""
    whole = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                whole.update(str(file.name).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


class Stamp:
    """Remembers the digest of what something was made from."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def holds(self, current: str) -> bool:
        """Whether the thing was made from just this."""
        return self._file.exists() and self._file.read_text() == current

    def set(self, current: str) -> None:
        """Remember."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(current)
