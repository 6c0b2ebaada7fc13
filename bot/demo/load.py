"""Fills a database with the demo program, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.demo import tiers
from bot.demo.cases import DIRECT_OPPORTUNITY, EXISTING_CUSTOMER, NAMED_ACCOUNT, SHARED_OPPORTUNITY
from bot.demo.catalogue import PRODUCTS, TERRITORIES
from bot.demo.companies import Company, company_in, company_named, invented
from bot.demo.deals import case_deals, usual_deals
from bot.demo.files import DemoFiles
from bot.demo.history import History, Setting
from bot.demo.ledger import settle_past
from bot.demo.partners import PARTNERS, PORTFOLIOS
from bot.demo.people import everybody, members_id
from bot.demo.prices import demo_costs, demo_prices
from bot.demo.sequence import Rolls, fixed_id
from handlers.message import Sender
from handlers.ports import Stale
from program.channel_economics import ChannelCost
from program.money import Money
from program.opportunities import Ending
from program.partners import Deputyship, Member, Role
from program.periods import local_date, require_utc, start_of_day
from program.policy import Program
from program.pricing import Price
from program.registrations import DirectOpportunity
from storage.engine import Database
from storage.loading import ChatAccount, DirectSale, Loader, Recorded

#: The chats in which the demo's members are known by their addresses.
_CHATS: Final = (("console", "local"), ("web", "demo"))
_COUNTRIES: Final = ("DE", "AT", "CH", "NL", "DK", "GB", "FR")
_ATTEMPTS: Final = 5


class NotTheDemo(Exception):
    """The database has partners already, and they are not the demo's."""

    code = "demo.other_program"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSummary:
    """How much the demo holds, and whether it was loaded just now."""

    is_new: bool
    partners: int
    members: int
    customers: int
    registrations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demo:
    """Everything that is to be written."""

    members: tuple[Member, ...]
    managers: dict[str, str]
    files: DemoFiles
    registrations: tuple[Recorded, ...]
    prices: tuple[Price, ...]
    costs: tuple[ChannelCost, ...]


def load_demo(database: Database, program: Program, *, at: datetime) -> DemoSummary:
    """Writes the demo as of the instant `at` (aware UTC) into a prepared database.

    A database that has it already is left as it is, with what people have done in it since. Raises NotTheDemo, and writes nothing,
    when the database has other partners.
    """
    demo = _compose(program, require_utc(at))
    for _ in range(_ATTEMPTS):
        try:
            with database.transaction() as connection:
                loader = Loader(connection)
                there = loader.partners_there()
                if not there:
                    _write(loader, demo, program, at)
                    settle_past(connection, program, [one.registration for one in demo.registrations], at=at)
                elif PARTNERS[0].id not in there:
                    raise NotTheDemo
            return DemoSummary(
                is_new=not there,
                partners=len(PARTNERS),
                members=len(demo.members),
                customers=len(demo.files.customers),
                registrations=len(demo.registrations),
            )
        except Stale:  # another process loads it in this moment
            continue
    raise Stale


def _compose(program: Program, at: datetime) -> _Demo:
    members = everybody()
    people = {member.email: member for member in members}
    partners = {partner.id: partner for partner in PARTNERS}
    managers = {partner.id: people[email].id for email, portfolio in PORTFOLIOS.items() for partner in portfolio}
    first = start_of_day(program.versions[0].effective, program.zone)
    names = invented()
    usual = usual_deals(people, names, at)
    files = _known_to_the_vendor(names, people, at)
    setting = Setting(
        program=program,
        partners=partners,
        managers=managers,
        channel_admin=people["channel@vendor.example"].id,
        territories=TERRITORIES,
    )
    deals = [deal for deal in (*usual, *case_deals(people, partners, at)) if deal.registered_at >= first]
    return _Demo(
        members=members,
        managers=managers,
        files=files,
        registrations=History(setting, files).play(deals, at),
        prices=demo_prices(program, at),
        costs=demo_costs(program, at),
    )


def _known_to_the_vendor(names: Iterator[tuple[str, int]], people: dict[str, Member], at: datetime) -> DemoFiles:
    """The vendor's own customers, named accounts and what its sellers work on, one of each being somebody's case."""
    rolls = Rolls(3)
    sellers = [member for member in people.values() if member.role is Role.DIRECT_SELLER]
    others = [company_in(_COUNTRIES[place % len(_COUNTRIES)], next(names), rolls) for place in range(29)]
    files = DemoFiles()
    for place, company in enumerate((company_named(EXISTING_CUSTOMER, "DE"), *others[:14])):
        files.add(company, since=at - timedelta(days=400 + 60 * place))
    for place, company in enumerate((company_named(NAMED_ACCOUNT, "DE"), *others[14:19])):
        files.add(company, owner=sellers[place % len(sellers)].name)
    of_direct = (company_named(DIRECT_OPPORTUNITY, "DE"), *others[19:], company_named(SHARED_OPPORTUNITY, "DE"))
    for place, company in enumerate(of_direct):
        files.add_direct(_direct_sale(files.add(company), company, sellers[place % len(sellers)], at, place))
    return files


def _direct_sale(customer_id: str, company: Company, seller: Member, at: datetime, place: int) -> DirectSale:
    """What a direct seller works on since some weeks; one in four is lost by now, and one in four won."""
    opened = at - timedelta(days=25 + 14 * place)
    ended = {2: Ending.LOST, 3: Ending.WON}.get(place % 4)
    return DirectSale(
        customer_id=customer_id,
        sale=DirectOpportunity(
            id=fixed_id("O-", company.name),
            family=PRODUCTS[3 * place % len(PRODUCTS)].family if place else None,
            seller=seller.name,
            opened_at=opened,
            seller_id=seller.id,
        ),
        amount=Money(amount=Decimal(18_000 + 13_000 * place), currency="EUR"),
        close_date=local_date(opened, seller.zone) + timedelta(days=210),
        closed_at=opened + timedelta(days=20) if ended else None,
        ended=ended,
    )


def _write(loader: Loader, demo: _Demo, program: Program, at: datetime) -> None:
    loader.products(PRODUCTS)
    loader.pricing.add_prices(demo.prices, at)
    loader.pricing.put_costs(demo.costs)
    loader.partners(PARTNERS)
    loader.members(demo.members)
    loader.assignments(demo.managers)
    loader.deputies(_deputies(at))
    loader.territories(TERRITORIES)
    loader.customers(demo.files.customers)
    loader.direct_sales(demo.files.direct)
    loader.registrations(demo.registrations)
    loader.tiers.certificates(tiers.certificates(demo.members, at, program.zone))
    loader.tiers.facts(tiers.facts(at, program.zone))
    loader.tiers.histories(tiers.histories(program, at))
    loader.accounts(
        [
            ChatAccount(sender=Sender(chat=chat, tenant=tenant, user=member.email), member_id=member.id, linked_at=at)
            for member in demo.members
            for chat, tenant in _CHATS
        ]
    )


def _deputies(at: datetime) -> tuple[Deputyship, ...]:
    """One absence that was and one to come: today everybody looks after their own partners."""
    today = local_date(at, "Europe/Berlin")
    manager, second = members_id("manager@vendor.example"), members_id("manager2@vendor.example")
    was, comes = today - timedelta(days=60), today + timedelta(days=21)
    return (
        Deputyship(manager_id=second, deputy_id=manager, first=was, last=was + timedelta(days=13)),
        Deputyship(manager_id=manager, deputy_id=second, first=comes, last=comes + timedelta(days=13)),
    )
