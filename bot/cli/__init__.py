"""The command `rahbar`."""

import typer

from bot.cli import database, doctor, model, outbox, running, staff, talk, whatsapp

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The SME helpline of Pakistan in a chat."
)
app.add_typer(database.app, name="db")
app.add_typer(outbox.app, name="outbox")
app.add_typer(staff.app, name="staff")
app.add_typer(whatsapp.app, name="whatsapp")
app.command("run")(running.run)
app.command("prepare")(model.prepare)
app.command("train")(model.train)
app.command("evaluate")(model.evaluate)
app.command("ask")(talk.ask)
app.command("chat")(talk.chat)
app.command("doctor")(doctor.doctor)
