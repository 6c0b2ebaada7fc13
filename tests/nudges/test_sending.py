"""A reminder reaches its reader once, when they may be disturbed, and not at all once there is nothing left to say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import update

from bot.nudge_sweep import NudgeSweep
from handlers.message import Pressed
from program.policy_nudges import NudgeKind
from storage.engine import Database
from storage.nudge_tables import DROPPED, HELD_OUT, TOLD, WAITING
from storage.tables import members, outbox
from tests.bot.house import NOW
from tests.bot.waiting import approved_at_once
from tests.delivery.desk import Desk
from tests.nudges.reach import close, found, joined, quiet, sweep, told
from tests.storage.build import at_once

#: A deal of Nora's whose last day is Monday, 7 December: 90 days after 8 September.
SINCE = datetime(2026, 9, 8, 9, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_an_expiring_deal_is_told_of_once_with_why_what_next_and_how_to_stop(desk: Desk) -> None:
    quiet(desk)
    id = approved_at_once(desk.house, "nordwind", SINCE)
    assert sweep(desk, MORNING).found[NudgeKind.EXPIRING] == 1
    desk.work()
    (text,) = told(desk, "nordwind")
    assert f"The protection of Donau Logistik GmbH ({id}) ends in 14 days, on Monday, 7 December." in text
    assert "14.2" in text, "the clause says why"
    assert all(button in text for button in ("Extend", "Remind me in 3 days", "Stop these reminders"))
    for later in range(5):
        assert sweep(desk, MORNING + timedelta(hours=later)).found == {}
    desk.work()
    assert len(told(desk, "nordwind")) == 1
    sweep(desk, MORNING + timedelta(days=7))
    desk.work()
    assert "ends in 7 days" in told(desk, "nordwind")[1]


def test_two_sweeps_at_once_send_one_message(desk: Desk) -> None:
    quiet(desk)
    for _ in range(5):
        approved_at_once(desk.house, "nordwind", SINCE)
    databases = [Database(desk.house.url) for _ in range(4)]
    try:
        sweeps = [NudgeSweep(database, desk.house.program, desk.house.ids) for database in databases]
        at_once([partial(each.run, MORNING) for each in sweeps])
    finally:
        for database in databases:
            database.close()
    desk.house.at = MORNING
    desk.work()
    rows = found(desk, NudgeKind.EXPIRING)
    assert [row["state"] for row in rows] == [TOLD] * 5
    texts = "\n".join(told(desk, "nordwind"))
    assert all(Counter(texts.split())[f"({row['subject']})"] == 1 for row in rows), "each is told once, in whichever message"


def test_what_is_done_between_the_sweep_and_the_posting_is_not_sent(desk: Desk) -> None:
    quiet(desk)
    id = approved_at_once(desk.house, "nordwind", SINCE)
    sweep(desk, MORNING)
    assert [row["state"] for row in found(desk, NudgeKind.EXPIRING)] == [TOLD], "it is in the outbox"
    close(desk, id, MORNING)
    desk.work()
    assert told(desk, "nordwind") == []
    assert [(row["state"], row["why"]) for row in found(desk, NudgeKind.EXPIRING)] == [(DROPPED, "done")]
    (row,) = [row for row in desk.house.rows(outbox) if row["bulk"]]
    assert (row["delivered_at"], row["failed_at"]) == (MORNING, None), "it is no dead letter"


def test_of_a_message_with_several_only_what_still_stands_is_posted(desk: Desk) -> None:
    quiet(desk)
    first, second = (approved_at_once(desk.house, "nordwind", SINCE) for _ in range(2))
    sweep(desk, MORNING)
    close(desk, first, MORNING)
    desk.work()
    (text,) = told(desk, "nordwind")
    assert second in text
    assert first not in text


@on_sqlite
def test_nothing_comes_at_night_on_a_weekend_or_on_a_holiday(desk: Desk) -> None:
    """Found in the night before Christmas Eve's weekend, told on the first business day after it."""
    quiet(desk)
    approved_at_once(desk.house, "nordwind", datetime(2026, 10, 9, 9, tzinfo=UTC))  # its last day is 7 January
    friday_night = datetime(2026, 12, 24, 22, tzinfo=UTC)  # 25 and 26 December are holidays, 27 December a Sunday
    sweep(desk, friday_night)
    (row,) = found(desk, NudgeKind.EXPIRING)
    assert row["due_at"] == datetime(2026, 12, 28, 7, tzinfo=UTC)
    sweep(desk, datetime(2026, 12, 27, 12, tzinfo=UTC))
    desk.work()
    assert told(desk, "nordwind") == []
    sweep(desk, datetime(2026, 12, 28, 7, tzinfo=UTC))
    desk.work()
    assert "ends in 10 days" in told(desk, "nordwind")[0]


@on_sqlite
def test_what_is_late_on_its_way_waits_for_the_morning(desk: Desk) -> None:
    """A message that a busy chat kept until the evening is not posted then."""
    quiet(desk)
    approved_at_once(desk.house, "nordwind", SINCE)
    sweep(desk, datetime(2026, 11, 24, 16, 59, tzinfo=UTC))
    desk.house.at = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    desk.post()
    assert told(desk, "nordwind") == []
    desk.house.at = datetime(2026, 11, 25, 7, 0, 1, tzinfo=UTC)
    desk.post()
    assert len(told(desk, "nordwind")) == 1


@on_sqlite
def test_nobody_gets_more_messages_than_the_policy_allows(desk: Desk) -> None:
    quiet(desk)
    for hour in range(4):
        approved_at_once(desk.house, "nordwind", SINCE)
        sweep(desk, MORNING + timedelta(hours=hour))
        desk.work()
    assert len(told(desk, "nordwind")) == 2
    assert [row["state"] for row in found(desk)].count(WAITING) == 2
    sweep(desk, MORNING + timedelta(days=1))
    desk.work()
    assert len(told(desk, "nordwind")) == 3, "what had to wait comes in one message"


def test_whoever_stops_a_kind_gets_no_more_of_it(desk: Desk) -> None:
    quiet(desk)
    approved_at_once(desk.house, "nordwind", SINCE)
    sweep(desk, MORNING)
    desk.receive("nordwind", Pressed(action="nudges.stop/expiring"))
    desk.work()
    assert not any("The protection of" in text for text in told(desk, "nordwind")), "not even what was on its way"
    sweep(desk, MORNING + timedelta(days=8))
    desk.work()
    assert {(row["state"], row["why"]) for row in found(desk, NudgeKind.EXPIRING)} == {(DROPPED, "stopped")}


def test_what_is_put_off_comes_again(desk: Desk) -> None:
    quiet(desk)
    id = approved_at_once(desk.house, "nordwind", SINCE)
    sweep(desk, MORNING)
    desk.work()
    assert "No reminders until 26 Nov 2026" in desk.say("nordwind", "snooze 3 days")
    desk.chat.messages.clear()
    sweep(desk, MORNING + timedelta(days=2))
    desk.work()
    assert told(desk, "nordwind") == []
    sweep(desk, MORNING + timedelta(days=3))
    desk.work()
    (text,) = told(desk, "nordwind")
    assert f"({id}) ends in 11 days" in text


def test_a_new_partner_is_told_the_next_step_and_later_its_manager_too(desk: Desk) -> None:
    quiet(desk)
    joined(desk, "nordwind", date(2026, 11, 23))
    sweep(desk, MORNING)
    desk.work()
    assert "Welcome to the Fernblick Partner Program" in told(desk, "nordwind")[0]
    assert told(desk, "manager") == []
    desk.chat.messages.clear()
    sweep(desk, MORNING + timedelta(days=60))
    desk.work()
    assert "for 60 days and has not registered a deal yet" in told(desk, "nordwind")[0]
    assert "Nordwind Systems joined 60 days ago and has not won a deal yet. Nothing is registered yet." in told(desk, "manager")[0]
    assert "Tier of Nordwind Systems" in told(desk, "manager")[0]


def test_whoever_has_won_a_deal_is_not_told_about_the_first(desk: Desk) -> None:
    quiet(desk)
    joined(desk, "nordwind", date(2026, 11, 16))
    close(desk, approved_at_once(desk.house, "nordwind", NOW - timedelta(days=3)), NOW)
    assert NudgeKind.FIRST_DEAL not in sweep(desk, MORNING + timedelta(days=1)).found


def test_a_partner_that_is_held_out_is_not_told_but_counted(desk: Desk) -> None:
    """By the lot that Felsenkante draws in this program."""
    quiet(desk)
    joined(desk, "felsenkante", date(2026, 11, 16))
    joined(desk, "nordwind", date(2026, 11, 16))
    sweep(desk, MORNING)
    desk.work()
    assert {row["partner_id"]: row["state"] for row in found(desk, NudgeKind.FIRST_DEAL)} == {
        "felsenkante": HELD_OUT,
        "nordwind": TOLD,
    }
    assert told(desk, "rival") == []


@on_sqlite
def test_on_a_chat_that_cannot_be_asked_a_doubtful_reminder_is_never_sent_again(desk: Desk) -> None:
    quiet(desk)
    approved_at_once(desk.house, "nordwind", SINCE)
    desk.chat.can_find = False
    desk.chat.faults.append("lost")
    sweep(desk, MORNING)
    desk.work()
    assert len(told(desk, "nordwind")) == 1
    assert [row["trouble"] for row in desk.house.rows(outbox) if row["bulk"]] == ["doubtful"]


@on_sqlite
@pytest.mark.parametrize(
    ("every", "from_day", "days", "due"),
    [
        pytest.param(1, date(2027, 3, 24), 5, ["2027-03-25"], marks=pytest.mark.slow),
        (7, date(2027, 3, 20), 22, ["2027-03-25", "2027-04-01", "2027-04-07", "2027-04-09"]),
        (30, date(2027, 3, 20), 22, ["2027-03-25", "2027-04-01", "2027-04-07", "2027-04-09"]),
    ],
)
def test_however_often_it_is_swept_the_same_reminders_are_found(
    desk: Desk, every: int, from_day: date, days: int, due: list[str]
) -> None:
    """So many hours between two sweeps, over both weeks before the end and the clocks' change on 28 March."""
    quiet(desk)
    approved_at_once(desk.house, "nordwind", datetime(2027, 1, 8, 9, tzinfo=UTC))  # its last day is 8 April
    begin = datetime(from_day.year, from_day.month, from_day.day, tzinfo=UTC)
    for hour in range(0, 24 * days, every):
        sweep(desk, begin + timedelta(hours=hour))
    assert sorted(row["key"].split(":")[-1] for row in found(desk, NudgeKind.EXPIRING, NudgeKind.EXPIRED)) == due


@on_sqlite
def test_whoever_looks_for_themselves_is_told_only_what_still_stands(desk: Desk) -> None:
    """Hanna has no chat that can be written to: what waits for her is shown when she looks."""
    quiet(desk)
    id = approved_at_once(desk.house, "hafenwerk", SINCE)
    sweep(desk, MORNING)
    talk = desk.house.talk("hafenwerk")
    assert [key for key, _ in desk.house.turns.notices(talk.sender)]
    close(desk, id, MORNING)
    assert desk.house.turns.notices(talk.sender) == ()


@on_sqlite
@pytest.mark.parametrize("is_found", [False, True])
def test_whoever_cannot_be_dealt_with_keeps_nobody_waiting(desk: Desk, is_found: bool) -> None:
    """A member whose time zone is none, however it came there: before the reminder is found, and after it."""
    quiet(desk)
    for partner in ("hafenwerk", "nordwind"):
        approved_at_once(desk.house, partner, SINCE)
    if is_found:
        sweep(desk, MORNING - timedelta(hours=5))
    with desk.house.database.transaction() as connection:
        connection.execute(update(members).where(members.c.id == "m-hafenwerk").values(zone="Nowhere/Land"))
    assert desk.nudges.run(MORNING).failed == 1
    desk.house.at = MORNING
    desk.work()
    assert len(told(desk, "nordwind")) == 1
