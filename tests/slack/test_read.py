"""What Slack delivers is read for what it is: one message is one key, however it comes, and what is not for us is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Incoming
from bot.slack.read import Home, Message, Opening, Submission, Talk, read
from bot.slack.words import typed
from bot.slack.workspaces import Workspace
from handlers.message import Pressed, Said, Submitted

OURS = Workspace(tenant="T1", team_id="T1", enterprise_id=None, bot_user_id="UBOT", bot_id="B1", token="xoxb-test")


def event(**fields: Any) -> dict[str, Any]:
    message = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "17.1", "text": "my deals"} | fields
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": message}


def press(action: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "trigger_id": "1.2",
        "container": {"type": "message", "channel_id": "D1", "message_ts": "17.5"},
        "message": {"ts": "17.5", "thread_ts": "17.1"},
        "actions": [{"type": "button", "action_id": "press:0", "value": action, "action_ts": "18.1"}],
    } | fields


def incoming(body: dict[str, Any]) -> Incoming:
    found = read(body, OURS)
    assert isinstance(found, Message | Opening | Submission)
    return found.incoming


def test_a_direct_message_is_answered_in_its_thread() -> None:
    found = incoming(event())
    assert (found.what, found.conversation, found.private) == (Said(text="my deals"), "T1/D1/17.1/", "T1/U1//")
    assert (found.sender.chat, found.sender.tenant, found.sender.user) == ("slack", "T1", "U1")


def test_a_reply_in_a_thread_is_answered_there() -> None:
    assert incoming(event(ts="17.9", thread_ts="17.1")).conversation == "T1/D1/17.1/"


def test_a_mention_and_the_message_that_it_is_are_one() -> None:
    text = "<@UBOT> my deals"
    mention = incoming(event(type="app_mention", channel="C1", channel_type=None, text=text) | {"event_id": "Ev2"})
    message = incoming(event(channel="C1", channel_type="channel", text=text) | {"event_id": "Ev3"})
    assert mention.key == message.key
    assert mention.what == Said(text="my deals", place="T1/C1//")
    assert mention.conversation == "T1/C1/17.1/U1"


def test_two_workspaces_never_share_a_key() -> None:
    other = Workspace(tenant="T2", team_id="T2", enterprise_id=None, bot_user_id="UBOT", bot_id="B1", token="xoxb-test")
    found = read(event(), other)
    assert isinstance(found, Message)
    assert found.incoming.key != incoming(event()).key
    assert found.incoming.sender.tenant == "T2"


def test_somebody_of_another_workspace_belongs_to_the_one_that_is_authorised() -> None:
    found = incoming(event(team="T9", user_team="T9", source_team="T9"))
    assert found.sender.tenant == "T1"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1"},
        {"bot_id": "B9"},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"hidden": True},
        {"edited": {"user": "U1", "ts": "17.3"}},
        {"channel": "C1", "channel_type": "channel"},
        {"text": None},
        {"user": None},
        {"ts": 17.1},
        {"type": "reaction_added"},
    ],
    ids=str,
)
def test_nothing_is_answered_that_nobody_said_to_the_bot(fields: dict[str, Any]) -> None:
    assert read(event(**fields), OURS) is None


@pytest.mark.parametrize(
    ("delivered", "said"),
    [
        ("a &amp;lt; b &lt;c&gt;", "a &lt; b <c>"),
        ("mail <mailto:jo@acme.example|jo@acme.example>", "mail jo@acme.example"),
        ("see <https://acme.example/x|acme.example>", "see acme.example"),
        ("see <https://acme.example/x>", "see https://acme.example/x"),
        ("in <#C1|deals>", "in #deals"),
        ("<!here> <@U2>", "@here @U2"),
        ("due <!date^1|tomorrow>", "due tomorrow"),
    ],
)
def test_words_are_read_as_they_were_typed(delivered: str, said: str) -> None:
    assert typed(delivered) == said


def test_a_button_is_pressed_where_it_stands() -> None:
    found = read(press("deals.list"), OURS)
    assert isinstance(found, Message)
    assert (found.incoming.what, found.incoming.conversation) == (Pressed(action="deals.list"), "T1/D1/17.1/")


def test_a_button_in_a_channel_is_answered_to_who_pressed_it() -> None:
    body = press("deals.list", container={"type": "message", "channel_id": "C1", "message_ts": "17.5"}, message={"ts": "17.5"})
    assert incoming(body).conversation == "T1/C1//U1!"
    in_thread = body | {"message": {"ts": "17.5", "thread_ts": "17.1"}}
    assert incoming(in_thread).conversation == "T1/C1/17.1/U1!"


def test_a_press_below_what_she_alone_sees_is_answered_in_that_thread() -> None:
    """Nothing can be answered to a message that is nobody else's."""
    container = {"type": "message", "channel_id": "C1", "message_ts": "17.9", "is_ephemeral": True}
    for thread in ("17.1", None):
        found = incoming(press("deals.list", container=container | {"thread_ts": thread}, message=None))
        assert found.conversation == f"T1/C1/{thread or ''}/U1"


def test_a_button_of_the_home_tab_is_answered_in_direct_messages() -> None:
    assert incoming(press("deals.list", container={"type": "view", "view_id": "V1"}, message=None)).conversation == "T1/U1//"


def test_the_same_press_is_one_and_the_next_press_another() -> None:
    again = press("deals.list", actions=[{"type": "button", "value": "deals.list", "action_ts": "18.2"}])
    assert incoming(press("deals.list")).key == incoming(press("deals.list")).key != incoming(again).key


@pytest.mark.parametrize("action", ["draft.form/X", "step/decline/R-1", "step.form/won/R-1"])
def test_what_asks_for_a_form_opens_one(action: str) -> None:
    found = read(press(action), OURS)
    assert isinstance(found, Opening)
    assert found.trigger == "1.2"


def test_a_command_with_words_is_said_in_direct_messages_and_without_opens_the_form() -> None:
    command = {"command": "/deal", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2", "text": ""}
    said = read(command | {"text": "status of R-ACME22"}, OURS)
    assert isinstance(said, Message)
    assert said.is_command
    assert (said.incoming.what, said.incoming.conversation) == (Said(text="status of R-ACME22"), "T1/U1//")
    assert isinstance(read(command, OURS), Opening)
    help_ = read(command | {"command": "/help"}, OURS)
    assert isinstance(help_, Message)
    assert help_.incoming.what == Said(text="help")


def test_a_message_is_registered_from_by_its_reader() -> None:
    body = {
        "type": "message_action",
        "callback_id": "register_from_message",
        "trigger_id": "1.2",
        "user": {"id": "U1"},
        "message": {"user": "U9", "text": "Acme &amp; Co, 45k, March"},
    }
    found = incoming(body)
    assert (found.what, found.sender.user) == (Said(text="register Acme & Co, 45k, March"), "U1")
    assert read(body | {"callback_id": "somebody_elses"}, OURS) is None


def submission(metadata: str, **values: str) -> dict[str, Any]:
    state = {"values": {name: {"value": {"type": "plain_text_input", "value": text}} for name, text in values.items()}}
    view = {"id": "V1", "hash": "h1", "callback_id": "form", "private_metadata": metadata, "state": state}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": view}


def test_a_form_comes_back_with_its_fields_and_where_it_was_asked() -> None:
    found = incoming(submission("register/X\nT1/D1/17.1/", company="Acme"))
    assert found.what == Submitted(form="register/X", values={"company": "Acme"})
    assert found.conversation == "T1/D1/17.1/"


@pytest.mark.parametrize("place", ["T2/D1/17.1/", "T1/C1/17.1/U2", "", "../..", "T1/D1/17.1"])
def test_an_address_that_was_tampered_with_is_not_used(place: str) -> None:
    assert incoming(submission(f"register/X\n{place}")).conversation == "T1/U1//"


def test_a_form_that_was_corrected_is_another_message() -> None:
    first, second = submission("register/X\n", company=""), submission("register/X\n", company="Acme")
    assert incoming(first).key == incoming(first).key != incoming(second).key


def test_the_home_tab_is_shown_and_in_the_messages_tab_something_is_suggested() -> None:
    opened = event(type="app_home_opened", tab="home", view={"hash": "h7"})
    found = read(opened, OURS)
    assert isinstance(found, Home)
    assert found.hash == "h7"
    assert read(event(type="app_home_opened", tab="messages"), OURS) == Talk(sender=found.sender, channel="D1")
    assert read(event(type="app_home_opened", tab="messages", channel=None), OURS) is None
    assert read(event(type="app_home_opened", tab="about"), OURS) is None


NAMES = st.sampled_from([
    "type", "event", "user", "channel", "ts", "text", "tab", "view", "actions", "container", "message", "command", "trigger_id",
    "callback_id", "private_metadata", "state", "values", "value", "id", "hash", "user_id", "action_ts", "channel_id", "thread_ts",
])  # fmt: skip
WORDS = st.sampled_from([
    "event_callback", "block_actions", "view_submission", "shortcut", "message_action", "message", "app_mention", "app_home_opened",
    "home", "U1", "D1", "17.1", "form", "button", "register_deal", "", "x\ny",
])  # fmt: skip
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=8)),
    max_leaves=30,
)


@given(st.dictionaries(NAMES, ANY, max_size=10))
def test_whatever_is_delivered_reading_it_never_fails(body: dict[str, Any]) -> None:
    read(body, OURS)
