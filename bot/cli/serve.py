"""Running the bot for the chats that are configured, until it is asked to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Callable

import typer

from bot.chats import CannotStart, configured
from bot.cli.common import fail
from bot.composition import House
from bot.delivery.metrics import Metrics
from bot.server import Server
from bot.settling import settle
from bot.spans import MissingPackages, span


def run(house: House, *, host: str, port: int) -> None:
    """Until SIGTERM or Ctrl-C."""
    end_traces = _begin_traces(house.settings.otel_exporter_otlp_endpoint)
    try:
        asyncio.run(_serve(house, host, port))
    except CannotStart as cannot:
        raise fail(str(cannot)) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise fail(f"Port {port} is in use. Choose another one: partnerbot serve --port {port + 1}") from None
    finally:
        end_traces()


def _begin_traces(endpoint: str | None) -> Callable[[], None]:
    """Sends traces where that is asked for; what is returned ends it."""
    try:
        return (lambda: None) if endpoint is None else span.send_to(endpoint)
    except MissingPackages:
        raise fail(
            'OTEL_EXPORTER_OTLP_ENDPOINT is set, and what sends traces is missing. Install: "partnerbot[telemetry]"'
        ) from None


async def _serve(house: House, host: str, port: int) -> None:
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: loop.run_in_executor(None, house.secrets.reread))
    if house.settings.teams_anonymous and host not in ("127.0.0.1", "localhost", "::1"):
        raise CannotStart("TEAMS_ANONYMOUS believes anybody, and opens on this machine only: partnerbot serve --host 127.0.0.1")
    metrics = Metrics()
    chats = configured(house, metrics)
    server = Server(house, chats, metrics=metrics)
    opened = await server.start(host, port)
    settle()
    names = ", ".join(chat.name for chat in chats) or "no chat is configured"
    typer.echo(f"Open at http://{host}:{opened}/ ({names})")
    await asked_to_stop.wait()
    await server.stop()
