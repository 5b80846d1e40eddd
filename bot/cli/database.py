"""`rahbar db ...`: the programme database."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import Settings
from programmes import gazetteer
from programmes.database import create_engine, sessions
from programmes.database import upgrade as upgrade_database
from programmes.loading import LoadReport
from programmes.loading import load as load_files

app = typer.Typer(no_args_is_help=True, help="The programme database.")
console = Console(highlight=False)
Paths = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders; default: data/programmes")
]


@app.command()
def upgrade() -> None:
    """Bring the tables to the newest version."""
    asyncio.run(upgrade_database(Settings().database_url))
    console.print("The database's tables are up to date.")


@app.command()
def load(paths: Paths = None) -> None:
    """Load programme files or a training calendar (CSV): all of it or, with any mistake, nothing."""
    settings = Settings()
    report = asyncio.run(load_into(settings, paths or [starter(settings)]))
    show(report)
    if not report.ok:
        raise typer.Exit(1)


@app.command()
def check() -> None:
    """Validate the starter files without touching the database."""
    settings = Settings()
    report = asyncio.run(_checked(settings))
    show(report)
    if not report.ok:
        raise typer.Exit(1)


@app.command()
def export() -> None:
    """Write the names that the engine recognises; it takes them up at once."""
    settings = Settings()
    asyncio.run(_export(settings))
    console.print(f"Written: {settings.gazetteer}")


def starter(settings: Settings) -> Path:
    """The starter content."""
    return settings.root / "data" / "programmes"


async def load_into(settings: Settings, paths: list[Path]) -> LoadReport:
    """Upgrade the tables, load, and tell the engine the names."""
    await upgrade_database(settings.database_url)
    engine = create_engine(settings.database_url)
    try:
        factory = sessions(engine)
        report = await load_files(factory, paths, date.today(), settings.production)
        if report.ok:
            async with factory() as session:
                await gazetteer.export(session, settings.gazetteer)
    finally:
        await engine.dispose()
    return report


async def _checked(settings: Settings) -> LoadReport:
    url = "sqlite+aiosqlite:///" + str(settings.var / "check.db")
    file = settings.var / "check.db"
    file.unlink(missing_ok=True)
    await upgrade_database(url)
    engine = create_engine(url)
    try:
        return await load_files(sessions(engine), [starter(settings)], date.today(), False)
    finally:
        await engine.dispose()
        file.unlink(missing_ok=True)


async def _export(settings: Settings) -> None:
    engine = create_engine(settings.database_url)
    try:
        async with sessions(engine)() as session:
            await gazetteer.export(session, settings.gazetteer)
    finally:
        await engine.dispose()


def show(report: LoadReport) -> None:
    """Print what a load did, or every mistake with its file and line."""
    for fault in report.errors:
        console.print(str(fault), style="red", markup=False)
    if report.errors:
        console.print(f"Nothing was loaded: {len(report.errors)} mistakes.")
        return
    for notice in report.notices:
        console.print(notice, markup=False)
    for word, entries in (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
    ):
        for entry in entries if len(entries) <= 20 else ():
            console.print(f"  {word}: {entry}", markup=False)
    console.print(
        f"{len(report.added)} added, {len(report.changed)} changed, "
        f"{len(report.unchanged)} unchanged, {len(report.removed)} removed."
    )
