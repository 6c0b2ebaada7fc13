"""The bot as its own process, `partnerbot serve`, on a database and a Slack of the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from handlers.message import Sender
from storage.links import SqlLinks
from tests.bot.house import NOW, POLICY_FILE, House
from tests.house.sources import TOP
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack

_COMMAND: Final = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--port", "0"]


class Bot:
    """Started anew as often as a test likes, at the same database and, but for the first time, at the same port."""

    def __init__(self, slack: FakeSlack, database_url: str, log: Path, env: Mapping[str, str]) -> None:
        self._slack = slack
        self._log = log
        self._env = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "OPENAI_"))} | {
            "DATABASE_URL": database_url,
            "PARTNERBOT_POLICY": str(POLICY_FILE),
            "LOG_LEVEL": "INFO",
            "SLACK_API_URL": slack.api_url,
            **env,
        }
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def start(self) -> None:
        """Waits until it says where it is open, and has Slack deliver there."""
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(_COMMAND, cwd=TOP, env=self._env, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        told = self._process.stdout.readline()
        assert "slack" in told, f"the bot did not open for Slack: {told or self.log[-2000:]}"
        self.address = told.split()[2]
        if "SLACK_APP_TOKEN" not in self._env:
            self._slack.courier.url = f"{self.address}slack/events"

    def kill(self) -> None:
        """As a machine that loses its power does."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=10)

    def stop(self) -> None:
        """Asks it to end, as an operator does."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.communicate(timeout=30)

    def hang_up(self) -> None:
        """Asks it to read its secrets again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


@contextmanager
def running(
    slack: FakeSlack,
    house: House,
    log: Path,
    env: Mapping[str, str] | None = None,
    *,
    socket: bool = False,
    public_url: str = "",
) -> Iterator[Bot]:
    """A bot that is up, for the token of the first workspace unless `env` says otherwise; stopped at the end."""
    assert slack.north.token is not None or env is not None
    by_default = {"SLACK_BOT_TOKEN": slack.north.token.value} if slack.north.token else {}
    way = (
        {"SLACK_APP_TOKEN": slack.platform.app.app_token} if socket else {"SLACK_SIGNING_SECRET": slack.platform.app.signing_secret}
    )
    bot = Bot(slack, house.url, log, by_default | way | {"PUBLIC_URL": public_url} | dict(env or {}))
    bot.start()
    try:
        yield bot
    finally:
        bot.stop()


def links(house: House, *pairs: tuple[User, str]) -> None:
    """These accounts belong to these members of the house."""
    with house.database.transaction() as connection:
        bound = SqlLinks(connection, NOW)
        for user, who in pairs:
            bound.bind(Sender(chat="slack", tenant=user.team.id, user=user.id), f"m-{who}")
