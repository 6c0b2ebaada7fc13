"""What handlers need from the floors above: promises that storage keeps, stated here and nowhere else.

Everything is read and written inside the one transaction of the turn. Repositories belong to a viewer: they neither return nor
change another partner's rows; "not yours" and "not there" look the same (None, or an empty tuple). What a rule must know of
others (`Files`) is returned as facts for `program`, never for wording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.message import Sender
from handlers.ports_approvals import ApprovalPlaces
from handlers.ports_asked import AskedQuestions, Requests
from handlers.ports_branding import Logos
from handlers.ports_decisions import Decisions
from handlers.ports_ledger import Books, Statements
from handlers.ports_library import Answers, Library
from handlers.ports_nudges import Nudges
from handlers.ports_outbox import Outbox
from handlers.ports_payouts import Disputes, Payouts
from handlers.ports_pricing import ChannelFigures, Prices, Quotes
from handlers.ports_tiers import TierLooks, Tiers
from program.access import Viewer
from program.opportunities import RecordedOpportunity
from program.partners import Deputyship, Member, Partner
from program.policy import Program
from program.registrations import Claim, CustomerFile, DirectOpportunity, Registration, Relation, Reviewer
from program.routing import Territory


class Stale(Exception):
    """Somebody else changed it in between: nothing was written, the turn is run again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueProduct:
    """A product of the vendor. `family` is what a protection covers; `is_complex` matters for commission."""

    name: str
    family: str
    aliases: tuple[str, ...] = ()
    is_complex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the log: what happened to a subject, when, and through whom (None: by rule)."""

    kind: str
    subject: str
    at: datetime
    actor_id: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCompany:
    """An end customer that has a file, as far as its name goes."""

    file_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A partner's registration that was handed over to direct sales."""

    registration: Registration
    partner: Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """Whom direct sales meet behind a registration: the partner, its `members` to tell, and who decides where that is open."""

    partner: Partner
    reviewer: Reviewer | None
    members: tuple[Member, ...]


class People(Protocol):
    """Members and partners as far as the viewer may see them, and the vendor's people who look after them."""

    def member(self, member_id: str) -> Member | None: ...
    def colleagues(self, partner_id: str) -> tuple[Member, ...]: ...
    def by_email(self, email: str) -> Member | None: ...
    def named(self, words: str) -> tuple[Member, ...]:
        """Partners' members whose address or a part of whose name the words are, the active first; who has left is among them."""
        ...

    def email_is_taken(self, email: str) -> bool:
        """Whether anybody in the program has this address, whoever may see them."""
        ...

    def add(self, member: Member) -> None: ...
    def deactivate(self, member_id: str) -> None:
        """Ends all access at once: the member's accounts are unlinked and open codes void."""
        ...

    def set_language(self, member_id: str, language: str) -> None: ...
    def partner(self, partner_id: str) -> Partner | None: ...
    def partners(self) -> tuple[Partner, ...]: ...
    def manager_of(self, partner_id: str) -> Member | None: ...
    def managers(self) -> tuple[Member, ...]:
        """Whoever looks after a partner."""
        ...

    def deciders_for(self, partner_id: str) -> tuple[Member, ...]:
        """The partner's manager and today's deputies; the channel admins when there is no manager."""
        ...

    def channel_admins(self) -> tuple[Member, ...]: ...
    def direct_sellers(self) -> tuple[Member, ...]: ...
    def assign(self, partner_id: str, manager_id: str) -> None: ...
    def add_deputy(self, deputyship: Deputyship) -> None: ...


class Links(Protocol):
    """Chat accounts and the codes that bind them to members."""

    def bind(self, sender: Sender, member_id: str) -> None: ...
    def unbind(self, sender: Sender) -> None: ...
    def add_code(self, code_hash: str, member_id: str, expires_at: datetime) -> None:
        """Also voids the member's earlier unused codes."""
        ...

    def take_code(self, code_hash: str) -> str | None:
        """The member's id if the code is known, unused and not expired; it is used up by this call."""
        ...

    def note_attempt(self, sender: Sender) -> None: ...
    def attempts_since(self, sender: Sender, since: datetime) -> int: ...


class Files(Protocol):
    """End customers' files. What is returned is for `program`; it names other partners and is never worded."""

    def open(self, keys: Sequence[str], *, name: str) -> tuple[CustomerFile, ...]:
        """Every file that one of the identity keys names, locked until the turn ends; a new one under all when there is none."""
        ...

    def named(self, keys: Sequence[str]) -> tuple[CustomerFile, ...]:
        """As `open`, without a new file: none where no key names one."""
        ...

    def is_under(self, file: CustomerFile, key: str) -> bool:
        """Whether the identity key names the file."""
        ...

    def learn(self, file: CustomerFile, keys: Sequence[str]) -> None:
        """Adds to the file those of the keys that no file has yet."""
        ...

    def read(self, ids: Sequence[str]) -> tuple[CustomerFile, ...]:
        """The files of these ids, locked until the turn ends."""
        ...

    def similar(self, name: str) -> tuple[KnownCompany, ...]:
        """Customers whose name may be a spelling of this one: candidates, to be compared."""
        ...

    def of_registration(self, registration_id: str) -> tuple[tuple[CustomerFile, Relation], ...]:
        """The files that the registration was made on, and how it relates to each, locked until the turn ends."""
        ...

    def of_opportunity(self, opportunity_id: str) -> tuple[CustomerFile, ...]:
        """The files that a direct opportunity stands on, locked until the turn ends."""
        ...

    def history(self, files: Sequence[CustomerFile]) -> tuple[Claim, ...]:
        """Every registration ever made for the customers themselves, whatever became of it, the earliest first."""
        ...

    def customers_of(self, registration_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Of each registration, the ids of its customer's own files; nothing is locked."""
        ...

    def state(self, opportunity: DirectOpportunity) -> None:
        """Stores what direct sales say for the opportunity, under its next revision."""
        ...

    def now_buys(self, files: Sequence[CustomerFile]) -> None:
        """The customer is one of the vendor's own from now on."""
        ...

    def touch(self, files: Sequence[CustomerFile]) -> None:
        """Moves each file one revision on; raises Stale if one is no longer at the revision that was read."""
        ...


class Registrations(Protocol):
    def get(self, registration_id: str) -> Registration | None: ...
    def linked(self, token: str) -> Registration | None:
        """By the token of its link."""
        ...

    def lock(self, registration_id: str) -> Registration | None:
        """The same, locked until the turn ends."""
        ...

    def all(self) -> tuple[Registration, ...]:
        """Everything in the viewer's sight, newest first."""
        ...

    def of_partner(self, partner_id: str) -> tuple[Registration, ...]:
        """Newest first."""
        ...

    def waiting(self) -> tuple[Registration, ...]:
        """What waits for a decision that the viewer may take, the longest waiting first."""
        ...

    def named(self, company: str, *, most: int = 20) -> tuple[Registration, ...]:
        """At most so many registrations in the viewer's sight whose company's name contains the words, newest first."""
        ...

    def open_count(self, partner_id: str) -> int:
        """How many registrations of the partner are undecided or protected; locks the count for the turn."""
        ...

    def add(self, registration: Registration, files: Mapping[str, Relation]) -> None:
        """Stores it on these files, by their ids."""
        ...

    def change(self, registration: Registration) -> None:
        """Stores it under the next revision; raises Stale if it is no longer at the revision that it carries."""
        ...

    def escalate(self, registration_ids: Sequence[str]) -> None:
        """Undecided registrations of any partner go to the channel admins: they belong to a cross-portfolio case."""
        ...

    def reconsider(self, registration_ids: Sequence[str]) -> None:
        """Undecided registrations of any partner move one revision on: what was shown of their case is not all there is."""
        ...


class Opportunities(Protocol):
    """A direct seller's own opportunities; to everybody else there are none."""

    def get(self, opportunity_id: str) -> RecordedOpportunity | None: ...
    def all(self) -> tuple[RecordedOpportunity, ...]:
        """Newest first."""
        ...

    def named(self, company: str) -> tuple[RecordedOpportunity, ...]:
        """Those whose company's name contains the words, newest first."""
        ...

    def add(self, opportunity: RecordedOpportunity, files: Sequence[CustomerFile]) -> None:
        """Stores it on these files of its customer, at least one."""
        ...

    def change(self, opportunity: RecordedOpportunity) -> None:
        """Stores it under the next revision; raises Stale if it is no longer at the revision that it carries."""
        ...


class Leads(Protocol):
    """What a direct seller knows of partners' registrations: those handed over, and who is behind one that their work meets."""

    def get(self, registration_id: str) -> Lead | None: ...
    def all(self) -> tuple[Lead, ...]:
        """The newest hundred, newest first."""
        ...

    def named(self, company: str) -> tuple[Lead, ...]:
        """Those whose company's name contains the words, newest first."""
        ...

    def change(self, registration: Registration) -> None:
        """As `Registrations.change`."""
        ...

    def counterpart(self, registration_id: str) -> Counterpart | None:
        """Whom the viewer meets: of a lead that was handed over, or of a registration of a customer whom they work on."""
        ...


class Catalogue(Protocol):
    def products(self) -> tuple[CatalogueProduct, ...]: ...
    def territories(self) -> tuple[Territory, ...]: ...


class Log(Protocol):
    """The append-only event log."""

    def add(self, kind: str, subject: str, **fields: str) -> None: ...
    def of(self, subject: str) -> tuple[Happened, ...]: ...


class Ids(Protocol):
    """Fresh names, unguessable: `registration()` as R-7K3M2Q, `opportunity()` O-…, `request()` Q-…, `line()` L-…, `quote()` A-….

    `payout()` P-…, `dispute()` D-…, `document()` K-…; `code()` links. The others are for nobody to say.
    """

    def registration(self) -> str: ...
    def opportunity(self) -> str: ...
    def request(self) -> str: ...
    def line(self) -> str: ...
    def quote(self) -> str: ...
    def payout(self) -> str: ...
    def dispute(self) -> str: ...
    def answer(self) -> str: ...
    def document(self) -> str: ...
    def member(self) -> str: ...
    def customer(self) -> str: ...
    def draft(self) -> str: ...
    def code(self) -> str: ...


class Work(Protocol):
    """The unit of work of one turn: one viewer, one instant, one transaction."""

    @property
    def at(self) -> datetime: ...
    @property
    def viewer(self) -> Viewer: ...
    @property
    def program(self) -> Program: ...
    @property
    def ids(self) -> Ids: ...
    @property
    def people(self) -> People: ...
    @property
    def links(self) -> Links: ...
    @property
    def files(self) -> Files: ...
    @property
    def registrations(self) -> Registrations: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def opportunities(self) -> Opportunities: ...
    @property
    def leads(self) -> Leads: ...
    @property
    def books(self) -> Books: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def payouts(self) -> Payouts: ...
    @property
    def disputes(self) -> Disputes: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def asked(self) -> AskedQuestions: ...
    @property
    def library(self) -> Library: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def logos(self) -> Logos: ...
    @property
    def prices(self) -> Prices: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def channel_figures(self) -> ChannelFigures: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def tiers(self) -> Tiers: ...
    @property
    def tier_looks(self) -> TierLooks: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def log(self) -> Log: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def approvals(self) -> ApprovalPlaces: ...

    def speaking(self, language: str) -> Work:
        """The same unit of work, its viewer's language changed."""
        ...

    def as_member(self, member: Member, partner: Partner | None) -> Work:
        """The same unit of work, as the member sees it, who belongs to the partner."""
        ...

    def by_rule(self) -> Work:
        """The same unit of work, for what happens by rule: it sees everything, and none of it is for the viewer."""
        ...
