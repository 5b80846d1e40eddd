"""`rahbar doctor`: what is missing or wrong, and how to mend it."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor_channels import examine_channels
from bot.cli.finding import Finding
from bot.settings import Settings
from bot.supervisor.running import engine_python
from programmes.database import create_engine, sessions
from programmes.models import Programme


def doctor() -> None:
    """Say what is missing or wrong and how to mend it; exit code 1 where something is needed."""
    console, table = Console(), Table("", "what", "how to mend it")
    findings = list(examine(Settings()))
    for finding in findings:
        sign = "ok" if finding.is_well else "TO MEND" if finding.is_needed else "note"
        table.add_row(sign, finding.what, "" if finding.is_well else finding.remedy)
    console.print(table)
    if any(finding.is_needed and not finding.is_well for finding in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that Rahbar needs."""
    yield Finding("engine's Python 3.10 environment", _engine_runs(settings), "make setup")
    vectors = settings.var / "vectors.npz"
    yield Finding("word vectors", vectors.exists(), "make setup")
    yield Finding("programme database", _database_is_filled(settings), "rahbar db load")
    yield Finding("names for the engine", settings.gazetteer.exists(), "rahbar db export")
    yield Finding("trained model", settings.model.exists(), "rahbar train")
    for name, url in (
        ("desk answers", f"http://{settings.host}:{settings.port}/healthz"),
        ("engine answers", settings.engine_address),
        ("actions answer", f"{settings.actions_address}/health"),
    ):
        yield Finding(name, _answers(url), f"make run; log: {settings.var / 'log'}", False)
    yield from examine_channels(settings)
    yield Finding("Chromium (tests)", _has(_browser), "apt-get install chromium", False)
    yield Finding("PostgreSQL (tests)", _has(_postgresql), "apt-get install postgresql", False)


def _engine_runs(settings: Settings) -> bool:
    python = engine_python(settings)
    if not python.exists():
        return False
    question = "import sys, rasa; assert sys.version_info[:2] == (3, 10)"
    return (
        subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    )


def _database_is_filled(settings: Settings) -> bool:
    async def count() -> int:
        engine = create_engine(settings.database_url)
        try:
            async with sessions(engine)() as session:
                return await session.scalar(select(func.count()).select_from(Programme)) or 0
        finally:
            await engine.dispose()

    try:
        return asyncio.run(count()) > 0
    except SQLAlchemyError:
        return False


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _has(find: Callable[[], object]) -> bool:
    return bool(find())


def _browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _postgresql() -> object:
    return shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
