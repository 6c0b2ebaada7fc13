"""`partnerbot payouts …`: payout runs for the operator, as files for whoever pays them; deciding takes two people in the chat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import fail, open_house
from bot.clock import now
from bot.composition import House
from handlers.payout_files import line_rows, status_of, total_rows
from handlers.sheet import written
from program.access import BY_RULE
from program.payouts import sums
from storage.work import SqlWork

app = typer.Typer(help="Payout runs.", no_args_is_help=True)
#: So many runs are listed.
_LISTED = 50


@app.callback()
def group() -> None:
    """Payout runs."""


@app.command("list")
def list_() -> None:
    """List the newest payout runs."""
    with open_house() as house, house.database.reading() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=now(), program=house.program, ids=house.ids)
        for run in work.payouts.latest(_LISTED):
            amounts = ", ".join(f"{money.amount} {money.currency}" for money in sums(work.payouts.totals(run.id)))
            typer.echo(f"{run.id}  {run.through}  {status_of(run):<10} {amounts}")


@app.command()
def export(
    run: Annotated[str, typer.Argument(help="The run, for example P-7K3M2Q.")],
    lines: Annotated[bool, typer.Option("--lines", help="Every line of the run instead of the totals.")] = False,
    file: Annotated[Path | None, typer.Option("--file", help="Where to write; left out, it is printed.")] = None,
) -> None:
    """Write a payout run as CSV: what each partner gets, or every line of it."""
    with open_house() as house:
        content = _content(house, run.upper(), lines=lines)
    if file is None:
        typer.echo(content.decode("utf-8-sig"), nl=False)
        return
    file.write_bytes(content)


def _content(house: House, run_id: str, *, lines: bool) -> bytes:
    with house.database.reading() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=now(), program=house.program, ids=house.ids)
        run = work.payouts.get(run_id)
        if run is None:
            raise fail(f"There is no payout run {run_id}.")
        return written((line_rows if lines else total_rows)(work, run))
