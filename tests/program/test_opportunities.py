"""A direct opportunity is recorded whatever it meets, and what it meets is what the policy says of each registration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.deciding import Referred, decide
from program.money import Money
from program.opportunities import Ending, Meeting, RecordedOpportunity, amend, close, meet, worked_on
from program.partners import PartnerKind
from program.policy import Ground, ProtectionScope
from program.registrations import Claim, Contact, DirectOpportunity, Status
from tests.program.deals import DAY, NOW, POLICY, TICK, claim, file, referred_for, request, sale, verdict

RESELLER, REFERRAL = frozenset({PartnerKind.RESELLER}), frozenset({PartnerKind.REFERRAL})
FAMILIES = st.sampled_from([None, "ERP", "CRM"])
OPEN = RecordedOpportunity(
    id="O-1",
    seller_id="m-direct",
    company="Acme GmbH",
    opened_at=NOW,
    contact=Contact(name="Jo"),
    close_date=date(2027, 3, 31),
    amount=Money(amount=Decimal(80_000), currency="EUR"),
)


def meetings(*claims: Claim, family: str | None = None) -> list[Meeting]:
    return [met.meeting for met in meet((file(*claims),), family, policy=POLICY, at=NOW)]


def test_where_nobody_is_nothing_is_met() -> None:
    assert meetings() == []


@pytest.mark.parametrize(
    ("status", "kinds", "meeting"),
    [
        (Status.APPROVED, RESELLER, [Meeting.PROTECTED]),
        (Status.APPROVED, REFERRAL, [Meeting.HANDED_OVER]),
        (Status.APPROVED, REFERRAL | RESELLER, [Meeting.PROTECTED]),  # who sells on does not hand over
        (Status.IN_REVIEW, RESELLER, [Meeting.UNDECIDED]),
        (Status.IN_REVIEW, REFERRAL, [Meeting.UNDECIDED]),
        (Status.ACTION_REQUIRED, RESELLER, [Meeting.UNDECIDED]),
        (Status.WON, RESELLER, []),
    ],
)
def test_what_is_met_follows_from_where_the_registration_stands_and_who_holds_it(
    status: Status, kinds: frozenset[PartnerKind], meeting: list[Meeting]
) -> None:
    assert meetings(claim(status=status, kinds=kinds)) == meeting


def test_a_protection_is_met_until_its_last_instant_and_a_lead_for_as_long_as_it_is_open() -> None:
    held, lead = claim(kinds=RESELLER), claim("R-2", kinds=REFERRAL)
    assert held.protected is not None
    files = (file(held, lead),)
    before = meet(files, None, policy=POLICY, at=held.protected.end - TICK)
    after = meet(files, None, policy=POLICY, at=held.protected.end)
    assert [met.meeting for met in before] == [Meeting.PROTECTED, Meeting.HANDED_OVER]
    assert [met.meeting for met in after] == [Meeting.HANDED_OVER]


@given(ours=FAMILIES, theirs=FAMILIES)
def test_a_protection_and_an_opportunity_meet_exactly_where_their_families_overlap(ours: str | None, theirs: str | None) -> None:
    met = meetings(claim(family=theirs, kinds=RESELLER), family=ours)
    assert met == ([Meeting.PROTECTED] if ours is None or theirs is None or ours == theirs else [])


def test_where_the_policy_protects_whole_customers_another_family_is_met_too() -> None:
    whole = replace(POLICY, protection=replace(POLICY.protection, scope=ProtectionScope.CUSTOMER))
    files = (file(claim(family="ERP", kinds=RESELLER)),)
    assert [met.meeting for met in meet(files, "CRM", policy=whole, at=NOW)] == [Meeting.PROTECTED]
    assert worked_on((file(direct=(direct("O-1", "ERP"),)),), "CRM", whole) != ()


def direct(id: str, family: str | None, opened_days_ago: int = 1) -> DirectOpportunity:
    return DirectOpportunity(id=id, family=family, seller="Dana", opened_at=NOW - opened_days_ago * DAY)


@given(family=FAMILIES, recorded=FAMILIES)
def test_neither_side_passes_unseen_whoever_comes_first(family: str | None, recorded: str | None) -> None:
    """What a partner's registration meets of direct sales is what direct sales would have met of it."""
    waiting = claim(status=Status.IN_REVIEW, family=family, kinds=RESELLER)
    met_by_direct = meetings(waiting, family=recorded) != []
    asked = request(file(direct=(direct("O-1", recorded),)), opportunity=sale(family=family))
    found = decide(asked, policy=POLICY, at=NOW)
    met_by_partner = isinstance(found, Referred) and Ground.DIRECT_OPPORTUNITY in [reason.ground for reason in found.reasons]
    assert met_by_direct == met_by_partner


def test_what_direct_sales_work_on_is_found_once_and_the_earliest_first() -> None:
    late, early, other = direct("O-1", None, 1), direct("O-2", "ERP", 5), direct("O-3", "CRM")
    files = (file(direct=(late, other)), file(id="c-2", direct=(early, late)))
    assert worked_on(files, "ERP", POLICY) == (early, late)


@pytest.mark.parametrize("ending", Ending)
def test_what_is_closed_stays_as_it_ended(ending: Ending) -> None:
    at = NOW + timedelta(days=3)
    over = close(OPEN, ending, at=at)
    assert (over.ended, over.closed_at, over.amount, over.is_open) == (ending, at, OPEN.amount, False)
    for again in Ending:
        with pytest.raises(ValueError, match="stays as it ended"):
            close(over, again, at=at)
    with pytest.raises(ValueError, match="stays as it ended"):
        amend(over, amount=None, close_date=None)


def test_a_won_one_has_its_final_value() -> None:
    final = Money(amount=Decimal(90_000), currency="EUR")
    assert close(OPEN, Ending.WON, at=NOW, amount=final).amount == final


def test_amending_changes_the_amount_and_the_day_and_nothing_else() -> None:
    later = date(2027, 6, 30)
    assert amend(OPEN, amount=None, close_date=later) == replace(OPEN, amount=None, close_date=later)


def test_once_direct_sales_have_given_up_a_registration_is_decided_without_them() -> None:
    assert referred_for(verdict(request(file(direct=(direct("O-1", None),))))) == [Ground.DIRECT_OPPORTUNITY]
    assert not isinstance(verdict(request(file())), Referred)
