"""Forms in Slack's modals: there within three seconds, every fault at its field, and what comes of them in the conversation."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.judge import faults_of_view
from handlers.wording import Words
from storage.tables import registrations
from tests.slack.counter import Counter
from tests.slack.test_cards import waiting
from tests.slack.test_read import event, press
from tests.slack_fake.wire_faults import named

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEAM = {"team": {"id": "T1"}}
FORM = {
    "company": "Acme GmbH",
    "amount": "45k EUR",
    "product": "Nimbus Backup",
    "close_date": "2027-03-31",
    "contact_name": "Jo Jung",
    "contact_email": "jo@acme-gmbh.example",
}
SHORTCUT = {"type": "shortcut", "callback_id": "register_deal", "trigger_id": "9.9", "user": {"id": "U1"}} | TEAM


def submitted(view: Any, **values: str) -> dict[str, Any]:
    """The view with its fields filled in; only fields that it has."""
    blocks = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert set(values) <= set(blocks), sorted(blocks)
    state = {
        name: {"value": {"selected_option": {"value": text}} if element["type"] == "static_select" else {"value": text}}
        for name, element in blocks.items()
        if (text := values.get(name, element.get("initial_value", "")))
    }
    shown = dict(view) | {"id": "V1", "hash": "h2", "state": {"values": state}}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": shown} | TEAM


def drawn(counter: Counter) -> Any:
    return counter.api.called("views.update")[-1]["view"]


def test_a_deal_is_registered_by_a_shortcut_and_a_form(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        (opened,) = counter.api.called("views.open")
        assert opened["trigger_id"] == "9.9"
        response = await counter.deliver(submitted(drawn(counter), **FORM))
        assert await response.json() == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    (opened,) = counter.api.slack.calls("views.open")
    assert counter.api.called("views.update")[0]["hash"] == opened["answer"]["view"]["hash"]
    assert list(faults_of_view(drawn(counter))) == []
    ((place, text),) = counter.shown()
    assert place == "D1/"
    assert "Acme GmbH" in text
    assert "45,000 EUR" in text


def test_every_fault_is_shown_at_its_field_and_nothing_is_posted(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        response = await counter.deliver(submitted(drawn(counter), company="Acme GmbH", amount="a lot"))
        answer = await response.json()
        assert answer["response_action"] == "errors"
        assert "amount" in answer["errors"]
        fields = {block.get("block_id") for block in drawn(counter)["blocks"]}
        assert set(answer["errors"]) <= fields
        again = await counter.deliver(submitted(drawn(counter), **FORM))
        assert await again.json() == {"response_action": "clear"}

    counter.run(use)


def test_a_form_that_is_sent_twice_is_answered_once(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        form = submitted(drawn(counter), **FORM)
        for _ in range(2):
            assert await (await counter.deliver(form)).json() == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    assert len(counter.shown()) == 1


def test_a_form_is_filled_with_what_a_message_says(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        message = {"user": "U9", "text": "Acme GmbH wants Nimbus Backup for 45k EUR"}
        await counter.deliver(SHORTCUT | {"type": "message_action", "callback_id": "register_from_message", "message": message})
        await counter.work()

    counter.run(use)
    known = {block.get("block_id"): block.get("element", {}).get("initial_value") for block in drawn(counter)["blocks"]}
    assert known["company"] == "Acme GmbH"
    assert "45" in str(known["amount"])
    assert counter.shown() == []


def test_where_slack_opens_no_modal_any_more_the_form_is_offered_in_the_conversation(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        counter.api.faults.add("views.open", named("expired_trigger_id"))
        await counter.deliver(SHORTCUT)
        await counter.work()

    counter.run(use)
    assert [place for place, _ in counter.shown()] == ["D1/"]
    (posted,) = counter.api.called("chat.postMessage")
    assert any(block["type"] == "actions" for block in posted["blocks"])


def test_a_form_of_a_draft_that_is_gone_says_so(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        gone = dict(drawn(counter)) | {"private_metadata": "register/GONE\nT1/U1//"}
        response = await counter.deliver(submitted(gone, **FORM))
        assert await response.json() == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    assert [text for _, text in counter.shown()] == [Words("en")("press.outdated")]
    assert not [row for row in counter.house.rows(registrations) if row["company"] == "Acme GmbH"]


def test_a_rival_who_forges_a_form_of_another_partners_deal_changes_nothing(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(press("step/withdraw/R-RIVAL2") | TEAM)
        await counter.work()

    before = counter.house.rows(registrations)
    counter.run(use)
    assert counter.house.rows(registrations) == before


def test_the_home_tab_shows_what_waits_and_is_within_slacks_limits(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        for user in ("U1", "U2", "U9"):
            await counter.deliver(event(type="app_home_opened", tab="home", user=user))
        await counter.work()

    counter.run(use)
    views = {call["user_id"]: call["view"] for call in counter.api.called("views.publish")}
    assert [list(faults_of_view(view)) for view in views.values()] == [[], [], []]
    assert "link" in str(views["U9"])
    assert "Nora" in str(views["U1"])
    assert "review" in str(views["U2"]).lower()


def test_who_declines_says_why_in_a_form_and_the_partner_reads_it(counter: Counter) -> None:
    id, why = waiting(counter.house), "They are served by our own team since May"

    async def sent(**values: str) -> Any:
        return await (await counter.deliver(submitted(drawn(counter), **values) | {"user": {"id": "U2"}})).json()

    async def use(counter: Counter) -> None:
        await counter.deliver(event(text="help"))  # so that it is known where Nora is told things
        await counter.work()
        await counter.deliver(press(f"step/decline/{id}", user={"id": "U2"}) | TEAM)
        await counter.work()
        (field,) = [block for block in drawn(counter)["blocks"] if block["type"] == "input"]
        assert field["optional"] is False
        wrong = await sent(**{field["block_id"]: " "})
        assert wrong["response_action"] == "errors", "who leaves it out is asked again"
        assert wrong["errors"].keys() == {field["block_id"]}
        assert await sent(**{field["block_id"]: why}) == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    assert next(row["status"] for row in counter.house.rows(registrations) if row["id"] == id) == "declined"
    assert any(why in text for place, text in counter.shown() if place.startswith("D1"))
