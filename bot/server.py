"""`partnerbot serve`: one process with whatever chats are configured, and what an operator's machinery asks of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog
from aiohttp import web

from bot import deal_page
from bot.approvals import Approvals
from bot.billing import edge as billing
from bot.chats import Chat
from bot.clock import elapsed, now
from bot.composition import House
from bot.config import Settings
from bot.delivery.delivery import Delivery
from bot.delivery.metrics import CONTENT_TYPE, Metrics
from bot.delivery.pace import Pace
from bot.ledger_sweep import LedgerSweep
from bot.library_sweep import LibrarySweep
from bot.nudge_sweep import NudgeSweep
from bot.scheduler import Scheduler
from bot.vectors import Filling, use_key
from knowledge.usage import together
from storage.engine import DatabaseProblem
from storage.installations import tidy
from storage.sweep_lock import SweepLock
from storage.sweep_runs import note_sweep

if TYPE_CHECKING:
    from knowledge.model import Model

_log = structlog.get_logger("server")
#: A process whose sweeps are silent for longer, or whose oldest message waits for longer, is not ready. In seconds.
_SILENT: Final = 60
_LATE: Final = 300
#: A sweep that comes more often is not written down each time.
_NOTED: Final = timedelta(minutes=1)
#: No chat sends more at once.
_BODY_LIMIT: Final = 1024 * 1024


class Server:
    """Everything that runs in the process, started and stopped in order. Use from one event loop."""

    def __init__(self, house: House, chats: Sequence[Chat], *, pace: Pace | None = None, metrics: Metrics | None = None) -> None:
        self._pace = pace or Pace()
        self._house = house
        self._chats = chats
        channels = {chat.name: chat.channel for chat in chats}
        nudges = NudgeSweep(house.database, house.program, house.ids)
        self._delivery = Delivery(
            house.database,
            house.turns,
            channels,
            now,
            elapsed,
            pace=self._pace,
            metrics=metrics,
            recheck=nudges.recheck,
            approvals=Approvals(house.database, house.program, house.ids),
        )
        #: When each sweep was last written down.
        self._noted: dict[str, datetime] = {}
        self._lock = SweepLock(house.database)
        self._scheduler = Scheduler(elapsed, self._swept, may_sweep=self._lock.holds)
        self._scheduler.every(self._pace.rescue, "outbox.rescue", self._delivery.rescue)
        self._scheduler.every(self._pace.sweep, "registrations.waiting", lambda: house.sweeps.run(now()))
        self._scheduler.every(self._pace.tiers, "tiers", lambda: house.sweeps.run_tiers(now()))
        self._scheduler.every(self._pace.tidy, "installations.tidy", self._tidy)
        ledger = LedgerSweep(house.database, house.program, house.ids)
        self._scheduler.every(self._pace.sweep, "ledger.due", lambda: ledger.run(now()))
        self._scheduler.every(self._pace.tidy, "messages.forget", lambda: house.forgetting.run(now()))
        library = LibrarySweep(house.database, house.program, house.ids)
        self._scheduler.every(self._pace.sweep, "library.due", lambda: library.run(now()))
        self._scheduler.every(self._pace.sweep, "nudges", lambda: nudges.run(now()))
        if house.model is not None:
            house.secrets.follow(partial(_use_key, house.model))
        if house.embedder is not None:
            house.secrets.follow(partial(use_key, house.embedder))
            self._scheduler.every(self._pace.sweep, "library.vectors", Filling(house.database, house.embedder, elapsed).sweep)
        if usages := [one.usage for one in (house.model, house.embedder) if one is not None]:
            self._delivery.metrics.watch_model(lambda: together(*(usage.spent() for usage in usages)))
        self._scheduler.every(self._pace.rescue, "secrets.look", house.secrets.look, everywhere=True)
        self._is_stopping = False
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=self._pace.drain.total_seconds())

    async def start(self, host: str, port: int) -> int:
        """Opens for business; the port, which is a free one for 0. Raises OSError when it is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._delivery.start()
        self._scheduler.start()
        for chat in self._chats:
            await chat.start(self._delivery.receive)
        opened: int = self._runner.addresses[0][1]
        _log.info("server.open", port=opened, chats=[chat.name for chat in self._chats])
        return opened

    async def stop(self) -> None:
        """Takes nothing more in, finishes what is in work, leaves the rest to whoever comes next."""
        self._is_stopping = True
        for chat in self._chats:
            await chat.stop()
        await self._runner.cleanup()
        self._scheduler.stop()
        await asyncio.to_thread(self._lock.release)
        await self._delivery.stop()
        for chat in self._chats:
            await chat.close()
        _log.info("server.closed")

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[_guard], client_max_size=_BODY_LIMIT)
        app.add_routes([web.get("/healthz", _healthz), web.get("/readyz", self._readyz), web.get("/metrics", self._metrics)])
        if self._house.settings.public_url is not None:
            app.add_routes(deal_page.routes())
        app.add_routes(billing.routes(self._house, self._delivery.metrics, now))
        for chat in self._chats:
            app.add_routes(chat.routes(self._delivery.receive))
        return app

    async def _readyz(self, request: web.Request) -> web.Response:
        """Each thing that has to be right, and whether it is; 503 when one is not."""
        checks = {
            "database": await asyncio.to_thread(self._database_answers),
            "delivery": self._delivery.is_working,
            "sweeps": self._scheduler.silent_for < _SILENT,
            "open": not self._is_stopping,
        }
        checks |= {chat.name: await chat.is_ready() for chat in self._chats}
        if checks["database"]:
            checks["inbox"] = await asyncio.to_thread(self._delivery.measure) < _LATE
        return web.json_response(checks, status=200 if all(checks.values()) else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        await asyncio.to_thread(self._delivery.measure)
        return web.Response(body=self._delivery.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    def _swept(self, sweep: str, seconds: float, failed: bool) -> None:
        """In the thread of the sweep."""
        self._delivery.metrics.swept(sweep, seconds, failed=failed)
        at = now()
        if failed or at - self._noted.get(sweep, datetime.min.replace(tzinfo=UTC)) >= _NOTED:
            with self._house.database.transaction() as connection:
                note_sweep(connection, sweep, at, failed=failed)
            self._noted[sweep] = at

    def _tidy(self) -> None:
        with self._house.database.transaction() as connection:
            tidy(connection, now(), keep=self._pace.keep)
        self._house.database.optimise()

    def _database_answers(self) -> bool:
        try:
            return self._house.database.fits()
        except DatabaseProblem:
            return False


def _use_key(model: Model, settings: Settings) -> None:
    if settings.openai_api_key is not None:
        model.use_key(settings.openai_api_key.get_secret_value())


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


@web.middleware
async def _guard(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Whatever fails is answered without a word of it; a chat delivers again."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - the last catch before the wire: no traceback leaves the process, or is lost
        _log.error("request.failed", method=request.method, route=str(request.match_info.route.resource), exc_info=error)
        return web.Response(status=500)
