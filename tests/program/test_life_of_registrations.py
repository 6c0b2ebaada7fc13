"""Whatever is done with the registrations of one customer, in any order, at any instant and in any zone: no impossible state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from program.conflicts import approved, declined, direct_on, share
from program.deciding import AlreadyOurs, Approved, Declined, Referred, Request, decide, protection, rival_protection
from program.lifecycle import Refused, Stepped, amend, appeal, extend, lose, reopen, win, withdraw
from program.money import Money
from program.periods import local_date, start_of_day
from program.policy import Ground
from program.registrations import (
    STANDING,
    UNDECIDED,
    Claim,
    Closing,
    CustomerFile,
    DirectOpportunity,
    LossReason,
    Registration,
    Reviewer,
    Status,
    may_become,
)
from tests.program.deals import POLICY, TICK, claim, partner, registration, sale

#: Days begin at other instants everywhere; in Beirut a change of the clocks takes a midnight away.
PARTNERS = {
    one.id: one
    for one in (
        partner("nordwind"),
        partner("beirut", "Asia/Beirut"),
        partner("kiwi", "Pacific/Auckland"),
    )
}
FAMILIES = st.sampled_from(["CRM", "ERP", None])
WHICH = st.integers(0, 30)
RIVAL = st.sampled_from([None, *sorted(PARTNERS)])
#: Shortly before the clocks change in Berlin, in spring and in autumn, and an ordinary winter's day.
BEGINNINGS = st.sampled_from(
    [
        datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    ]
)
DIRECT = DirectOpportunity(id="o-1", family="CRM", seller="Dana", opened_at=datetime(2026, 11, 20, tzinfo=UTC))


class OneCustomersDeals(RuleBasedStateMachine):
    """The registrations on the file of one end customer, with the steps that people take."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
        self.deals: dict[str, Registration] = {}
        self.direct: tuple[DirectOpportunity, ...] = ()

    # ── the record ──
    def file(self, without: str = "") -> CustomerFile:
        standing = [one for one in self.deals.values() if one.status in STANDING and one.id != without]
        return CustomerFile(id="c", name="Acme", revision=1, claims=tuple(map(claim_of, standing)), direct=self.direct)

    def take(self, before: Registration, stepped: Stepped) -> None:
        """Keeps what a step made, if it was possible."""
        if isinstance(stepped, Refused):
            assert all(reason.clause == POLICY.clause(reason.ground).id for reason in stepped.reasons)
            return
        assert stepped.status is before.status or may_become(before.status, stepped.status), (before.status, stepped.status)
        assert (stepped.id, stepped.partner_id, stepped.registered_at) == (before.id, before.partner_id, before.registered_at)
        self.deals[before.id] = stepped

    def pick(self, number: int, *stands: Status) -> Registration | None:
        fitting = [one for one in self.deals.values() if one.status in stands]
        return fitting[number % len(fitting)] if fitting else None

    def request(self, one: Registration) -> Request:
        return Request(
            partner=PARTNERS[one.partner_id], manager_id="manager", opportunity=one.opportunity, files=(self.file(one.id),)
        )

    # ── what happens ──
    @initialize(at=BEGINNINGS, by=st.sampled_from(sorted(PARTNERS)), family=FAMILIES)
    def it_begins(self, at: datetime, by: str, family: str | None) -> None:
        self.now = at
        self.register(by, family, engaged=False)

    @rule(by=st.sampled_from(sorted(PARTNERS)), family=FAMILIES, engaged=st.sampled_from([False, False, False, True]))
    def register(self, by: str, family: str | None, engaged: bool) -> None:
        fresh = registration(
            id=f"R-{len(self.deals):03}",
            partner_id=by,
            opportunity=sale(family=family, vendor_engaged=engaged or None),
            registered_at=self.now,
        )
        match decide(self.request(fresh), policy=POLICY, at=self.now):
            case Approved(protected=protected):
                self.deals[fresh.id] = replace(fresh, status=Status.APPROVED, protected=protected, decided_at=self.now)
            case Declined(reasons=reasons):
                self.deals[fresh.id] = replace(fresh, status=Status.DECLINED, reasons=reasons, decided_at=self.now)
            case Referred(reasons=reasons, reviewer=reviewer):
                self.deals[fresh.id] = replace(fresh, reasons=reasons, reviewer=reviewer, review_since=self.now)
            case AlreadyOurs():
                pass

    @rule(number=WHICH, shared=st.booleans())
    def a_person_awards(self, number: int, shared: bool) -> None:
        """Whole or shared; on an appeal, whoever holds the customer loses it."""
        one = self.pick(number, *UNDECIDED)
        if one is None:
            return
        if one.appealed_at is not None:
            rivals = {deal.id for deal in self.deals.values() if deal.partner_id != one.partner_id}
            for holder in [held for held in self.file().claims if held.protects(one.opportunity.family, self.now)]:
                if holder.registration_id in rivals:
                    before = self.deals[holder.registration_id]
                    self.take(before, declined(before, at=self.now, by="channel", note="appeal"))
        if rival_protection(one, (self.file(),), policy=POLICY, at=self.now) is not None:
            return
        direct = direct_on(one, (self.file(),), POLICY)
        split = share(one, direct[0], POLICY) if shared and direct else None
        held = protection(PARTNERS[one.partner_id], policy=POLICY, at=self.now)
        self.take(one, approved(one, held, at=self.now, by="manager", split=split))

    @rule(number=WHICH)
    def it_is_extended(self, number: int) -> None:
        one = self.pick(number, Status.APPROVED)
        if one is not None:
            self.take(one, extend(one, PARTNERS[one.partner_id], policy=POLICY, at=self.now))

    @rule(number=WHICH, family=FAMILIES, large=st.booleans(), by_vendor=st.booleans(), first=RIVAL)
    def it_is_amended_and_perhaps_somebody_was_quicker(
        self, number: int, family: str | None, large: bool, by_vendor: bool, first: str | None
    ) -> None:
        if first is not None:
            self.register(first, family, engaged=False)
        one = self.pick(number, Status.APPROVED, *UNDECIDED)
        if one is not None:
            changes = {"family": family, "amount": Money(amount=Decimal(2_000_000 if large else 1), currency="EUR")}
            self.take(one, amend(one, changes, self.request(one), policy=POLICY, at=self.now, by_vendor=by_vendor))

    @rule(number=WHICH)
    def it_is_withdrawn(self, number: int) -> None:
        one = self.pick(number, Status.APPROVED, *UNDECIDED)
        if one is not None:
            self.take(one, withdraw(one, at=self.now))

    @rule(number=WHICH)
    def it_is_opened_again(self, number: int) -> None:
        one = self.pick(number, Status.WON, Status.LOST)
        if one is not None:
            self.take(one, reopen(one, (self.file(),), policy=POLICY, at=self.now))

    @rule(number=WHICH)
    def it_is_appealed(self, number: int) -> None:
        one = self.pick(number, Status.DECLINED)
        if one is not None:
            self.take(one, appeal(one, PARTNERS[one.partner_id], policy=POLICY, at=self.now))

    @rule(number=WHICH, no=st.booleans())
    def a_person_declines_or_asks_and_is_answered(self, number: int, no: bool) -> None:
        one = self.pick(number, *UNDECIDED)
        if one is not None and no:
            self.take(one, declined(one, at=self.now, by="manager", note="no"))
        elif one is not None and one.status is Status.IN_REVIEW:
            self.take(one, replace(one, status=Status.ACTION_REQUIRED, review_since=None))
        elif one is not None:
            self.take(one, replace(one, status=Status.IN_REVIEW, review_since=self.now))

    @rule(number=WHICH, won=st.booleans(), by_vendor=st.booleans(), then=RIVAL, family=FAMILIES)
    def it_is_closed_and_perhaps_somebody_registers(
        self, number: int, won: bool, by_vendor: bool, then: str | None, family: str | None
    ) -> None:
        one = self.pick(number, Status.APPROVED)
        if one is None:
            return
        closing = Closing(at=self.now)
        self.take(
            one,
            win(one, closing, policy=POLICY, at=self.now, by_vendor=by_vendor) if won else lose(one, LossReason.PRICE, at=self.now),
        )
        if then is not None:
            self.register(then, family, engaged=False)

    @rule(number=WHICH, tick=st.sampled_from([TICK, timedelta(0), timedelta(0)]), then=RIVAL, family=FAMILIES)
    def its_protection_is_nearly_or_just_over_and_perhaps_somebody_is_quicker(
        self, number: int, tick: timedelta, then: str | None, family: str | None
    ) -> None:
        one = self.pick(number, Status.APPROVED, Status.WON, Status.LOST)
        if one is not None and one.protected is not None and one.protected.end > self.now:
            self.now = one.protected.end - tick
            if then is not None:
                self.register(then, family, engaged=False)
                self.take(one, extend(one, PARTNERS[one.partner_id], policy=POLICY, at=self.now))

    @rule()
    def direct_sales_begin_or_end(self) -> None:
        self.direct = () if self.direct else (DIRECT,)

    @rule(days=st.sampled_from([0, 1, 14, 30, 60]), minutes=st.sampled_from([0, 1, 59, 61, 719]))
    def time_passes(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    # ── what always holds ──
    @invariant()
    def every_deal_is_possible(self) -> None:
        for one in self.deals.values():
            assert (one.closing is not None) == (one.status in (Status.WON, Status.LOST))
            # Given up, it may have been protected or not.
            if one.status is not Status.WITHDRAWN:
                assert (one.protected is not None) == (one.status in (Status.APPROVED, Status.WON, Status.LOST))
            assert (one.review_since is not None) == (one.status is Status.IN_REVIEW)
            assert one.extensions <= POLICY.protection.extensions
            assert one.status is not Status.EXPIRED
            assert (one.decided_at is None) or one.status not in UNDECIDED
            if one.appealed_at is not None and one.status is Status.IN_REVIEW:
                assert one.reviewer is Reviewer.CHANNEL_ADMIN or one.reasons[0].ground is Ground.REOPENED

    @invariant()
    def a_protection_ends_with_a_day_of_the_partners(self) -> None:
        for one in self.deals.values():
            if one.protected is not None:
                zone, end = PARTNERS[one.partner_id].zone, one.protected.end
                assert start_of_day(local_date(end, zone), zone) == end

    @invariant()
    def no_two_partners_are_protected_at_once(self) -> None:
        assert rivals_protected(list(self.file().claims), self.now) == []


def claim_of(one: Registration) -> Claim:
    return Claim(
        registration_id=one.id,
        partner_id=one.partner_id,
        member_id=one.member_id,
        manager_id="manager",
        family=one.opportunity.family,
        status=one.status,
        registered_at=one.registered_at,
        protected=one.protected,
    )


def rivals_protected(claims: list[Claim], at: datetime) -> list[tuple[str, str]]:
    """Pairs of different partners' claims that both hold the customer for one family at the instant, and so from then on."""
    return [
        (one.registration_id, other.registration_id)
        for place, one in enumerate(claims)
        for other in claims[:place]
        if one.partner_id != other.partner_id and one.protects(other.family, at) and other.protects(one.family, at)
    ]


TestOneCustomersDeals = OneCustomersDeals.TestCase
TestOneCustomersDeals.settings = settings(max_examples=60, stateful_step_count=25)


def test_two_partners_protected_at_once_would_be_seen() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert rivals_protected([claim("R-1"), claim("R-2", "third", family="CRM")], at) == [("R-2", "R-1")]
    assert rivals_protected([claim("R-1", family="ERP"), claim("R-2", "third", family="CRM")], at) == []
    assert rivals_protected([claim("R-1"), claim("R-2", "rival")], at) == []
