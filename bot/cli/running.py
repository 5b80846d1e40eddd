"""`rahbar run`."""

import asyncio
import subprocess
import sys

import typer

from bot.cli import staff
from bot.settings import Settings
from bot.supervisor import ports
from bot.supervisor.running import run as run_all


def run() -> None:
    """Prepare what is missing, start everything, and say where the web chat is."""
    settings = Settings()
    taken = ports.taken(settings)
    for name, port in taken:
        setting = "RAHBAR_PORT" if name == "desk" else f"RAHBAR_{name.upper()}_PORT"
        typer.echo(f"Port {port} ({name}) is in use. End what listens there, or set {setting}.")
    if taken:
        raise typer.Exit(1)
    prepared = subprocess.run([sys.executable, "-m", "bot.cli", "prepare"], check=False)
    if prepared.returncode != 0:
        raise typer.Exit(prepared.returncode)
    staff.print_first_link(settings)
    raise typer.Exit(asyncio.run(run_all(settings)))
