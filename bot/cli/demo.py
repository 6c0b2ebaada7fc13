"""The demo: an invented program in a database of its own, and its chat page on this machine."""

from __future__ import annotations

import asyncio
import errno
from datetime import timedelta
from typing import Final

import typer
from aiohttp import web

from bot.cli.common import fail
from bot.clock import now
from bot.composition import House
from bot.demo import NotTheDemo, load_demo, personas
from bot.nudge_sweep import NudgeSweep
from bot.web.app import Persona, build_app
from bot.web.bridge import DemoChat, sender_of
from handlers.business_days import business_days
from knowledge.analysing import LetterAnalyser
from program.governor import Hours, next_opening

_HOST: Final = "127.0.0.1"
#: In seconds.
_BETWEEN_SWEEPS: Final = 60
#: The vendor's.
_COUNTRY: Final = "DE"
_HOUR: Final = timedelta(hours=1)


def run(house: House, *, load_only: bool, port: int) -> None:
    """Loads the demo program, and serves its page until Ctrl-C unless `load_only`."""
    try:
        summary = load_demo(house.database, house.program, at=now())
    except NotTheDemo:
        raise fail("This database holds a real program. Point DATABASE_URL to another one for the demo.") from None
    typer.echo(f"{summary.partners} partners, {summary.members} members, {summary.registrations} registrations", err=True)
    if summary.is_new:
        _tell_the_past(house)
        _remind(house)
    _stock(house)
    if load_only:
        return
    people = [
        Persona(id=person.id, name=person.name, role=person.role, company=person.company, language=person.language)
        for person in personas()
    ]
    app = build_app(DemoChat(house.turns, people))
    try:
        asyncio.run(_serve(app, house, port))
    except KeyboardInterrupt:
        return
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise fail(f"Port {port} is in use. Choose another one: partnerbot demo --port {port + 1}") from None


def _tell_the_past(house: House) -> None:
    """What was due before the demo was loaded has happened, and was told in its time: a visitor begins with news of their own."""
    house.sweeps.run(now())
    house.sweeps.run_tiers(now())
    for person in personas():
        sender = sender_of(person.id)
        house.turns.notices_seen(sender, [key for key, _ in house.turns.notices(sender)])


def _remind(house: House) -> None:
    """What the last business morning would have brought: reminders wait for a visitor, on whatever day they come."""
    at, rules = now(), house.program.in_force(now()).nudges
    hours = Hours(zone=house.program.zone, is_business_day=business_days(_COUNTRY))
    while next_opening(at, hours, rules) != at:
        at -= _HOUR
    _nudges(house).run(at)


def _nudges(house: House) -> NudgeSweep:
    return NudgeSweep(house.database, house.program, house.ids)


def _stock(house: House) -> None:
    """Puts the vendor's collateral into the library, the first time: whoever asks first finds it there."""
    from bot.demo.stocking import stock_library  # what makes slides and documents takes long to import, and is needed once

    stock_library(house.database, house.program, house.files, LetterAnalyser(), at=now())


async def _serve(app: web.Application, house: House, port: int) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
        typer.echo(f"The chat is open at http://{_HOST}:{port}/  (Ctrl-C ends it)")
        nudges = _nudges(house)
        while True:
            await asyncio.to_thread(house.sweeps.run, now())
            await asyncio.to_thread(nudges.run, now())
            await asyncio.to_thread(house.sweeps.run_tiers, now())
            await asyncio.sleep(_BETWEEN_SWEEPS)
    finally:
        await runner.cleanup()
