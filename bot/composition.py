"""Putting the house together: from settings to a database, a program and turns."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass

import structlog

from bot.clock import now
from bot.config import Settings
from bot.ids import FreshIds
from bot.turns import Turns
from program.policy import Program
from program.policy_reading import PolicyErrors, read_policy
from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that stands once the bot is up."""

    settings: Settings
    database: Database
    program: Program
    ids: FreshIds
    turns: Turns


def build(settings: Settings) -> House:
    """The house over the configured database, brought to the newest schema if it was empty.

    Raises DatabaseProblem when the database cannot be used, PolicyErrors when the policy has mistakes.
    """
    program = read_program(settings)
    database = Database(settings.database_url.get_secret_value())
    database.prepare()
    ids = FreshIds()
    return House(settings=settings, database=database, program=program, ids=ids, turns=Turns(database, program, ids, now))


def read_program(settings: Settings) -> Program:
    """The policy file as configured; raises PolicyErrors, also for a file that is no text."""
    try:
        source = settings.policy_file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PolicyErrors(()) from None
    return read_policy(source)


def configure_logging(level: str) -> None:
    """Structured lines on standard error. They hold ids and kinds, never what people wrote."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
