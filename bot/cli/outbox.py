"""What waits to be posted and what could not be: for the operator, without a word of what it says unless asked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.common import fail, open_house
from bot.clock import now
from bot.plain import render
from storage.postings import Entry, Postings

app = typer.Typer(help="What is posted in chats.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """What is posted in chats."""


@app.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--waiting", help="What is to be posted yet, instead of dead letters.")] = False,
    text: Annotated[bool, typer.Option("--text", help="With what each of them says: it may be confidential.")] = False,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
) -> None:
    """List dead letters: what a chat refused, or did not take for hours."""
    with open_house() as house, house.database.reading() as connection:
        entries = Postings(connection, now()).entries(waiting=waiting, limit=limit)
    for entry in entries:
        typer.echo(_line(entry))
        if text:
            typer.echo("".join(f"    {line}\n" for line in render(entry.reply).splitlines()))
    if not entries:
        typer.echo("Nothing waits." if waiting else "There are no dead letters.")


@app.command()
def retry(
    id: Annotated[int | None, typer.Argument(help="The number of a dead letter.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every dead letter.")] = False,
) -> None:
    """Post a dead letter again. One that may have arrived is looked for first, where the chat can be asked."""
    if (id is None) is not every:
        raise fail("Name one dead letter, or all of them: partnerbot outbox retry 17, partnerbot outbox retry --all")
    with open_house() as house, house.database.transaction() as connection:
        revived = Postings(connection, now()).revive(id)
    if id is not None and not revived:
        raise fail(f"There is no dead letter {id}. See: partnerbot outbox list")
    typer.echo("1 letter is posted again." if revived == 1 else f"{revived} letters are posted again.")


def _line(entry: Entry) -> str:
    state = f"given up {_minute(entry.failed_at)}" if entry.failed_at else f"due {_minute(entry.due_at)}"
    what = "bulk" if entry.bulk else "reply or notice"
    fields = f"{entry.id:>8}", f"{entry.chat:<8}", f"{what:<15}", f"put {_minute(entry.at)}", state, f"tries {entry.attempt}"
    return "  ".join((*fields, entry.trouble or "")).rstrip()


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
