"""What Slack would take but a careful app would not send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.slack_fake.blocks import acting
from tests.slack_fake.elements import Json

_BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^)")
_BOLD = re.compile(r"\*\*[^*\s][^*]*\*\*")
_MARKDOWN_LINK = re.compile(r"\[[^\]]+\]\(https?://")
_SECRET = re.compile(r"xox[abeprs]-|xapp-|Traceback \(most recent call last\)|-----BEGIN")


def of_message(args: Json) -> Iterator[str]:
    """What is poor in the arguments of a message that is posted or changed."""
    blocks, text = args.get("blocks"), args.get("text")
    if blocks and not (isinstance(text, str) and text.strip()):
        yield "no text beside the blocks: notifications and screen readers have nothing"
    yield from _of_texts([text, *_marked_up(blocks)])
    yield from of_blocks(blocks)
    for name in ("unfurl_links", "unfurl_media"):
        if args.get(name) is True:
            yield f"{name} is on"
    if str(args.get("channel", "")).startswith("#"):
        yield "a channel by its name, which can change"


def of_blocks(blocks: object) -> Iterator[str]:
    """What is poor in blocks, of a message or of a view."""
    for block, each in acting(blocks):
        if each["type"] != "feedback_buttons" and not each.get("action_id"):
            yield f"no action_id on a {each['type']}"
        if each["type"] == "button" and each.get("style") and not each.get("accessibility_label"):
            yield "no accessibility_label on a button that matters"
        if block.get("type") == "input" and not block.get("block_id"):
            yield "no block_id on an input"


def of_view(view: Json) -> Iterator[str]:
    """What is poor in a view."""
    yield from of_blocks(view.get("blocks"))
    yield from _of_texts(_marked_up(view.get("blocks")))


def leaks(body: str, foreign: Iterator[str]) -> Iterator[str]:
    """What no request may hold: secrets, stack traces, and the canaries of other workspaces."""
    if _SECRET.search(body):
        yield "a secret or a stack trace in a request"
    for canary in foreign:
        if canary in body:
            yield f"something of another workspace in a request: {canary}"


def _of_texts(texts: list[Any]) -> Iterator[str]:
    for text in texts:
        if not isinstance(text, str):
            continue
        if _BROADCAST.search(text):
            yield "a mention of everybody"
        if _BOLD.search(text):
            yield "**bold** is no mrkdwn"
        if _MARKDOWN_LINK.search(text):
            yield "[a link](of markdown) is no mrkdwn"


def _marked_up(value: object) -> list[str]:
    """The text of every mrkdwn object."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for inner in value.values() for text in _marked_up(inner)]
        case list():
            return [text for inner in value for text in _marked_up(inner)]
        case _:
            return []
