"""The app package of Teams: what the bot is, what it can be asked, in both languages, with its icons, in one zip."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bot.teams.icons import ACCENT, colour, outline
from handlers.wording import LANGUAGES, Words

Json = dict[str, Any]

SCHEMA: Final = "1.24"
#: By which Teams names the command that opens the form of a deal, from a message or from anywhere.
REGISTER: Final = "registerDeal"
_SCHEMAS: Final = "https://developer.microsoft.com/en-us/json-schemas/teams/v1.24/"
_SCOPES: Final = ("personal", "team", "groupChat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who offers the app, as people see it in Teams: a name of at most 32 characters and three pages."""

    name: str
    website: str
    privacy: str
    terms: str


def package(app_id: str, publisher: Publisher, version: str) -> bytes:
    """The zip to upload: the same bytes for the same settings."""
    files: dict[str, str | bytes] = {
        "manifest.json": _json(manifest(app_id, publisher, version)),
        "color.png": colour(),
        "outline.png": outline(),
    }
    files |= {f"{language}.json": _json(localised(Words(language))) for language in LANGUAGES[1:]}
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content)  # of the first day that a zip knows, so that no clock is in it
    return written.getvalue()


def manifest(app_id: str, publisher: Publisher, version: str) -> Json:
    """As Teams' schema 1.24 has it; in English, with what is said in other languages in files of their own."""
    words = Words(LANGUAGES[0])
    return {
        "$schema": f"{_SCHEMAS}MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version,
        "id": app_id,
        "developer": {
            "name": publisher.name,
            "websiteUrl": publisher.website,
            "privacyUrl": publisher.privacy,
            "termsOfUseUrl": publisher.terms,
        },
        "name": {"short": words("teams.app.name"), "full": words("teams.app.full_name")},
        "description": {"short": words("teams.app.short"), "full": words("teams.app.full")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "localizationInfo": {
            "defaultLanguageTag": LANGUAGES[0],
            "additionalLanguages": [{"languageTag": language, "file": f"{language}.json"} for language in LANGUAGES[1:]],
        },
        "defaultInstallScope": "personal",
        "bots": [_bot(app_id, words)],
        "composeExtensions": [_extension(app_id, words)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],  # nothing is loaded from anywhere: forms are cards
    }


def localised(words: Words) -> Json:
    """What people read of the manifest, in another language."""
    said: Json = {
        "$schema": f"{_SCHEMAS}MicrosoftTeams.Localization.schema.json",
        "name.short": words("teams.app.name"),
        "name.full": words("teams.app.full_name"),
        "description.short": words("teams.app.short"),
        "description.full": words("teams.app.full"),
        "composeExtensions[0].commands[0].title": words("teams.app.register"),
        "composeExtensions[0].commands[0].description": words("teams.app.register.says"),
    }
    for at, listed in enumerate(_command_lists(words)):
        for index, command in enumerate(listed["commands"]):
            said[f"bots[0].commandLists[{at}].commands[{index}].title"] = command["title"]
            said[f"bots[0].commandLists[{at}].commands[{index}].description"] = command["description"]
    return said


def _bot(app_id: str, words: Words) -> Json:
    return {
        "botId": app_id,
        "scopes": list(_SCOPES),
        "supportsFiles": True,  # lists of deals, documents and logos are read
        "isNotificationOnly": False,
        "supportsCalling": False,
        "supportsVideo": False,
        "commandLists": _command_lists(words),
    }


def _command_lists(words: Words) -> list[Json]:
    """What is offered while somebody writes: each of them is understood as it is. With others, what is answered there."""
    asked = [
        (words("teams.app.register"), words("teams.app.register.says")),
        (words("teams.app.deals"), words("teams.app.deals.says")),
        (words("teams.app.commission"), words("teams.app.commission.says")),
        (words("teams.app.tier"), words("teams.app.tier.says")),
        (words("teams.app.waiting"), words("teams.app.waiting.says")),
        (words("teams.app.help"), words("teams.app.help.says")),
    ]
    commands = [{"title": title, "description": says} for title, says in asked]
    return [{"scopes": ["personal"], "commands": commands}, {"scopes": ["team", "groupChat"], "commands": commands[-1:]}]


def _extension(app_id: str, words: Words) -> Json:
    return {
        "botId": app_id,
        "composeExtensionType": "botBased",
        "commands": [
            {
                "id": REGISTER,
                "type": "action",
                "context": ["compose", "commandBox", "message"],
                "title": words("teams.app.register"),
                "description": words("teams.app.register.says"),
                "fetchTask": True,
            }
        ],
    }


def _json(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
