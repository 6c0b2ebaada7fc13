"""Events that are nobody's words: a link was written into a message, an agent's work was stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.slack.address import is_id, is_ts

#: By their names in the manifest.
HAPPENINGS: Final = frozenset({"link_shared", "agent_session_stopped"})
_SOURCES: Final = ("composer", "conversations_history")
#: Slack unfurls no more links of a message.
_LINKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Links of a message that is being written, or is there; Slack names the message by `unfurl` and `source`."""

    unfurl: str
    source: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Somebody pressed Stop in a thread where the bot was at work."""

    channel: str
    thread: str
    user: str


def happened(event: Mapping[str, Any]) -> Shared | Stopped | None:
    """What the event says; None for one that is not as Slack documents it."""
    return _shared(event) if event.get("type") == "link_shared" else _stopped(event)


def _shared(event: Mapping[str, Any]) -> Shared | None:
    unfurl, source, links = event.get("unfurl_id"), event.get("source"), event.get("links")
    if not isinstance(unfurl, str) or not unfurl or source not in _SOURCES or not isinstance(links, list):
        return None
    urls = (link.get("url") for link in links if isinstance(link, dict))
    found = tuple(url for url in urls if isinstance(url, str))[:_LINKS]
    return Shared(unfurl=unfurl, source=str(source), urls=found) if found else None


def _stopped(event: Mapping[str, Any]) -> Stopped | None:
    channel, thread, user = (event.get(name) for name in ("channel", "thread_ts", "user"))
    if not (is_id(channel) and is_ts(thread) and is_id(user)):
        return None
    return Stopped(channel=channel, thread=thread, user=user)
