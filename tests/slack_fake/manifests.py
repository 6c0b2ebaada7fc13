"""What Slack takes as an app's manifest, judged by the facts of its published schema (slackapi/manifest-schema, version 1).

The schema has no licence under which it could be kept here. `agent_view` is younger than it, and known from its reference page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.slack_fake.elements import Json

Faults = Iterator[str]
_HTTP: Final = r"https?://.*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    most: int = 10_000
    least: int = 0
    pattern: str = ".*"

    def faults(self, value: object, at: str) -> Faults:
        if not isinstance(value, str):
            yield f"{at}: no text"
        elif not self.least <= len(value) <= self.most:
            yield f"{at}: {len(value)} characters, and {self.least} to {self.most} are taken"
        elif not re.fullmatch(self.pattern, value, re.DOTALL):
            yield f"{at}: not of the form {self.pattern}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    def faults(self, value: object, at: str) -> Faults:
        if not isinstance(value, bool):
            yield f"{at}: neither true nor false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    each: Shape
    most: int
    least: int = 0
    are_unique: bool = False

    def faults(self, value: object, at: str) -> Faults:
        if not isinstance(value, list):
            yield f"{at}: no list"
            return
        if not self.least <= len(value) <= self.most:
            yield f"{at}: {len(value)} of them, and {self.least} to {self.most} are taken"
        if self.are_unique and len(value) != len(set(map(str, value))):
            yield f"{at}: something twice"
        for index, one in enumerate(value):
            yield from self.each.faults(one, f"{at}/{index}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """An object with these keys, and, unless `is_open`, no others."""

    known: Mapping[str, Shape]
    required: str = ""
    is_open: bool = False

    def faults(self, value: object, at: str) -> Faults:
        if not isinstance(value, dict):
            yield f"{at}: no object"
            return
        yield from (f"{at}: {name} is missing" for name in self.required.split() if name not in value)
        for name, one in value.items():
            if name in self.known:
                yield from self.known[name].faults(one, f"{at}/{name}")
            elif not self.is_open:
                yield f"{at}: {name} is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An object whose keys are names of the app's own."""

    each: Shape
    most: int = 50

    def faults(self, value: object, at: str) -> Faults:
        if not isinstance(value, dict) or len(value) > self.most:
            yield f"{at}: no object with {self.most} names at most"
            return
        for name, one in value.items():
            yield from self.each.faults(one, f"{at}/{name}")


Shape = Text | Flag | Many | Keys | Named


_FLAG: Final = Flag()
_URL: Final = Text(most=3500, pattern=_HTTP)
_NAME: Final = Text(most=50)
_PROMPTS: Final = Many(
    each=Keys(known={"title": Text(least=1), "message": Text(least=1, most=4000)}, required="title message"), most=4
)
_AGENT: Final = Keys(
    known={
        "agent_description": Text(least=1, most=300),
        "suggested_prompts": _PROMPTS,
        "actions": Many(each=Keys(known={}, is_open=True), most=10),
    },
    required="agent_description",
)
_HOME: Final = Keys(known=dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), _FLAG))
_BOT: Final = Keys(known={"display_name": Text(least=1, most=80), "always_online": _FLAG}, required="display_name")
_SHORTCUT: Final = Keys(
    known={
        "name": Text(least=1, most=24),
        "type": Text(pattern="message|global"),
        "callback_id": Text(least=1, most=255),
        "description": Text(least=1, most=150),
    },
    required="name type callback_id description",
)
_COMMAND: Final = Keys(
    known={
        "command": Text(least=2, most=32, pattern="/.*"),
        "url": Text(most=3000, pattern=_HTTP),
        "description": Text(least=1, most=2000),
        "usage_hint": Text(least=1, most=1000),
        "should_escape": _FLAG,
    },
    required="command description",
)
_FEATURES: Final = Keys(
    known={
        "agent_view": _AGENT,
        "app_home": _HOME,
        "bot_user": _BOT,
        "shortcuts": Many(each=_SHORTCUT, least=1, most=10),
        "slash_commands": Many(each=_COMMAND, least=1, most=50),
        "unfurl_domains": Many(each=Text(most=255, pattern=r"[^.-][-a-z0-9.]*[a-z0-9]"), least=1, most=5, are_unique=True),
    }
)
_OAUTH: Final = Keys(
    known={
        "redirect_urls": Many(each=Text(most=2500), most=1000, are_unique=True),
        "scopes": Keys(known=dict.fromkeys(("user", "bot", "user_optional", "bot_optional"), Many(each=_NAME, most=255))),
        "token_management_enabled": _FLAG,
        "pkce_enabled": _FLAG,
    }
)
_EVENTS: Final = Many(each=_NAME, most=100, are_unique=True)
_SETTINGS: Final = Keys(
    known={
        "event_subscriptions": Keys(known={"request_url": _URL, "bot_events": _EVENTS, "user_events": _EVENTS}),
        "interactivity": Keys(
            known={"is_enabled": _FLAG, "request_url": _URL, "message_menu_options_url": _URL}, required="is_enabled"
        ),
        "function_runtime": Text(),
        **dict.fromkeys(("org_deploy_enabled", "socket_mode_enabled", "is_hosted", "token_rotation_enabled"), _FLAG),
    }
)
_PARAMETERS: Final = Named(each=Keys(known={"type": Text(least=1)}, required="type", is_open=True))
_FUNCTION: Final = Keys(
    known={"title": Text(), "description": Text(), "input_parameters": _PARAMETERS, "output_parameters": _PARAMETERS},
    required="title description input_parameters output_parameters",
)
_MANIFEST: Final = Keys(
    known={
        "display_information": Keys(
            known={
                "name": Text(least=1, most=35),
                "description": Text(least=1, most=140),
                "background_color": Text(pattern="#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
                "long_description": Text(least=175, most=4000),
            },
            required="name",
        ),
        "features": _FEATURES,
        "oauth_config": _OAUTH,
        "settings": _SETTINGS,
        "functions": Named(each=_FUNCTION),
    },
    required="display_information",
)


def manifest_faults(manifest: Json | Any) -> list[str]:
    """Why Slack would refuse the manifest; empty when it would take it."""
    return list(_MANIFEST.faults(manifest, ""))
