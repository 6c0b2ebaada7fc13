"""The fake delivers as Slack does: signed, again when it was not acknowledged, twice, out of order, to whom it belongs."""

from __future__ import annotations

import hmac
import json
import time
from hashlib import sha256

import pytest
from aiohttp import ClientSession, web

from tests.slack_fake.bench import token_of
from tests.slack_fake.courier import Modes
from tests.slack_fake.sample_app import SampleApp, call, listen_once
from tests.slack_fake.slack import ANNA, FakeSlack


def test_every_delivery_is_signed_over_its_raw_body(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.user("anna").say("hello – grüß Gott")
    slack.settle()
    headers, raw = app.headers[0], app.raw[0]
    at = headers["X-Slack-Request-Timestamp"]
    mark = hmac.new(slack.platform.app.signing_secret.encode(), f"v0:{at}:{raw}".encode(), sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={mark}"
    assert abs(int(at) - time.time()) < 5


def test_a_direct_message_comes_as_one_event(slack: FakeSlack, app: SampleApp) -> None:
    said = slack.north.user("anna").say("hello")
    slack.settle()
    assert [(event["type"], event["channel_type"], event["text"]) for event in app.events] == [("message", "im", "hello")]
    body = app.got[0]
    assert (body["type"], body["team_id"], body["event"]["user"], body["event"]["ts"]) == (
        "event_callback",
        slack.north.team.id,
        ANNA,
        said.ts,
    )
    assert body["authorizations"][0]["team_id"] == slack.north.team.id
    assert "X-Slack-Retry-Num" not in app.headers[0]


def test_a_mention_comes_as_two_events_of_one_message(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.user("ben").mention("my deals", channel=slack.north.channel("general"))
    slack.settle()
    assert sorted(event["type"] for event in app.events) == ["app_mention", "message"]
    assert len({event["ts"] for event in app.events}) == 1
    assert len({body["event_id"] for body in app.got}) == 2


def test_some_workspaces_send_the_mention_alone(slack: FakeSlack, app: SampleApp) -> None:
    slack.courier.modes = Modes(only_mentions=True)
    slack.north.user("ben").mention("my deals", channel=slack.north.channel("general"))
    slack.settle()
    assert [event["type"] for event in app.events] == ["app_mention"]


def test_what_is_said_where_the_bot_is_not_is_not_delivered(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.user("ben").say("a secret", channel=slack.north.channel("elsewhere"))
    slack.settle()
    assert app.got == []


def test_the_bot_hears_its_own_messages(slack: FakeSlack, app: SampleApp) -> None:
    said = slack.north.user("ben").say("hello")
    sent = call(slack, "chat.postMessage", token_of(slack.north), channel=said.channel, text="hello yourself", unfurl_links=False)
    call(slack, "chat.update", token_of(slack.north), channel=said.channel, ts=sent["ts"], text="changed")
    slack.settle()
    assert [(event.get("bot_id"), event.get("subtype")) for event in app.events[1:]] == [
        (slack.north.team.bot_id, None),
        (None, "message_changed"),
    ]
    slack.assert_clean()


def test_what_people_change_and_delete_is_told(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    said = ben.say("40k")
    ben.edit(said, "45k")
    ben.delete(said)
    slack.settle()
    told = sorted(str(event.get("subtype")) for event in app.events)
    assert told == ["None", "message_changed", "message_deleted"]


# ── again ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_that_is_not_acknowledged_comes_again(slack: FakeSlack, app: SampleApp) -> None:
    app.answers.extend([web.Response(status=500), web.Response(status=404)])
    slack.north.user("ben").say("hello")
    slack.settle()
    assert [headers.get("X-Slack-Retry-Num") for headers in app.headers] == [None, "1", "2"]
    assert app.headers[1]["X-Slack-Retry-Reason"] == "http_error"
    assert len({body["event_id"] for body in app.got}) == 1
    assert len(slack.courier.complaints) == 2
    with pytest.raises(AssertionError):
        slack.assert_clean()


def test_an_event_is_given_up_after_three_more_tries(slack: FakeSlack, app: SampleApp) -> None:
    app.answers.extend(web.Response(status=500) for _ in range(9))
    slack.north.user("ben").say("hello")
    slack.settle()
    assert len(app.got) == 4


def test_an_app_can_ask_not_to_be_tried_again(slack: FakeSlack, app: SampleApp) -> None:
    app.answers.append(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))
    slack.north.user("ben").say("hello")
    slack.settle()
    assert len(app.got) == 1


def test_an_app_has_three_seconds(slack: FakeSlack, app: SampleApp) -> None:
    assert Modes().ack_within == 3
    slack.courier.modes = Modes(ack_within=0.1)
    app.answers.append(None)
    slack.north.user("ben").say("hello")
    slack.settle()
    assert app.headers[1]["X-Slack-Retry-Reason"] == "http_timeout"
    assert slack.courier.complaints == ["event message.im: http_timeout"]


def test_an_app_that_is_away_is_tried_until_it_is_back(slack: FakeSlack, app: SampleApp) -> None:
    url, slack.courier.url = slack.courier.url, "http://127.0.0.1:9/"
    slack.north.user("ben").say("hello")
    assert slack.wait_for(lambda: bool(slack.courier.complaints))
    slack.courier.url = url
    slack.settle()
    assert app.headers[0]["X-Slack-Retry-Reason"] == "connection_failed"


@pytest.mark.parametrize("at_once", [False, True])
def test_an_event_can_come_several_times(slack: FakeSlack, app: SampleApp, *, at_once: bool) -> None:
    slack.courier.modes = Modes(copies=4, at_once=at_once)
    slack.north.user("ben").say("hello")
    slack.settle()
    assert (len(app.got), len({body["event_id"] for body in app.got})) == (5, 1)


def test_events_can_come_in_the_wrong_order(slack: FakeSlack, app: SampleApp) -> None:
    with slack.reordered():
        for text in ("first", "second"):
            slack.north.user("ben").say(text)
    slack.settle()
    assert [event["text"] for event in app.events] == ["second", "first"]


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_person_id_in_two_workspaces_is_two_people(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.user("anna").say("from the north")
    slack.south.user("anna").say("from the south")
    slack.settle()
    assert {(body["team_id"], body["event"]["user"]) for body in app.got} == {
        (slack.north.team.id, ANNA),
        (slack.south.team.id, ANNA),
    }


def test_an_external_person_is_of_another_team_than_the_event(slack: FakeSlack, app: SampleApp) -> None:
    general = slack.north.channel("general")
    guest = slack.north.guest("gitta", slack.south.team, general)
    guest.mention("my deals", channel=general)
    slack.settle()
    body = app.got[0]
    assert body["is_ext_shared_channel"]
    assert (body["event"]["team"], body["authorizations"][0]["team_id"]) == (slack.south.team.id, slack.north.team.id)
    with pytest.raises(AssertionError, match="other workspaces"):
        guest.command("/deal", channel=general)


def test_an_org_wide_install_names_the_organisation_and_no_team() -> None:
    with FakeSlack(installs=False, enterprise="E0ORG00001") as slack:
        app = SampleApp(slack)
        token = slack.platform.install(slack.north.team, is_org_wide=True)
        said = slack.south.user("anna").say("hello")
        slack.settle()
        authorization = app.got[0]["authorizations"][0]
        assert (authorization["team_id"], authorization["enterprise_id"]) == (None, "E0ORG00001")
        assert authorization["is_enterprise_install"]
        assert call(slack, "chat.postMessage", token.value, channel=said.channel, text="hello")["ok"]
        assert call(slack, "users.list", token.value)["error"] == "missing_argument"
        app.close()


def test_a_workspace_that_uninstalls_says_so_and_its_token_is_void(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.uninstall()
    slack.settle()
    assert sorted(event["type"] for event in app.events) == ["app_uninstalled", "tokens_revoked"]
    assert call(slack, "auth.test", token_of(slack.north))["error"] == "token_revoked"
    assert call(slack, "auth.test", token_of(slack.south))["ok"]


# ── the socket ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_socket_is_greeted_and_gets_envelopes(slack: FakeSlack) -> None:
    assert "ticket=" in call(slack, "apps.connections.open", slack.platform.app.app_token)["url"]
    listening = slack.server.submit(listen_once(slack))
    assert slack.wait_for(lambda: bool(slack.server.sockets.open))
    slack.north.user("ben").say("hello")
    slack.settle()
    hello, envelope = listening.result(10)
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert (envelope["type"], envelope["payload"]["event"]["text"], envelope["retry_attempt"]) == ("events_api", "hello", 0)
    slack.assert_clean()


def test_a_socket_answers_a_command_in_its_acknowledgement(slack: FakeSlack) -> None:
    listening = slack.server.submit(listen_once(slack, answer={"text": "nothing yet"}))
    assert slack.wait_for(lambda: bool(slack.server.sockets.open))
    ben = slack.north.user("ben")
    ack = ben.command("/deal", "mine")
    assert (ack.status, json.loads(ack.body)) == (200, {"text": "nothing yet"})
    assert ben.wait_for_reply("nothing yet").only_to == ben.id
    assert listening.result(10)[1]["payload"]["command"] == "/deal"


def test_a_socket_is_asked_to_come_again(slack: FakeSlack) -> None:
    listening = slack.server.submit(listen_once(slack))
    assert slack.wait_for(lambda: bool(slack.server.sockets.open))
    slack.server.run(slack.server.sockets.refresh())
    assert listening.result(10)[-1]["reason"] == "refresh_requested"


def test_a_ticket_is_good_for_one_connection(slack: FakeSlack) -> None:
    async def knock(ticket: str) -> int:
        async with ClientSession() as session, session.get(f"{slack.server.url}/link?ticket={ticket}") as response:
            return response.status

    ticket = slack.server.sockets.ticket()
    assert slack.server.run(knock("made-up")) == 403
    assert slack.server.run(knock(ticket)) == 400, "a ticket, but no client of sockets"
    assert slack.server.run(knock(ticket)) == 403
