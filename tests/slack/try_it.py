"""The bot with its demo program in a Slack that is made up, in a terminal: no account, and nothing leaves this machine.

Run from the top of the repository: `make slack`. The bot is its real process; only the Slack at the other end is the tests' own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.clock import now
from handlers.message import Sender
from program.access import BY_RULE
from storage.engine import Database
from storage.links import SqlLinks
from storage.people import SqlPeople
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.terminal import Terminal

_TOP: Final = Path(__file__).parents[2]
_DATABASE: Final = "sqlite:///var/slack.db"
_PARTNERBOT: Final = [sys.executable, "-c", "from bot.cli import app; app()"]
#: Whom one can be, by the name in the terminal; the stranger is nobody to the bot.
PEOPLE: Final = {
    "seller": "seller@nordwind.example",
    "admin": "admin@nordwind.example",
    "manager": "manager@vendor.example",
    "channel": "channel@vendor.example",
    "stranger": "",
}


def joined(slack: FakeSlack, database: Database) -> dict[str, User]:
    """Everybody in the workspace, each account linked to its member, as a code does it."""
    general, people = slack.north.channel("general"), {}
    with database.transaction() as connection:
        for name, email in PEOPLE.items():
            member = SqlPeople(connection, BY_RULE, now()).by_email(email) if email else None
            user = people[name] = slack.north.join(name, member.name if member else "Robin Nowhere")
            general.members.add(user.id)
            if member is not None:
                SqlLinks(connection, now()).bind(Sender(chat="slack", tenant=user.team.id, user=user.id), member.id)
    return people


@contextmanager
def served(slack: FakeSlack, settings: Mapping[str, str]) -> Iterator[None]:
    """The bot as its own process, delivered to by the fake."""
    with tempfile.TemporaryFile("w+") as log:
        command = [*_PARTNERBOT, "serve", "--port", "0"]
        process = subprocess.Popen(command, cwd=_TOP, env=settings, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            if "slack" not in told:
                log.seek(0)
                raise SystemExit(f"The bot did not start: {told or log.read()[-2000:]}")
            slack.courier.url = f"{told.split()[2]}slack/events"
            yield
        finally:
            process.terminate()
            process.communicate(timeout=30)


def main() -> None:
    chosen = os.environ.get("DATABASE_URL", _DATABASE)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TEAMS_"))}
    settings = kept | {"DATABASE_URL": chosen, "LOG_LEVEL": "WARNING"}
    subprocess.run([*_PARTNERBOT, "demo", "--load-only"], cwd=_TOP, env=settings, check=True)
    with FakeSlack() as slack:
        database = Database(chosen)
        people = joined(slack, database)
        database.close()
        app, token = slack.platform.app, slack.north.token
        assert token is not None, "the app is installed in the first workspace"
        in_slack = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": token.value, "SLACK_SIGNING_SECRET": app.signing_secret}
        with served(slack, settings | in_slack):
            Terminal(slack, people, input, print).run()


if __name__ == "__main__":
    main()
