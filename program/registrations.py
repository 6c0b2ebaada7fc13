"""A deal registration is decided once, by rule: first to register wins; what a rule cannot settle goes to a person.

Source: the policy's clauses on registration and protection (program.toml); every reason names its clause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from program.money import Money
from program.partners import Partner, Role
from program.periods import Period, local_date, protected_period
from program.policy import Ground, Policy, ProtectionScope


class Status(StrEnum):
    """Where a registration stands. `expired` is never stored: it follows from the clock (`Registration.status_at`)."""

    IN_REVIEW = "in_review"
    ACTION_REQUIRED = "action_required"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    WON = "won"
    LOST = "lost"


#: Waiting for a person, on the vendor's side or on the partner's.
UNDECIDED = frozenset({Status.IN_REVIEW, Status.ACTION_REQUIRED})

_STEPS: dict[Status, frozenset[Status]] = {
    Status.IN_REVIEW: frozenset({Status.APPROVED, Status.DECLINED, Status.ACTION_REQUIRED, Status.WITHDRAWN}),
    Status.ACTION_REQUIRED: frozenset({Status.IN_REVIEW, Status.APPROVED, Status.DECLINED, Status.WITHDRAWN}),
    Status.APPROVED: frozenset({Status.WON, Status.LOST, Status.WITHDRAWN}),
}


def may_become(before: Status, after: Status) -> bool:
    """Whether a registration may go from one stored status straight to the other."""
    return after in _STEPS.get(before, frozenset())


class Reviewer(StrEnum):
    """Who decides: the partner's own manager, or a channel admin when two managers' partners are concerned (or there is none)."""

    PARTNER_MANAGER = "partner_manager"
    CHANNEL_ADMIN = "channel_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The end customer's person; at least one of the three is known."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """What a partner wants to have protected. `family` is the product's family; None means the whole customer."""

    company: str
    contact: Contact
    close_date: date
    domain: str | None = None
    register_number: str | None = None
    amount: Money | None = None
    product: str | None = None
    family: str | None = None
    country: str | None = None
    industry: str | None = None
    employees: int | None = None
    vendor_engaged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration as it stands; `protected` from the approval on, `revision` counts its changes from 1."""

    id: str
    partner_id: str
    member_id: str
    opportunity: Opportunity
    status: Status
    registered_at: datetime
    policy_version: str
    reviewer: Reviewer | None = None
    protected: Period | None = None
    reasons: tuple[Reason, ...] = ()
    decided_at: datetime | None = None
    decided_by: str | None = None
    note: str = ""
    revision: int = 1

    def status_at(self, at: datetime) -> Status:
        """The status as of an instant: an approval is `expired` once its protected period has ended."""
        return _status_at(self.status, self.protected, at)


def _status_at(status: Status, protected: Period | None, at: datetime) -> Status:
    ended = status is Status.APPROVED and protected is not None and at >= protected.end
    return Status.EXPIRED if ended else status


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a registration is not simply approved, and the id of the policy's clause that says so."""

    ground: Ground
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is known of one registration on a customer's file; `manager_id` is the manager of the partner who holds it."""

    registration_id: str
    partner_id: str
    member_id: str
    manager_id: str | None
    family: str | None
    status: Status
    registered_at: datetime
    protected: Period | None

    def status_at(self, at: datetime) -> Status:
        """The status as of an instant, as `Registration.status_at`."""
        return _status_at(self.status, self.protected, at)

    def protects(self, family: str | None, at: datetime) -> bool:
        """Whether the claim holds the customer for this product family (None: for any) at the instant.

        Only the end counts: a claim that stands on the file was first, even if its turn read the clock a moment later than the
        turn that finds it there.
        """
        holds = self.status is Status.APPROVED and self.protected is not None and at < self.protected.end
        return holds and overlap(self.family, family)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectOpportunity:
    """A sale that the vendor's own sellers are working on."""

    id: str
    family: str | None
    seller: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFile:
    """Everything known of one end customer; the boundary inside which a registration is decided.

    `revision` counts its changes: a decision made on an older revision does not stand.
    """

    id: str
    name: str
    revision: int
    is_customer: bool = False
    named_account_owner: str | None = None
    claims: tuple[Claim, ...] = ()
    direct: tuple[DirectOpportunity, ...] = ()


class Relation(StrEnum):
    """How a registration's customer relates to a file.

    It is named exactly, its name is certainly a spelling of that one, or the seller said so when asked about a similar name.
    """

    EXACT = "exact"
    CERTAIN = "certain"
    SAME = "same"
    SUBSIDIARY = "subsidiary"
    DIFFERENT = "different"

    @property
    def is_identity(self) -> bool:
        """Whether the file is that of the registered customer itself."""
        return self in (Relation.EXACT, Relation.CERTAIN, Relation.SAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """An area; with `partner_id` it belongs to that partner alone. Empty sets and None bounds do not restrict."""

    id: str
    name: str
    countries: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    min_employees: int | None = None
    max_employees: int | None = None
    partner_id: str | None = None

    def covers(self, opportunity: Opportunity) -> bool:
        """Whether the customer certainly lies in it: what is not known of the customer never matches a restriction."""
        size = opportunity.employees
        return (
            (not self.countries or opportunity.country in self.countries)
            and (not self.industries or opportunity.industry in self.industries)
            and (self.min_employees is None or (size is not None and size >= self.min_employees))
            and (self.max_employees is None or (size is not None and size <= self.max_employees))
        )


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


def overlap(one: str | None, other: str | None) -> bool:
    """Two product families overlap when they are the same, or when either stands for all (None)."""
    return one is None or other is None or one == other


def claims_on(files: tuple[CustomerFile, ...], family: str | None) -> tuple[Claim, ...]:
    """The claims of all files that concern the family, each once, the earliest registered first."""
    claims = {claim.registration_id: claim for file in files for claim in file.claims if overlap(claim.family, family)}
    return tuple(sorted(claims.values(), key=lambda claim: (claim.registered_at, claim.registration_id)))


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
    return opportunity.family if policy.protection.scope is ProtectionScope.CUSTOMER_AND_FAMILY else None


def protection(partner: Partner, *, policy: Policy, at: datetime) -> Period:
    """The protected period of an approval at `at`: the policy's days, to the end of the last in the partner's zone."""
    return protected_period(start=at, days=policy.protection.days, zone=partner.zone)


def rival_protection(registration: Registration, files: tuple[CustomerFile, ...], *, policy: Policy, at: datetime) -> Reason | None:
    """Why an approval of the registration cannot stand now: another partner's protection. None when it can."""
    family = protected_family(registration.opportunity, policy)
    held = any(claim.partner_id != registration.partner_id and claim.protects(family, at) for claim in claims_on(files, family))
    return _reason(Ground.FIRST_REGISTERED_WINS, policy) if held else None


def _reason(ground: Ground, policy: Policy) -> Reason:
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
    return tuple(_reason(ground, policy) for ground, applies in found.items() if applies)


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
        Ground.EXISTING_CUSTOMER: any(file.is_customer for file in files),
        Ground.DIRECT_OPPORTUNITY: any(overlap(sale.family, family) for file in files for sale in file.direct),
        Ground.NAMED_ACCOUNT: any(file.named_account_owner for file in files),
        Ground.VENDOR_ENGAGED: opportunity.vendor_engaged is True,
        Ground.EXCLUSIVE_TERRITORY: any(
            territory.partner_id not in (None, request.partner.id) and territory.covers(opportunity)
            for territory in request.territories
        ),
        Ground.UNDECIDED_REGISTRATION: bool(rivals),
        Ground.DECIDED_AT_ONCE: not policy.registration.decided_at_once,
    }
    return tuple(_reason(ground, policy) for ground, applies in found.items() if applies)


def _is_taken(file: CustomerFile, partner_id: str) -> bool:
    """Whether somebody else has an interest in the customer, so that a similar name needs a person's look."""
    return file.is_customer or bool(file.direct) or any(claim.partner_id != partner_id for claim in file.claims)


def _referred(request: Request, rivals: tuple[Claim, ...], doubts: tuple[Reason, ...], policy: Policy) -> Referred:
    across = any(rival.manager_id != request.manager_id for rival in rivals)
    if across:
        doubts = (*doubts, _reason(Ground.CROSS_PORTFOLIO, policy))
    deciders = {policy.routing.deciders.get(reason.ground, Role.PARTNER_MANAGER) for reason in doubts}
    to_admin = across or request.manager_id is None or Role.CHANNEL_ADMIN in deciders
    return Referred(
        reasons=doubts,
        reviewer=Reviewer.CHANNEL_ADMIN if to_admin else Reviewer.PARTNER_MANAGER,
        escalates=tuple(rival.registration_id for rival in rivals) if across else (),
    )
