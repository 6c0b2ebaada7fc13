"""Work objects: what a link is beside its blocks, and what is presented to who clicks. Refuses what Slack drops unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, pointed
from tests.slack_fake.world import Message, Person, Refusal, Team

_TYPES: Final = {f"slack#/entities/{name}" for name in ("task", "file", "item", "incident", "content_item")}
_WORDS: Final = {"string", "slack#/types/link", "slack#/types/email", "slack#/types/date", "slack#/types/channel_id"}
_NUMBERS: Final = {"integer", "slack#/types/timestamp"}
_OTHERS: Final = {"array", "boolean", "slack#/types/image", "slack#/types/user", "slack#/types/entity_ref"}
_ENTITY: Final = {"entity_type", "entity_payload", "external_ref", "url", "app_unfurl_url"}
_PAYLOAD: Final = {"attributes", "fields", "custom_fields", "slack_file", "display_order", "actions"}
_FIELD: Final = set(
    "key label type value link icon long format image_url slack_file alt_text tag_color edit item_type user".split()
)
_ERROR: Final = {"status", "custom_title", "custom_message", "message_format", "actions"}
_STATUSES: Final = {"restricted", "internal_error", "not_found", "custom", "custom_partial_view", "timeout", "edit_error"}
_URL: Final = re.compile(r"https?://\S+")


def unfurled(call: Call, message: Message) -> Json:
    """Keeps the entities of an unfurl with the message; the answer has a warning where the app's page has them turned off."""
    given = call.args["metadata"]
    entities = given.get("entities") if isinstance(given, dict) else None
    if call.platform.work_objects == "refused":
        raise Refusal("feature_not_enabled")
    if call.platform.work_objects == "dropped":
        messages = ["[ERROR] not enabled: secret words [json-pointer:/metadata/entities/0]"]
        return {"warning": "work_objects_not_enabled", "response_metadata": {"messages": messages}}
    if not isinstance(entities, list) or not entities:
        raise Refusal("invalid_metadata", "entities")
    for each in entities:
        pointed([*_faults(each)], "invalid_metadata")
        url = each.get("app_unfurl_url")
        if not isinstance(url, str) or url not in message.text:
            raise Refusal("invalid_metadata", "app_unfurl_url")
        message.entities[url] = each
    return {}


def clicked(team: Team, person: Person, message: Message, url: str) -> Json:
    """The event of a click on the work object of the link."""
    found = message.entities[url]
    trigger = team.new_trigger(person.id)
    team.triggers[trigger].entity = found["external_ref"]["id"]
    return {
        "type": "entity_details_requested",
        "user": person.id,
        "external_ref": found["external_ref"],
        "entity_url": found["url"],
        "app_unfurl_url": url,
        "link": {"url": url, "domain": url.split("/")[2]},
        "trigger_id": trigger,
        "user_locale": "en-US",
        "channel": message.channel,
        "message_ts": message.ts,
        "event_ts": team.new_ts(),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }


def present(call: Call) -> Json:
    """What is presented is seen by the one who clicked, and by nobody else."""
    metadata, error = call.args.get("metadata"), call.args.get("error")
    if (metadata is None) == (error is None):
        raise Refusal("invalid_arguments", "one of metadata and error")
    if metadata is not None:
        pointed([*_faults(metadata)], "invalid_metadata")
    else:
        pointed([*_faults_of_error(error)], "invalid_arguments")
    trigger = call.team.use_trigger(call.get("trigger_id"))
    if not trigger.entity:
        raise Refusal("invalid_trigger_id")
    if metadata is not None and metadata["external_ref"]["id"] != trigger.entity:
        raise Refusal("entity_metadata_does_not_match_trigger")
    call.team.flexpanes[trigger.user] = {"metadata": metadata} if metadata is not None else {"error": error}
    return {}


def _faults(entity: Any) -> Iterator[str]:
    if not isinstance(entity, dict) or set(entity) - _ENTITY:
        yield "entity"
        return
    if entity.get("entity_type") not in _TYPES:
        yield "entity_type"
    if not isinstance(entity.get("url"), str) or not _URL.fullmatch(entity["url"]):
        yield "url"
    reference = entity.get("external_ref")
    if not isinstance(reference, dict) or not _is_said(reference.get("id")) or set(reference) - {"id", "type"}:
        yield "external_ref"
    payload = entity.get("entity_payload")
    if not isinstance(payload, dict) or set(payload) - _PAYLOAD:
        yield "entity_payload"
        return
    title = payload.get("attributes", {}).get("title")
    if not isinstance(title, dict) or not _is_said(title.get("text")):
        yield "title"
    fields = payload.get("custom_fields", [])
    for field in fields:
        yield from _faults_of_field(field)
    keys = [field.get("key") for field in fields]
    if len(keys) != len(set(keys)):
        yield "a key twice"
    if set(payload.get("display_order", [])) - {*keys, *payload.get("fields", {})}:
        yield "display_order"


def _faults_of_field(field: Json) -> Iterator[str]:
    kind, value = field.get("type"), field.get("value")
    if set(field) - _FIELD or not all(_is_said(field.get(name)) for name in ("key", "label")):
        yield "custom field"
    if kind not in _WORDS | _NUMBERS | _OTHERS:
        yield f"type {kind}"
    if kind in _WORDS and not _is_said(value):
        yield f"value of {field.get('key')}"
    if kind in _NUMBERS and (not isinstance(value, int) or isinstance(value, bool)):
        yield f"value of {field.get('key')}"


def _faults_of_error(error: Any) -> Iterator[str]:
    if not isinstance(error, dict) or set(error) - _ERROR or error.get("status") not in _STATUSES:
        yield "error"
    elif error["status"] == "custom" and not _is_said(error.get("custom_message")):
        yield "custom_message"


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


METHODS: Final = {
    "entity.presentDetails": Method(
        answer=present, required="trigger_id", optional="metadata error user_auth_required user_auth_url"
    )
}
