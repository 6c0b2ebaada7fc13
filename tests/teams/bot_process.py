"""The bot as its own process, `partnerbot serve`, on a database and a Microsoft of the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from bot.cli import app
from tests.bot.house import POLICY_FILE
from tests.house.sources import TOP
from tests.teams_fake.microsoft import PASSWORD, TENANT, FakeMicrosoft
from tests.teams_fake.signing import APP_ID

_SERVE: Final = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--port", "0"]


def environment(microsoft: FakeMicrosoft, database_url: str) -> dict[str, str]:
    foreign = ("SLACK_", "OPENAI_", "TEAMS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | {
        "DATABASE_URL": database_url,
        "PARTNERBOT_POLICY": str(POLICY_FILE),
        "LOG_LEVEL": "INFO",
        "TEAMS_APP_ID": APP_ID,
        "TEAMS_APP_PASSWORD": PASSWORD,
        "TEAMS_APP_TYPE": "MultiTenant",
        "TEAMS_TENANTS": TENANT,
        "TEAMS_TEST_URL": microsoft.url,
    }


class Bot:
    """Up until `stop` or `kill`."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("a", encoding="utf-8") as lines:
            self._process = subprocess.Popen(_SERVE, cwd=TOP, env=dict(env), stdout=subprocess.PIPE, stderr=lines, text=True)

    @cached_property
    def url(self) -> str:
        """Where Teams delivers to, once it has opened; until this is asked for, nobody waits for that."""
        assert self._process.stdout is not None
        told = self._process.stdout.readline()
        assert "teams" in told, f"the bot did not open for Teams: {told or self.log[-2000:]}"
        return f"{told.split()[2]}api/messages"

    def reread(self) -> None:
        """Has it read its files again, as an operator does."""
        self._process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        """As a machine that loses its power does."""
        self._process.kill()
        self._process.communicate(timeout=10)

    def stop(self) -> int:
        """Asks it to end, as an operator does."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.communicate(timeout=30)
        return self._process.returncode

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


@contextmanager
def running(env: Mapping[str, str], log: Path) -> Iterator[Bot]:
    bot = Bot(env, log)
    try:
        yield bot
    finally:
        bot.stop()


def refusal(env: Mapping[str, str], *more: str) -> str:
    """What `partnerbot serve` says where it does not open."""
    done = CliRunner().invoke(app, ["serve", "--port", "0", *more], env={**dict.fromkeys(os.environ), **env})
    assert done.exit_code == 1
    return done.output
