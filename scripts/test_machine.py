"""Gets the browser and the PostgreSQL that the tests need: what is there, else apt-get, else Playwright's own.

Prints what a machine cannot get; exits 1 for that under CI=true.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

LOG = Path("var/log/test-machine.log")


def browser() -> bool:
    """Whether a Chromium is there, or Playwright has its own."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return True
    return bool(glob.glob(str(Path.home() / ".cache/ms-playwright/chromium*")))


def postgresql() -> bool:
    """Whether PostgreSQL's server binaries are there."""
    return bool(shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def fonts() -> bool:
    """Whether an Urdu font is there, for screenshots that a person can read."""
    return bool(glob.glob("/usr/share/fonts/truetype/noto/NotoNastaliqUrdu*"))


def run(command: list[str]) -> bool:
    """Runs an installer with its output in the log."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("a") as log:
        done = subprocess.run(command, stdout=log, stderr=log, env=environment, check=False)
    return done.returncode == 0


def apt(packages: list[str]) -> None:
    """Installs Debian packages where that is allowed."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    run(["apt-get", "update"])
    run(["apt-get", "install", "-y", "--no-install-recommends", *packages])


def main() -> int:
    """Installs what is missing and says what could not be had."""
    wanted = {"chromium": browser, "postgresql": postgresql, "fonts-noto-core": fonts}
    missing = [package for package, present in wanted.items() if not present()]
    if missing:
        print("Installing for the tests:", ", ".join(missing), flush=True)
        apt(missing)
    if not browser():
        run([sys.executable, "-m", "playwright", "install", "chromium"])
    lacking = [name for name in ("chromium", "postgresql") if not wanted[name]()]
    for name in lacking:
        print(f"!!! MISSING ON THIS MACHINE: {name}. Tests that need it do not run.", flush=True)
    return 1 if lacking and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
