"""Simulated people can do what is on their screen, nothing else, and the fake holds the app to Slack's answers to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from tests.slack_fake.bench import token_of
from tests.slack_fake.elements import Json
from tests.slack_fake.filling import Unfillable
from tests.slack_fake.people import NotThere
from tests.slack_fake.sample_app import SampleApp, call, respond
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.test_fake_blocks import button, field, modal, options, plain, section

APPROVE: list[Json] = [
    section(),
    {"type": "actions", "elements": [button(action_id="yes", text=plain("Approve"), value="R-1"), button(action_id="no")]},
]


def post(slack: FakeSlack, channel: str, **more: Any) -> Json:
    given = {"channel": channel, "text": "A deal", "unfurl_links": False, **more}
    return call(slack, "chat.postMessage", token_of(slack.north), **given)


def shows(slack: FakeSlack, who: str, *blocks: Json, **more: Any) -> Json:
    """Opens a modal for somebody."""
    trigger = slack.north.team.new_trigger(slack.north.user(who).id)
    view = call(slack, "views.open", token_of(slack.north), trigger_id=trigger, view=modal(*blocks, **more))["view"]
    assert isinstance(view, dict)
    return view


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_click_tells_who_where_and_what(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    post(slack, slack.north.channel("general").id, blocks=APPROVE)
    assert ben.click("Approve").is_good
    payload = next(body for body in app.got if body["type"] == "block_actions")
    assert (payload["user"]["id"], payload["team"]["id"]) == (ben.id, slack.north.team.id)
    action = payload["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("yes", "R-1", "button")
    assert payload["message"]["blocks"][1]["elements"][0]["value"] == "R-1"
    assert payload["response_url"].startswith(slack.server.url)


def test_only_what_is_on_the_newest_revision_can_be_clicked(slack: FakeSlack, app: SampleApp) -> None:
    general, ben = slack.north.channel("general").id, slack.north.user("ben")
    ts = post(slack, general, blocks=APPROVE)["ts"]
    aimed = ben.aim("approve")
    call(slack, "chat.update", token_of(slack.north), channel=general, ts=ts, text="decided", blocks=[])
    with pytest.raises(NotThere, match="sees no button"):
        ben.click("Approve")
    assert aimed.do().is_good, "a finger that was faster than the change is delivered all the same"


def test_nobody_clicks_what_only_others_see(slack: FakeSlack, app: SampleApp) -> None:
    anna, ben = slack.north.user("anna"), slack.north.user("ben")
    general = slack.north.channel("general").id
    args = {"channel": general, "user": anna.id, "text": "Only you", "blocks": APPROVE}
    assert call(slack, "chat.postEphemeral", token_of(slack.north), **args)["ok"]
    post(slack, slack.north.channel("private").id, blocks=APPROVE)
    with pytest.raises(NotThere):
        ben.click("Approve")
    assert anna.click("Approve").is_good


def test_many_click_at_the_same_moment(slack: FakeSlack, app: SampleApp) -> None:
    post(slack, slack.north.channel("general").id, blocks=APPROVE)
    people = [slack.north.user(name) for name in ("mara", "otto")] * 10
    acks = slack.together([person.aim("Approve") for person in people])
    assert [ack.status for ack in acks] == [200] * 20
    assert sum(body["type"] == "block_actions" for body in app.got) == 20


def test_a_click_that_is_not_acknowledged_is_never_tried_again(slack: FakeSlack, app: SampleApp) -> None:
    post(slack, slack.north.channel("general").id, blocks=APPROVE)
    slack.settle()
    app.answers.append(web.Response(status=404))
    assert slack.north.user("ben").click("Approve").status == 404
    assert slack.courier.complaints == ["block_actions: answered 404"]


def test_a_response_url_is_good_five_times_and_half_an_hour(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    ben.command("/deal", "mine")
    url = app.got[-1]["response_url"]
    assert [respond(url, text=f"part {number}")["status"] for number in range(6)] == [200] * 5 + [404]
    assert ben.wait_for_reply("part 4").only_to == ben.id
    ben.command("/deal", "mine")
    slack.platform.clock.advance(31 * 60)
    assert respond(app.got[-1]["response_url"], text="late")["error"] == "expired_url"


def test_a_response_url_can_replace_the_message_that_was_clicked(slack: FakeSlack, app: SampleApp) -> None:
    general, ben = slack.north.channel("general").id, slack.north.user("ben")
    post(slack, general, blocks=APPROVE)
    ben.click("Approve")
    url = next(body for body in app.got if body["type"] == "block_actions")["response_url"]
    respond(url, replace_original=True, text="Approved by Ben")
    assert [message.shown for message in ben.messages()] == ["Approved by Ben"]


# ── modals ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_modal_comes_back_with_what_was_typed(slack: FakeSlack, app: SampleApp) -> None:
    select = {"type": "static_select", "action_id": "s", "options": options(2)}
    shows(slack, "ben", field(), field(select, block_id="k", label=plain("Kind")), private_metadata="draft")
    ben = slack.north.user("ben")
    assert ben.submit({"Company": "Acme", "k": "1"}).is_good
    view = app.got[-1]["view"]
    assert view["state"]["values"]["f"] == {"t": {"type": "plain_text_input", "value": "Acme"}}
    assert view["state"]["values"]["k"]["s"]["selected_option"]["value"] == "1"
    assert view["private_metadata"] == "draft"
    assert ben.modal is None, "an empty answer closes the modal"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "has to be filled in"),
        ({"Colour": "red"}, "no field"),
        ({"Company": "x" * 11}, "too long"),
        ({"Company": "Acme", "Kind": "else"}, "not offered"),
        ({"Company": "Acme", "Mail": "nobody"}, "no e-mail address"),
    ],
)
def test_a_client_takes_only_what_fits_the_fields(slack: FakeSlack, app: SampleApp, values: dict[str, str], why: str) -> None:
    select = {"type": "static_select", "action_id": "s", "options": options(2)}
    shows(
        slack,
        "ben",
        field({"type": "plain_text_input", "action_id": "t", "max_length": 10}),
        field(select, block_id="k", label=plain("Kind"), optional=True),
        field({"type": "email_text_input", "action_id": "m"}, block_id="m", label=plain("Mail"), optional=True),
    )
    with pytest.raises(Unfillable, match=why):
        slack.north.user("ben").submit(values)
    assert not any(body["type"] == "view_submission" for body in app.got)


def test_errors_stand_under_their_fields_and_the_modal_stays(slack: FakeSlack, app: SampleApp) -> None:
    shows(slack, "ben")
    ben = slack.north.user("ben")
    app.answers.append(web.json_response({"response_action": "errors", "errors": {"f": "Who is that?"}}))
    ben.submit({"Company": "Acme"})
    assert ben.errors == {"f": "Who is that?"}
    assert ben.modal is not None
    ben.submit()
    assert ben.modal is None, "what was typed was still there"


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ({"response_action": "errors", "errors": {"other": "x"}}, "no input block"),
        ({"response_action": "errors", "errors": {}}, "no such answer"),
        ({"response_action": "close"}, "no such answer"),
        ({"response_action": "update", "view": {"type": "modal", "blocks": []}}, "missing required field: title"),
        ({"text": "thanks"}, "no such answer"),
    ],
)
def test_an_answer_that_slack_would_not_understand_is_noted(slack: FakeSlack, app: SampleApp, answer: Json, what: str) -> None:
    shows(slack, "ben")
    app.answers.append(web.json_response(answer))
    slack.north.user("ben").submit({"Company": "Acme"})
    assert any(what in complaint for complaint in slack.courier.complaints), slack.courier.complaints


def test_an_answer_can_put_another_view_in_place_or_on_top(slack: FakeSlack, app: SampleApp) -> None:
    shows(slack, "ben")
    ben = slack.north.user("ben")
    app.answers.append(web.json_response({"response_action": "push", "view": modal(section())}))
    ben.submit({"Company": "Acme"})
    assert len(slack.north.team.stacks[ben.id]) == 2
    app.answers.append(web.json_response({"response_action": "update", "view": modal(field(label=plain("Reason")))}))
    ben.submit()
    assert ben.wait_for_modal("reason").previous is not None
    app.answers.append(web.json_response({"response_action": "clear"}))
    ben.submit({"Reason": "Too late"})
    assert ben.modal is None


def test_a_closed_modal_is_told_to_those_who_want_to_know(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    shows(slack, "ben")
    assert ben.close_modal() is None
    shows(slack, "ben", notify_on_close=True)
    ack = ben.close_modal()
    assert ack is not None
    assert ack.is_good
    assert app.got[-1]["type"] == "view_closed"


def test_buttons_behind_a_modal_are_out_of_reach(slack: FakeSlack, app: SampleApp) -> None:
    post(slack, slack.north.channel("general").id, blocks=APPROVE)
    shows(slack, "ben", section(accessory=button(text=plain("Help"))))
    ben = slack.north.user("ben")
    with pytest.raises(NotThere):
        ben.click("Approve")
    ben.click("Help")
    assert app.got[-1]["container"]["type"] == "view"


def test_options_are_asked_of_the_app(slack: FakeSlack, app: SampleApp) -> None:
    shows(slack, "ben", field({"type": "external_select", "action_id": "x"}))
    app.answers.append(web.json_response({"options": options(3)}))
    assert slack.north.user("ben").options("Company", "ac") == ["0xx", "1xx", "2xx"]
    assert (app.got[-1]["type"], app.got[-1]["value"]) == ("block_suggestion", "ac")
    app.answers.append(web.json_response({"options": options(101)}))
    assert slack.north.user("ben").options("Company", "a") == []
    assert "no more than 100" in slack.courier.complaints[-1]


# ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_home_tab_is_what_was_published(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    ben.open_home()
    slack.settle()
    assert (app.events[-1]["type"], app.events[-1]["tab"]) == ("app_home_opened", "home")
    view = {"type": "home", "blocks": [section(text=plain("Your deals"), accessory=button(text=plain("Register")))]}
    assert call(slack, "views.publish", token_of(slack.north), user_id=ben.id, view=view)["ok"]
    assert "Your deals" in ben.home
    assert ben.click("Register").is_good


def test_shortcuts_name_themselves(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    said = ben.say("Acme wants 40 seats")
    ben.shortcut("register")
    ben.message_shortcut("from_message", said)
    kinds = [body["type"] for body in app.got]
    assert kinds[-2:] == ["shortcut", "message_action"]
    assert app.got[-1]["message"]["text"] == "Acme wants 40 seats"


def test_a_command_is_a_form_and_its_answer_is_for_one_person(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    app.answers.append(web.json_response({"response_type": "ephemeral", "text": "No deals yet"}))
    ben.command("/deal", "mine", channel=slack.north.channel("general"))
    assert (app.got[-1]["command"], app.got[-1]["text"], app.got[-1]["user_id"]) == ("/deal", "mine", ben.id)
    assert ben.wait_for_reply("no deals yet").only_to == ben.id
    assert slack.north.user("otto").messages() == []
    app.answers.append(web.json_response({"blocks": [{"type": "banner"}]}))
    ben.command("/deal")
    assert any("would not show" in complaint for complaint in slack.courier.complaints)


def test_a_reply_is_read_once(slack: FakeSlack, app: SampleApp) -> None:
    ben = slack.north.user("ben")
    said = ben.say("hello")
    for text in ("first", "second"):
        post(slack, said.channel, text=text)
    assert [ben.wait_for_reply().text, ben.wait_for_reply().text] == ["first", "second"]
    with pytest.raises(NotThere, match="got no reply"):
        ben.wait_for_reply(seconds=0)


def test_the_raw_payload_is_json_in_a_form(slack: FakeSlack, app: SampleApp) -> None:
    slack.north.user("ben").shortcut("register")
    assert app.headers[-1]["Content-Type"] == "application/x-www-form-urlencoded"
    assert app.raw[-1].startswith("payload=%7B")
    assert json.dumps(app.got[-1])
