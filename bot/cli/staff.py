"""`rahbar staff ...`: accounts of the helpline's staff."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.languages import known
from bot.settings import Settings
from bot.staff import accounts, links
from bot.staff.errors import AccessError
from bot.store import Store
from bot.tables.columns import now
from bot.tables.staff import Role
from programmes.database import create_engine, upgrade

app = typer.Typer(no_args_is_help=True, help="Accounts of the helpline's staff.")
console = Console(highlight=False, soft_wrap=True)
Email = Annotated[str, typer.Argument(help="The member's e-mail address.")]
T = TypeVar("T")


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="As colleagues and users read it.")],
    role: Annotated[Role, typer.Option(help="What the member may do.")] = Role.AGENT,
    language: Annotated[
        list[str] | None, typer.Option(help="A language the member answers in; may be repeated.")
    ] = None,
    province: Annotated[
        list[str] | None, typer.Option(help="A province the member knows; may be repeated.")
    ] = None,
) -> None:
    """Add a member and print the one-time link with which they set their password."""
    languages = tuple(language or ())
    if unknown := [each for each in languages if not known(each)]:
        console.print(f"Not a language of the helpline: {', '.join(unknown)}", style="red")
        raise typer.Exit(1)
    new = accounts.NewMember(email, name, role, languages, tuple(province or ()))
    token = _do(lambda store: accounts.add(store, new, now()))
    _show_link(token)


@app.command(name="list")
def show() -> None:
    """All members, with their roles and whether they can log in."""
    table = Table("e-mail", "name", "role", "languages", "state")
    for member in _do(accounts.everybody):
        state = "active" if member.is_active else "disabled"
        if member.is_active and not member.has_password:
            state = "no password yet"
        table.add_row(
            member.email, member.name, member.role.value, ", ".join(member.languages), state
        )
    console.print(table)


@app.command()
def link(
    email: Email,
    reset_second_factor: Annotated[
        bool, typer.Option(help="Also forget the authenticator app, for a lost phone.")
    ] = False,
) -> None:
    """Print a new one-time link; earlier ones no longer work."""
    token = _do(
        lambda store: accounts.renew(store, email, now(), without_second_factor=reset_second_factor)
    )
    _show_link(token)


@app.command()
def disable(email: Email) -> None:
    """Close an account and log the member out everywhere; what they did stays on record."""
    _do(lambda store: accounts.set_active(store, email, False, now()))
    console.print(f"Disabled: {email}", markup=False)


@app.command()
def enable(email: Email) -> None:
    """Open an account again that was disabled."""
    _do(lambda store: accounts.set_active(store, email, True, now()))
    console.print(f"Enabled: {email}", markup=False)


@app.command()
def revoke(email: Email) -> None:
    """Log a member out everywhere."""
    count = _do(lambda store: accounts.log_out_everywhere(store, email, now()))
    console.print(f"Sessions ended: {count}")


def print_first_link(settings: Settings) -> None:
    """Print the link for the first administrator where there is no staff yet."""

    async def first(store: Store) -> str | None:
        return await links.first_link(store, links.base_url(settings), now())

    if address := _do(first):
        console.print("There is no staff yet. The first administrator begins here, within 2 days:")
        console.print(address, markup=False)


def _do(work: Callable[[Store], Awaitable[T]]) -> T:
    """Do it on the database; what is refused ends the command with its reason."""
    try:
        return asyncio.run(_on_database(work))
    except AccessError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error


async def _on_database(work: Callable[[Store], Awaitable[T]]) -> T:
    settings = Settings()
    await upgrade(settings.database_url)
    engine = create_engine(settings.database_url)
    try:
        return await work(Store(engine))
    finally:
        await engine.dispose()


def _show_link(token: str) -> None:
    console.print(f"This link works once, within {links.LASTS.days} days:")
    console.print(links.address(links.base_url(Settings()), token), markup=False)
