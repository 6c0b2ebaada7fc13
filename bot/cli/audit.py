"""The event log for auditors: written into a file, and checked later."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.audit import Broken, chained, verify, write_csv, write_jsonl
from bot.cli.common import fail, open_house
from storage.audit import entries

app = typer.Typer(help="The event log, for auditors.", no_args_is_help=True)


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


@app.callback()
def group() -> None:
    """The event log, for auditors."""


@app.command("export")
def export_(
    since: Annotated[str | None, typer.Option(help="The first day, or instant, in UTC.", metavar="ISO")] = None,
    until: Annotated[str | None, typer.Option(help="The day, or instant, before which it ends.", metavar="ISO")] = None,
    format: Annotated[Format, typer.Option(help="jsonl can be verified.")] = Format.JSONL,
    to: Annotated[Path | None, typer.Option(help="A new file; left out, it is printed.")] = None,
    pseudonymous: Annotated[bool, typer.Option("--pseudonymous", help="People by their ids, without names and addresses.")] = False,
) -> None:
    """Write who did what and when, and by which clause. The hash of the last line is told: keep it elsewhere."""
    write = write_jsonl if format is Format.JSONL else write_csv
    begins, ends = _instant(since), _instant(until)
    try:
        target = nullcontext(sys.stdout) if to is None else to.open("x", encoding="utf-8", newline="")
    except FileExistsError:
        raise fail(f"{to} is there already. Name a new file.") from None
    with open_house() as house, target as sink, house.database.snapshot() as connection:
        last = write(chained(entries(connection, since=begins, until=ends), pseudonymous=pseudonymous), sink)
    typer.echo(f"The hash of the last line: {last}", err=True)


@app.command("verify")
def verify_(file: Annotated[Path, typer.Argument(help="A file of JSON lines that partnerbot audit export wrote.")]) -> None:
    """Say whether a line of the file was changed, left out or put in; compare the hash of the last line with the one you kept."""
    try:
        with file.open(encoding="utf-8") as source:
            count, last = verify(source)
    except Broken as broken:
        raise fail(f"The chain does not hold at line {broken.line}.") from None
    except FileNotFoundError:
        raise fail(f"There is no file {file}.") from None
    except UnicodeDecodeError:
        raise fail(f"{file} is no text in UTF-8.") from None
    typer.echo(f"{count} lines hold. The hash of the last line: {last}")


def _instant(text: str | None) -> datetime | None:
    """A day is its beginning in UTC."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise fail(f"“{text[:40]}” is no day or instant. It should look like this: 2026-11-23 or 2026-11-23T09:00:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
