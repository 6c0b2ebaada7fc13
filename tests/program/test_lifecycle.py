"""The steps of a registration after its verdict: what each one changes, when it is refused, and under which clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from program.conflicts import approved, declined, share
from program.deciding import Request, protection, reason_for
from program.lifecycle import AMENDABLE, Cannot, Refused, Stepped, amend, appeal, extend, lose, may_appeal, reopen, win, withdraw
from program.money import Money
from program.periods import Period
from program.policy import Ground
from program.registrations import (
    UNDECIDED,
    Closing,
    Contact,
    DirectOpportunity,
    LossReason,
    Registration,
    Reviewer,
    Sourced,
    Status,
)
from tests.program.deals import DAY, NOW, POLICY, TICK, claim, file, partner, registration, request, sale

HELD = protection(partner(), policy=POLICY, at=NOW - DAY)
PROTECTED = registration(status=Status.APPROVED, protected=HELD, decided_at=NOW - DAY)
WAITING = registration(status=Status.IN_REVIEW, reviewer=Reviewer.PARTNER_MANAGER, review_since=NOW - DAY)
REFUSED = declined(WAITING, at=NOW, by="manager", note="no")
ENDED = Closing(at=NOW, amount=Money(amount=Decimal(40_000), currency="EUR"), products=("Nimbus Backup",))
WON = replace(PROTECTED, status=Status.WON, closing=ENDED)


def after(stepped: Stepped) -> Registration:
    assert isinstance(stepped, Registration), stepped
    return stepped


def refused(stepped: Stepped) -> tuple[Cannot, list[Ground]]:
    assert isinstance(stepped, Refused), stepped
    assert all(reason == reason_for(reason.ground, POLICY) for reason in stepped.reasons)
    return stepped.cannot, [reason.ground for reason in stepped.reasons]


# ── longer protected ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_extension_adds_the_policys_days_to_the_last_one() -> None:
    longer = after(extend(PROTECTED, partner(), policy=POLICY, at=NOW))
    assert longer.protected is not None
    assert longer.protected.last_day("Europe/Berlin") == HELD.last_day("Europe/Berlin") + timedelta(
        days=POLICY.protection.extension_days
    )
    assert replace(longer, protected=HELD, extensions=0) == PROTECTED


def test_an_extension_over_a_change_of_the_clocks_ends_with_a_local_day() -> None:
    # The last day before is in winter time, the last day after in summer time.
    winter = replace(PROTECTED, protected=Period(start=NOW, end=datetime(2027, 3, 10, 23, tzinfo=UTC)))
    longer = after(extend(winter, partner(), policy=POLICY, at=NOW)).protected
    assert longer is not None
    assert longer.end == datetime(2027, 4, 9, 22, tzinfo=UTC)
    assert longer.last_day("Europe/Berlin") == date(2027, 4, 9)


def test_it_is_extended_up_to_its_last_instant_and_as_often_as_the_policy_says() -> None:
    assert after(extend(PROTECTED, partner(), policy=POLICY, at=HELD.end - TICK)).extensions == 1
    assert refused(extend(PROTECTED, partner(), policy=POLICY, at=HELD.end)) == (Cannot.ENDED, [Ground.EXTENSION])
    often = replace(PROTECTED, extensions=POLICY.protection.extensions)
    assert refused(extend(often, partner(), policy=POLICY, at=NOW)) == (Cannot.EXTENDED, [Ground.EXTENSION])


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_what_is_not_protected_is_not_extended(status: Status) -> None:
    assert refused(extend(replace(PROTECTED, status=status), partner(), policy=POLICY, at=NOW)) == (Cannot.STATUS, [])


# ── changed ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def amended(before: Registration, asked: Request | None = None, *, by_vendor: bool = False, **changes: Any) -> Stepped:
    return amend(before, changes, asked or request(file()), policy=POLICY, at=NOW, by_vendor=by_vendor)


@pytest.mark.parametrize("before", [PROTECTED, WAITING, replace(WAITING, status=Status.ACTION_REQUIRED, review_since=None)])
def test_amount_date_and_contact_change_as_long_as_it_is_open(before: Registration) -> None:
    changes = {"amount": ENDED.amount, "close_date": date(2027, 5, 1), "contact": Contact(name="Al")}
    assert after(amended(before, **changes)) == replace(before, opportunity=replace(before.opportunity, **changes))  # type: ignore[arg-type]  # the names are the fields' own


def test_nothing_but_that_changes() -> None:
    assert "company" not in AMENDABLE
    assert after(amended(PROTECTED, company="Somebody Else", country="FR")) == PROTECTED


@pytest.mark.parametrize("status", sorted(set(Status) - UNDECIDED - {Status.APPROVED, Status.EXPIRED}))
def test_what_is_over_is_not_changed(status: Status) -> None:
    assert refused(amended(replace(PROTECTED, status=status), close_date=date(2027, 5, 1))) == (Cannot.STATUS, [])


def test_what_expired_is_not_changed() -> None:
    old = replace(PROTECTED, protected=Period(start=NOW - 2 * DAY, end=NOW))
    assert refused(amended(old, close_date=date(2027, 5, 1))) == (Cannot.ENDED, [])


def test_a_part_of_what_was_protected_stays_protected() -> None:
    smaller = after(amended(PROTECTED, request(file(claim())), family="CRM"))
    assert (smaller.opportunity.family, smaller.protected) == ("CRM", HELD)


def test_the_whole_customer_is_more_than_a_family() -> None:
    one = replace(PROTECTED, opportunity=sale(family="CRM"))
    assert refused(amended(one, family=None)) == (Cannot.WIDER, [Ground.AMENDMENT])


def test_another_family_is_decided_like_a_new_registration() -> None:
    one = replace(PROTECTED, opportunity=sale(family="CRM"))
    assert after(amended(one, family="ERP")).opportunity.family == "ERP"
    held = request(file(claim(family="ERP")))
    assert refused(amended(one, held, family="ERP")) == (Cannot.HELD, [Ground.FIRST_REGISTERED_WINS])
    doubtful = request(file(named_account_owner="Dana"))
    assert refused(amended(one, doubtful, family="ERP")) == (Cannot.PERSON, [Ground.AMENDMENT])
    waiting = replace(WAITING, opportunity=sale(family="CRM"))
    assert after(amended(waiting, doubtful, family="ERP")).status is Status.IN_REVIEW


def test_a_family_that_the_partner_has_already_is_not_registered_twice() -> None:
    one = replace(PROTECTED, opportunity=sale(family="CRM"))
    twice = request(file(claim("R-2", by="nordwind", family="ERP")))
    assert refused(amended(one, twice, family="ERP")) == (Cannot.OURS, [Ground.AMENDMENT])


def test_a_deal_that_grows_beyond_partners_is_changed_by_the_vendor_only() -> None:
    least = POLICY.routing.direct_from_amount
    assert least is not None
    assert refused(amended(PROTECTED, amount=least)) == (Cannot.PERSON, [Ground.DIRECT_OR_PARTNER])
    assert after(amended(PROTECTED, by_vendor=True, amount=least)).opportunity.amount == least
    assert after(amended(WAITING, amount=least)).opportunity.amount == least


# ── over ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("before", [PROTECTED, WAITING, replace(WAITING, status=Status.ACTION_REQUIRED, review_since=None)])
def test_the_partner_can_give_up_what_is_open(before: Registration) -> None:
    given_up = after(withdraw(before, at=NOW, note="They stopped the project."))
    assert (given_up.status, given_up.review_since, given_up.note) == (Status.WITHDRAWN, None, "They stopped the project.")


def test_what_is_over_is_not_given_up() -> None:
    assert refused(withdraw(PROTECTED, at=HELD.end)) == (Cannot.ENDED, [])
    for status in (Status.DECLINED, Status.WITHDRAWN, Status.WON, Status.LOST):
        assert refused(withdraw(replace(PROTECTED, status=status), at=NOW)) == (Cannot.STATUS, [])


def test_a_deal_is_won_with_its_value_while_it_is_protected() -> None:
    won = after(win(PROTECTED, ENDED, policy=POLICY, at=HELD.end - TICK))
    assert (won.status, won.closing, won.protected) == (Status.WON, ENDED, HELD)


def test_after_its_protection_only_the_vendor_says_that_it_was_won() -> None:
    assert refused(win(PROTECTED, ENDED, policy=POLICY, at=HELD.end)) == (Cannot.ENDED, [Ground.PROTECTED_PERIOD])
    assert after(win(PROTECTED, ENDED, policy=POLICY, at=HELD.end, by_vendor=True)).status is Status.WON


@pytest.mark.parametrize("at", [NOW, HELD.end])
def test_a_deal_is_lost_with_a_reason_also_when_its_protection_is_over(at: datetime) -> None:
    lost = after(lose(PROTECTED, LossReason.PRICE, at=at, note="half the price"))
    assert (lost.status, lost.closing, lost.note) == (Status.LOST, Closing(at=at, loss=LossReason.PRICE), "half the price")


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_only_a_protected_deal_is_closed(status: Status) -> None:
    one = replace(PROTECTED, status=status)
    assert refused(win(one, ENDED, policy=POLICY, at=NOW)) == (Cannot.STATUS, [])
    assert refused(lose(one, LossReason.OTHER, at=NOW)) == (Cannot.STATUS, [])


# ── opened again ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_opened_again_it_is_protected_for_what_is_left() -> None:
    assert after(reopen(WON, (file(),), policy=POLICY, at=HELD.end - TICK)) == PROTECTED


def test_once_the_period_is_over_or_somebody_else_is_protected_a_person_decides() -> None:
    for files, at in (((file(),), HELD.end), ((file(claim()),), NOW)):
        opened = after(reopen(WON, files, policy=POLICY, at=at))
        assert (opened.status, opened.review_since, opened.reviewer) == (Status.IN_REVIEW, at, Reviewer.PARTNER_MANAGER)
        assert (opened.protected, opened.closing, opened.decided_at, opened.extensions) == (None, None, None, 0)
        assert [reason.ground for reason in opened.reasons] == [Ground.REOPENED]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.WON, Status.LOST}))
def test_only_what_is_closed_is_opened_again(status: Status) -> None:
    assert refused(reopen(replace(PROTECTED, status=status), (), policy=POLICY, at=NOW)) == (Cannot.STATUS, [])


# ── appealed ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_appeal_goes_to_a_channel_admin_and_keeps_the_grounds() -> None:
    before = replace(REFUSED, reasons=(reason_for(Ground.NAMED_ACCOUNT, POLICY),))
    asked = after(appeal(before, partner(), policy=POLICY, at=NOW + DAY))
    assert (asked.status, asked.reviewer, asked.appealed_at) == (Status.IN_REVIEW, Reviewer.CHANNEL_ADMIN, NOW + DAY)
    assert (asked.review_since, asked.decided_at, asked.decided_by) == (NOW + DAY, None, None)
    assert [reason.ground for reason in asked.reasons] == [Ground.NAMED_ACCOUNT, Ground.APPEAL]


def test_an_appeal_is_possible_until_the_end_of_the_partners_last_day_for_it() -> None:
    zone = "America/Los_Angeles"
    decided = replace(REFUSED, decided_at=datetime(2026, 11, 24, 5, tzinfo=UTC))  # still the 23rd there
    last = datetime(2026, 11, 24, 8, tzinfo=UTC) + POLICY.overlap.appeal_days * DAY  # the midnight after its last day
    assert may_appeal(decided, partner(zone=zone), policy=POLICY, at=last - TICK) is None
    assert refused(appeal(decided, partner(zone=zone), policy=POLICY, at=last)) == (Cannot.TOO_LATE, [Ground.APPEAL])


def test_an_appeal_is_possible_once_and_against_a_refusal_only() -> None:
    again = replace(REFUSED, appealed_at=NOW - DAY)
    assert refused(appeal(again, partner(), policy=POLICY, at=NOW)) == (Cannot.APPEALED, [Ground.APPEAL])
    for status in set(Status) - {Status.DECLINED}:
        assert refused(appeal(replace(REFUSED, status=status), partner(), policy=POLICY, at=NOW)) == (Cannot.STATUS, [])


@pytest.mark.parametrize("ground", [Ground.OPEN_CAP, Ground.COOL_DOWN])
def test_nobody_weighs_a_limit(ground: Ground) -> None:
    limited = replace(REFUSED, reasons=(reason_for(ground, POLICY),))
    assert refused(appeal(limited, partner(), policy=POLICY, at=NOW)) == (Cannot.BY_RULE, [Ground.APPEAL])
    both = replace(limited, reasons=(*limited.reasons, reason_for(Ground.FIRST_REGISTERED_WINS, POLICY)))
    assert may_appeal(both, partner(), policy=POLICY, at=NOW) is None


# ── decided and shared ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_stops_the_clock_and_names_who_made_it() -> None:
    yes = approved(WAITING, HELD, at=NOW, by="manager")
    assert (yes.status, yes.protected, yes.review_since, yes.decided_at, yes.decided_by) == (
        Status.APPROVED,
        HELD,
        None,
        NOW,
        "manager",
    )
    assert (REFUSED.status, REFUSED.protected, REFUSED.review_since, REFUSED.note) == (Status.DECLINED, None, None, "no")


def test_a_refusal_adds_its_grounds_once_to_those_that_were_known() -> None:
    known, new = reason_for(Ground.NAMED_ACCOUNT, POLICY), reason_for(Ground.CRITERIA, POLICY)
    no = declined(replace(WAITING, reasons=(known,)), at=NOW, by="manager", note="", reasons=(new, known))
    assert no.reasons == (known, new)


def test_a_protection_that_an_appeal_takes_away_is_over_at_once() -> None:
    lost = declined(PROTECTED, at=NOW, by="channel", note="They were first in talks.")
    assert (lost.status, lost.protected, lost.split) == (Status.DECLINED, None, None)


@pytest.mark.parametrize(
    ("opened", "sourced", "percent"),
    [
        (PROTECTED.registered_at + TICK, Sourced.PARTNER, POLICY.overlap.partner_sourced),
        (PROTECTED.registered_at, Sourced.PARTNER, POLICY.overlap.partner_sourced),
        (PROTECTED.registered_at - TICK, Sourced.DIRECT, POLICY.overlap.direct_sourced),
    ],
)
def test_whoever_came_with_the_deal_first_has_the_larger_share(opened: datetime, sourced: Sourced, percent: int) -> None:
    split = share(PROTECTED, DirectOpportunity(id="o-1", family=None, seller="Dana", opened_at=opened), POLICY)
    assert (split.sourced, split.partner_percent, split.opportunity_id) == (sourced, percent, "o-1")
    assert POLICY.overlap.partner_sourced > 50 > POLICY.overlap.direct_sourced
