"""What a deal registration is, where it stands, and what is known of the end customer it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from program.money import Money
from program.partners import PartnerKind
from program.periods import Period
from program.policy import Ground


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
#: What a decision on the same customer has to know of.
STANDING = UNDECIDED | {Status.APPROVED, Status.WON}

_STEPS: dict[Status, frozenset[Status]] = {
    Status.IN_REVIEW: frozenset({Status.APPROVED, Status.DECLINED, Status.ACTION_REQUIRED, Status.WITHDRAWN}),
    Status.ACTION_REQUIRED: frozenset({Status.IN_REVIEW, Status.APPROVED, Status.DECLINED, Status.WITHDRAWN}),
    # Declined after all: an appeal gave the customer to somebody else.
    Status.APPROVED: frozenset({Status.WON, Status.LOST, Status.WITHDRAWN, Status.DECLINED}),
    # In review again: by an appeal.
    Status.DECLINED: frozenset({Status.IN_REVIEW}),
    # Opened again.
    Status.WON: frozenset({Status.APPROVED, Status.IN_REVIEW}),
    Status.LOST: frozenset({Status.APPROVED, Status.IN_REVIEW}),
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


class LossReason(StrEnum):
    """Why a deal was lost."""

    PRICE = "price"
    COMPETITOR = "competitor"
    NO_BUDGET = "no_budget"
    NO_DECISION = "no_decision"
    FEATURES = "features"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a deal ended: won with its final value and products, or lost with a reason; never both."""

    at: datetime
    amount: Money | None = None
    products: tuple[str, ...] = ()
    loss: LossReason | None = None


class Sourced(StrEnum):
    """Who brought an opportunity in."""

    PARTNER = "partner"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A deal shared with the vendor's direct sales: the partner's share in whole per cent, the rest is theirs."""

    sourced: Sourced
    partner_percent: int
    opportunity_id: str


class Relationship(StrEnum):
    """How deep somebody's relationship to a customer is, from the outside in."""

    NONE = "none"
    CONTACT = "contact"
    REGULAR = "regular"
    TRUSTED = "trusted"


class Preference(StrEnum):
    """Whether the customer prefers to work with somebody, and how they said so."""

    NONE = "none"
    HINTED = "hinted"
    SAID = "said"
    WRITTEN = "written"


class Importance(StrEnum):
    """How important a side is to the vendor for this customer: what whoever decides says of it."""

    NONE = "none"
    SOME = "some"
    HIGH = "high"
    DECISIVE = "decisive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a side of a conflict says for itself (`engaged_since`: first talk with the customer), and its strategic weight."""

    relationship: Relationship | None = None
    engaged_since: date | None = None
    preference: Preference | None = None
    note: str = ""
    importance: Importance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration as it stands; `protected` from the approval on, `revision` counts its changes from 1.

    `on_behalf` marks one that the vendor's person made for the partner: `member_id`, until it is transferred. `renews` is the won
    registration that it continues. `review_since` is when the clock of a person's decision began, None while it stands still.
    `extensions` counts them.
    """

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
    on_behalf: bool = False
    renews: str | None = None
    extensions: int = 0
    review_since: datetime | None = None
    appealed_at: datetime | None = None
    statement: Statement | None = None
    split: Split | None = None
    closing: Closing | None = None
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
    """What is known of one registration on a customer's file; `manager_id` is the manager of the partner who holds it.

    `kinds` are those of the partner.
    """

    registration_id: str
    partner_id: str
    member_id: str
    manager_id: str | None
    family: str | None
    status: Status
    registered_at: datetime
    protected: Period | None
    kinds: frozenset[PartnerKind] = frozenset()
    statement: Statement | None = None

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
    """A sale that the vendor's own sellers are working on; `seller` is a name, `seller_id` the member where there is one."""

    id: str
    family: str | None
    seller: str
    opened_at: datetime
    seller_id: str | None = None
    statement: Statement | None = None


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


def overlap(one: str | None, other: str | None) -> bool:
    """Two product families overlap when they are the same, or when either stands for all (None)."""
    return one is None or other is None or one == other


def claims_on(files: tuple[CustomerFile, ...], family: str | None) -> tuple[Claim, ...]:
    """The claims of all files that concern the family, each once, the earliest registered first."""
    claims = {claim.registration_id: claim for file in files for claim in file.claims if overlap(claim.family, family)}
    return tuple(sorted(claims.values(), key=lambda claim: (claim.registered_at, claim.registration_id)))
