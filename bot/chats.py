"""The chats that `partnerbot serve` can run, and what each of them must be to be run there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from aiohttp.web import AbstractRouteDef

from bot.composition import House
from bot.delivery.channel import Channel
from bot.delivery.metrics import Metrics
from bot.incoming import Incoming

#: Keeps a message; False when it was known. Only when it has returned may the chat be told that the message arrived.
Receive = Callable[[Incoming], Awaitable[bool]]


class Chat(Protocol):
    """A chat that is configured: its edge, which reads what comes in, and its channel, which writes.

    An edge hands on what it has read and answers 2xx when that has returned; when it raises, it lets the error pass, and the chat
    delivers again.
    """

    @property
    def name(self) -> str:
        """As in `Sender.chat`: "slack", "teams"."""
        ...

    @property
    def channel(self) -> Channel: ...

    def routes(self, receive: Receive) -> Sequence[AbstractRouteDef]:
        """Where it is delivered to by HTTP; empty when it is not."""
        ...

    async def start(self, receive: Receive) -> None:
        """Opens what the chat keeps open: sessions, sockets."""
        ...

    async def is_ready(self) -> bool:
        """Whether it can take what is delivered now."""
        ...

    async def stop(self) -> None:
        """Takes nothing more in. The channel goes on to work until `close`."""
        ...

    async def close(self) -> None: ...


class CannotStart(Exception):
    """A chat is configured in a way in which it cannot be run; the message is a sentence for whoever runs the bot."""


def _slack(house: House, metrics: Metrics) -> Chat | None:
    if house.settings.slack_bot_token is None and house.settings.slack_client_id is None:
        return None
    from bot.slack.begin import begin  # Slack's packages take long to import, and only who has the chat needs them

    return begin(house, metrics)


def _teams(house: House, metrics: Metrics) -> Chat | None:
    if house.settings.teams_app_id is None and not house.settings.teams_anonymous:
        return None
    from bot.teams.begin import begin  # the same for botbuilder

    return begin(house, metrics)


#: Each gives its chat when the settings name it, None when they do not.
CHATS: Final[tuple[Callable[[House, Metrics], Chat | None], ...]] = (_slack, _teams)


def configured(house: House, metrics: Metrics) -> tuple[Chat, ...]:
    """Every chat that the settings of the house name."""
    return tuple(chat for begin in CHATS if (chat := begin(house, metrics)) is not None)
