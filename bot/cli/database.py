"""Commands on the database's schema."""

from __future__ import annotations

import typer

from bot.cli.common import fail, settings_or_exit, word_database
from storage.engine import Database, DatabaseProblem

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The database."""


@app.command()
def upgrade() -> None:
    """Bring the database of DATABASE_URL to this release's version. Safe to repeat."""
    settings = settings_or_exit()
    try:
        database = Database(settings.database_url.get_secret_value())
        before = database.version()
        database.upgrade()
        after = database.version()
        database.close()
    except DatabaseProblem as problem:
        raise fail(word_database(problem)) from None
    typer.echo(f"The database is at version {after}." if before == after else f"Upgraded from {before or 'empty'} to {after}.")
