"""A deal registration is decided once, by rule: first to register wins; what a rule cannot settle goes to a person.

Source: the policy's clauses on registration, protection and routing (program.toml); every reason names its clause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from program.partners import Partner, Role
from program.periods import Period, local_date, protected_period
from program.policy import Ground, Policy, ProtectionScope
from program.registrations import (
    UNDECIDED,
    Claim,
    CustomerFile,
    Opportunity,
    Reason,
    Registration,
    Reviewer,
    Status,
    claims_on,
    overlap,
)
from program.routing import Territory, goes_to_direct


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A registration to decide: what, for whom, and what the program knows about both.

    `files` are the customer's own: normally one. `is_certain` is False when the given name, domain and register number name more
    than one customer. `related` are files of similar names that the seller says are a subsidiary's or somebody else's.
    """

    partner: Partner
    manager_id: str | None
    opportunity: Opportunity
    files: tuple[CustomerFile, ...]
    is_certain: bool = True
    related: tuple[CustomerFile, ...] = ()
    territories: tuple[Territory, ...] = ()
    open_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Protected from now to the end of the period, under this clause."""

    protected: Period
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """A person decides. `escalates` names undecided registrations that now belong to the same cross-portfolio case."""

    reasons: tuple[Reason, ...]
    reviewer: Reviewer
    escalates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyOurs:
    """The partner has this customer registered already, by this member or a colleague; nothing new is written."""

    claim: Claim


Verdict = Approved | Declined | Referred | AlreadyOurs


def decide(request: Request, *, policy: Policy, at: datetime) -> Verdict:
    """The verdict on a registration at the instant `at`, under the policy version in force."""
    family = protected_family(request.opportunity, policy)
    claims = claims_on(request.files, family)
    for claim in claims:
        if claim.partner_id == request.partner.id and (claim.status in UNDECIDED or claim.protects(family, at)):
            return AlreadyOurs(claim=claim)
    refusals = _refusals(request, claims, policy, at)
    if refusals:
        return Declined(reasons=refusals)
    rivals = tuple(claim for claim in claims if claim.partner_id != request.partner.id and claim.status in UNDECIDED)
    doubts = _doubts(request, rivals, policy)
    if doubts:
        return _referred(request, rivals, doubts, policy)
    period = protection(request.partner, policy=policy, at=at)
    return Approved(protected=period, clause=policy.clause(Ground.PROTECTED_PERIOD).id)


def protected_family(opportunity: Opportunity, policy: Policy) -> str | None:
    """What a registration would protect: the named product's family, or (None) the whole customer."""
    return covered(opportunity.family, policy)


def covered(family: str | None, policy: Policy) -> str | None:
    """The family that a protection is about; None, the whole customer, also where the policy tells no families apart."""
    return family if policy.protection.scope is ProtectionScope.CUSTOMER_AND_FAMILY else None


def protection(partner: Partner, *, policy: Policy, at: datetime) -> Period:
    """The protected period of an approval at `at`: the policy's days, to the end of the last in the partner's zone."""
    return protected_period(start=at, days=policy.protection.days, zone=partner.zone)


def rival_protection(registration: Registration, files: tuple[CustomerFile, ...], *, policy: Policy, at: datetime) -> Reason | None:
    """Why an approval of the registration cannot stand now: another partner's protection. None when it can."""
    family = protected_family(registration.opportunity, policy)
    held = any(claim.partner_id != registration.partner_id and claim.protects(family, at) for claim in claims_on(files, family))
    return reason_for(Ground.FIRST_REGISTERED_WINS, policy) if held else None


def reason_for(ground: Ground, policy: Policy) -> Reason:
    return Reason(ground=ground, clause=policy.clause(ground).id)


def _refusals(request: Request, claims: tuple[Claim, ...], policy: Policy, at: datetime) -> tuple[Reason, ...]:
    """What refuses by itself. Two files for one name is no certainty, so that nothing on them refuses: a person looks."""
    family, partner = protected_family(request.opportunity, policy), request.partner
    found = {
        Ground.FIRST_REGISTERED_WINS: request.is_certain
        and any(claim.partner_id != partner.id and claim.protects(family, at) for claim in claims),
        Ground.COOL_DOWN: request.is_certain
        and any(claim.partner_id == partner.id and _cools_down(claim, partner, policy, at) for claim in claims),
        Ground.OPEN_CAP: request.open_count >= policy.protection.max_open,
    }
    return tuple(reason_for(ground, policy) for ground, applies in found.items() if applies)


def _cools_down(claim: Claim, partner: Partner, policy: Policy, at: datetime) -> bool:
    """Whether the partner's own expired claim is too fresh to be registered again; days count in the partner's zone."""
    if claim.status is not Status.APPROVED or claim.protected is None or at < claim.protected.end:
        return False
    last_day = claim.protected.last_day(partner.zone)
    return local_date(at, partner.zone) <= last_day + timedelta(days=policy.protection.cool_down_days)


def _doubts(request: Request, rivals: tuple[Claim, ...], policy: Policy) -> tuple[Reason, ...]:
    opportunity, files = request.opportunity, request.files
    family = protected_family(opportunity, policy)
    found = {
        Ground.UNCLEAR_IDENTITY: not request.is_certain or any(_is_taken(file, request.partner.id) for file in request.related),
        Ground.EXISTING_CUSTOMER: any(_is_anothers(file, request.partner.id) for file in files),
        Ground.DIRECT_OPPORTUNITY: any(overlap(sale.family, family) for file in files for sale in file.direct),
        Ground.NAMED_ACCOUNT: any(file.named_account_owner for file in files),
        Ground.VENDOR_ENGAGED: opportunity.vendor_engaged is True,
        Ground.EXCLUSIVE_TERRITORY: any(
            territory.partner_id not in (None, request.partner.id) and territory.covers(opportunity)
            for territory in request.territories
        ),
        Ground.DIRECT_OR_PARTNER: goes_to_direct(opportunity, policy.routing),
        Ground.UNDECIDED_REGISTRATION: bool(rivals),
        Ground.DECIDED_AT_ONCE: not policy.registration.decided_at_once,
    }
    return tuple(reason_for(ground, policy) for ground, applies in found.items() if applies)


def _is_anothers(file: CustomerFile, partner_id: str) -> bool:
    """Whether the customer buys already, and not through this partner: whoever won a customer registers its further deals."""
    winners = {claim.partner_id for claim in file.claims if claim.status is Status.WON}
    return partner_id not in winners and (file.is_customer or bool(winners))


def _is_taken(file: CustomerFile, partner_id: str) -> bool:
    """Whether somebody else has an interest in the customer, so that a similar name needs a person's look."""
    return file.is_customer or bool(file.direct) or any(claim.partner_id != partner_id for claim in file.claims)


def _referred(request: Request, rivals: tuple[Claim, ...], doubts: tuple[Reason, ...], policy: Policy) -> Referred:
    across = any(rival.manager_id != request.manager_id for rival in rivals)
    if across:
        doubts = (*doubts, reason_for(Ground.CROSS_PORTFOLIO, policy))
    deciders = {policy.routing.deciders.get(reason.ground, Role.PARTNER_MANAGER) for reason in doubts}
    to_admin = across or request.manager_id is None or Role.CHANNEL_ADMIN in deciders
    return Referred(
        reasons=doubts,
        reviewer=Reviewer.CHANNEL_ADMIN if to_admin else Reviewer.PARTNER_MANAGER,
        escalates=tuple(rival.registration_id for rival in rivals) if across else (),
    )
