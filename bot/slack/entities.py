"""Deals as work objects of Slack: what everybody sees of one, and what opens beside it for the one who clicked.

Slack does without what it cannot read and only warns of it, so that answers are read for that (docs.slack.dev, Work Objects).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.plain import in_words
from bot.slack import limits
from bot.slack.calls import Api
from bot.slack.judge import faults_of_entity
from bot.slack.read import Look
from bot.slack.words import clean, cut
from bot.turns import Turns
from handlers.reply import Choices, Facts, File, Form, Part, Reply
from handlers.wording import Words, both

_log = structlog.get_logger("slack")
_TYPE: Final = "slack#/entities/item"
#: Slack says these of every call that names no charset.
_EMPTY_WARNINGS: Final = frozenset({"missing_charset", "superfluous_charset"})
_CODE: Final = re.compile(r"[a-z_]{1,64}", re.ASCII)
_POINTER: Final = re.compile(r"json-pointer:([\w/]{1,100})", re.ASCII)
#: What Slack makes a mention of, if it does in such a field.
_MENTION: Final = re.compile(r"<(?=[!@#])")

Entity = dict[str, Any]


def entity(url: str, token: str) -> Entity:
    """What everybody sees of the link: the same for every one, in every language. The token is in the link already."""
    deal, said = both(lambda words: words("slack.deal")), both(lambda words: words("slack.unfurled"))
    return _entity(url, token, deal, [_field("about", deal, said)]) | {"app_unfurl_url": url}


async def present(look: Look, turns: Turns, api: Api, client: AsyncWebClient) -> None:
    """Answers a click with the deal, or with what its turn says to one who may not see it. Posted nowhere; too late, it is lost."""
    reply = await asyncio.to_thread(turns.take, look.incoming)
    answer = await api.call(client.entity_presentDetails(trigger_id=look.trigger, **details(reply, look)))
    if not isinstance(answer, Mapping):
        _log.info("slack.not_presented", code=answer.code)
    elif codes := warnings(answer):
        _log.warning("slack.details_not_read", codes=codes)


def details(reply: Reply, look: Look) -> dict[str, Any]:
    """`metadata` of the deal for whom the reply is about it, `error` with the words of the reply for anybody else."""
    deal = Words(reply.language)("slack.deal")
    shown = [part for part in reply.parts if not isinstance(part, Choices | File | Form)]
    if reply.deal and reply.deal == look.id:
        title = next((part.title for part in shown if isinstance(part, Facts) and part.title), deal)
        found = _entity(look.url, look.id, cut(clean(title), limits.HEADER), list(_fields(shown, deal)))
        if not (faults := list(faults_of_entity(found))):
            return {"metadata": found}
        _log.error("slack.details_downgraded", faults=faults)
    said = "\n\n".join(in_words(part, 0) for part in shown)
    return {"error": {"status": "custom", "custom_title": deal, "custom_message": _said(said)}}


def warnings(answer: Mapping[str, Any]) -> list[str]:
    """What Slack warns of, in codes and places: never in its sentences, which may have words of ours in them."""
    more = answer.get("response_metadata")
    more = more if isinstance(more, Mapping) else {}
    codes = [*str(answer.get("warning") or "").split(","), *(more.get("warnings") or ())]
    found = [str(code) for code in codes if _CODE.fullmatch(str(code)) and code not in _EMPTY_WARNINGS]
    for message in more.get("messages") or ():
        if not str(message).startswith("[WARN] A Content-Type HTTP header") and not found:
            found.append("message")
        found += _POINTER.findall(str(message))
    return list(dict.fromkeys(found))


def _entity(url: str, id: str, title: str, fields: list[Entity]) -> Entity:
    payload = {
        "attributes": {"title": {"text": title}, "product_name": "partnerbot"},
        "custom_fields": fields,
        "display_order": [field["key"] for field in fields],
    }
    return {"entity_type": _TYPE, "url": url, "external_ref": {"id": id}, "entity_payload": payload}


def _fields(parts: Sequence[Part], deal: str) -> Iterator[Entity]:
    for place, part in enumerate(parts[: limits.ENTITY_FIELDS]):
        if not isinstance(part, Facts):
            yield _field(f"said_{place}", deal, in_words(part, 0))
            continue
        for number, fact in enumerate(part.facts):
            value = f"{fact.value} ({fact.note})" if fact.note else fact.value
            yield _field(f"fact_{place}_{number}", fact.label, value)


def _field(key: str, label: str, value: str) -> Entity:
    long = {"long": True} if len(value) > limits.ENTITY_SHORT else {}
    return {"key": key, "label": cut(clean(label), limits.ENTITY_LABEL), "type": "string", "value": _said(value)} | long


def _said(text: str) -> str:
    """Plain words: Slack reads markup only in fields that say it is there, and no mention is left in it whatever it reads."""
    return cut(_MENTION.sub("<\u200b", clean(text)), limits.ENTITY_TEXT) or "–"
