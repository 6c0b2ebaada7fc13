"""Every kind of reminder comes when its rule says so, to whom it is for, in their language, and says what can be done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from program.access import BY_RULE
from program.partners import Tier
from program.policy_nudges import NudgeKind
from program.tier_facts import Area, Certificate
from program.tier_history import Cause, TierChange
from storage.nudge_tables import nudge_stops
from storage.tables import members, partners, registrations
from storage.tier_rows import change_row
from storage.tier_tables import tier_changes
from storage.work import SqlWork
from tests.bot.house import PROGRAM
from tests.bot.waiting import approved_at_once, wait
from tests.delivery.desk import Desk
from tests.nudges.reach import close, found, quiet, sweep, told

TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def one_of(desk: Desk, kind: NudgeKind, at: datetime, who: str = "nordwind") -> str:
    """The sweep finds one of the kind for somebody, and it is posted; what it says."""
    assert sweep(desk, at).found.get(kind) == 1, desk.nudges.run(at)
    desk.work()
    return told(desk, who)[-1]


def alter(desk: Desk, table: Any, id: str, **values: Any) -> None:
    with desk.house.database.transaction() as connection:
        connection.execute(update(table).where(table.c.id == id).values(values))


@pytest.fixture(autouse=True)
def _nothing_else(desk: Desk) -> None:
    quiet(desk)


def test_an_expired_deal_says_when_it_can_be_registered_again(desk: Desk) -> None:
    approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 91)  # its last day was Monday
    text = one_of(desk, NudgeKind.EXPIRED, TUESDAY)
    assert "ended on 23 November 2026" in text
    assert "from 24 December 2026" in text
    assert "Lost" in text


def test_a_deal_on_which_nothing_happens_is_asked_about(desk: Desk) -> None:
    approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 21)
    assert "Nothing has happened with Donau Logistik GmbH" in one_of(desk, NudgeKind.STALLED, TUESDAY)


def test_a_close_date_that_has_passed_is_asked_about(desk: Desk) -> None:
    id = approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 5)
    alter(desk, registrations, id, close_date=date(2026, 11, 23))
    text = one_of(desk, NudgeKind.CLOSE_DATE, TUESDAY)
    assert "The expected close date of Donau Logistik GmbH" in text
    assert "23 November 2026" in text


def test_who_hands_over_their_deals_is_not_asked_about_them(desk: Desk) -> None:
    """Alpenblick refers customers: direct sales work on the deal."""
    approved_at_once(desk.house, "alpenblick", TUESDAY - DAY * 76)
    assert NudgeKind.EXPIRING not in sweep(desk, TUESDAY).found


def test_a_certificate_that_expires_is_told_to_whoever_holds_it_unless_it_is_renewed(desk: Desk) -> None:
    def certify(last: date) -> None:
        with desk.house.database.transaction() as connection:
            work = SqlWork(connection, viewer=BY_RULE, at=TUESDAY, program=PROGRAM, ids=desk.house.ids)
            certificate = Certificate(
                partner_id="nordwind", member_id="m-nordwind", area=Area.SALES, family=None, first=last - DAY * 365, last=last
            )
            work.tiers.certify(certificate)

    certify(date(2026, 12, 24))
    assert "Your certificate (sales) expires in 30 days, on 24 December 2026" in one_of(desk, NudgeKind.CERTIFICATE, TUESDAY)
    certify(date(2027, 12, 24))
    assert NudgeKind.CERTIFICATE not in sweep(desk, TUESDAY + DAY * 23).found


def test_the_end_of_a_promotion_is_told_of(desk: Desk) -> None:
    alter(desk, partners, "nordwind", tier="gold")
    change = TierChange(
        partner_id="nordwind", tier=Tier.GOLD, at=TUESDAY - DAY * 83, cause=Cause.PROMOTION, clause="6.6", policy_version="2026-01"
    )
    with desk.house.database.transaction() as connection:
        connection.execute(insert(tier_changes), change_row(change))
    assert sweep(desk, TUESDAY).found[NudgeKind.PROMOTION] == 1
    desk.house.at = TUESDAY
    waiting = desk.house.turns.notices(desk.house.talk("admin").sender)
    text = str(waiting[0][1])
    assert "Deals won by 1 December 2026 still earn the extra commission for your promotion to Gold" in text


def test_whoever_has_won_and_registers_no_more_is_asked_and_so_is_their_manager(desk: Desk) -> None:
    id = approved_at_once(desk.house, "hafenwerk", TUESDAY - DAY * 45)
    close(desk, id, TUESDAY - DAY * 40)
    assert sweep(desk, TUESDAY).found[NudgeKind.INACTIVE] == 2
    desk.work()
    assert "Hafenwerk IT has won deals before and has registered nothing for 45 days." in told(desk, "manager")[-1]


def test_a_partner_below_its_tier_is_told_before_the_review(desk: Desk) -> None:
    alter(desk, partners, "nordwind", tier="silver")
    sweep(desk, datetime(2027, 1, 4, 8, tzinfo=UTC))  # the review is on 15 January
    (row,) = found(desk, NudgeKind.AT_RISK)
    assert (row["member_id"], row["step"], row["day"]) == ("m-admin", 14, date(2027, 1, 1))


def test_a_statement_is_told_of_at_the_beginning_of_the_next_month(desk: Desk) -> None:
    desk.house.at = TUESDAY
    id = approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 5)
    talk = desk.house.talk("nordwind")
    for said in (f"we won {id} for 48k, it was InsightBI", "yes"):
        talk.say(said)
    desk.house.pays(id, Decimal(48_000))
    assert NudgeKind.STATEMENT not in sweep(desk, TUESDAY + DAY).found
    swept = sweep(desk, datetime(2026, 12, 1, 8, tzinfo=UTC)).found
    assert swept[NudgeKind.STATEMENT] == 1
    waiting = desk.house.turns.notices(desk.house.talk("admin").sender)
    assert any("Your statement for November 2026 is ready." in str(reply) for _, reply in waiting)


def test_a_german_reader_is_told_in_german(desk: Desk) -> None:
    alter(desk, members, "m-nordwind", language="de")
    approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 76)
    text = one_of(desk, NudgeKind.EXPIRING, TUESDAY)
    assert "endet in 14 Tagen, am Dienstag, 8. Dezember" in text
    assert "Diese Erinnerungen abstellen" in text


# ── digests ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_manager_is_told_each_morning_what_waits_and_on_mondays_how_the_week_stands(desk: Desk) -> None:
    with desk.house.database.transaction() as connection:
        connection.execute(delete(nudge_stops))
    id = approved_at_once(desk.house, "nordwind", TUESDAY - DAY * 89)
    wait(desk.house, "hafenwerk", TUESDAY)
    sweep(desk, TUESDAY)
    desk.work()
    (daily,) = [text for text in told(desk, "manager") if "Waiting for you today" in text]
    assert "Registrations to decide" in daily
    assert "Protections that end by tomorrow" in daily
    desk.chat.messages.clear()
    sweep(desk, TUESDAY + DAY * 6)
    desk.work()
    (weekly,) = told(desk, "manager")
    assert "3 partners are late with the first deal" in weekly
    assert id not in weekly, "that one has ended by then"
    assert "Felsenkante" not in weekly, "another manager's"


def test_a_morning_without_anything_brings_no_digest(desk: Desk) -> None:
    with desk.house.database.transaction() as connection:
        connection.execute(delete(nudge_stops).where(nudge_stops.c.kind == NudgeKind.DAILY.value))
    sweep(desk, TUESDAY)
    desk.work()
    assert told(desk, "manager") == []
    assert {row["why"] for row in found(desk, NudgeKind.DAILY)} == {"nothing_to_say"}
