"""What every command needs: the house over the configured database, or a clear word why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer
from pydantic import SecretStr

from bot.cli.policy import check
from bot.composition import House, build
from bot.config import BadConfiguration, Settings, read_settings
from bot.log import configure_logging
from program.policy_reading import PolicyErrors
from storage.engine import DatabaseProblem

#: Where the demo lives when nobody says otherwise: never in the database of a real program.
DEMO_DATABASE: Final = "sqlite:///var/demo.db"

_PROBLEMS: Final = {
    "database.url": "DATABASE_URL must look like sqlite:///path/to/file.db or postgresql://user:password@host/database",
    "database.unreachable": "The database {url} cannot be reached. Is it running, and is DATABASE_URL right?",
    "database.newer": "The database is of version {version}, newer than this partnerbot ({known}). Please update partnerbot.",
    "database.older": "The database is of version {version}. Run: partnerbot db upgrade",
    "database.busy": "Somebody holds tables of the database, for example a backup. Nothing was changed; please try again later.",
    "database.foreign": "The database holds tables that are not partnerbot's. Please give it a database of its own.",
}


def word_database(problem: DatabaseProblem) -> str:
    """The problem in a sentence that says what to do."""
    return _PROBLEMS[problem.code].format_map(problem.fields)


def fail(*sentences: str) -> typer.Exit:
    """Prints the sentences to standard error; raise what it returns."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    return typer.Exit(1)


def settings_or_exit() -> Settings:
    """The settings, or every problem with them and the end of the command."""
    try:
        return read_settings()
    except BadConfiguration as bad:
        raise fail("The configuration has problems:", *(f"  {problem}" for problem in bad.problems)) from None


@contextmanager
def open_house(*, demo: bool = False, quiet: bool = True) -> Iterator[House]:
    """The house for one command, closed at its end. With `demo`, over the demo's own database unless DATABASE_URL is set."""
    settings = settings_or_exit()
    if demo and "database_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"database_url": SecretStr(DEMO_DATABASE)})
    configure_logging("WARNING" if quiet else settings.log_level)
    try:
        house = build(settings)
    except DatabaseProblem as problem:
        raise fail(word_database(problem)) from None
    except PolicyErrors:
        check(Path(settings.policy_file), typer.get_text_stream("stderr"))
        raise typer.Exit(1) from None
    try:
        yield house
    finally:
        house.close()
