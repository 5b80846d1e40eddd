"""`rahbar ask` and `rahbar chat`: talking to a running desk from a terminal."""

import json
from typing import Annotated, Any
from uuid import uuid4

import httpx
import typer
from rich.console import Console

from bot.settings import Settings

console = Console(highlight=False)


def ask(
    text: Annotated[str, typer.Argument(help="What you would write in the chat.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    conversation: Annotated[str, typer.Option(help="Go on with web:<uuid>.")] = "",
) -> None:
    """Ask one thing of the running assistant."""
    answer = _post(Settings(), conversation or f"web:{uuid4()}", text)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _show(answer)


def chat() -> None:
    """Chat with the running assistant; a number presses a button, an empty line ends."""
    settings, conversation = Settings(), f"web:{uuid4()}"
    buttons: list[dict[str, str]] = []
    while text := console.input("[bold]> [/bold]").strip():
        if text.isdigit() and 0 < int(text) <= len(buttons):
            text = buttons[int(text) - 1]["payload"]
        buttons = _show(_post(settings, conversation, text))


def _post(settings: Settings, conversation: str, text: str) -> dict[str, Any]:
    url = f"http://{settings.host}:{settings.port}/api/chat/{conversation}/messages"
    try:
        response = httpx.post(url, json={"text": text}, timeout=60, trust_env=False)
    except httpx.HTTPError:
        console.print(f"Nothing answers at port {settings.port}. Start it with: make run")
        raise typer.Exit(1) from None
    answer: dict[str, Any] = response.json()
    if not response.is_success:
        console.print(answer["error"]["message"], markup=False)
        raise typer.Exit(1)
    return answer


def _show(answer: dict[str, Any]) -> list[dict[str, str]]:
    buttons: list[dict[str, str]] = []
    for reply in answer["replies"]:
        console.print(reply["text"], markup=False)
        for button in reply["buttons"]:
            buttons.append(button)
            console.print(f"  [{len(buttons)}] {button['title']}", markup=False)
    return buttons
