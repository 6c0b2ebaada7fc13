"""Who may see and do what, decided once: a viewer is a member with the reach of their role on this day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from program.partners import Member, Partner, Role
from program.registrations import Registration, Reviewer


class Act(StrEnum):
    """What a role may be allowed to do."""

    REGISTER = "register"
    REGISTER_FOR = "register_for"  # on a partner's behalf
    TRANSFER = "transfer"  # a partner's deals from one of its members to another
    RECORD = "record"  # what direct sales work on
    REVIEW = "review"
    INVITE = "invite"
    ASSIGN = "assign"
    NAME_DEPUTY = "name_deputy"
    LIST_MEMBERS = "list_members"
    ANSWER_REQUEST = "answer_request"
    QUALIFY = "qualify"  # record what counts for a partner's tier
    OVERRIDE_TIER = "override_tier"
    QUOTE = "quote"  # a price to an end customer
    SEE_ECONOMICS = "see_economics"  # what the vendor spends on its channels
    DISPUTE = "dispute"  # a line of a statement in one's sight
    SETTLE_DISPUTES = "settle_disputes"
    PAY_OUT = "pay_out"  # prepare payouts, approve those of others
    WATCH_PAYOUTS = "watch_payouts"  # how punctual they are
    BRAND = "brand"  # send the company's logo for documents with its name
    CURATE = "curate"  # look after the library: its documents and confirmed answers


_MAY: dict[Role, frozenset[Act]] = {
    Role.SELLER: frozenset({Act.REGISTER, Act.QUOTE, Act.DISPUTE}),
    Role.PARTNER_ADMIN: frozenset({Act.REGISTER, Act.QUOTE, Act.TRANSFER, Act.INVITE, Act.LIST_MEMBERS, Act.DISPUTE, Act.BRAND}),
    Role.PARTNER_MANAGER: frozenset(
        {Act.REGISTER_FOR, Act.TRANSFER, Act.REVIEW, Act.INVITE, Act.NAME_DEPUTY, Act.LIST_MEMBERS, Act.ANSWER_REQUEST}
        | {Act.QUALIFY, Act.CURATE}
        | {Act.SETTLE_DISPUTES, Act.WATCH_PAYOUTS}
    ),
    Role.DIRECT_SELLER: frozenset({Act.RECORD}),
    Role.CHANNEL_ADMIN: frozenset(
        {Act.REGISTER_FOR, Act.TRANSFER, Act.REVIEW, Act.INVITE, Act.ASSIGN, Act.NAME_DEPUTY, Act.LIST_MEMBERS, Act.ANSWER_REQUEST}
        | {Act.QUALIFY, Act.OVERRIDE_TIER, Act.SEE_ECONOMICS, Act.CURATE}
        | {Act.SETTLE_DISPUTES, Act.WATCH_PAYOUTS, Act.PAY_OUT}
    ),
}

_INVITABLE: dict[Role, frozenset[Role]] = {
    Role.PARTNER_ADMIN: frozenset({Role.SELLER, Role.PARTNER_ADMIN}),
    Role.PARTNER_MANAGER: frozenset({Role.SELLER, Role.PARTNER_ADMIN}),
    Role.CHANNEL_ADMIN: frozenset(Role),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A member as the door lets them in: `partner` for the partner's side; `portfolio` are the ids of the partners that a manager
    looks after today, own ones and those of the managers they are deputy for. A channel admin reaches every partner.
    """

    member: Member
    partner: Partner | None = None
    portfolio: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        return self.member.role is Role.CHANNEL_ADMIN

    @property
    def actor_id(self) -> str | None:
        """Through whom the log says that something happened; None for what happens by rule."""
        return self.member.id or None

    def sees(self, partner_id: str | None) -> bool:
        """Whether the partner's registrations, members and money may be shown to the viewer."""
        if partner_id is None:
            return self.sees_all
        own = self.partner is not None and self.partner.id == partner_id
        return own or self.sees_all or partner_id in self.portfolio

    def may(self, act: Act) -> bool:
        return act in _MAY[self.member.role]

    @property
    def may_draft(self) -> bool:
        """Whether the viewer may put a deal together: to register it, or to record it for direct sales."""
        return self.may(Act.REGISTER) or self.may(Act.RECORD)

    def may_invite(self, role: Role, partner_id: str | None) -> bool:
        """Whether the viewer may invite somebody as `role` to the partner (None: to the vendor's side)."""
        invitable = role in _INVITABLE.get(self.member.role, frozenset())
        return invitable and (partner_id is None) == (not role.is_partner_side) and (partner_id is None or self.sees(partner_id))

    def may_approve(self, partner_id: str, reviewer: Role | None) -> bool:
        """Whether the viewer may decide the partner's quote: channel admins all, managers what is not for a channel admin."""
        if not self.may(Act.REVIEW) or not self.sees(partner_id):
            return False
        return self.sees_all or reviewer is Role.PARTNER_MANAGER

    def may_decide(self, registration: Registration) -> bool:
        """Whether the viewer may decide it: channel admins all, managers what is theirs and not across portfolios."""
        if not self.may(Act.REVIEW) or not self.sees(registration.partner_id):
            return False
        return self.sees_all or registration.reviewer is not Reviewer.CHANNEL_ADMIN


#: Nobody: what happens by rule, and what whoever runs the program does to it. Sees everything, and is none of the members.
BY_RULE: Final = Viewer(
    member=Member(id="", partner_id=None, name="", email="", role=Role.CHANNEL_ADMIN, language="en", zone="UTC", active=False)
)
