"""botbuilder as its samples have it, and the bot's own way in and out of Teams, each with a bot that says what was said to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Final

import requests
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

from bot.composition import House
from bot.config import Settings
from bot.delivery.metrics import Metrics
from bot.incoming import Incoming
from bot.teams.begin import begin
from handlers.message import Said

#: What botbuilder asks at Microsoft's, which is the tests' own here.
_MICROSOFTS: Final = {"https://login.microsoftonline.com": "/login", "https://login.botframework.com": ""}


async def botbuilder(settings: Settings, opened: Callable[[web.Application], Awaitable[None]]) -> None:
    """As the samples have it; only its hosts are others."""
    ask = requests.Session.request

    def here(self: requests.Session, method: str, url: str, **named: Any) -> requests.Response:
        for host, path in _MICROSOFTS.items():
            url = url.replace(host, f"{settings.teams_test_url}{path}", 1)
        return ask(self, method, url, **named)

    requests.Session.request = here  # type: ignore[method-assign,assignment]  # it has no setting for whom it asks
    password = settings.teams_app_password.get_secret_value() if settings.teams_app_password else ""
    configured = SimpleNamespace(APP_ID=settings.teams_app_id, APP_PASSWORD=password, APP_TYPE="MultiTenant")
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(configured))

    class Echo:
        async def on_turn(self, context: TurnContext) -> None:
            await context.send_activity(f"you said {context.activity.text}")

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, Echo())
        return answer

    site = web.Application()
    site.add_routes([web.post("/api/messages", messages)])
    await opened(site)


async def teams(house: House, metrics: Metrics, opened: Callable[[web.Application], Awaitable[None]]) -> None:
    """The bot's edge and channel; nothing is kept in between."""
    chat = begin(house, metrics)
    posting = set[asyncio.Task[Any]]()

    async def receive(incoming: Incoming) -> bool:
        said = incoming.what.text if isinstance(incoming.what, Said) else ""
        message = {"type": "message", "text": f"you said {said}"}
        task = asyncio.create_task(chat.channel.send(incoming.conversation, message, incoming.key))
        posting.add(task)
        task.add_done_callback(posting.discard)
        return True

    await chat.start(receive)
    site = web.Application()
    site.add_routes(chat.routes(receive))
    await opened(site)
