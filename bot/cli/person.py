"""What a person may ask for: everything that is held about them, and to be forgotten. For the operator."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.common import fail, open_house
from bot.clock import now
from bot.operator import Refused
from bot.privacy import Forgotten, erasable, export, forget_person

app = typer.Typer(help="What is held about a person.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="The person's e-mail address, or their id in the program.")]


@app.callback()
def group() -> None:
    """What is held about a person."""


@app.command("export")
def export_(email: Who) -> None:
    """Print everything that is held about a person, as JSON."""
    with open_house() as house:
        try:
            held = export(house.database, email, now())
        except Refused as refused:
            raise fail(str(refused)) from None
    typer.echo(json.dumps(held, ensure_ascii=False, indent=1))


@app.command()
def erase(
    email: Who, yes: Annotated[bool, typer.Option("--yes", help="Do not ask. What is erased cannot be brought back.")] = False
) -> None:
    """Erase a person: accounts, messages and notices go, name and address give way to a pseudonym. Registrations stay."""
    with open_house() as house:
        try:
            with house.database.reading() as connection:
                person = erasable(connection, email, now())
            if not yes and not typer.confirm(f"Erase {person.name} <{person.email}>? This cannot be undone."):
                raise fail("Nothing was erased.")
            forgotten = forget_person(house.database, person.id, now())
        except Refused as refused:
            raise fail(str(refused)) from None
    for line in _report(forgotten, days=house.settings.keep_messages_days):
        typer.echo(line)


def _report(forgotten: Forgotten, *, days: int) -> list[str]:
    erased = forgotten.erased
    lines = [
        f"{forgotten.name} ({forgotten.id}) is all that is left of the name.",
        f"erased: accounts {erased.accounts}, messages {erased.messages}, notices {erased.notices}, questions {erased.requests}",
        f"kept under the id: registrations {erased.registrations}, entries of the event log {erased.events}",
        f"Answers and notices of other people that name them go within {days} days. What was posted in chats stays there,",
        "and so do backups: delete it there, if it has to go.",
    ]
    if erased.mentions:
        lines.append(
            f"Somebody wrote the name or the address into {erased.mentions} entries of the event log, which cannot be changed."
        )
    return lines
