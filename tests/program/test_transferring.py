"""A deal changes hands inside its partner only, only while it is open, and nothing else about it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from program.lifecycle import Cannot, Refused
from program.partners import Member, Role
from program.periods import Period
from program.registrations import Contact, Opportunity, Registration, Status
from program.transferring import is_open, transfer

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DEAL = Registration(
    id="R-1",
    partner_id="nordwind",
    member_id="m-jane",
    opportunity=Opportunity(company="Acme", contact=Contact(name="Jo"), close_date=date(2027, 1, 1)),
    status=Status.IN_REVIEW,
    registered_at=AT,
    policy_version="2026-01",
)
deals = st.builds(
    lambda status, days, on_behalf: replace(
        DEAL, status=status, on_behalf=on_behalf, protected=Period(start=AT - 90 * DAY, end=AT + days * DAY)
    ),
    st.sampled_from([status for status in Status if status is not Status.EXPIRED]),
    st.integers(-30, 30),
    st.booleans(),
)
people = st.builds(
    lambda partner_id, active: Member(
        id="m-carl",
        partner_id=partner_id,
        name="Carl",
        email="carl@x.example",
        role=Role.SELLER,
        language="en",
        zone="UTC",
        active=active,
    ),
    st.sampled_from(["nordwind", "felsenkante", None]),
    st.booleans(),
)


@given(deals, people)
def test_a_deal_goes_only_to_an_active_member_of_its_partner_while_it_is_open(deal: Registration, to: Member) -> None:
    after = transfer(deal, to, at=AT)
    if is_open(deal, AT) and to.active and to.partner_id == "nordwind":
        assert after == replace(deal, member_id="m-carl")
    else:
        assert after == Refused(cannot=Cannot.PERSON if is_open(deal, AT) else Cannot.STATUS)


@given(deals)
def test_what_has_expired_or_is_closed_is_not_open(deal: Registration) -> None:
    status = deal.status_at(AT)
    assert is_open(deal, AT) == (status in (Status.IN_REVIEW, Status.ACTION_REQUIRED, Status.APPROVED))
