"""A case that nobody decides climbs by rule: once at each rung, however often, late or at once the sweeps run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import ColumnElement, update

from bot.plain import render
from bot.sweeps import Sweeps, Swept
from handlers.reply_json import load
from program.partners import Deputyship, Role
from program.registrations import Reviewer, Status
from program.review_time import Rung
from storage.engine import Database
from storage.loading import Loader
from storage.tables import events, members, outbox, registrations
from tests.bot.house import NOW, House, leaked
from tests.bot.waiting import wait
from tests.storage.build import at_once

#: A case of Monday, 23 November, in Berlin: the instants at which it climbs, and one long after.
REMINDED, OVERDUE, TAKEN_OVER = (datetime(2026, 11, day, 23, tzinfo=UTC) for day in (24, 25, 27))
MUCH_LATER = NOW + timedelta(days=40)
TICK = timedelta(microseconds=1)
PROCESSES = 4

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def sweep(house: House, at: datetime) -> Mapping[Rung, int]:
    house.at = at
    swept = house.sweep()
    assert swept.failed == 0
    return swept.climbed


def told(house: House) -> Counter[str]:
    """How many notices each member has been put down for."""
    return Counter(row["member_id"].removeprefix("m-") for row in house.rows(outbox))


def happened(house: House, id: str) -> list[tuple[str, str | None]]:
    """What the sweeps wrote into the log, and through whom."""
    return [(row["kind"], row["actor_id"]) for row in house.rows(events) if row["subject"] == id and "since" in row["fields"]]


def stored(house: House, id: str) -> dict[str, Any]:
    return next(row for row in house.rows(registrations) if row["id"] == id)


def leave(house: House, who: ColumnElement[bool]) -> None:
    """Whoever it is has left the program."""
    with house.database.transaction() as connection:
        connection.execute(update(members).where(who).values(active=False))


def test_a_case_climbs_rung_by_rung_and_by_rule(house: House) -> None:
    id = wait(house, "nordwind", NOW)
    assert sweep(house, REMINDED - TICK) == {}
    assert sweep(house, REMINDED) == {Rung.REMINDED: 1}
    assert told(house) == {"manager": 1}
    assert sweep(house, OVERDUE) == {Rung.OVERDUE: 1}
    assert told(house) == {"manager": 2, "channel": 1, "channel-2": 1}
    assert stored(house, id)["revision"] == 1, "being late changes nothing about a case"
    assert sweep(house, TAKEN_OVER) == {Rung.TAKEN_OVER: 1}
    assert told(house) == {"manager": 3, "channel": 2, "channel-2": 2, "nordwind": 1}
    assert stored(house, id)["reviewer"] == Reviewer.CHANNEL_ADMIN
    assert happened(house, id) == [
        ("registration.reminded", None),
        ("registration.overdue", None),
        ("registration.taken_over", None),
    ]
    assert sweep(house, MUCH_LATER) == {}


def test_a_second_sweep_does_nothing(house: House) -> None:
    wait(house, "nordwind", NOW)
    for at in (REMINDED, OVERDUE, TAKEN_OVER):
        sweep(house, at)
        before = house.rows(outbox), house.rows(events), house.rows(registrations)
        assert sweep(house, at) == {}
        assert (house.rows(outbox), house.rows(events), house.rows(registrations)) == before


@pytest.mark.parametrize("at", [REMINDED, OVERDUE, TAKEN_OVER])
def test_several_processes_at_once_do_everything_once(house: House, at: datetime) -> None:
    ids = [wait(house, partner, NOW) for partner in ("nordwind", "hafenwerk", "alpenblick")]
    databases = [Database(house.url) for _ in range(PROCESSES)]
    try:
        swept = at_once([partial(Sweeps(database, house.program, house.ids).run, at) for database in databases])
    finally:
        for database in databases:
            database.close()
    assert sum((Counter(one.climbed) for one in swept), Counter()).total() == len(ids)
    assert [one.failed for one in swept] == [0] * PROCESSES
    assert all(len(happened(house, id)) == 1 for id in ids)
    assert all(stored(house, id)["revision"] == (2 if at is TAKEN_OVER else 1) for id in ids)


def test_after_a_long_pause_only_what_counts_now_is_said(house: House) -> None:
    id = wait(house, "nordwind", NOW)
    assert sweep(house, MUCH_LATER) == {Rung.TAKEN_OVER: 1}
    assert happened(house, id) == [("registration.taken_over", None)]
    assert told(house) == {"manager": 1, "channel": 1, "channel-2": 1, "nordwind": 1}


@on_sqlite
def test_a_clock_that_goes_back_says_nothing_again(house: House) -> None:
    wait(house, "nordwind", NOW)
    sweep(house, OVERDUE)
    assert sweep(house, REMINDED) == {}


@on_sqlite
def test_what_channel_admins_decide_becomes_overdue_and_stays_with_them(house: House) -> None:
    id = wait(house, "nordwind", NOW, reviewer=Reviewer.CHANNEL_ADMIN)
    assert sweep(house, REMINDED) == {Rung.REMINDED: 1}
    assert told(house) == {"channel": 1, "channel-2": 1}
    assert sweep(house, MUCH_LATER) == {Rung.OVERDUE: 1}
    assert told(house) == {"channel": 2, "channel-2": 2}
    assert sweep(house, MUCH_LATER + timedelta(days=9)) == {}
    assert stored(house, id)["revision"] == 1


@on_sqlite
def test_deputies_are_told_too_on_the_days_they_stand_in(house: House) -> None:
    with house.database.transaction() as connection:
        day = OVERDUE.date() + timedelta(days=1)  # midnight in Berlin
        Loader(connection).deputies([Deputyship(manager_id="m-manager", deputy_id="m-other-manager", first=day, last=day)])
    wait(house, "nordwind", NOW)
    sweep(house, REMINDED)
    assert told(house) == {"manager": 1}
    sweep(house, OVERDUE)
    assert told(house) == {"manager": 2, "other-manager": 1, "channel": 1, "channel-2": 1}


@on_sqlite
def test_where_nobody_could_take_over_the_case_stays_overdue(house: House) -> None:
    leave(house, members.c.role == Role.CHANNEL_ADMIN)
    id = wait(house, "nordwind", NOW)
    assert sweep(house, MUCH_LATER) == {Rung.OVERDUE: 1}
    assert stored(house, id)["reviewer"] == Reviewer.PARTNER_MANAGER


@on_sqlite
def test_who_leaves_is_not_told_but_their_colleagues_are(house: House) -> None:
    leave(house, members.c.id == "m-nordwind")
    wait(house, "nordwind", NOW)
    sweep(house, MUCH_LATER)
    assert told(house) == {"manager": 1, "channel": 1, "channel-2": 1, "colleague": 1, "admin": 1}


@on_sqlite
def test_a_new_clock_climbs_from_the_ground(house: House) -> None:
    id = wait(house, "nordwind", NOW)
    sweep(house, OVERDUE)
    with house.database.transaction() as connection:
        connection.execute(update(registrations).where(registrations.c.id == id).values(review_since=OVERDUE))
    assert sweep(house, OVERDUE + TICK) == {}
    assert sweep(house, datetime(2026, 11, 27, 23, tzinfo=UTC)) == {Rung.REMINDED: 1}  # Thursday, and a business day more


@on_sqlite
@pytest.mark.parametrize("standing", [{"status": Status.ACTION_REQUIRED}, {"review_since": None}])
def test_what_stands_still_does_not_climb(house: House, standing: Mapping[str, Any]) -> None:
    wait(house, "nordwind", NOW, **({"review_since": None} | dict(standing)))
    assert sweep(house, MUCH_LATER) == {}
    assert told(house) == {}


@on_sqlite
def test_a_defect_in_one_case_does_not_keep_the_others_waiting(house: House) -> None:
    wait(house, "nordwind", NOW, policy_version="taken out of the file")
    wait(house, "hafenwerk", NOW)
    house.at = OVERDUE
    assert house.sweep() == Swept(climbed={Rung.OVERDUE: 1}, failed=1)


def test_a_decision_and_a_take_over_at_the_same_moment_do_not_cross(house: House) -> None:
    ids = [wait(house, "nordwind", NOW) for _ in range(4)]
    house.at = TAKEN_OVER
    talks = [house.talk(who) for who in ("manager", "channel", "channel-2")]
    declines = [partial(talk.say, f"decline {id} because it is ours") for talk, id in zip(talks, ids, strict=False)]
    jobs: list[Callable[[], str]] = [*declines, lambda: str(house.sweep())]
    at_once(jobs)
    for id in ids:
        row, kinds = stored(house, id), [kind for kind, _ in happened(house, id)]
        assert row["reviewer"] == (Reviewer.CHANNEL_ADMIN if "registration.taken_over" in kinds else Reviewer.PARTNER_MANAGER)
        assert row["status"] in (Status.IN_REVIEW, Status.DECLINED)
    assert stored(house, ids[1])["status"] == Status.DECLINED
    assert stored(house, ids[2])["status"] == Status.DECLINED


@on_sqlite
def test_nobody_at_the_partner_reads_who_was_late_or_who_else_is_concerned(house: House) -> None:
    wait(house, "nordwind", NOW)
    wait(house, "felsenkante", NOW)
    sweep(house, MUCH_LATER)
    seen = [load(row["reply"]) for row in house.rows(outbox) if row["member_id"] == "m-nordwind"]
    text = render(seen[0])
    assert len(seen) == 1
    assert leaked(text) == []
    assert not any(word in text for word in ("Mara", "overdue", "late", "sorry"))
