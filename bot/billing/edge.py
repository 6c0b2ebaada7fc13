"""`POST /billing/events`: what billing delivers is checked, taken in whole or not at all, and answered with what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from aiohttp import web

from bot.billing.guard import SIGNATURE, TIMESTAMP, is_signed
from bot.billing.read import Malformed, TooMany, read_delivery
from bot.clock import Clock
from bot.composition import House
from bot.config import Settings
from bot.delivery.metrics import Metrics
from handlers.billing import ClaimedFact, Objection, TakenIn, take_in
from handlers.ports import Stale
from program.access import BY_RULE
from program.periods import local_date
from storage.work import SqlWork

PATH: Final = "/billing/events"
#: In bytes; five hundred events are less than a third of it.
BODY_LIMIT: Final = 512 * 1024
#: How often a delivery is run again because a turn changed its deals in between; after that, the sender tries again.
_ATTEMPTS: Final = 5
_log = structlog.get_logger("billing")


def routes(house: House, metrics: Metrics, clock: Clock) -> Sequence[web.AbstractRouteDef]:
    """Where billing delivers to; nowhere while no secret is configured."""
    secrets = list(house.settings.billing_webhook_secrets)

    def use(settings: Settings) -> None:
        secrets[:] = settings.billing_webhook_secrets

    house.secrets.follow(use)
    return [web.post(PATH, _Edge(house, metrics, clock, secrets).events)] if secrets else []


class _Edge:
    def __init__(self, house: House, metrics: Metrics, clock: Clock, secrets: Sequence[str]) -> None:
        self._house = house
        self._metrics = metrics
        self._clock = clock
        self._secrets = secrets
        #: One delivery after the other, so that a flood of them leaves the rest of the process for the people in the chats.
        self._turnstile = asyncio.Lock()

    async def events(self, request: web.Request) -> web.Response:
        response = await self._answer(request)
        self._metrics.billing_answered(response.status)
        return response

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            body = await self._body(request)
        except web.HTTPRequestEntityTooLarge:
            return _refused(413, "delivery.too_large")
        at = self._clock()
        timestamp, signature = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
        if not is_signed(body, timestamp, signature, secrets=self._secrets, at=at):
            return _refused(401, "delivery.not_signed")
        try:
            delivery = read_delivery(body, local_date(at, self._house.program.zone))
        except Malformed:
            return _refused(400, "delivery.malformed")
        except TooMany:
            return _refused(413, "delivery.too_many_events")
        if delivery.objections:
            return _objected(delivery.objections)
        async with self._turnstile:
            taken = await asyncio.to_thread(self._take_in, delivery.claims)
        if taken is None:
            return web.json_response({"error": "delivery.busy"}, status=503, headers={"Retry-After": "5"})
        if taken.objections:
            return _objected(taken.objections)
        self._metrics.billing_taken(taken.added, taken.known)
        _log.info("billing.taken_in", added=taken.added, known=taken.known, lines=taken.lines)
        return web.json_response({"recorded": taken.added, "known": taken.known})

    @staticmethod
    async def _body(request: web.Request) -> bytes:
        if (request.content_length or 0) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(max_size=BODY_LIMIT, actual_size=request.content_length or 0)
        body = await request.read()
        if len(body) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(max_size=BODY_LIMIT, actual_size=len(body))
        return body

    def _take_in(self, claims: Sequence[ClaimedFact]) -> TakenIn | None:
        """In one transaction; None when people kept changing the same deals all the while, and nothing was written."""
        house = self._house
        for _ in range(_ATTEMPTS):
            try:
                with house.database.transaction() as connection:
                    return take_in(
                        SqlWork(connection, viewer=BY_RULE, at=self._clock(), program=house.program, ids=house.ids), claims
                    )
            except Stale:
                continue
        return None


def _refused(status: int, code: str) -> web.Response:
    _log.warning("billing.refused", status=status, code=code)
    return web.json_response({"error": code}, status=status)


def _objected(objections: Sequence[Objection]) -> web.Response:
    """409 when all that is wrong is that known sources say something else now, else 400; each event with its number and reason."""
    codes = {one.code for one in objections}
    status = 409 if codes == {"billing.contradicted"} else 400
    _log.warning("billing.refused", status=status, code=",".join(sorted(codes)), events=len(objections))
    events = [{"event": one.place, "code": one.code} | dict(one.fields) for one in objections]
    return web.json_response({"error": "delivery.refused", "events": events}, status=status)
