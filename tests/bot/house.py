"""A small partner program in a database, and people who talk to the bot about it at given instants.

Nordwind (reseller), Alpenblick (referral, German) and Hafenwerk (MSP) are Mara's partners; Felsenkante, the rival, is Otto's. Of
the end customers, Zeppelin Werke buys already, Donau Logistik is worked on by direct, and Rheingold Pharma is Felsenkante's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select
from typing_extensions import override

from bot.console.chat import sender_of
from bot.ids import FreshIds
from bot.incoming import Incoming
from bot.nudge_sweep import NudgesSwept, NudgeSweep
from bot.plain import render
from bot.sweeps import Sweeps, Swept
from bot.turns import Turns
from handlers.linking import CODE_ALPHABET
from handlers.message import Opened, Pressed, Said, Submitted, Uploaded, What
from handlers.ports import CatalogueProduct
from handlers.registration_form import customer_keys
from handlers.reply import Choice, Choices, Form, Reply
from handlers.settling import settle
from program.access import BY_RULE
from program.billing import BillingFact, FactKind
from program.money import Money
from program.partners import Member, Partner, PartnerKind, Role, Tier
from program.periods import local_date, protected_period
from program.policy import Program
from program.policy_reading import read_policy
from program.pricing import Price, Unit
from program.registrations import Contact, DirectOpportunity, Opportunity, Registration, Status
from storage.engine import Database
from storage.loading import ChatAccount, DirectSale, EndCustomer, Loader, Recorded
from storage.tables import registrations
from storage.work import SqlWork
from tests.bot.shelf_here import fill_shelf

#: A Monday morning, ten o'clock in Berlin.
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY_FILE: Final = Path(__file__).parents[2] / "program.toml"
PROGRAM: Final = read_policy(POLICY_FILE.read_text(encoding="utf-8"))

#: What only the rival and those who look after it may ever see.
RIVAL_SECRETS: Final = (
    "Felsenkante", "Rita Rauch", "Rolf Rauch", "rita@", "rolf@", "R-RIVAL2", "R-RIVAL3", "Q-RIVAL4",
    "271,828", "271.828", "314,159", "314.159", "Gerda Geheim", "geheim@", "Korallenriff", "Tiefseekabel",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the program; `company` is the partner's id, None at the vendor."""

    email: str
    name: str
    role: Role
    company: str | None = None
    language: str = "en"


PEOPLE: Final[Mapping[str, Person]] = {
    "nordwind": Person(email="nora@nordwind.example", name="Nora Nilsen", role=Role.SELLER, company="nordwind"),
    "colleague": Person(email="carl@nordwind.example", name="Carl Clasen", role=Role.SELLER, company="nordwind"),
    "admin": Person(email="ada@nordwind.example", name="Ada Ahrens", role=Role.PARTNER_ADMIN, company="nordwind"),
    "alpenblick": Person(
        email="anton@alpenblick.example", name="Anton Alber", role=Role.SELLER, company="alpenblick", language="de"
    ),
    "hafenwerk": Person(email="hanna@hafenwerk.example", name="Hanna Holm", role=Role.SELLER, company="hafenwerk"),
    "rival": Person(email="rita@felsenkante.example", name="Rita Rauch", role=Role.SELLER, company="felsenkante"),
    "rival-admin": Person(email="rolf@felsenkante.example", name="Rolf Rauch", role=Role.PARTNER_ADMIN, company="felsenkante"),
    "manager": Person(email="mara@vendor.example", name="Mara Manthey", role=Role.PARTNER_MANAGER),
    "other-manager": Person(email="otto@vendor.example", name="Otto Oehler", role=Role.PARTNER_MANAGER),
    "channel": Person(email="chris@vendor.example", name="Chris Channel", role=Role.CHANNEL_ADMIN),
    "channel-2": Person(email="cora@vendor.example", name="Cora Channel", role=Role.CHANNEL_ADMIN),
    "direct": Person(email="dirk@vendor.example", name="Dirk Direkt", role=Role.DIRECT_SELLER),
}

_COMPANIES: Final = (
    ("nordwind", "Nordwind Systems", PartnerKind.RESELLER, Tier.SILVER),
    ("alpenblick", "Alpenblick Beratung", PartnerKind.REFERRAL, Tier.BRONZE),
    ("hafenwerk", "Hafenwerk IT", PartnerKind.MSP, Tier.GOLD),
    ("felsenkante", "Felsenkante Digital", PartnerKind.RESELLER, Tier.GOLD),
)
_PRODUCTS: Final = (
    CatalogueProduct(name="Nimbus Backup", family="Nimbus", aliases=("backup",)),
    CatalogueProduct(name="Nimbus Archive", family="Nimbus", aliases=("archive",)),
    CatalogueProduct(name="FlowDesk CRM", family="FlowDesk", aliases=("crm",)),
    CatalogueProduct(name="InsightBI", family="InsightBI", aliases=("bi",)),
)


def _price(product: str, amount: int, *, unit: Unit = Unit.SEAT, least: int = 1) -> Price:
    money = Money(amount=Decimal(amount), currency="EUR")
    return Price(product=product, valid_from=date(2026, 1, 1), unit=unit, amount=money, from_quantity=least)


#: Nimbus Archive has no price.
_PRICES: Final = (
    _price("Nimbus Backup", 96),
    _price("Nimbus Backup", 84, least=100),
    _price("FlowDesk CRM", 240),
    _price("InsightBI", 1800, unit=Unit.SERVER, least=2),
)


class CountedIds(FreshIds):
    """Ids that look like fresh ones and are the same in every run; never the same twice, from any thread."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def _word(self, length: int) -> str:
        # Multiplied with a number that shares no factor with the alphabet's length, so that they look like nothing in particular.
        number = next(self._numbers) * 8_204_977 % len(CODE_ALPHABET) ** 6
        letters = []
        for _ in range(6):
            number, at = divmod(number, len(CODE_ALPHABET))
            letters.append(CODE_ALPHABET[at])
        return "".join(letters).rjust(length, "X")

    @override
    def registration(self) -> str:
        return f"R-{self._word(6)}"

    @override
    def opportunity(self) -> str:
        return f"O-{self._word(6)}"

    @override
    def request(self) -> str:
        return f"Q-{self._word(6)}"

    @override
    def line(self) -> str:
        return f"L-{self._word(8)}"

    @override
    def quote(self) -> str:
        return f"A-{self._word(6)}"

    @override
    def payout(self) -> str:
        return f"P-{self._word(6)}"

    @override
    def dispute(self) -> str:
        return f"D-{self._word(6)}"

    @override
    def member(self) -> str:
        return f"m-{self._word(12)}"

    @override
    def customer(self) -> str:
        return f"c-{self._word(12)}"

    @override
    def draft(self) -> str:
        return self._word(12)

    @override
    def code(self) -> str:
        return self._word(12)

    @override
    def key(self) -> str:
        return self._word(12)

    @override
    def reference(self) -> str:
        return self._word(6)


class House:
    """The program of this module in the database of a URL, and a bot over it whose clock is `at`."""

    def __init__(self, url: str, *, program: Program = PROGRAM) -> None:
        self.url = url
        self.at = NOW
        self.ids = CountedIds()
        self.program = program
        self.database = Database(url)
        self.turns = self.restart()

    def restart(self) -> Turns:
        """The bot comes up anew over the same database: nothing is left but what it holds."""
        self.database.close()
        self.database = Database(self.url)
        self.turns = Turns(self.database, self.program, self.ids, lambda: self.at)
        return self.turns

    def sweep(self) -> Swept:
        """What is due by itself is done, as cron or a scheduler has it done."""
        sweeps = Sweeps(self.database, self.program, self.ids)
        assert sweeps.run_tiers(self.at).failed == 0
        return sweeps.run(self.at)

    def remind(self) -> NudgesSwept:
        """Reminders that are due are put out."""
        swept = NudgeSweep(self.database, self.program, self.ids).run(self.at)
        assert swept.failed == 0
        return swept

    def pays(self, registration_id: str, amount: Decimal) -> None:
        """The customer of a won deal pays in the program's currency, as billing reports it."""
        with self.database.transaction() as connection:
            work = SqlWork(connection, viewer=BY_RULE, at=self.at, program=self.program, ids=self.ids)
            fact = BillingFact(
                source=self.ids.key(),
                kind=FactKind.PAYMENT,
                registration_id=registration_id,
                on=local_date(self.at, self.program.zone),
                amount=Money(amount=amount, currency=self.program.currency),
            )
            work.books.record([fact])
            settle(work, [registration_id])

    def later(self, **duration: int) -> None:
        self.at += timedelta(**duration)

    def talk(self, who: str) -> Talk:
        return Talk(self, who)

    def rows(self, table: Table) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def statuses(self, company: str) -> dict[str, str]:
        """Of every registration for the company, the stored status by the partner's id."""
        return {row["partner_id"]: row["status"] for row in self.rows(registrations) if row["company"] == company}

    def close(self) -> None:
        self.database.close()


def furnish(house: House) -> None:
    """Brings the program of this module into the house's migrated, empty database."""
    with house.database.transaction() as connection:
        loader = Loader(connection)
        loader.partners([_partner(*company) for company in _COMPANIES])
        loader.products(_PRODUCTS)
        loader.pricing.add_prices(_PRICES, NOW)
        loader.members([_member(name, person) for name, person in PEOPLE.items()])
        loader.accounts(
            [ChatAccount(sender=sender_of(person.email), member_id=f"m-{name}", linked_at=NOW) for name, person in PEOPLE.items()]
        )
        mara, otto = "m-manager", "m-other-manager"
        loader.assignments({"nordwind": mara, "alpenblick": mara, "hafenwerk": mara, "felsenkante": otto})
        _customers(loader)
        fill_shelf(connection, NOW)


def _partner(id: str, name: str, kind: PartnerKind, tier: Tier) -> Partner:
    return Partner(id=id, name=name, kinds=frozenset({kind}), tier=tier, country="DE", zone="Europe/Berlin", currency="EUR")


def _member(name: str, person: Person) -> Member:
    return Member(
        id=f"m-{name}",
        partner_id=person.company,
        name=person.name,
        email=person.email,
        role=person.role,
        language=person.language,
        zone="Europe/Berlin",
    )


def _customers(loader: Loader) -> None:
    def file(id: str, name: str, domain: str, *, is_customer: bool = False) -> EndCustomer:
        keys = customer_keys(name, domain, None)
        return EndCustomer(id=id, name=name, keys=frozenset(keys), is_customer=is_customer)

    loader.customers(
        [
            file("c-zeppelin", "Zeppelin Werke AG", "zeppelin-werke.example", is_customer=True),
            file("c-donau", "Donau Logistik GmbH", "donau-logistik.example"),
            file("c-rheingold", "Rheingold Pharma AG", "rheingold-pharma.example"),
            file("c-korallenriff", "Korallenriff Reisen GmbH", "korallenriff.example"),
        ]
    )
    sale = DirectOpportunity(
        id="O-DONAU2", family=None, seller="Dirk Direkt", opened_at=NOW - timedelta(days=20), seller_id="m-direct"
    )
    loader.direct_sales([DirectSale(customer_id="c-donau", sale=sale)])
    loader.registrations(
        [
            _of_the_rival("R-RIVAL2", "Rheingold Pharma AG", "c-rheingold", Decimal("271828")),
            _of_the_rival("R-RIVAL3", "Korallenriff Reisen GmbH", "c-korallenriff", Decimal("314159")),
        ]
    )


def _of_the_rival(id: str, company: str, customer_id: str, amount: Decimal) -> Recorded:
    start = NOW - timedelta(days=10)
    registration = Registration(
        id=id,
        partner_id="felsenkante",
        member_id="m-rival",
        opportunity=Opportunity(
            company=company,
            contact=Contact(name="Gerda Geheim", email="gerda.geheim@rheingold-pharma.example"),
            close_date=date(2027, 2, 26),
            amount=Money(amount=amount, currency="EUR"),
            industry="Tiefseekabel",
        ),
        status=Status.APPROVED,
        registered_at=start,
        policy_version=PROGRAM.in_force(start).version,
        protected=protected_period(start=start, days=90, zone="Europe/Berlin"),
        decided_at=start,
    )
    return Recorded(registration=registration, customer_ids=(customer_id,), events=())


class Talk:
    """One person's chat. What was offered stays pressable, as it stays on a screen; the newest of a label is meant."""

    def __init__(self, house: House, who: str) -> None:
        self.house = house
        self.email = PEOPLE[who].email if who in PEOPLE else who
        self.sender = sender_of(self.email)
        self.reply = Reply(parts=())
        self.offered: list[Choice] = []
        self.forms: list[Form] = []

    def say(self, text: str, *, key: str | None = None) -> str:
        return self.do(Said(text=text), key=key)

    def press(self, label: str) -> str:
        """Presses the newest choice whose label has these words in it."""
        found = [choice for choice in self.offered if label.casefold() in choice.label.casefold()]
        assert found, f"nobody offered “{label}”, but {[choice.label for choice in self.offered]}"
        return self.do(Pressed(action=found[-1].action))

    def submit(self, **values: str) -> str:
        """Sends the last form with these values, the other fields as they came."""
        assert self.forms, "no form was shown"
        form = self.forms[-1]
        return self.do(Submitted(form=form.id, values={field.name: field.value for field in form.fields} | values))

    def open(self) -> str:
        return self.do(Opened())

    def upload(self, text: str) -> str:
        return self.do(Uploaded(name="deals.csv", content=text.encode()))

    @property
    def standing(self) -> str:
        """Where the conversation stands, with what is asked for."""
        standing = self.reply.standing
        return f"{standing.state} {standing.asks}" if standing.asks else standing.state

    def do(self, what: What, *, key: str | None = None) -> str:
        """The reply's text, as the terminal shows it; the whole reply is in `reply`."""
        self.reply = self.house.turns.take(self.incoming(what, key=key), at=self.house.at)
        self._remember(self.reply)
        return render(self.reply)

    def incoming(self, what: What, *, key: str | None = None) -> Incoming:
        return Incoming(key=key or self.house.ids.key(), sender=self.sender, conversation=self.sender.user, what=what)

    def notices(self) -> tuple[str, ...]:
        """What the bot has to tell by itself; told once."""
        waiting = self.house.turns.notices(self.sender)
        self.house.turns.notices_seen(self.sender, [key for key, _ in waiting])
        for _, reply in waiting:
            self._remember(reply)
        return tuple(render(reply) for _, reply in waiting)

    def register(self, company: str, *, more: str = "") -> str:
        """A whole registration: said in one message and confirmed."""
        self.say(f"Register a deal: {company}, contact buyer@{company.split()[0].lower()}.example, closing end of March{more}")
        assert self.reply.standing.state == "confirming", render(self.reply)
        return self.say("yes")

    def _remember(self, reply: Reply) -> None:
        self.offered += [choice for part in reply.parts if isinstance(part, Choices) for choice in part.choices]
        self.forms += [part for part in reply.parts if isinstance(part, Form)]


def leaked(text: str, secrets: Sequence[str] = RIVAL_SECRETS, *, said: str = "") -> list[str]:
    """The secrets that the text gives away; what the person said themselves may be repeated to them."""
    heard, known = text.casefold(), said.casefold()
    return [secret for secret in secrets if secret.casefold() in heard and secret.casefold() not in known]
