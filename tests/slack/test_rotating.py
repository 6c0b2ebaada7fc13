"""Secrets are changed while the process runs: for a time the old and the new one are accepted, then the new one alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from time import time
from typing import Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bot.billing.guard import SIGNATURE, TIMESTAMP, sign
from tests.slack.bot_process import Bot, running
from tests.slack.scene import ON_SQLITE, Scene

OLD, NEW = "the-old-secret-of-billing-1", "the-new-secret-of-billing-2"
#: Of a delivery that is signed well and says nothing of use.
READ: Final = 400


def billed(bot: Bot, secret: str) -> int:
    """How a delivery that is signed with the secret is answered."""
    stamp, body = str(int(time())), b"{}"
    headers = {TIMESTAMP: stamp, SIGNATURE: sign(body, stamp, secret), "Content-Type": "application/json"}
    try:
        with urlopen(Request(f"{bot.address}billing/events", body, headers), timeout=10) as response:  # noqa: S310 - the bot on loopback
            return int(response.status)
    except HTTPError as error:
        return error.code


def changed(scene: Scene, bot: Bot, file: Path, text: str, *, outcome: str = "secrets.read") -> None:
    """Changes the file and says so; until the process has read it."""
    seen = bot.log.count(outcome)
    file.write_text(text, encoding="utf-8")
    bot.hang_up()
    # The fake notices what is posted to it; a line of the log is looked for in short steps.
    assert any(scene.slack.wait_for(lambda: bot.log.count(outcome) > seen, seconds=0.1) for _ in range(300))


@ON_SQLITE
def test_secrets_are_changed_without_a_restart(scene: Scene, tmp_path: Path) -> None:
    app = scene.slack.platform.app
    slack, billing = tmp_path / "slack", tmp_path / "billing"
    slack.write_text(app.signing_secret + "\n", encoding="utf-8")
    billing.write_text(OLD, encoding="utf-8")
    files = {"SLACK_SIGNING_SECRET": "", "SLACK_SIGNING_SECRET_FILE": str(slack), "BILLING_WEBHOOK_SECRET_FILE": str(billing)}
    with running(scene.slack, scene.house, scene.log, files) as bot:
        assert [billed(bot, OLD), billed(bot, NEW)] == [READ, 401]
        changed(scene, bot, billing, f"{NEW},{OLD}")
        assert [billed(bot, OLD), billed(bot, NEW)] == [READ, READ]
        changed(scene, bot, billing, NEW)
        assert [billed(bot, OLD), billed(bot, NEW)] == [401, READ]

        changed(scene, bot, slack, f"next-secret,{app.signing_secret}")
        scene.anna.say("help")
        scene.anna.wait_for_reply()
        scene.slack.platform.app = replace(app, signing_secret="next-secret")
        changed(scene, bot, slack, "next-secret")
        before = len(scene.slack.north.bot_messages)
        scene.anna.say("help")
        assert scene.slack.wait_for(lambda: len(scene.slack.north.bot_messages) > before)

        changed(scene, bot, billing, "short", outcome="secrets.refused")
        assert billed(bot, NEW) == READ
        refused = next(line for line in map(json.loads, bot.log.splitlines()) if line["event"] == "secrets.refused")
        assert refused["problems"][0].startswith("BILLING_WEBHOOK_SECRET must be a secret of")
    assert not [word for word in (OLD, NEW, "next-secret", "short") if word in bot.log]
    scene.finish(bot)
