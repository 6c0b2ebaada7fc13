"""The fake's Web API refuses what Slack's refuses, each rule once, and says so as Slack does."""

from __future__ import annotations

import pytest

from tests.slack_fake.bench import TEXT, Bench
from tests.slack_fake.elements import Json
from tests.slack_fake.sample_app import call, call_form
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.test_fake_blocks import button, modal, section

# ── who may call ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_call_without_a_token_is_refused_with_200(bench: Bench) -> None:
    answer = call_form(bench.slack, "auth.test")
    assert (answer["status"], answer["ok"], answer["error"]) == (200, False, "not_authed")


def test_a_token_that_nobody_gave_is_refused(bench: Bench) -> None:
    assert call(bench.slack, "auth.test", "xoxb-made-up")["error"] == "invalid_auth"


def test_a_token_may_stand_in_a_form_but_not_in_json(bench: Bench) -> None:
    assert call_form(bench.slack, "auth.test", token=bench.token)["team_id"] == bench.north.team.id
    assert call(bench.slack, "auth.test", "", token=bench.token)["error"] == "not_authed"


def test_a_revoked_token_is_refused(bench: Bench) -> None:
    assert bench.call("auth.revoke")["revoked"]
    assert bench.error("auth.test") == "token_revoked"


def test_a_bot_token_opens_no_socket(bench: Bench) -> None:
    assert bench.error("apps.connections.open") == "not_allowed_token_type"


def test_a_scope_that_was_not_granted_is_asked_for(slack: FakeSlack) -> None:
    token = slack.platform.install(slack.north.team, scopes=frozenset({"chat:write"}))
    answer = call(slack, "users.info", token.value, user=slack.north.user("ben").id)
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "chat:write")


def test_a_method_that_does_not_exist_is_unknown(bench: Bench) -> None:
    assert bench.error("chat.shout") == "unknown_method"


def test_a_missing_argument_is_named(bench: Bench) -> None:
    answer = bench.call("chat.update", channel=bench.general, text="x")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: ts"]


# ── where a message may go ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_kept_as_it_was_sent(bench: Bench) -> None:
    answer = bench.post()
    assert (answer["ok"], answer["channel"], answer["message"]["text"]) == (True, bench.general, TEXT)
    assert [message.text for message in bench.north.bot_messages] == [TEXT]


def test_a_channel_of_another_workspace_does_not_exist(bench: Bench) -> None:
    assert bench.post(channel=bench.slack.south.channel("general").id)["error"] == "channel_not_found"


def test_a_private_channel_without_the_bot_does_not_exist(bench: Bench) -> None:
    assert bench.post(channel=bench.north.channel("hidden").id)["error"] == "channel_not_found"


def test_the_bot_has_to_be_in_the_channel(bench: Bench) -> None:
    assert bench.post(channel=bench.north.channel("elsewhere").id)["error"] == "not_in_channel"


def test_a_person_stands_for_their_direct_messages_only_where_one_posts(bench: Bench) -> None:
    ben = bench.north.user("ben").id
    sent = bench.post(channel=ben)
    assert sent["channel"] == bench.north.team.dm(ben).id
    assert bench.error("chat.update", channel=ben, ts=sent["ts"], text="x") == "channel_not_found"
    assert bench.error("conversations.history", channel=ben) == "channel_not_found"


def test_nothing_is_posted_to_an_archived_channel(bench: Bench) -> None:
    bench.north.channel("general").is_archived = True
    assert bench.post()["error"] == "is_archived"


def test_a_reply_needs_the_message_that_it_replies_to(bench: Bench) -> None:
    assert bench.post(thread_ts="1700000000.000001")["error"] == "cannot_reply_to_message"
    assert bench.post(thread_ts="yesterday")["error"] == "invalid_thread_ts"
    assert bench.post(thread_ts=bench.post()["ts"])["ok"]


def test_an_ephemeral_message_is_for_members_and_in_no_history(bench: Bench) -> None:
    anna = bench.north.user("anna").id
    assert bench.error("chat.postEphemeral", channel=bench.general, user="U0NOBODY", text="x") == "user_not_in_channel"
    sent = bench.call("chat.postEphemeral", channel=bench.general, user=anna, text="only you")
    assert bench.call("conversations.history", channel=bench.general)["messages"] == []
    assert bench.error("chat.update", channel=bench.general, ts=sent["message_ts"], text="x") == "message_not_found"
    assert [message.text for message in bench.north.user("anna").messages()] == ["only you"]
    assert bench.north.user("ben").messages() == []


# ── what a message may say ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "", "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x"}, "markdown_text_conflict"),
        ({"blocks": "none"}, "invalid_blocks_format"),
        ({"blocks": [section(text={"type": "mrkdwn", "text": "x" * 3001})]}, "invalid_blocks"),
        ({"blocks": [section(text={"type": "mrkdwn", "text": "x" * 2700})] * 5}, "msg_blocks_too_long"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x", "event_payload": {"a": "x" * 9000}}}, "metadata_too_large"),
    ],
)
def test_a_message_that_slack_would_not_take_is_refused(bench: Bench, args: Json, error: str) -> None:
    assert bench.post(**args)["error"] == error
    assert bench.north.bot_messages == []
    assert bench.slack.platform.refused


def test_refused_blocks_are_pointed_at(bench: Bench) -> None:
    answer = bench.post(blocks=[section(), {"type": "header", "text": {"type": "plain_text", "text": ""}}])
    assert answer["response_metadata"]["messages"] == ["[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"]


@pytest.mark.parametrize(
    ("args", "what"),
    [
        ({"text": "", "blocks": [section()]}, "no text beside the blocks"),
        ({"text": "a <!channel> for you"}, "a mention of everybody"),
        ({"text": "**bold**"}, "no mrkdwn"),
        ({"text": "[here](https://example.org)"}, "no mrkdwn"),
        ({"unfurl_links": True}, "unfurl_links is on"),
        ({"colour": "red"}, "undocumented argument colour"),
        ({"blocks": [{"type": "actions", "elements": [{k: v for k, v in button().items() if k != "action_id"}]}]}, "no action_id"),
        ({"attachments": [{"text": "x"}]}, "attachments"),
        ({"text": "something with xoxb-1-2"}, "a secret"),
        ({"text": 'Traceback (most recent call last):\n  File "x"'}, "a stack trace"),
        ({"text": "about canary-of-south"}, "something of another workspace"),
    ],
)
def test_a_poor_message_is_taken_and_noted(bench: Bench, args: Json, what: str) -> None:
    assert bench.post(**args)["ok"]
    assert any(what in noted for noted in bench.slack.platform.lint), bench.slack.platform.lint
    with pytest.raises(AssertionError):
        bench.slack.assert_clean()


def test_a_sound_message_is_clean(bench: Bench) -> None:
    assert bench.post(blocks=[section()], unfurl_links=False, metadata={"event_type": "x", "event_payload": {"key": "k"}})["ok"]
    bench.slack.assert_clean()


# ── changing, deleting, finding ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_message_keeps_what_it_said_before(bench: Bench) -> None:
    ts = bench.post(blocks=[{"type": "actions", "elements": [button()]}])["ts"]
    assert bench.call("chat.update", channel=bench.general, ts=ts, text="decided")["ok"]
    message = bench.north.bot_messages[0]
    assert [revision.text for revision in message.revisions] == [TEXT, "decided"]
    assert message.buttons == ["Go"], "blocks that are not named stay, as in Slack"
    assert bench.call("chat.update", channel=bench.general, ts=ts, text="decided", blocks=[])["ok"]
    assert message.buttons == []


def test_only_the_bots_own_messages_are_changed_and_deleted(bench: Bench) -> None:
    said = bench.north.user("ben").say("hello", channel=bench.north.channel("general"))
    assert bench.error("chat.update", channel=bench.general, ts=said.ts, text="x") == "cant_update_message"
    assert bench.error("chat.delete", channel=bench.general, ts=said.ts) == "cant_delete_message"
    ts = bench.post()["ts"]
    assert bench.call("chat.delete", channel=bench.general, ts=ts)["ok"]
    assert bench.error("chat.update", channel=bench.general, ts=ts, text="x") == "message_not_found"


def test_metadata_is_found_by_those_who_ask_for_it(bench: Bench) -> None:
    metadata = {"event_type": "posted", "event_payload": {"key": "k1"}}
    root = bench.post(metadata=metadata)["ts"]
    bench.post(thread_ts=root, text="reply", metadata=metadata)
    plain = bench.call("conversations.history", channel=bench.general)["messages"]
    told = bench.call("conversations.history", channel=bench.general, include_all_metadata=True)["messages"]
    assert ("metadata" in plain[0], told[0]["metadata"], len(told)) == (False, metadata, 1)
    thread = bench.call("conversations.replies", channel=bench.general, ts=root, include_all_metadata=True)["messages"]
    assert [each["text"] for each in thread] == [TEXT, "reply"]
    assert bench.error("conversations.replies", channel=bench.general, ts="1700000000.000001") == "thread_not_found"
    assert bench.error("conversations.history", channel=bench.north.channel("elsewhere").id) == "not_in_channel"


def test_a_history_comes_in_pages(bench: Bench) -> None:
    bench.slack.platform.rates.is_on = False
    for number in range(5):
        bench.post(text=f"message {number}")
    first = bench.call("conversations.history", channel=bench.general, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = bench.call("conversations.history", channel=bench.general, limit=3, cursor=cursor)
    assert [each["text"][-1] for each in first["messages"] + second["messages"]] == ["4", "3", "2", "1", "0"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_people_are_known_in_their_own_workspace_only(bench: Bench) -> None:
    ben, other = bench.north.user("ben").person, bench.slack.south.user("ben").person
    assert bench.call("users.info", user=ben.id)["user"]["profile"]["email"] == "ben@north.example"
    assert bench.error("users.info", user=other.id) == "user_not_found"
    assert bench.error("users.lookupByEmail", email=other.email) == "users_not_found"
    assert bench.error("conversations.open", users=other.id) == "user_not_found"
    assert bench.error("conversations.open", users=bench.north.team.bot.id) == "cannot_dm_bot"
    assert bench.call("conversations.open", users=ben.id)["channel"]["id"] == bench.north.team.dm(ben.id).id


# ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_trigger_is_good_once_and_for_three_seconds(bench: Bench) -> None:
    team, user = bench.north.team, bench.north.user("ben").id
    trigger, late = team.new_trigger(user), team.new_trigger(user)
    assert bench.error("views.open", trigger_id="made.up", view=modal()) == "invalid_trigger_id"
    assert bench.call("views.open", trigger_id=trigger, view=modal())["ok"]
    assert bench.error("views.open", trigger_id=trigger, view=modal()) == "exchanged_trigger_id"
    bench.slack.platform.clock.advance(3.1)
    assert bench.error("views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


def test_three_views_are_on_a_stack_and_no_fourth(bench: Bench) -> None:
    team, user = bench.north.team, bench.north.user("ben").id
    assert bench.error("views.push", trigger_id=team.new_trigger(user), view=modal()) == "not_found"
    first = bench.call("views.open", trigger_id=team.new_trigger(user), view=modal())["view"]["id"]
    errors = [bench.error("views.push", trigger_id=team.new_trigger(user, first), view=modal()) for _ in range(3)]
    assert errors == ["none", "none", "push_limit_reached"]


def test_an_old_hash_changes_nothing(bench: Bench) -> None:
    team, user = bench.north.team, bench.north.user("ben").id
    view = bench.call("views.open", trigger_id=team.new_trigger(user), view=modal())["view"]
    assert bench.call("views.update", view_id=view["id"], hash=view["hash"], view=modal())["ok"]
    assert bench.error("views.update", view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    assert bench.error("views.update", view_id="V0", view=modal()) == "not_found"


def test_a_view_has_to_be_of_the_kind_that_the_method_shows(bench: Bench) -> None:
    home, user = {"type": "home", "blocks": [section()]}, bench.north.user("ben").id
    assert bench.error("views.publish", user_id=user, view=modal()) == "invalid_arguments"
    assert bench.error("views.open", trigger_id=bench.north.team.new_trigger(user), view=home) == "invalid_arguments"
    assert bench.error("views.publish", user_id="U0NOBODY", view=home) == "invalid_arguments"
    assert bench.call("views.publish", user_id=user, view=home)["ok"]
    assert bench.error("views.publish", user_id=user, view=home, hash="old") == "hash_conflict"


def test_an_external_id_is_used_once(bench: Bench) -> None:
    team, user = bench.north.team, bench.north.user("ben").id
    assert bench.call("views.open", trigger_id=team.new_trigger(user), view=modal(external_id="deal"))["ok"]
    again = bench.error("views.open", trigger_id=team.new_trigger(user), view=modal(external_id="deal"))
    assert again == "duplicate_external_id"


# ── agents ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_status_goes_when_the_bot_posts(bench: Bench) -> None:
    ben = bench.north.user("ben")
    said = ben.say("hello")
    place = {"channel_id": said.channel, "thread_ts": said.ts}
    assert bench.call("assistant.threads.setStatus", **place, status="is thinking")["ok"]
    assert bench.error("assistant.threads.setStatus", **place, status="x", loading_messages=["x"] * 11) == "invalid_arguments"
    bench.post(channel=said.channel, thread_ts=said.ts)
    assert bench.north.team.statuses == {}


def test_four_prompts_are_suggested_and_no_fifth(bench: Bench) -> None:
    dm = bench.north.team.dm(bench.north.user("ben").id).id
    prompt = {"title": "My deals", "message": "my deals"}
    assert bench.call("assistant.threads.setSuggestedPrompts", channel_id=dm, prompts=[prompt] * 4)["ok"]
    assert bench.error("assistant.threads.setSuggestedPrompts", channel_id=dm, prompts=[prompt] * 5) == "invalid_arguments"
    bench.call("assistant.threads.setSuggestedPrompts", channel_id=dm, prompts=[prompt], thread_ts="1")
    assert any("does nothing" in noted for noted in bench.slack.platform.lint)


def test_a_stream_ends_after_five_minutes(bench: Bench) -> None:
    said = bench.north.user("ben").say("hello")
    stream = bench.call("chat.startStream", channel=said.channel, thread_ts=said.ts, markdown_text="An ")
    place = {"channel": said.channel, "ts": stream["ts"]}
    assert bench.call("chat.appendStream", **place, markdown_text="answer")["ok"]
    assert bench.north.bot_messages[0].text == "An answer"
    bench.slack.platform.clock.advance(301)
    assert bench.error("chat.appendStream", **place, markdown_text="!") == "message_not_in_streaming_state"
    assert bench.error("chat.stopStream", **place) == "message_not_in_streaming_state"
    assert bench.call("chat.update", **place, text="An answer!")["ok"]


def test_a_message_that_is_streaming_is_changed_by_its_stream_only(bench: Bench) -> None:
    said = bench.north.user("ben").say("hello")
    stream = bench.call("chat.startStream", channel=said.channel, thread_ts=said.ts, markdown_text="An ")
    place = {"channel": said.channel, "ts": stream["ts"]}
    assert bench.error("chat.update", **place, text="!") == "streaming_state_conflict"
    assert bench.error("chat.delete", **place) == "cant_delete_message"
    assert bench.error("chat.appendStream", **place) == "no_text"
    known = {"event_type": "ours", "event_payload": {"key": "k"}}
    assert bench.call("chat.stopStream", **place, metadata=known)["ok"]
    assert bench.north.bot_messages[0].metadata == known
    assert bench.call("chat.update", **place, text="An answer!")["ok"]


def test_a_stream_in_a_channel_names_its_reader(bench: Bench) -> None:
    root = bench.post()["ts"]
    assert bench.error("chat.startStream", channel=bench.general, thread_ts=root) == "missing_recipient_user_id"
