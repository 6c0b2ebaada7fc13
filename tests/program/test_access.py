"""Who may do what, role by role, and who is in whose sight."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.access import Act, Viewer
from program.partners import Member, Partner, PartnerKind, Role, Tier
from program.registrations import Contact, Opportunity, Registration, Reviewer, Status

PARTNERS = ("nordwind", "alpenblick", "hafenwerk")

#: The whole table: everything that is not in it is not allowed.
MAY: dict[Role, set[Act]] = {
    Role.SELLER: {Act.REGISTER, Act.QUOTE, Act.DISPUTE},
    Role.PARTNER_ADMIN: {Act.REGISTER, Act.QUOTE, Act.TRANSFER, Act.INVITE, Act.LIST_MEMBERS, Act.DISPUTE, Act.BRAND},
    Role.PARTNER_MANAGER: {Act.REGISTER_FOR, Act.TRANSFER}
    | {Act.REVIEW, Act.INVITE, Act.NAME_DEPUTY, Act.LIST_MEMBERS, Act.ANSWER_REQUEST, Act.QUALIFY}
    | {Act.SETTLE_DISPUTES, Act.WATCH_PAYOUTS, Act.CURATE},
    Role.DIRECT_SELLER: {Act.RECORD},
    Role.CHANNEL_ADMIN: {Act.REGISTER_FOR, Act.TRANSFER}
    | {Act.REVIEW, Act.INVITE, Act.ASSIGN, Act.NAME_DEPUTY, Act.LIST_MEMBERS, Act.ANSWER_REQUEST}
    | {Act.QUALIFY, Act.OVERRIDE_TIER, Act.SEE_ECONOMICS, Act.SETTLE_DISPUTES, Act.WATCH_PAYOUTS, Act.PAY_OUT}
    | {Act.CURATE},
}


def viewer(role: Role, *, partner: str = "nordwind", portfolio: tuple[str, ...] = ()) -> Viewer:
    """A member of that role: on the partner's side at `partner`, a manager with the portfolio."""
    own = role.is_partner_side
    company = Partner(
        id=partner, name=partner, kinds=frozenset({PartnerKind.VAR}), tier=Tier.GOLD, country="DE", zone="UTC", currency="EUR"
    )
    return Viewer(
        member=Member(
            id="me", partner_id=partner if own else None, name="Me", email="me@x.example", role=role, language="en", zone="UTC"
        ),
        partner=company if own else None,
        portfolio=frozenset(portfolio),
    )


def registration(partner: str, reviewer: Reviewer | None) -> Registration:
    return Registration(
        id="R-1",
        partner_id=partner,
        member_id="m",
        opportunity=Opportunity(company="Acme", contact=Contact(name="Jo"), close_date=date(2027, 1, 1)),
        status=Status.IN_REVIEW,
        registered_at=datetime(2026, 11, 23, tzinfo=UTC),
        policy_version="2026-01",
        reviewer=reviewer,
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, act: Act) -> None:
    assert viewer(role).may(act) == (act in MAY[role])


# ── sight ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", [Role.SELLER, Role.PARTNER_ADMIN])
def test_on_the_partners_side_nobody_sees_another_partner(role: Role) -> None:
    for own in PARTNERS:
        assert [other for other in PARTNERS if viewer(role, partner=own).sees(other)] == [own]


def test_a_manager_sees_the_portfolio_of_the_day_and_nothing_else() -> None:
    assert not any(viewer(Role.PARTNER_MANAGER).sees(partner) for partner in PARTNERS)
    today = viewer(Role.PARTNER_MANAGER, portfolio=("alpenblick", "hafenwerk"))
    assert [partner for partner in PARTNERS if today.sees(partner)] == ["alpenblick", "hafenwerk"]


def test_a_direct_seller_sees_no_partner() -> None:
    assert not any(viewer(Role.DIRECT_SELLER).sees(partner) for partner in PARTNERS)


def test_a_channel_admin_sees_every_partner() -> None:
    assert all(viewer(Role.CHANNEL_ADMIN).sees(partner) for partner in PARTNERS)


@pytest.mark.parametrize("role", Role)
def test_what_is_the_vendors_own_is_for_channel_admins(role: Role) -> None:
    assert viewer(role, portfolio=PARTNERS).sees(None) == (role is Role.CHANNEL_ADMIN)


# ── inviting ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

PARTNER_SIDE = (Role.SELLER, Role.PARTNER_ADMIN)
VENDOR_SIDE = (Role.PARTNER_MANAGER, Role.DIRECT_SELLER, Role.CHANNEL_ADMIN)


@pytest.mark.parametrize("role", Role)
def test_a_seller_and_a_direct_seller_invite_nobody(role: Role) -> None:
    for who in (Role.SELLER, Role.DIRECT_SELLER):
        assert not any(viewer(who).may_invite(role, partner) for partner in (*PARTNERS, None))


def test_a_partner_admin_invites_to_the_own_company_alone() -> None:
    admin = viewer(Role.PARTNER_ADMIN, partner="nordwind")
    invited = {(role, partner) for role in Role for partner in (*PARTNERS, None) if admin.may_invite(role, partner)}
    assert invited == {(role, "nordwind") for role in PARTNER_SIDE}


def test_a_partner_manager_invites_to_the_partners_of_the_portfolio_alone() -> None:
    manager = viewer(Role.PARTNER_MANAGER, portfolio=("alpenblick",))
    invited = {(role, partner) for role in Role for partner in (*PARTNERS, None) if manager.may_invite(role, partner)}
    assert invited == {(role, "alpenblick") for role in PARTNER_SIDE}


def test_a_channel_admin_invites_everybody_to_the_side_they_belong_on() -> None:
    admin = viewer(Role.CHANNEL_ADMIN)
    invited = {(role, partner) for role in Role for partner in (*PARTNERS, None) if admin.may_invite(role, partner)}
    assert invited == {(role, partner) for role in PARTNER_SIDE for partner in PARTNERS} | {(role, None) for role in VENDOR_SIDE}


@given(who=st.sampled_from(Role), role=st.sampled_from(Role), partner=st.sampled_from((*PARTNERS, None)))
def test_nobody_invites_where_they_do_not_see(who: Role, role: Role, partner: str | None) -> None:
    me = viewer(who, portfolio=("hafenwerk",) if who is Role.PARTNER_MANAGER else ())
    if me.may_invite(role, partner):
        assert me.may(Act.INVITE)
        assert me.sees(partner)


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reviewer", [None, *Reviewer])
def test_a_manager_decides_for_the_own_partners_unless_the_case_is_the_admins(reviewer: Reviewer | None) -> None:
    manager = viewer(Role.PARTNER_MANAGER, portfolio=("nordwind",))
    assert manager.may_decide(registration("nordwind", reviewer)) == (reviewer is not Reviewer.CHANNEL_ADMIN)
    assert not manager.may_decide(registration("alpenblick", reviewer))


@pytest.mark.parametrize("reviewer", [None, *Reviewer])
def test_a_channel_admin_decides_everything_and_other_roles_nothing(reviewer: Reviewer | None) -> None:
    case = registration("nordwind", reviewer)
    assert [role for role in Role if viewer(role).may_decide(case)] == [Role.CHANNEL_ADMIN]
