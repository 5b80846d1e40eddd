"""`rahbar run`."""

import asyncio
import subprocess
import sys

import typer

from bot.settings import Settings
from bot.supervisor.running import run as run_all


def run() -> None:
    """Prepare what is missing, start everything, and say where the web chat is."""
    prepared = subprocess.run([sys.executable, "-m", "bot.cli", "prepare"], check=False)
    if prepared.returncode != 0:
        raise typer.Exit(prepared.returncode)
    raise typer.Exit(asyncio.run(run_all(Settings())))
