"""The app as it is entered at api.slack.com: everything that the bot listens to and may do there, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from bot.slack import news, workflow
from bot.slack.edge import PATH
from bot.slack.oauth import RETURN
from bot.slack.read import COMMANDS, EVENTS, LOOKED, MESSAGE_SHORTCUT, REGISTER_SHORTCUT

#: What the bot may do, and what it does it for.
SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "hear what is said to it in a channel",
    "assistant:write": "suggest what one can say in direct messages, by one's role and language",
    "channels:history": "look, after a broken connection, whether its answer is in the thread of a public channel",
    "channels:read": "see, before approvals are posted in a public channel, whether only the vendor's own people are in it",
    "chat:write": "answer, also while the answer is made, and change its own messages",
    "commands": "the commands and the shortcuts",
    "files:read": "read a file that somebody sends it: a list of deals, a document, a logo",
    "files:write": "send files: documents, statements, templates",
    "groups:history": "the same look in a private channel",
    "groups:read": "the same look at a private channel",
    "im:history": "hear what is said to it in direct messages, and the same look there",
    "im:write": "begin a direct conversation: notices, and private answers to what was asked in a channel",
    "mpim:history": "the same look in a group conversation",
    "users:read": "hear that somebody was deactivated, whose access then ends; see whether guests are in a channel for approvals",
}
#: And what it may do besides where PUBLIC_URL says where links to deals lead.
LINK_SCOPES: Final[Mapping[str, str]] = {
    "links:read": "hear that somebody wrote a link to a deal",
    "links:write": "say below it what it is, with nothing of the deal",
}
_COMMANDS: Final = {
    "/commission": ("What you earned, and why", "[a month, a deal, or a question]"),
    "/deal": ("Register a deal, or ask about one", "[what you want to say]"),
    "/help": ("What partnerbot can do", ""),
    "/tier": ("Your tier, and the way to the next one", "[a tier, or a question]"),
}
_DESCRIPTION: Final = "Registers your deals, tells you where they stand, and brings them to a decision."


def scopes(*, links: bool) -> dict[str, str]:
    """Every scope, with what it is for; `links` where there are links to deals."""
    return dict(SCOPES) | (dict(LINK_SCOPES) if links else {})


def manifest(url: str | None, *, public_url: str | None = None) -> dict[str, Any]:
    """For deliveries to https://…, or through a socket without an address; with one, workspaces can install it by themselves.

    `public_url` is where links to deals lead.
    """
    host = urlsplit(public_url).hostname if public_url else None
    links = {"unfurl_domains": [host]} if host else {}
    events = (*EVENTS, workflow.EVENT, *news.EVENTS, *(("link_shared", LOOKED) if host else ()))
    requests = {} if url is None else {"request_url": url.rstrip("/") + PATH}
    returns = {} if url is None else {"redirect_urls": [url.rstrip("/") + RETURN]}
    in_commands = {} if url is None else {"url": url.rstrip("/") + PATH}
    commands = [_command(name) | in_commands for name in COMMANDS]
    return {
        "display_information": {"name": "partnerbot", "description": _DESCRIPTION},
        "features": {
            "agent_view": {"agent_description": _DESCRIPTION, "suggested_prompts": _prompts()},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "partnerbot", "always_online": True},
            "shortcuts": [
                _shortcut("global", REGISTER_SHORTCUT, "Register a deal", "Opens the form for a new deal"),
                _shortcut("message", MESSAGE_SHORTCUT, "Register from message", "Fills the form from this message"),
            ],
            "slash_commands": commands,
        }
        | links,
        "functions": workflow.functions(),
        "oauth_config": {"scopes": {"bot": sorted(scopes(links=host is not None))}} | returns,
        "settings": {
            "event_subscriptions": {"bot_events": sorted(events)} | requests,
            "interactivity": {"is_enabled": True} | requests,
            "function_runtime": "remote",
            "org_deploy_enabled": True,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(name: str) -> dict[str, Any]:
    description, hint = _COMMANDS[name]
    return {"command": name, "description": description, "should_escape": True} | ({"usage_hint": hint} if hint else {})


def _shortcut(kind: str, id: str, name: str, description: str) -> dict[str, str]:
    return {"type": kind, "callback_id": id, "name": name, "description": description}


def _prompts() -> list[dict[str, str]]:
    """At most four, in English: for everybody until the bot suggests others (`bot.slack.prompts`)."""
    return [
        {"title": "Register a deal", "message": "I want to register a deal"},
        {"title": "My deals", "message": "Show my deals"},
        {"title": "What waits for me", "message": "What is waiting for a decision?"},
        {"title": "Help", "message": "What can you do?"},
    ]
