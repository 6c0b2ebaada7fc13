"""What Slack delivers by HTTP is answered as Slack wants it, kept before it is acknowledged, and done once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.log import configure_logging
from handlers.message import LARGEST_FILE
from storage.tables import inbox
from tests.slack.counter import FORM, JSON, Counter
from tests.slack.test_read import event, press
from tests.slack_fake.wire_faults import status

Body = dict[str, Any]


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIGNED = (
    {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": {"id": "U5"}}},
    {"type": "event_callback", "team_id": "T1", "event": {"type": "app_uninstalled"}},
    {"type": "event_callback", "team_id": "T1", "event": {}},
    {"type": "event_callback", "team_id": "T2", "event": {"type": "message"}},
    {"type": "app_rate_limited", "team_id": "T1"},
    {"type": "view_closed", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"type": "modal", "callback_id": "form"}},
    {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"type": "modal", "callback_id": "other"}},
    {"type": "block_suggestion", "team": {"id": "T1"}, "user": {"id": "U1"}, "value": "ac"},
    {"type": "shortcut", "team": {"id": "T1"}, "user": {"id": "U1"}, "callback_id": "other", "trigger_id": "1"},
    {"type": "interactive_message", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": []},
    {"type": "something_new", "team": {"id": "T1"}, "user": {"id": "U1"}},
    {"command": "/other", "team_id": "T1", "user_id": "U1", "text": "x", "trigger_id": "1"},
    {"ssl_check": "1", "token": "x"},
)


@pytest.mark.parametrize("body", SIGNED, ids=lambda body: str(body.get("type") or body.get("command") or "ssl_check"))
def test_every_signed_payload_is_answered_well(counter: Counter, body: Body) -> None:
    async def use(counter: Counter) -> None:
        response = await counter.deliver(body)
        assert response.status == 200
        assert 'partnerbot_acknowledged_seconds_count{chat="slack"} 1.0' in counter.metrics.text().decode()

    counter.run(use)


def test_slack_is_told_what_it_asks_when_the_address_is_entered(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        response = await counter.deliver({"type": "url_verification", "challenge": "c-1"})
        assert (response.status, "c-1" in await response.text()) == (200, True)

    counter.run(use)


def test_what_is_not_signed_is_refused_before_it_is_read(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    async def use(counter: Counter) -> None:
        bad = [
            await counter.deliver(event(text="secret words"), **{"X-Slack-Signature": "v0=00"}),
            await counter.deliver(event(text="secret words"), **{"X-Slack-Request-Timestamp": "1"}),
            await counter.deliver(event(text="secret words"), **{"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""}),
            await counter.send(b"secret words {", JSON, **{"X-Slack-Signature": "v0=ü"}),
        ]
        assert [response.status for response in bad] == [401] * 4
        assert [await response.text() for response in bad] == [""] * 4

    counter.run(use)
    assert counter.house.rows(inbox) == []
    told = capsys.readouterr()
    assert "secret words" not in told.out + told.err


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", JSON),
        (b"[]", JSON),
        (b"\xff", JSON),
        (b"", JSON),
        (b"payload=%7B", FORM),
        (b'{"team": 5, "type": "event_callback"}', JSON),
        (b'{"authorizations": ["T1"], "type": "event_callback"}', JSON),
        (b'{"view": {"callback_id": "form"}, "type": "view_submission", "team": {"id": "T1"}}', JSON),
        (b'{"authorizations": 7, "type": "event_callback"}', JSON),
    ],
)
def test_what_is_signed_and_malformed_is_not_asked_for_again(counter: Counter, body: bytes, content_type: str) -> None:
    async def use(counter: Counter) -> None:
        response = await counter.send(body, content_type)
        assert (response.status, response.headers.get("X-Slack-No-Retry")) == (400, "1")

    counter.run(use)


def test_what_is_too_long_is_refused(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        response = await counter.send(b"x" * 100_000, JSON)
        assert response.status == 413

    counter.run(use)


def test_a_message_is_answered_in_its_thread_once_however_often_it_is_delivered(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        for number in range(5):
            response = await counter.deliver(event(text="my deals"), **{"X-Slack-Retry-Num": str(number)})
            assert response.status == 200
        await counter.work()

    counter.run(use)
    assert [place for place, _ in counter.shown()] == ["D1/17.1"]


@pytest.fixture
def logging_as_served() -> Iterator[None]:
    configure_logging("INFO")
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("logging_as_served")
def test_what_cannot_be_kept_is_not_acknowledged(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    async def use(counter: Counter) -> None:
        counter.broken = True
        assert (await counter.deliver(event())).status == 500
        counter.broken = False
        assert (await counter.deliver(event())).status == 200

    counter.run(use)
    assert len(counter.house.rows(inbox)) == 1
    told = capsys.readouterr()
    assert "somebody’s words" not in told.out + told.err


def test_a_mention_is_answered_in_direct_messages_and_the_channel_is_told(counter: Counter) -> None:
    mention = {"type": "app_mention", "channel": "C1", "channel_type": None, "text": "<@UBOT> register Acme GmbH, 45k"}

    async def use(counter: Counter) -> None:
        await counter.deliver(event(**mention))
        await counter.deliver(event(**mention | {"type": "message", "channel_type": "channel"}))
        await counter.work()

    counter.run(use)
    (private, told) = counter.shown()
    assert private[0] == "D1/"
    assert "Acme" in private[1]
    assert told == ("C1/17.1", "I sent you a direct message.")


def test_a_stranger_in_a_channel_learns_there_only_that_they_were_written_to(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(event(type="app_mention", channel="C1", channel_type=None, text="<@UBOT> deals", user="U9"))
        await counter.work()

    counter.run(use)
    assert [place for place, _ in counter.shown()] == ["D9/", "C1/17.1"]


def test_a_command_says_where_the_answer_is(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        command = {"command": "/deal", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "trigger_id": "1", "text": "my deals"}
        response = await counter.deliver(command)
        assert "direct messages" in await response.text()
        await counter.work()

    counter.run(use)
    assert [place for place, _ in counter.shown()] == ["D1/"]


def test_two_messages_of_one_person_are_answered_in_order(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(event(text="register Acme GmbH", ts="17.1"))
        await counter.deliver(event(text="45k EUR", ts="17.2", thread_ts="17.1"))
        await counter.work()

    counter.run(use)
    (_, first), (_, second) = counter.shown()
    assert "Acme" in first
    assert "45,000" in second


def test_a_button_goes_on_working_when_the_process_is_another(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        counter.house.restart()
        await counter.deliver(press("deals.list") | {"team": {"id": "T1"}})
        await counter.work()

    counter.run(use)
    assert [place for place, _ in counter.shown()] == ["D1/17.1"]


def sent_list(counter: Counter, **fields: Any) -> Body:
    url = counter.api.sent("deals.csv", "company,amount\nDüne GmbH,45k EUR\n".encode())
    file = {"name": "deals.csv", "size": 30, "url_private_download": url} | fields
    return event(text="", subtype="file_share", files=[file])


def test_a_list_that_is_sent_is_kept_with_its_lines_and_answered(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        assert (await counter.deliver(sent_list(counter))).status == 200
        await counter.work()

    counter.run(use)
    (row,) = counter.house.rows(inbox)
    assert row["what"] == {"file": {"name": "deals.csv", "content": ""}}  # of what is answered, the name stays
    assert len(counter.shown()) == 1


def test_a_list_that_cannot_be_had_just_now_is_delivered_again(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        counter.api.faults.always["files"] = status(503)
        assert (await counter.deliver(sent_list(counter))).status == 500
        counter.api.faults.always.clear()
        assert (await counter.deliver(sent_list(counter))).status == 200

    counter.run(use)
    assert len(counter.house.rows(inbox)) == 1


@pytest.mark.parametrize(
    "url", ["https://files.slack.com.evil.example/x.csv", "http://169.254.169.254/x.csv", "file:///etc/passwd"]
)
def test_the_token_is_shown_to_nobody_but_slack(counter: Counter, url: str) -> None:
    async def use(counter: Counter) -> None:
        assert (await counter.deliver(sent_list(counter, url_private_download=url))).status == 200

    counter.run(use)
    assert counter.house.rows(inbox)[0]["what"] == {"file": {"name": "deals.csv", "content": ""}}


@pytest.mark.parametrize("fields", [{"name": "song.mp3"}, {"size": LARGEST_FILE + 1}, {"url_private_download": None}])
def test_a_file_that_cannot_be_read_is_left_alone(counter: Counter, fields: Body) -> None:
    async def use(counter: Counter) -> None:
        assert (await counter.deliver(sent_list(counter, **fields))).status == 200

    counter.run(use)
    assert counter.house.rows(inbox)[0]["what"] == {"said": ""}


def test_somebody_who_waits_in_a_thread_sees_that_an_answer_is_on_its_way(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(event(text="my deals"))
        await counter.work()

    counter.run(use)
    (shown,) = counter.api.called("assistant.threads.setStatus")
    assert (shown["channel_id"], shown["thread_ts"]) == ("D1", "17.1")
    assert shown["status"]


def test_what_the_last_deliveries_began_is_done_before_the_connections_close(counter: Counter) -> None:
    """A call after that would open a connection of its own, and nobody would close it."""
    closed: list[bool] = []

    async def begun_late(counter: Counter) -> None:
        for _ in range(5):
            await asyncio.sleep(0)
        session = counter.chat._api._session
        closed.append(session is None or session.closed)

    async def use(counter: Counter) -> None:
        await counter.chat.stop()
        counter.chat._begin(begun_late(counter))
        await counter.chat.close()

    counter.run(use)
    assert closed == [False]
