"""The fake's limits of rate, its faults and its journal."""

from __future__ import annotations

import json
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.slack_fake import wire_faults
from tests.slack_fake.bench import Bench, token_of
from tests.slack_fake.platform import App
from tests.slack_fake.sample_app import call
from tests.slack_fake.slack import FakeSlack

# ── rates, faults, journal ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_channel_takes_one_message_a_second_after_a_burst(bench: Bench) -> None:
    answers = [bench.post() for _ in range(6)]
    assert [answer["status"] for answer in answers[:4]] == [200] * 4
    assert (answers[5]["status"], answers[5]["error"]) == (429, "ratelimited")
    assert int(answers[5]["headers"]["Retry-After"]) >= 1
    assert bench.post(channel=bench.north.channel("private").id)["ok"], "another channel counts for itself"
    bench.slack.platform.clock.advance(1.1)
    assert bench.post()["ok"]


def test_a_tier_counts_for_each_workspace_and_can_be_switched_off(bench: Bench) -> None:
    statuses = [bench.call("users.list")["status"] for _ in range(21)]
    assert (statuses.count(200), statuses.count(429)) == (20, 1)
    assert call(bench.slack, "users.list", token_of(bench.slack.south))["ok"]
    bench.slack.platform.rates.is_on = False
    assert bench.call("users.list")["ok"]


@pytest.mark.parametrize(
    ("fault", "is_kept"),
    [(wire_faults.RESET, 0), (wire_faults.DROPPED, 1), (wire_faults.GARBAGE_AFTER, 1), (wire_faults.GARBAGE, 0)],
)
def test_a_connection_that_breaks_says_nothing_of_what_became_of_the_call(
    bench: Bench, fault: wire_faults.Fault, is_kept: int
) -> None:
    bench.slack.faults.add("chat.postMessage", fault)
    with pytest.raises((HTTPException, OSError, json.JSONDecodeError)):
        bench.post()
    assert len(bench.north.bot_messages) == is_kept
    assert bench.post()["ok"]


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (wire_faults.busy("soon"), 429, "ratelimited"),
        (wire_faults.busy(None), 429, "ratelimited"),
        (wire_faults.status(503), 503, None),
        (wire_faults.named("account_inactive"), 200, "account_inactive"),
    ],
)
def test_a_fault_is_met_once(bench: Bench, fault: wire_faults.Fault, status: int, error: str | None) -> None:
    bench.slack.faults.add("*", None, fault)
    assert bench.post()["ok"]
    answer = bench.post()
    assert (answer["status"], answer.get("error")) == (status, error)
    assert bench.post()["ok"]
    assert len(bench.north.bot_messages) == 2


def test_a_rare_method_may_be_called_a_few_times_in_a_row(slack: FakeSlack) -> None:
    token = slack.platform.app.app_token
    answers = [call(slack, "apps.connections.open", token) for _ in range(5)]
    assert [answer["status"] for answer in answers] == [200] * 4 + [429]
    assert 50 < int(answers[4]["headers"]["Retry-After"]) <= 60


def test_every_call_is_in_the_journal_without_its_token(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    with FakeSlack(app=App(), journal=file) as slack:
        Bench(slack).post()
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["method"], line["answer"]["ok"]) for line in lines if line["kind"] == "call"] == [("chat.postMessage", True)]
    assert "xoxb" not in file.read_text(encoding="utf-8")
