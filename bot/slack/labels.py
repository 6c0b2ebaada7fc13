"""The few words that are Slack's alone: on buttons, in modals, in the Home tab."""

from __future__ import annotations

from bot.slack.render import Labels
from handlers.wording import Words


def labels(language: str) -> Labels:
    words = Words(language)
    return Labels(open_form=words("slack.open_form"), sure=words("slack.sure"), go=words("slack.go"), back=words("slack.back"))


def said_in_private(language: str) -> str:
    """What the channel is told in which somebody asked for what is theirs alone."""
    return Words(language)("slack.said_in_private")


def said_aside(language: str) -> str:
    """The same where Slack opens no direct messages with them."""
    return Words(language)("slack.said_aside")
