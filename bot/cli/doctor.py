"""What is configured, what is reachable and what is missing, in one look."""

from __future__ import annotations

from typing import TextIO
from urllib.parse import urlsplit

from bot.cli.common import word_database
from bot.cli.condition import condition, zones
from bot.cli.policy import word_problem
from bot.cli.reaching import reached
from bot.clock import now
from bot.composition import read_program
from bot.config import BadConfiguration, Settings, read_settings
from bot.vectors import Lack, key_variable, lack
from program.policy_reading import PolicyErrors
from storage.engine import Database, DatabaseProblem
from storage.health import counts, policy_versions
from storage.library_filling import can_look_up, filled
from storage.migrations import HEAD


def run(sink: TextIO, *, reach: bool = False) -> int:
    """Prints a line for each thing looked at; returns 0 when a program can run, else 1. With `reach`, others are asked, too."""
    try:
        settings = read_settings()
    except BadConfiguration as bad:
        for problem in bad.problems:
            _line(sink, "wrong", "configuration", problem)
        return 1
    _line(sink, "ok", "configuration", "read from the environment and .env")
    versions = _policy(settings, sink)
    healthy = _database(settings, versions, sink)
    if reach:
        found = reached(settings)
        for line in found:
            _line(sink, *line)
        healthy = healthy and all(state != "wrong" for state, _, _ in found)
    _line(
        sink,
        "–",
        "chats",
        f"terminal: partnerbot chat; page: partnerbot demo; Slack: {_slack(settings)}; Teams: {_teams(settings)}",
    )
    is_open = "POST /billing/events" if settings.billing_webhook_secrets else "only files; BILLING_WEBHOOK_SECRET is not set"
    _line(sink, "–", "billing", is_open)
    _model(settings, sink)
    _vectors(settings, sink)
    return 0 if versions and healthy else 1


def _policy(settings: Settings, sink: TextIO) -> frozenset[str]:
    try:
        program = read_program(settings)
    except PolicyErrors as errors:
        first = word_problem(errors.problems[0]) if errors.problems else "it is no text in UTF-8"
        _line(sink, "wrong", "policy", f"{settings.policy_file}: {len(errors.problems)} problems, the first: {first}")
        return frozenset()
    _line(sink, "ok", "policy", f"{program.name}, versions {', '.join(policy.version for policy in program.versions)}")
    _line(sink, *zones(program))
    return frozenset(policy.version for policy in program.versions)


def _slack(settings: Settings) -> str:
    """How Slack reaches the bot; it is not called."""
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        return "not configured"
    workspaces = "one workspace" if settings.slack_client_id is None else "every workspace that installs it"
    return f"{workspaces}, {'through Socket Mode' if settings.slack_app_token else 'by HTTP'}, not tried"


def _teams(settings: Settings) -> str:
    """Whether Teams can be run as it is configured; nothing is called."""
    if settings.teams_app_id is None and not settings.teams_anonymous:
        return "not configured"
    from bot.teams.begin import problems, tenants  # botbuilder takes long to import

    if found := " ".join(problems(settings)):
        return f"cannot be run. {found}"
    if settings.teams_anonymous:
        return "for developing only: whoever is on this machine is believed"
    count = len(tenants(settings))
    return f"{settings.teams_app_type}, for {count} {'tenant' if count == 1 else 'tenants'}, not tried"


def _model(settings: Settings, sink: TextIO) -> None:
    """What is configured; the model is not called, since that may cost."""
    named, keyed = settings.openai_model, settings.openai_api_key
    if named is None and keyed is None:
        _line(sink, "–", "model", "none; none is needed")
    elif named is None or keyed is None:
        absent = "OPENAI_MODEL" if named is None else "OPENAI_API_KEY"
        _line(sink, "missing", "model", f"none is used: {absent} is not set")
    else:
        url = urlsplit(settings.openai_base_url or "https://api.openai.com")
        host = f"{url.hostname}, not encrypted" if url.scheme == "http" else url.hostname
        priced = settings.openai_price_in is not None and settings.openai_price_out is not None
        counted = "tokens and cost" if priced else "tokens"
        _line(sink, "ok", "model", f"{named} at {host}; not tried; {counted} are counted")


def _vectors(settings: Settings, sink: TextIO) -> None:
    """Whether questions are compared by meaning, too, and how much of the library can be; the model is not called."""
    named = settings.embedding_model
    if named is None:
        _line(sink, "–", "vectors", "none; none are needed")
        return
    database = Database(settings.database_url.get_secret_value())
    try:
        match lack(settings, is_sqlite=database.is_sqlite):
            case Lack.KEY:
                _line(sink, "missing", "vectors", f"none are used: {key_variable(settings)} is not set")
            case Lack.NUMPY:
                _line(
                    sink, "missing", "vectors", 'none are used: on SQLite they need numpy. See: pip install "partnerbot[vectors]"'
                )
            case None if database.version() != HEAD:
                _line(sink, "–", "vectors", f"{named}; none are made yet")
            case None:
                _filled(settings, named, database, sink)
    except DatabaseProblem:
        pass  # said already, of the database
    finally:
        database.close()


def _filled(settings: Settings, named: str, database: Database, sink: TextIO) -> None:
    with database.reading() as connection:
        if not can_look_up(connection):
            _line(sink, "missing", "vectors", "none are used: the database has no pgvector of version 0.8 or newer")
            return
        count = filled(connection, named, settings.embedding_dimensions)
    _line(sink, "ok", "vectors", f"{named}; not tried; {count.with_vector} of {count.chunks} parts of the library have one")


def _database(settings: Settings, versions: frozenset[str], sink: TextIO) -> bool:
    database = Database(settings.database_url.get_secret_value())
    try:
        version = database.version()
        if version is None:
            _line(sink, "–", "database", f"{database.shown_url}: empty; the first command that needs it fills it")
            return True
        if version != HEAD:
            database.prepare()
        ahead = "" if version == HEAD else f", ahead of this release ({HEAD}) by what does not disturb it"
        _line(sink, "ok", "database", f"{database.shown_url}: version {version}{ahead}")
        found = counts(database)
        missing = not found["channel admins"]
        _line(sink, "missing" if missing else "ok", "program", ", ".join(f"{count} {name}" for name, count in found.items()))
        if missing:
            _line(sink, "missing", "program", "no channel admin yet: partnerbot init EMAIL")
        for line in condition(database, now()):
            _line(sink, *line)
        lost = policy_versions(database) - versions
        if lost:
            _line(
                sink,
                "wrong",
                "policy",
                f"deals were registered under versions that the file no longer has: {', '.join(sorted(lost))}",
            )
        return not lost
    except DatabaseProblem as problem:
        _line(sink, "wrong", "database", word_database(problem))
        return False
    finally:
        database.close()


def _line(sink: TextIO, mark: str, what: str, text: str) -> None:
    sink.write(f"{mark:<8} {what:<14} {text}\n")
