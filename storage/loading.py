"""Brings a program into the database in bulk: every write can be repeated, and the second time changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, RowMapping, Table, delete, insert, select, update

from handlers.message import Sender
from handlers.ports import CatalogueProduct, Happened
from program.money import Money
from program.opportunities import Ending
from program.partners import Deputyship, Member, Partner
from program.registrations import DirectOpportunity, Registration, Relation
from program.routing import Territory
from storage.candidates import block_rows
from storage.nudge_tables import partner_starts
from storage.people import member_row, read_member, read_partner
from storage.pricing_loading import PricingLoader
from storage.registrations import registration_row
from storage.tables import (
    accounts,
    assignments,
    customer_blocks,
    customer_keys,
    customers,
    deputies,
    events,
    link_codes,
    members,
    opportunities,
    partners,
    products,
    registration_files,
    registrations,
    territories,
)
from storage.tier_loading import TierLoader
from storage.upsert import insert_new, upsert

#: So many values in one question: SQLite takes 32,766 and PostgreSQL 65,535 in a statement.
_AT_ONCE: Final = 1000
#: What a direct seller says of an opportunity is not undone by bringing it in again.
_SELLERS_OWN: Final = tuple(
    """revision closed_at ended company contact_name contact_email contact_phone close_date amount_minor currency product
    statement""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The keys of what was new, and of what was there and is different now; `unchanged` counts the rest."""

    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCustomer:
    """An end customer's file to bring in; `keys` are its identity keys (handlers.registration_form.customer_keys).

    What is left open (False, None) leaves a file that is there already as it is, and so does a key that it has.
    """

    id: str
    name: str
    keys: frozenset[str]
    is_customer: bool = False
    named_account_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectSale:
    """What the vendor's own sellers work on at an end customer; over when it has a `closed_at`, and then how it `ended`."""

    customer_id: str
    sale: DirectOpportunity
    amount: Money | None = None
    close_date: date | None = None
    closed_at: datetime | None = None
    ended: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAccount:
    """A chat account and the member whom it is bound to."""

    sender: Sender
    member_id: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A registration as it stands, with the customers' files it was made on and everything that happened to it, oldest first."""

    registration: Registration
    customer_ids: tuple[str, ...]
    events: tuple[Happened, ...]


class Loader:
    """Writes on an open transaction, for nobody in particular: it sees every partner's rows and belongs in no turn."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tiers = TierLoader(connection)
        self.pricing = PricingLoader(connection)

    # What is there already

    def partners_there(self) -> dict[str, Partner]:
        """Every partner by its id."""
        return {row["id"]: read_partner(row) for row in self._connection.execute(select(partners)).mappings()}

    def members_there(self) -> dict[str, Member]:
        """Every member, those who left among them, by their address."""
        return {row["email"]: read_member(row) for row in self._connection.execute(select(members)).mappings()}

    def families_there(self) -> frozenset[str]:
        """The families of the catalogue's products."""
        return frozenset(self._connection.execute(select(products.c.family)).scalars())

    def customers_there(self, keys: Collection[str]) -> tuple[EndCustomer, ...]:
        """Every file that has one of the identity keys, with all the keys that it has."""
        ids = {row["customer_id"] for row in self._where(customer_keys.c.key, keys)}
        held: dict[str, set[str]] = {}
        for row in self._where(customer_keys.c.customer_id, ids):
            held.setdefault(row["customer_id"], set()).add(row["key"])
        return tuple(
            EndCustomer(
                id=row["id"],
                name=row["name"],
                keys=frozenset(held.get(row["id"], ())),
                is_customer=row["is_customer"],
                named_account_owner=row["named_account_owner"],
            )
            for row in self._where(customers.c.id, ids)
        )

    # What is brought in

    def joined(self, days: Mapping[str, date]) -> None:
        """The days on which partners joined, by their ids."""
        for id, day in days.items():
            self._connection.execute(upsert(self._connection, partner_starts, ["partner_id"]), {"partner_id": id, "joined_on": day})

    def partners(self, records: Sequence[Partner]) -> Written:
        """Once a partner's tier has a history, only that changes it."""
        held = self.tiers.held(partner.id for partner in records)
        rows = [
            {
                "id": partner.id,
                "name": partner.name,
                "kinds": sorted(partner.kinds),
                "tier": held.get(partner.id, partner.tier.value),
                "country": partner.country,
                "zone": partner.zone,
                "currency": partner.currency,
            }
            for partner in records
        ]
        return self._put(partners.c.id, rows)

    def members(self, records: Sequence[Member]) -> Written:
        """A member is known by the address: one who is there keeps the id. Whoever becomes inactive loses all access at once."""
        written = self._put(members.c.email, [member_row(member) for member in records], keep=("id",))
        left = [member.email for member in records if not member.active and member.email in written.changed]
        for row in self._where(members.c.email, left):
            self._connection.execute(delete(accounts).where(accounts.c.member_id == row["id"]))
            self._connection.execute(delete(link_codes).where(link_codes.c.member_id == row["id"]))
        return written

    def products(self, records: Sequence[CatalogueProduct]) -> Written:
        """A product is known by its name; the catalogue is shown in the order of the records."""
        rows = [
            {
                "name": product.name,
                "family": product.family,
                "aliases": list(product.aliases),
                "is_complex": product.is_complex,
                "position": position,
            }
            for position, product in enumerate(records)
        ]
        return self._put(products.c.name, rows)

    def territories(self, records: Sequence[Territory]) -> Written:
        rows = [
            {
                "id": territory.id,
                "name": territory.name,
                "countries": sorted(territory.countries),
                "industries": sorted(territory.industries),
                "min_employees": territory.min_employees,
                "max_employees": territory.max_employees,
                "partner_id": territory.partner_id,
            }
            for territory in records
        ]
        return self._put(territories.c.id, rows)

    def assignments(self, managers: Mapping[str, str]) -> Written:
        """The manager's id for each partner's id."""
        rows = [{"partner_id": partner_id, "manager_id": manager_id} for partner_id, manager_id in managers.items()]
        return self._put(assignments.c.partner_id, rows)

    def deputies(self, records: Sequence[Deputyship]) -> None:
        rows = [
            {"manager_id": record.manager_id, "deputy_id": record.deputy_id, "first": record.first, "last": record.last}
            for record in records
        ]
        if rows:
            self._connection.execute(upsert(self._connection, deputies, ["manager_id", "deputy_id", "first"]), rows)

    def accounts(self, records: Sequence[ChatAccount]) -> None:
        """An account that is bound already stays bound to whom it is."""
        rows = [
            {
                "chat": account.sender.chat,
                "tenant": account.sender.tenant,
                "user_id": account.sender.user,
                "member_id": account.member_id,
                "linked_at": account.linked_at,
            }
            for account in records
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, accounts), rows)

    def customers(self, records: Sequence[EndCustomer]) -> Written:
        """A file that says more than before moves on by a revision, so that no decision stands on what was known before.

        A new key that another file has raises Stale at the end of the transaction: look the files up again.
        """
        there = {file.id: file for file in self.customers_there({key for record in records for key in record.keys})}
        new = [record for record in records if record.id not in there]
        changed = [(there[record.id], record) for record in records if record.id in there and _says_more(record, there[record.id])]
        self._insert(customers, [_customer_row(record) | {"revision": 1} for record in new])
        for before, record in changed:
            owner = record.named_account_owner or before.named_account_owner
            merged = replace(before, is_customer=before.is_customer or record.is_customer, named_account_owner=owner)
            row = _customer_row(merged) | {"revision": customers.c.revision + 1}
            self._connection.execute(update(customers).where(customers.c.id == record.id).values(row))
        keys = [(record.id, key) for record in new for key in record.keys]
        keys += [(record.id, key) for before, record in changed for key in record.keys - before.keys]
        self._insert(customer_keys, [{"key": key, "customer_id": owner} for owner, key in sorted(keys, key=lambda pair: pair[1])])
        blocks = [row for record in new for row in block_rows(record.id, record.name)]
        self._insert(customer_blocks, sorted(blocks, key=lambda row: row["block"]))  # in the order of the index: far fewer pages
        return Written(
            added=frozenset(record.id for record in new),
            changed=frozenset(record.id for _, record in changed),
            unchanged=len(records) - len(new) - len(changed),
        )

    def direct_sales(self, records: Sequence[DirectSale]) -> Written:
        """The customers' files must be there; those that say something else now move on by a revision. Ends only what is new."""
        rows = [
            {
                "id": record.sale.id,
                "customer_id": record.customer_id,
                "family": record.sale.family,
                "seller": record.sale.seller,
                "opened_at": record.sale.opened_at,
                "amount_minor": record.amount.minor if record.amount else None,
                "currency": record.amount.currency if record.amount else None,
                "close_date": record.close_date,
                "closed_at": record.closed_at,
                "ended": record.ended.value if record.ended else None,
                "seller_id": record.sale.seller_id,
                "revision": 1,
            }
            for record in records
        ]
        written = self._put(opportunities.c.id, rows, keep=_SELLERS_OWN)
        touched = {record.customer_id for record in records if record.sale.id in written.added | written.changed}
        for ids in _chunks(touched):
            self._connection.execute(update(customers).where(customers.c.id.in_(ids)).values(revision=customers.c.revision + 1))
        return written

    def registrations(self, records: Sequence[Recorded]) -> Written:
        """A registration that is there stays as it is, and so does what happened to it: the log only grows."""
        there = {row["id"] for row in self._where(registrations.c.id, [record.registration.id for record in records])}
        new = [record for record in records if record.registration.id not in there]
        self._insert(registrations, [registration_row(record.registration) for record in new])
        files = [(record.registration.id, customer_id) for record in new for customer_id in record.customer_ids]
        self._insert(
            registration_files,
            [{"registration_id": id, "customer_id": file, "relation": Relation.EXACT.value} for id, file in files],
        )
        self.happened([event for record in new for event in record.events])
        return Written(added=frozenset(record.registration.id for record in new), unchanged=len(records) - len(new))

    def happened(self, records: Sequence[Happened]) -> None:
        """Adds to the log, in the order in which it happened. This alone is not repeatable: what is said twice is there twice."""
        rows = [
            {"at": event.at, "kind": event.kind, "subject": event.subject, "actor_id": event.actor_id, "fields": dict(event.fields)}
            for event in sorted(records, key=lambda event: event.at)
        ]
        self._insert(events, rows)

    def _put(self, key: Column[Any], rows: Sequence[dict[str, Any]], *, keep: Sequence[str] = ()) -> Written:
        """Inserts the rows whose key is not there and replaces those that say something else; the columns to `keep` stay."""
        there = {row[key.name]: row for row in self._where(key, [row[key.name] for row in rows])}
        new = [row for row in rows if row[key.name] not in there]
        changed = [row for row in rows if row[key.name] in there and _differs(row, there[row[key.name]], keep)]
        if new or changed:
            self._connection.execute(upsert(self._connection, key.table, [key.name], keep=keep), [*new, *changed])
        return Written(
            added=frozenset(row[key.name] for row in new),
            changed=frozenset(row[key.name] for row in changed),
            unchanged=len(rows) - len(new) - len(changed),
        )

    def _where(self, column: Column[Any], values: Collection[str]) -> Iterator[RowMapping]:
        """The rows of the column's table that have one of the values."""
        for some in _chunks(values):
            yield from self._connection.execute(select(column.table).where(column.in_(some))).mappings()

    def _insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)


def _customer_row(record: EndCustomer) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "is_customer": record.is_customer,
        "named_account_owner": record.named_account_owner,
    }


def _says_more(record: EndCustomer, before: EndCustomer) -> bool:
    owner = record.named_account_owner
    becomes_customer = record.is_customer and not before.is_customer
    return becomes_customer or owner not in (None, before.named_account_owner) or not record.keys <= before.keys


def _differs(row: Mapping[str, Any], before: RowMapping, keep: Sequence[str]) -> bool:
    return any(before[name] != value for name, value in row.items() if name not in keep)


def _chunks(values: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(values))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
