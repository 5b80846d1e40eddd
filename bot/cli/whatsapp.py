"""`rahbar whatsapp`: what has to be told to Meta."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.channels.whatsapp.templates import submissions

app = typer.Typer(no_args_is_help=True, help="What WhatsApp has to be told.")
console = Console(highlight=False, soft_wrap=True)


@app.callback()
def whatsapp() -> None:
    """What WhatsApp has to be told."""


@app.command()
def templates(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print as JSON, as the Graph API takes them.")
    ] = False,
) -> None:
    """Print the message templates that Meta has to approve, each in each language."""
    made = submissions()
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    for number, template in enumerate(made):
        if number:
            console.print()
        _show(template)


def _show(template: dict[str, Any]) -> None:
    heading = f"{template['name']} ({template['language']}, {template['category']})"
    console.print(heading, style="bold", markup=False)
    for component in template["components"]:
        console.print(component["text"], markup=False)
        example = ", ".join(component["example"]["body_text"][0])
        console.print(f"Example of the values: {example}", markup=False)
