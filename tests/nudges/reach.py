"""What the tests of reminders do: people who can be written to, sweeps at an instant, and what was told and found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.nudge_sweep import NudgesSwept
from program.policy_nudges import DIGESTS, NudgeKind
from program.registrations import Status
from storage.nudge_tables import nudge_stops, nudges, partner_starts
from storage.tables import outbox, partners, registrations
from storage.upsert import insert_new, upsert
from tests.delivery.desk import Desk

EVERYBODY = ("nordwind", "colleague", "rival", "manager")


def reach(desk: Desk) -> None:
    """Everybody has spoken to the bot in the chat before, so that it knows where to write to them."""
    for who in EVERYBODY:
        desk.say(who, "help")
    with desk.house.database.transaction() as connection:
        connection.execute(delete(outbox))
    desk.chat.messages.clear()


def quiet(desk: Desk) -> None:
    """Nothing but what a test is about: everybody has joined long ago, has no tier to lose, and managers get no digests."""
    for partner in ("nordwind", "alpenblick", "hafenwerk", "felsenkante"):
        joined(desk, partner, date(2020, 1, 1))
    with desk.house.database.transaction() as connection:
        connection.execute(update(partners).values(tier="registered"))
        stops = [{"member_id": f"m-{who}", "kind": kind.value} for who in ("manager", "other-manager") for kind in DIGESTS]
        connection.execute(insert_new(connection, nudge_stops), stops)


def joined(desk: Desk, partner: str, on: date) -> None:
    with desk.house.database.transaction() as connection:
        connection.execute(upsert(connection, partner_starts, ["partner_id"]), {"partner_id": partner, "joined_on": on})


def close(desk: Desk, id: str, at: datetime) -> None:
    """The deal is won, whoever says so."""
    with desk.house.database.transaction() as connection:
        won = {"status": Status.WON.value, "closed_at": at, "final_minor": 100, "final_currency": "EUR", "final_products": []}
        connection.execute(update(registrations).where(registrations.c.id == id).values(won))


def sweep(desk: Desk, at: datetime) -> NudgesSwept:
    """At the instant; nothing is posted yet."""
    desk.house.at = at
    swept = desk.nudges.run(at)
    assert swept.failed == 0
    return swept


def found(desk: Desk, *kinds: NudgeKind) -> list[dict[str, Any]]:
    """Reminders on record, in the order of their keys."""
    with desk.house.database.reading() as connection:
        rows = connection.execute(select(nudges).order_by(nudges.c.key, nudges.c.member_id)).mappings()
        return [dict(row) for row in rows if not kinds or NudgeKind(row["kind"]) in kinds]


def told(desk: Desk, who: str) -> list[str]:
    """What was posted to somebody."""
    return desk.chat.texts(f"dm:{who}")
