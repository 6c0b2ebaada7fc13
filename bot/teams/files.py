"""Files in Teams: offered in a card, put into the person's own OneDrive once they have agreed, and shown there.

Nothing is kept for it but the reply that has the file; whoever agrees gets what was posted to them, and nothing else.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.delivery.channel import Rendered
from bot.delivery.dispatch import message_number
from bot.teams.connector import Connector
from bot.teams.read import Consent
from bot.teams.render import render
from handlers.wording import Words
from storage.engine import Database
from storage.posted import posted_reply

_log = structlog.get_logger("teams")
_CONSENT: Final = "application/vnd.microsoft.teams.card.file.consent"
_INFO: Final = "application/vnd.microsoft.teams.card.file.info"


def offered(message: Rendered, key: str) -> dict[str, Any]:
    """The card that asks whether the file may be put there; by the key it is found again."""
    file = message["file"]
    content = {
        "description": file["title"],
        "sizeInBytes": len(b64decode(file["content"])),
        "acceptContext": {"file": key},
        "declineContext": {"file": key},
    }
    attachment = {"contentType": _CONSENT, "name": file["name"], "content": content}
    return {"type": "message", "summary": file["title"][:100], "attachments": [attachment]}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file that was offered, and the language that it was offered in."""

    title: str
    content: bytes
    words: Words


class Files:
    """Use from one event loop."""

    def __init__(self, connector: Connector, database: Database, clock: Clock) -> None:
        self._connector = connector
        self._database = database
        self._clock = clock

    async def answer(self, consent: Consent) -> None:
        """The file is where the person wanted it, and the card says so; or that it is not."""
        found = await asyncio.to_thread(self._find, consent)
        if found is None:
            return
        said = found.words("teams.file_declined", title=found.title)
        if consent.upload_url is not None:
            is_there = await self._connector.upload(consent.upload_url, found.content)
            said = found.words("teams.file_not_put", title=found.title)
            if is_there:
                said = found.words("teams.file_put", title=found.title)
                await self._post(consent, _shown(consent))
        to = consent.account.address
        done = {"type": "message", "textFormat": "plain", "text": said, "summary": said[:100]}
        if consent.message is not None:
            await self._connector.put(to.service_url, to.conversation, consent.message, done)

    async def _post(self, consent: Consent, activity: Mapping[str, Any]) -> None:
        to = consent.account.address
        answer = await self._connector.post(to.service_url, to.conversation, activity)
        if not isinstance(answer, Mapping):
            _log.warning("teams.file_not_shown", code=answer.code)

    def _find(self, consent: Consent) -> _Found | None:
        numbers: dict[str, int] = {}

        def is_it(row: str) -> bool:
            number = message_number(consent.file, row)
            if number is not None:
                numbers[consent.file] = number
            return number is not None

        account = consent.account
        with self._database.reading() as connection:
            reply = posted_reply(connection, "teams", str(account.address), account.sender.user, is_it)
        if reply is None:
            return None
        words = Words(reply.language)
        messages = render(reply, words)
        number = numbers[consent.file]
        file = messages[number].get("file") if number < len(messages) else None
        return None if file is None else _Found(title=file["title"], content=b64decode(file["content"]), words=words)


def _shown(consent: Consent) -> dict[str, Any]:
    """A file that is there, as Teams shows it."""
    content = {"uniqueId": consent.unique_id, "fileType": consent.file_type}
    attachment = {"contentType": _INFO, "name": consent.name, "contentUrl": consent.content_url, "content": content}
    return {"type": "message", "summary": consent.name[:100], "attachments": [attachment]}
