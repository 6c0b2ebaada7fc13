"""Writing into Teams: `bot.delivery.channel.Channel` over the Bot Connector, in which no message can be found again.

What is for one person alone never goes where others read along: it goes to their personal chat, and a line says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.delivery.channel import CannotTell, Found, Later, Limit, Open, Outcome, Refused, Rendered, Sent
from bot.teams.address import Address, read_address
from bot.teams.connector import Connector, Failure
from bot.teams.files import offered
from bot.teams.judge import sound
from bot.teams.render import render
from bot.teams.rooms import Rooms
from bot.teams.streams import Streams
from bot.teams.views import looking_again
from handlers.asked_to_decide import asks_to_decide
from handlers.ports_approvals import Closed
from handlers.ports_library import Tell
from handlers.reply import Reply
from handlers.wording import Words
from storage.engine import Database
from storage.teams import Reference, References

_log = structlog.get_logger("teams")
#: With which Teams says that a conversation is over for the bot: blocked, uninstalled, gone.
_OVER: Final = frozenset(
    {"MessageWritesBlocked", "BotNotInConversationRoster", "BotDisabledByAdmin", "ConversationNotFound", "UserNotFound", "http_404"}
)
#: A little below what Teams takes, so that there is room for the sign that an answer is on its way.
_RATES: Final = ((5, 1), (6, 2), (45, 30), (1_500, 3_600))
_TENANT_RATE: Final = 25
#: Answers that anybody may read along.
_PUBLIC: Final = frozenset({"help", "greet", "thank"})
#: Between `render` and `send`; the rest is Teams'.
_OURS: Final = ("pointer", "closed", "asks")


class TeamsChannel:
    """`posted` is told where something was posted; `home` is the vendor's own tenant. Use from one event loop."""

    def __init__(
        self,
        app_id: str,
        connector: Connector,
        database: Database,
        clock: Clock,
        *,
        posted: Callable[[str], None] = lambda conversation: None,
        streams: Streams | None = None,
        home: str | None = None,
    ) -> None:
        self._rooms = Rooms(connector, home)
        self._app_id = app_id
        self._connector = connector
        self._database = database
        self._clock = clock
        self._posted = posted
        self._streams = streams

    def render(self, reply: Reply) -> Sequence[Rendered]:
        words = Words(reply.language)
        drawn = [self._sound(message) for message in render(reply, words)]
        if drawn and not is_public(reply):
            for each in drawn:
                each |= {"pointer": "", "closed": ""}
            drawn[0] |= {"pointer": words("teams.said_in_private"), "closed": words("teams.closed")}
        if drawn and asks_to_decide(reply) and "attachments" in drawn[-1]:
            drawn[-1] |= {"asks": True}
        return drawn

    def _sound(self, message: Mapping[str, Any]) -> dict[str, Any]:
        if "file" in message:
            return dict(message)
        whole, faults = sound(message)
        if faults:
            _log.error("teams.message_downgraded", faults=faults)
            self._connector.metrics.downgraded("teams", "checked")
        return dict(whole)

    def teller(self, conversation: str, message: str) -> Tell | None:
        return None if self._streams is None else self._streams.teller(conversation, message)

    def limits(self, conversation: str) -> Sequence[Limit]:
        """Those of the conversation, by whatever stretch Teams counts, and that of the tenant."""
        address = read_address(conversation)
        if address is None:
            return ()
        tenant = f"teams:{address.tenant}"
        whole = Limit(bucket=tenant, count=_TENANT_RATE, per=timedelta(seconds=1))
        here = f"{tenant}/{address.conversation}"
        return (*(Limit(bucket=f"{here}/{per}", count=count, per=timedelta(seconds=per)) for count, per in _RATES), whole)

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        address = read_address(conversation)
        if address is None:
            return Refused(code="no_address")
        is_private = "pointer" in message
        to = await self._private(address) if address.asker and is_private else address
        sent = await self._put_or_post(to, await self._shown(to, message, key), key) if isinstance(to, Address) else to
        if isinstance(sent, Sent):
            self._posted(conversation)
        if address.asker and is_private and not (address.is_pressing and isinstance(sent, Sent)):
            await self._point(address, message, sent)
        return sent

    async def look_at(self, place: str) -> Open | Closed | Later:
        """Who reads along in the channel or the group of the address."""
        room = read_address(place)
        return Closed.GONE if room is None else await self._rooms.look(room)

    async def find(self, conversation: str, key: str) -> Found:
        """Teams keeps nothing by which a message of the bot's could be found."""
        return CannotTell()

    async def update(self, conversation: str, id: str, message: Rendered) -> Outcome:
        """Puts the message in the place of what was posted as `id`; may be repeated."""
        address = read_address(conversation)
        if address is None:
            return Refused(code="no_address")
        to = await self._private(address) if address.asker and "pointer" in message else address
        if not isinstance(to, Address):
            return to
        shown = {name: value for name, value in _activity(message, to).items() if name != "suggestedActions"}
        answer = await self._connector.put(to.service_url, to.conversation, id, shown)
        return Sent(id=id) if isinstance(answer, Mapping) else answer

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _shown(self, to: Address, message: Rendered, key: str) -> Mapping[str, Any]:
        """As it is posted there; a card that asks for a decision is seen by its reader as it stands then."""
        if "file" in message:
            return offered(message, key)
        activity = _activity(message, to)
        mri = await asyncio.to_thread(self._reader, to) if "asks" in message else None
        if mri is not None:
            (card,) = activity["attachments"]
            activity["attachments"] = [{**card, "content": looking_again(card["content"], key, mri)}]
        return activity

    async def _put_or_post(self, to: Address, activity: Mapping[str, Any], key: str) -> Outcome:
        streamed = None if self._streams is None else await self._streams.complete(key, to, activity)
        return await self._post(to, activity) if streamed is None else streamed

    async def _post(self, to: Address, activity: Mapping[str, Any]) -> Outcome:
        answer = await self._connector.post(to.service_url, to.conversation, activity)
        if isinstance(answer, Mapping):
            return Sent(id=str(answer.get("id") or ""))
        if isinstance(answer, Refused) and answer.code in _OVER:
            await asyncio.to_thread(self._retire, to)
        return answer

    async def _private(self, address: Address) -> Address | Failure:
        """The asker's personal chat: the one that is known, else one that is begun now."""
        asker = address.asker or ""
        known = await asyncio.to_thread(self._reference, address.tenant, asker)
        if known is None:
            return Refused(code="nobody")
        if known.conversation is None:
            opened = await self._open(known)
            if not isinstance(opened, str):
                return opened
            known = replace(known, conversation=opened)
            await asyncio.to_thread(self._note, known)
        return Address(tenant=known.tenant, conversation=known.conversation or "", service_url=known.service_url)

    async def _open(self, known: Reference) -> str | Failure:
        """Asked twice, Teams gives the same conversation."""
        asked = {
            "isGroup": False,
            "bot": {"id": f"28:{self._app_id}"},
            "members": [{"id": known.mri}],
            "tenantId": known.tenant,
            "channelData": {"tenant": {"id": known.tenant}},
        }
        answer = await self._connector.call("POST", known.service_url, "conversations", asked)
        if not isinstance(answer, Mapping):
            return answer
        id = answer.get("id")
        return id if isinstance(id, str) and id else Refused(code="garbled")

    async def _point(self, address: Address, message: Rendered, sent: Outcome) -> None:
        """Says where others read along where the answer is, or that there is nowhere to give it. Tried once."""
        text = message["pointer"] if isinstance(sent, Sent) else message["closed"] if isinstance(sent, Refused) else ""
        if text:
            answer = await self._connector.post(address.service_url, address.conversation, {"type": "message", "text": text})
            if not isinstance(answer, Mapping):
                _log.info("teams.not_pointed", code=answer.code)

    def _reference(self, tenant: str, user: str) -> Reference | None:
        with self._database.reading() as connection:
            return References(connection, self._clock()).get(tenant, user)

    def _reader(self, to: Address) -> str | None:
        with self._database.reading() as connection:
            return References(connection, self._clock()).mri_in(to.tenant, to.conversation)

    def _note(self, reference: Reference) -> None:
        with self._database.transaction() as connection:
            References(connection, self._clock()).note(reference)

    def _retire(self, to: Address) -> None:
        with self._database.transaction() as connection:
            if References(connection, self._clock()).retire(to.tenant, to.conversation):
                _log.info("teams.retired", tenant=to.tenant)


def is_public(reply: Reply) -> bool:
    """Whether others may read the reply along: what is for the vendor's people in a channel of theirs; else nothing but what the
    bot can do, and no deal in progress.
    """
    if reply.place:
        return True
    return reply.standing.intent in _PUBLIC and reply.standing.state == "idle"


def _activity(message: Rendered, to: Address) -> dict[str, Any]:
    """What is Teams' of a message; quick replies are for where nobody reads along."""
    left_out = _OURS if to.is_personal else (*_OURS, "suggestedActions")
    return {name: value for name, value in message.items() if name not in left_out}
