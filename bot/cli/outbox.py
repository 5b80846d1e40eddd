"""`rahbar outbox`: what could not be sent, and channels that are stopped."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.sending import dead_letters
from bot.sending.dead_letters import DeadLetter
from bot.sending.states import ChannelStates
from bot.settings import Settings
from bot.store import Store
from bot.tables import ChannelState
from programmes.database import create_engine

app = typer.Typer(no_args_is_help=True, help="Messages that could not be sent.")
_SHOWN = 60
#: Columns where the output is no terminal: a table in a file must not be cut to 80.
_WIDE = 200
Result = TypeVar("Result")


@app.command("list")
def list_letters(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many, the newest.")] = 100,
) -> None:
    """Show the dead letters, and channels that are paused or stopped."""

    async def read(store: Store) -> tuple[list[DeadLetter], list[ChannelState]]:
        states = ChannelStates(store, "cli")
        return await dead_letters.dead_letters(store, limit), await states.all()

    letters, states = _with_store(read)
    console = _console()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in letters], default=str, ensure_ascii=False))
        return
    table = Table("number", "conversation", "written", "code", "reason", "tries", "text")
    for one in letters:
        reason = f"{one.reason or ''}{' (perhaps it arrived)' if one.is_unsure else ''}"
        table.add_row(
            str(one.id),
            one.conversation_id,
            f"{one.written_at:%Y-%m-%d %H:%M}",
            one.code or "",
            reason,
            str(one.attempts),
            one.text[:_SHOWN],
        )
    console.print(table if letters else "There are no dead letters.")
    for state in states:
        if state.stopped_reason:
            console.print(
                f"{state.channel} is stopped: {state.stopped_reason}. When it is mended: "
                f"rahbar outbox resume {state.channel}"
            )


@app.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers from the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Put dead letters back into the outbox; a running desk sends them."""
    if not numbers and not everything:
        _console().print("Give the numbers of `rahbar outbox list`, or --all.")
        raise typer.Exit(2)

    async def again(store: Store) -> int:
        chosen = numbers or [one.id for one in await dead_letters.dead_letters(store, 1_000_000)]
        return await dead_letters.retry(store, chosen)

    _console().print(f"{_with_store(again)} put back.")


@app.command()
def resume(channel: Annotated[str, typer.Argument(help="telegram or whatsapp")]) -> None:
    """Let a channel send again that was stopped: after its token, payment or ban is mended."""

    async def go(store: Store) -> None:
        await ChannelStates(store, "cli").resume(channel)

    _with_store(go)
    _console().print(f"{channel} sends again.")


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def _with_store(work: Callable[[Store], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        engine = create_engine(Settings().database_url)
        try:
            return await work(Store(engine, "cli"))
        finally:
            await engine.dispose()

    return asyncio.run(run())
