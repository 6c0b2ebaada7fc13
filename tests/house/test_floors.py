"""Who may import whom, said once more where import-linter cannot: modules not yet written, and the standard library."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, python

#: The one door of each vendor: a module, or a package with everything below it.
DOORS = {
    "slack_bolt": ("bot.slack",),
    "slack_sdk": ("bot.slack",),
    "botbuilder": ("bot.teams.edge",),
    "botframework": ("bot.teams.edge",),
    "sqlalchemy": ("storage",),
    "alembic": ("storage",),
    "psycopg": ("storage",),
    "psycopg_pool": ("storage",),
    "procrastinate": ("bot.delivery.carrier", "storage.migrations"),
    "prometheus_client": ("bot.delivery.metrics",),
    "openai": ("knowledge.model",),
    "numpy": ("storage.library_vectors",),
    "apscheduler": ("bot.scheduler",),
    "rigour": ("handlers.understanding",),
    "rapidfuzz": ("handlers.understanding",),
    "phonenumbers": ("handlers.understanding",),
    "babel": ("handlers",),
    "holidays": ("handlers.business_days",),
}
CHATS = ("bot.console", "bot.slack", "bot.teams", "bot.web")


def _within(module: str, packages: tuple[str, ...]) -> str | None:
    return next((package for package in packages if f"{module}.".startswith(f"{package}.")), None)


def strangers_in_the_program(source: Source) -> list[str]:
    allowed = sys.stdlib_module_names | {"program"}
    return [f"{source.at(line)}: {name}" for line, name in source.imports() if name.split(".")[0] not in allowed]


def vendors_past_their_door(source: Source) -> Iterator[str]:
    for line, name in source.imports():
        doors = DOORS.get(name.split(".")[0])
        if doors and not _within(source.module, doors):
            yield f"{source.at(line)}: {name} belongs to {', '.join(doors)}"


def chats_that_know_of_each_other(source: Source) -> Iterator[str]:
    own = _within(source.module, CHATS)
    for line, name in source.imports():
        other = _within(name, CHATS)
        if own and other and own != other:
            yield f"{source.at(line)}: {own} imports {name}"


def test_the_program_imports_the_standard_library_only() -> None:
    assert [breach for source in python("program") for breach in strangers_in_the_program(source)] == []


def test_a_vendor_is_imported_at_its_door_only() -> None:
    assert [breach for source in python() for breach in vendors_past_their_door(source)] == []


def test_chats_do_not_know_of_each_other() -> None:
    assert [breach for source in python("bot") for breach in chats_that_know_of_each_other(source)] == []


@pytest.mark.parametrize("text", ["import handlers.reply", "from sqlalchemy import text", "def f():\n    import rich"])
def test_a_stranger_in_the_program_is_found(text: str) -> None:
    assert strangers_in_the_program(Source(path="program/sample.py", text=text))


@pytest.mark.parametrize(
    ("path", "text", "is_breach"),
    [
        ("bot/turns.py", "import sqlalchemy", True),
        ("handlers/wording.py", "from openai import OpenAI", True),
        ("knowledge/models.py", "import openai", True),
        ("knowledge/model.py", "import openai", False),
        ("program/review_time.py", "import holidays", True),
        ("handlers/business_days.py", "from holidays import country_holidays", False),
        ("bot/teams/render.py", "from botbuilder.core import TurnContext", True),
        ("bot/teams/edge.py", "from botbuilder.core import TurnContext", False),
        ("bot/slack_retry.py", "import slack_sdk", True),
        ("bot/slack/__init__.py", "import slack_sdk", False),
        ("storage/engine.py", "from sqlalchemy.engine import URL", False),
    ],
)
def test_a_vendor_past_its_door_is_found(path: str, text: str, is_breach: bool) -> None:
    assert bool(list(vendors_past_their_door(Source(path=path, text=text)))) is is_breach


@pytest.mark.parametrize(
    ("path", "text", "is_breach"),
    [
        ("bot/web/app.py", "from bot.console import show", True),
        ("bot/slack/render.py", "from bot import teams", True),
        ("bot/web/app.py", "from bot.web.render import draw", False),
        ("bot/composition.py", "import bot.web, bot.slack", False),
    ],
)
def test_a_chat_that_knows_of_another_is_found(path: str, text: str, is_breach: bool) -> None:
    assert bool(list(chats_that_know_of_each_other(Source(path=path, text=text)))) is is_breach
