"""What is measured against what, each in a process of its own: `python -m benchmarks.bars_served KIND`; it prints its port.

`echo` and `say` are slack-bolt as its documentation has it; the others are the bot, with more and more of it: `edge` keeps nothing,
`turns` posts nothing, `whole` is `partnerbot serve`. `tls` is a Slack that is spoken to encrypted. `botbuilder` and `teams` echo in Teams.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks import bars_served_teams
from bot.chats import Chat, configured
from bot.clock import elapsed, now
from bot.composition import House, build
from bot.config import Settings, read_settings
from bot.delivery.delivery import Delivery
from bot.delivery.dispatch import Held
from bot.delivery.drain import Places
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.incoming import Incoming
from bot.log import configure_logging
from bot.server import Server
from bot.settling import settle
from bot.slack.channel import SlackChannel

#: What runs until the process ends.
KEPT: Final[list[asyncio.Task[None]]] = []


async def opened(app: web.Application, context: ssl.SSLContext | None = None) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - whoever started this reads it


def bolt(settings: Settings, *, before_response: bool) -> AsyncApp:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url)
    secret = settings.slack_signing_secrets[0]
    return AsyncApp(token=token, client=client, signing_secret=secret, process_before_response=before_response)


async def serve_bolt(app: AsyncApp) -> None:
    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.add_routes([web.post("/slack/events", events)])
    await opened(site)


async def echo() -> None:
    app = bolt(read_settings(), before_response=True)

    @app.command("/help")
    async def answer(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"you said {command['text']}")

    await serve_bolt(app)


async def say() -> None:
    app = bolt(read_settings(), before_response=False)

    @app.event("message")
    async def answer(event: dict[str, Any], say: Any) -> None:
        await say(f"you said {event['text']}")

    await serve_bolt(app)


async def serve_chat(receive: Callable[[Incoming], Awaitable[bool]], chat: Chat) -> None:
    await chat.start(receive)
    site = web.Application()
    site.add_routes(chat.routes(receive))
    await opened(site)


def house() -> tuple[House, Metrics, Chat]:
    built, metrics = build(read_settings()), Metrics()
    configure_logging(built.settings.log_level)
    (chat,) = configured(built, metrics)
    return built, metrics, chat


async def edge() -> None:
    _, _, chat = house()

    async def receive(incoming: Incoming) -> bool:
        return bool(incoming.key)

    await serve_chat(receive, chat)


class Unposted(Places[Held]):
    """Where answers end that are put out and held, as if they were posted."""

    def __init__(self, posted: Callable[[str], None]) -> None:
        super().__init__("unposted", self._post, pace=Pace())
        self._posted = posted
        self.open()

    async def _post(self, held: Held) -> None:
        self._posted(held.posting.conversation)


async def turns() -> None:
    built, metrics, chat = house()
    channel = cast(SlackChannel, chat.channel)
    delivery = Delivery(built.database, built.turns, {"slack": channel}, now, elapsed, metrics=metrics)
    delivery._posts = Unposted(channel._posted)
    KEPT.append(asyncio.create_task(delivery._inbox.run()))
    await serve_chat(delivery.receive, chat)


async def whole() -> None:
    built, metrics, chat = house()
    port = await Server(built, [chat], metrics=metrics).start("127.0.0.1", 0)
    print(port, flush=True)  # noqa: T201 - whoever started this reads it


async def tls() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "ts": "1.1"})

    site = web.Application()
    site.add_routes([web.post("/api/{method}", answer)])
    await opened(site, context)


async def botbuilder() -> None:
    await bars_served_teams.botbuilder(read_settings(), opened)


async def teams() -> None:
    built = build(read_settings())
    configure_logging(built.settings.log_level)
    await bars_served_teams.teams(built, Metrics(), opened)


KINDS: Final[dict[str, Callable[[], Awaitable[None]]]] = {
    "echo": echo,
    "say": say,
    "edge": edge,
    "turns": turns,
    "whole": whole,
    "tls": tls,
    "botbuilder": botbuilder,
    "teams": teams,
}
#: Those that settle as `partnerbot serve` does.
OURS: Final = ("edge", "turns", "whole", "teams")


async def main() -> None:
    await KINDS[sys.argv[1]]()
    if sys.argv[1] in OURS:
        settle()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
