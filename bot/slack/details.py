"""A reply in a modal that only shows: nothing to press and nothing to fill in."""

from __future__ import annotations

from typing import Any

import structlog

from bot.plain import in_words
from bot.slack import limits
from bot.slack.judge import faults_of_view
from bot.slack.labels import labels
from bot.slack.modal import View, waiting
from bot.slack.render import render, split
from bot.slack.words import plain
from handlers.reply import Choices, File, Form, Part, Reply, Table

_log = structlog.get_logger("slack")


def details(reply: Reply, title: str, *, close: str) -> View:
    """What the reply says. A modal takes no table, so that one is said in words."""
    shown = [part for part in reply.parts if not isinstance(part, Choices | File | Form)]
    view = waiting(title, "…", close=close)
    view["blocks"] = [block for part in shown for block in _blocks(part, reply.language)][: limits.VIEW_BLOCKS]
    if faults := list(faults_of_view(view)) or not view["blocks"]:
        _log.error("slack.details_downgraded", faults=faults)
        said = "\n\n".join(in_words(part, 0) for part in shown) or "–"
        view["blocks"] = [{"type": "section", "text": plain(said, most=limits.SECTION_TEXT)}]
    return view


def _blocks(part: Part, language: str) -> list[dict[str, Any]]:
    if isinstance(part, Table):
        texts = split(in_words(part, 0), limits.SECTION_TEXT)
        return [{"type": "section", "text": plain(text, most=limits.SECTION_TEXT)} for text in texts]
    return [block for message in render(Reply(parts=(part,)), labels(language)) for block in message.blocks]
