"""`partnerbot nudges …`: what reminders do, for whoever runs the program, and a sweep by hand."""

from __future__ import annotations

import typer

from bot.cli.common import open_house
from bot.clock import now
from bot.nudge_sweep import NudgeSweep
from bot.plain import render
from handlers.nudge_effect import effect_parts
from handlers.reply import Reply
from handlers.wording import Words
from program.access import BY_RULE
from storage.work import SqlWork

app = typer.Typer(help="Reminders.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Reminders."""


@app.command()
def report() -> None:
    """Show what each kind of reminder does to the time until a first deal, beside the partners who do without."""
    with open_house() as house, house.database.reading() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=now(), program=house.program, ids=house.ids)
        typer.echo(render(Reply(parts=effect_parts(work, Words("en", house.program.zone)))))


@app.command()
def sweep() -> None:
    """Find what is due and put it out, as a running bot does by itself every minute."""
    with open_house() as house:
        swept = NudgeSweep(house.database, house.program, house.ids).run(now())
    typer.echo(f"{sum(swept.found.values())} reminders found, {swept.messages} messages put out, {swept.failed} failures.")
    for kind, count in swept.found.items():
        typer.echo(f"  {kind.value:<14} {count}")
    if swept.failed:
        raise typer.Exit(1)
