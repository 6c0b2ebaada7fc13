"""The policy: the dated rules of the program as values, each with the clause that says it in words.

Percentages are exact decimals in percent (15 means 15 %). A deal keeps the version that was in force when it was registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from program.money import Money
from program.partners import PartnerKind, Role, Tier
from program.periods import require_utc, start_of_day
from program.policy_branding import BrandingRules
from program.policy_earning import EarningRules
from program.policy_nudges import NudgeRules
from program.policy_pricing import EconomicsRules, PricingRules
from program.policy_support import SupportRules
from program.tier_rules import TierRules


class Ground(StrEnum):
    """What a decision rests on. The value is the place of the rule in a version of the policy file."""

    REQUIRED_INFORMATION = "registration.required_information"
    CLOSE_DATE_LIMIT = "registration.close_date"
    AMOUNT_LIMIT = "registration.amount"
    DECIDED_AT_ONCE = "registration.decided_at_once"
    AMENDMENT = "registration.amendment"
    CLOSING = "registration.closing"
    RENEWAL = "registration.renewal"
    ON_BEHALF = "registration.on_behalf"
    FIRST_REGISTERED_WINS = "protection.first_registered_wins"
    PROTECTED_PERIOD = "protection.period"
    EXTENSION = "protection.extension"
    COOL_DOWN = "protection.cool_down"
    OPEN_CAP = "protection.open_cap"
    SCOPE = "protection.scope"
    PRICE = "protection.price"
    EXISTING_CUSTOMER = "routing.existing_customer"
    DIRECT_OPPORTUNITY = "routing.direct_opportunity"
    VENDOR_ENGAGED = "routing.vendor_engaged"
    NAMED_ACCOUNT = "routing.named_account"
    EXCLUSIVE_TERRITORY = "routing.exclusive_territory"
    UNDECIDED_REGISTRATION = "routing.undecided_registration"
    CROSS_PORTFOLIO = "routing.cross_portfolio"
    UNCLEAR_IDENTITY = "routing.unclear_identity"
    DIRECT_OR_PARTNER = "routing.direct_or_partner"
    REOPENED = "routing.reopened"
    CRITERIA = "overlap.criteria"
    SPLIT = "overlap.split"
    APPEAL = "overlap.appeal"
    CHANNEL_CONFLICT = "overlap.channel_conflict"
    DECISION_TIME = "review.decision"
    ESCALATION = "review.escalation"
    TIER_REVIEW = "tiers.review"
    PROMOTION = "tiers.promotion"
    RECERTIFICATION = "tiers.recertification"
    TIER_OVERRIDE = "tiers.override"
    BENEFITS = "tiers.benefits"
    PRICE_LIST = "pricing.price_list"
    DISCOUNT_AUTHORITY = "pricing.authority"
    DISCOUNT_APPROVAL = "pricing.approval"
    UNDERCUTTING = "pricing.undercutting"
    PARTNERS_CASE = "economics.partners_case"
    ACQUISITION_COST = "economics.acquisition_cost"
    CO_BRANDING = "co_branding.documents"
    PARTNER_LOGO = "co_branding.logo"
    LOGO_PLACING = "co_branding.placing"
    UNANSWERED = "support.escalation"
    KEPT_ANSWERS = "support.kept_answers"
    QUIET_HOURS = "nudges.quiet_hours"
    NUDGE_CAPS = "nudges.caps"
    NUDGE_STOPPING = "nudges.stopping"
    HOLD_OUT = "nudges.hold_out"
    INVITATION = "invitations.code"
    LINK_ATTEMPTS = "links.attempts"
    UNLINKING = "links.unlinking"


class Detail(StrEnum):
    """What a registration can say about the deal. A contact is a name, an e-mail address or a phone number."""

    COMPANY = "company"
    CONTACT = "contact"
    CLOSE_DATE = "close_date"
    AMOUNT = "amount"
    PRODUCT = "product"
    COUNTRY = "country"
    INDUSTRY = "industry"
    EMPLOYEES = "employees"
    VENDOR_ENGAGED = "vendor_engaged"


class ProtectionScope(StrEnum):
    """What is protected: the customer whole, or together with a product family (all of them when none is named)."""

    CUSTOMER = "customer"
    CUSTOMER_AND_FAMILY = "customer_and_product_family"


class Pay(StrEnum):
    """How a kind of partner is paid."""

    HAND_OVER_FEE = "hand_over_fee"
    COMMISSION = "commission"
    MARGIN = "margin"
    REVENUE_SHARE = "revenue_share"


class RateTable(StrEnum):
    """Which rates by tier a kind of partner earns; a revenue share has its own."""

    REFERRAL = "referral"
    RESELLER = "reseller"


class NextStep(StrEnum):
    """What follows an approved registration."""

    HAND_OVER = "hand_over"
    QUOTE = "quote"
    CO_SELL = "co_sell"
    ONBOARDING_PROJECT = "onboarding_project"
    SERVICE_START = "service_start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A rule in words. `id` is its number ("2.1"); `text` has every language of the program, figures filled in."""

    id: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRules:
    """`decided_at_once` is False when every registration waits for a person. A close date is at most so many months ahead."""

    required: tuple[Detail, ...]
    max_months_ahead: int
    max_amount: Money
    decided_at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionRules:
    """Durations are calendar days in the partner's zone; `max_open` counts a partner's open registrations."""

    days: int
    extension_days: int
    extensions: int
    cool_down_days: int
    max_open: int
    scope: ProtectionScope


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRules:
    """Which grounds take a registration to a person, and to whom: a partner manager or a channel admin.

    The vendor's direct sales look after customers of at least so many employees, or, where the size is not known, deals of at
    least the amount (None: that decides nothing), and after the countries (ISO 3166-1 alpha-2) and industries named.
    """

    deciders: Mapping[Ground, Role]
    direct_from_employees: int | None
    direct_from_amount: Money | None
    direct_countries: frozenset[str]
    direct_industries: frozenset[str]


class Criterion(StrEnum):
    """What is weighed where no registration settles a conflict, in the order of the policy."""

    RELATIONSHIP_DEPTH = "relationship_depth"
    ENGAGEMENT_TIMELINE = "engagement_timeline"
    CUSTOMER_PREFERENCE = "customer_preference"
    STRATEGIC_IMPORTANCE = "strategic_importance"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRules:
    """`weights` add up to 100; within `margin` points neither side is ahead. Shares are the partner's, in per cent.

    An appeal is possible for so many calendar days in the partner's zone. `tells_partner` and `shows_partner` say what each side
    of a channel conflict learns of the other.
    """

    weights: Mapping[Criterion, int]
    margin: int
    partner_sourced: int
    direct_sourced: int
    appeal_days: int
    tells_partner: bool
    shows_partner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """How quickly a person decides, in business days of the partner's country.

    A reminder comes so many days after the submission, the take-over by the channel admins so many after the due day.
    """

    business_days: int
    remind_after: int
    hand_over_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRules:
    """What a registration of this kind of partner offers to say, how it pays, and what follows its approval.

    `rates` is None exactly when the kind is paid by revenue share.
    """

    kind: PartnerKind
    clause: str
    offers: tuple[Detail, ...]
    pays: Pay
    rates: RateTable | None
    after_approval: NextStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Percent by tier; `cap` is the highest percentage that bonuses may reach."""

    clause: str
    by_tier: Mapping[Tier, Decimal]
    cap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionRules:
    """Percentage points that come on top for complex products, and the percentage of its rate that a reseller's renewal earns."""

    rates: Mapping[RateTable, Rates]
    complex_points: Decimal
    complex_clause: str
    renewal_share: Decimal
    renewal_clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Percent by tier: of monthly recurring revenue (revenue share) or of partner-generated revenue (market development funds)."""

    clause: str
    by_tier: Mapping[Tier, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """How long an invitation code is valid, in hours, and how many codes a chat account may try in an hour."""

    code_hours: int
    attempts_per_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the rules, from the start of `effective` in the program's zone. `clauses` is in the order of their numbers."""

    version: str
    effective: date
    clauses: Mapping[str, Clause]
    grounds: Mapping[Ground, str]
    registration: RegistrationRules
    protection: ProtectionRules
    routing: RoutingRules
    overlap: OverlapRules
    review: ReviewRules
    kinds: Mapping[PartnerKind, KindRules]
    commission: CommissionRules
    earning: EarningRules
    revenue_share: Shares
    mdf: Shares
    tiers: TierRules
    pricing: PricingRules
    economics: EconomicsRules
    branding: BrandingRules
    support: SupportRules
    nudges: NudgeRules
    access: AccessRules

    def clause(self, ground: Ground) -> Clause:
        """Where the policy says so; every ground has its clause."""
        return self.clauses[self.grounds[ground]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProblem:
    """Something wrong in the policy file: the line (from 1), the key path, a stable code and what belongs to it.

    A notice has the same shape: a value outside the guidance that gives its reason.
    """

    line: int
    path: str
    code: str
    fields: Mapping[str, str]


class NoPolicyInForce(LookupError):
    """Asked for an instant before the first version takes effect."""

    code = "policy.none_in_force"

    def __init__(self, at: datetime) -> None:
        super().__init__(self.code)
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The program and every version of its policy, oldest first; `zone` is IANA, `currency` ISO 4217."""

    name: str
    vendor: str
    currency: str
    zone: str
    languages: tuple[str, ...]
    versions: tuple[Policy, ...]
    notices: tuple[PolicyProblem, ...] = ()

    def in_force(self, at: datetime) -> Policy:
        """The version in force at an instant (aware UTC); raises NoPolicyInForce before the first."""
        require_utc(at)
        for policy in reversed(self.versions):
            if start_of_day(policy.effective, self.zone) <= at:
                return policy
        raise NoPolicyInForce(at)

    def version(self, id: str) -> Policy:
        """The version of that id; raises KeyError when there is none."""
        for policy in self.versions:
            if policy.version == id:
                return policy
        raise KeyError(id)
