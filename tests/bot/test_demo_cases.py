"""The cases of the demo: one of each ground waits for somebody, and what a visitor is told of stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from program.policy import Ground, Program
from program.registrations import Reviewer, Status
from storage.engine import Database
from storage.tables import metadata
from storage.work import SqlWork
from tests.bot.demo_program import AT, all_registrations, demo, everything, program, seen_by

__all__ = ["demo", "everything", "program"]  # fixtures


def test_the_managers_queue_holds_one_case_of_each_ground(demo: Database, program: Program) -> None:
    with seen_by(demo, program, "manager@vendor.example") as work:
        waiting = work.registrations.waiting()
    assert 7 <= len(waiting) <= 10
    assert {reason.ground for registration in waiting for reason in registration.reasons} == {
        Ground.EXISTING_CUSTOMER,
        Ground.DIRECT_OPPORTUNITY,
        Ground.UNDECIDED_REGISTRATION,
        Ground.VENDOR_ENGAGED,
        Ground.NAMED_ACCOUNT,
        Ground.EXCLUSIVE_TERRITORY,
        Ground.DIRECT_OR_PARTNER,
        Ground.REOPENED,
    }
    assert len({registration.opportunity.company for registration in waiting}) == len(waiting) - 1, "two want one customer"


def test_a_case_across_portfolios_waits_for_a_channel_admin_alone(demo: Database, program: Program) -> None:
    with seen_by(demo, program, "channel2@vendor.example") as work:
        waiting = work.registrations.waiting()
    across = [one for one in waiting if one.reviewer is Reviewer.CHANNEL_ADMIN and one.appealed_at is None]
    assert len(across) == 2
    assert len({registration.opportunity.company for registration in across}) == 1
    assert Ground.CROSS_PORTFOLIO in {reason.ground for registration in across for reason in registration.reasons}
    for manager in ("manager@vendor.example", "manager2@vendor.example"):
        with seen_by(demo, program, manager) as work:
            theirs = {registration.id for registration in work.registrations.waiting()}
        assert theirs
        assert theirs.isdisjoint({registration.id for registration in across})


def test_an_appeal_waits_for_a_channel_admin_alone_with_what_was_decided_and_why_not(demo: Database, program: Program) -> None:
    with seen_by(demo, program, "channel2@vendor.example") as work:
        [appealed] = [one for one in work.registrations.waiting() if one.appealed_at is not None]
        assert [reason.ground for reason in appealed.reasons] == [Ground.VENDOR_ENGAGED, Ground.APPEAL]
        assert appealed.note
        assert [event.kind.partition(".")[2] for event in work.log.of(appealed.id)] == [
            "submitted",
            "referred",
            "declined",
            "appealed",
        ]
    with seen_by(demo, program, "manager@vendor.example") as work:
        assert appealed.id not in {registration.id for registration in work.registrations.waiting()}


def test_one_deal_was_extended_and_is_protected_longer_than_the_policys_days(everything: SqlWork) -> None:
    [longer] = [found for found in all_registrations(everything) if found.extensions]
    assert longer.status_at(AT) is Status.APPROVED
    assert longer.protected is not None
    assert longer.protected.end - longer.protected.start > timedelta(days=100)


@pytest.mark.parametrize("company", ["Siemens AG", "Müller Maschinenbau AG"])
def test_the_two_known_companies_are_held_whole_by_others(everything: SqlWork, company: str) -> None:
    [held] = [found for found in everything.registrations.named(company) if found.opportunity.company == company]
    assert held.partner_id not in {"nordwind", "alpenblick", "hafenwerk"}
    assert held.opportunity.family is None
    assert held.protected is not None
    assert held.protected.end - AT > timedelta(days=80)


def test_the_file_of_a_won_customer_says_so(demo: Database, program: Program) -> None:
    with demo.reading() as connection:
        known = select(func.count()).select_from(metadata.tables["customers"]).where(metadata.tables["customers"].c.is_customer)
        assert connection.execute(known).scalar_one() == 15, "whom the vendor knows itself"
    with seen_by(demo, program, "seller@nordwind.example") as work:
        won = [found for found in work.registrations.of_partner("nordwind") if found.status is Status.WON]
        files = [file for found in won for file, _ in work.files.of_registration(found.id)]
        assert {claim.registration_id for file in files for claim in file.claims} >= {found.id for found in won}
    assert all(found.closing is not None and found.closing.amount == found.opportunity.amount for found in won)
