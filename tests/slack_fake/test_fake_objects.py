"""The fake refuses of a work object what Slack refuses or drops."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.slack_fake.elements import Json
from tests.slack_fake.entities import METHODS, clicked
from tests.slack_fake.platform import Platform
from tests.slack_fake.unfurls import METHODS as UNFURLS
from tests.slack_fake.world import TRIGGER_LIVES, Message, Revision, Team

URL = "https://partners.example/deals/1"
FIELD: Json = {"key": "a", "label": "A", "type": "string", "value": "x"}
PAYLOAD: Json = {"attributes": {"title": {"text": "Deal"}}, "custom_fields": [FIELD], "display_order": ["a"]}
ENTITY: Json = {"entity_type": "slack#/entities/item", "url": URL, "external_ref": {"id": "1"}, "entity_payload": PAYLOAD}


class Scene:
    """One workspace with one message of one person, with a link in it."""

    def __init__(self) -> None:
        self.platform = Platform(METHODS | UNFURLS)
        self.team = Team("T0NORTH001", "North", self.platform.clock)
        self.platform.teams[self.team.id] = self.team
        self.token = self.platform.install(self.team).value
        self.anna = self.team.join("anna", "Anna")
        channel = self.team.channel("general", {self.anna.id, self.team.bot.id})
        said = [Revision(text=URL, blocks=())]
        self.message = Message(ts="17.5", channel=channel.id, user=self.anna.id, is_bots=False, revisions=said)
        self.team.messages.append(self.message)

    def unfurl(self, entity: Json) -> Json:
        args: Json = {"channel": self.message.channel, "ts": "17.5", "metadata": {"entities": [entity]}}
        args["unfurls"] = {URL: {"blocks": [{"type": "divider"}]}}
        return self.platform.answer("chat.unfurl", args, self.token).body

    def present(self, **args: object) -> str:
        return str(self.platform.answer("entity.presentDetails", dict(args), self.token).body.get("error", ""))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("entity_type", "slack#/entities/deal"),
        ("url", "partners.example"),
        ("external_ref", {}),
        ("external_ref", "1"),
        ("app_unfurl_url", "https://elsewhere.example"),
        ("app_unfurl_url", None),
        ("entity_payload", {}),
        ("entity_payload", PAYLOAD | {"display_order": ["b"]}),
        ("entity_payload", PAYLOAD | {"custom_fields": [FIELD, FIELD]}),
        ("entity_payload", PAYLOAD | {"custom_fields": [FIELD | {"type": "money"}]}),
        ("entity_payload", PAYLOAD | {"custom_fields": [FIELD | {"value": 5}]}),
        ("entity_payload", PAYLOAD | {"custom_fields": [FIELD | {"label": ""}]}),
        ("secret", "x"),
    ],
)
def test_a_work_object_with_something_wrong_is_refused(name: str, wrong: object) -> None:
    scene, right = Scene(), ENTITY | {"app_unfurl_url": URL}
    assert scene.unfurl(deepcopy(right) | {name: wrong})["error"] == "invalid_metadata"
    assert scene.unfurl(right)["ok"]


def test_details_are_presented_once_in_time_and_of_what_was_clicked() -> None:
    scene = Scene()
    scene.unfurl(ENTITY | {"app_unfurl_url": URL})

    def click() -> str:
        return str(clicked(scene.team, scene.anna, scene.message, URL)["trigger_id"])

    trigger = click()
    assert scene.present(trigger_id=trigger) == "invalid_arguments"
    assert scene.present(trigger_id=trigger, error={"status": "custom"}) == "invalid_arguments"
    other = ENTITY | {"external_ref": {"id": "2"}}
    assert scene.present(trigger_id=trigger, metadata=other) == "entity_metadata_does_not_match_trigger"
    assert scene.present(trigger_id=(trigger := click()), metadata=ENTITY) == ""
    assert scene.present(trigger_id=trigger, metadata=ENTITY) == "exchanged_trigger_id"
    assert scene.present(trigger_id=scene.team.new_trigger(scene.anna.id), metadata=ENTITY) == "invalid_trigger_id"
    late = click()
    scene.team.triggers[late].made_at -= TRIGGER_LIVES + 1
    assert scene.present(trigger_id=late, error={"status": "not_found"}) == "expired_trigger_id"
    assert scene.team.flexpanes == {scene.anna.id: {"metadata": ENTITY}}
