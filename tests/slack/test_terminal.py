"""The bot can be tried in a made-up Slack, in a terminal, by whoever has no account: everything that one meets there works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import TOP
from tests.slack.bot_process import Bot
from tests.slack.scene import DEAL, ON_SQLITE, Scene
from tests.slack_fake.terminal import Terminal


class Typed:
    """What is typed, line by line; `{Register}` is the number of the newest button with these words."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.shown: list[str] = []

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return re.sub(r"^\{(.+)\}$", lambda found: self._number(found[1]), line)

    def _number(self, label: str) -> str:
        return next(found[1] for line in reversed(self.shown) if (found := re.search(rf"\[(\d+)\] {label}$", line)))

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


@ON_SQLITE
def test_a_deal_is_registered_looked_at_and_decided_in_the_terminal(scene: Scene, bot: Bot) -> None:
    typed = Typed(
        DEAL, "{Register}", "home", "form", "Donau Logistik GmbH", "no amount", ".",
        "as mara", "home", "nonsense/9", "99", "as nobody", "#nowhere help", "as anna", "#general my deals", "/help",
    )  # fmt: skip
    Terminal(scene.slack, {"anna": scene.anna, "mara": scene.mara}, typed.ask, typed.shown.append, quiet=0.3).run()
    assert scene.count("Acme GmbH") == 1
    before, _, hers = typed.text.partition("mara> ")
    assert "Approved: Acme GmbH is protected for you" in before
    assert "── Home" in before
    assert "  [" in before
    assert "(closed)" in before
    assert "Acme GmbH" in hers, "the manager's Home tab"
    for said in ("(no button 99)", "(there are anna, mara)", "(no channel #nowhere)", "in #general", "only you see this"):
        assert said in hers
    scene.finish(bot)


@pytest.mark.slow  # loads the demo and starts the bot
def test_the_one_command_opens_the_demo_in_a_made_up_slack(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TEAMS_", "OPENAI_"))}
    lines = f"{DEAL.replace('Acme', 'Probe')}\n1\nas stranger\nhome\nquit\n"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.slack.try_it"],
        cwd=TOP,
        env=env | {"DATABASE_URL": f"sqlite:///{tmp_path}/try.db"},
        input=lines,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    assert "Approved: Probe GmbH is protected for you" in ended.stdout
    assert "Enter my code" in ended.stdout
    assert "Traceback" not in ended.stderr
