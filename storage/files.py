"""End customers' files: found by exact identity, locked for the turn, moved on by one revision whenever something is decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, and_, bindparam, delete, insert, select, union, update

from handlers.ports import KnownCompany, Stale
from handlers.understanding.company_blocks import filed_keys
from program.partners import PartnerKind
from program.periods import Period
from program.registrations import STANDING, Claim, CustomerFile, DirectOpportunity, Relation, Status
from storage import candidates
from storage.prepared import Prepared
from storage.statements import dump_statement, load_statement
from storage.tables import (
    assignments,
    customer_blocks,
    customer_keys,
    customers,
    members,
    opportunities,
    opportunity_files,
    partners,
    registration_files,
    registrations,
)
from storage.upsert import each_of

_OF_FILE: Final = ("id", "name", "revision", "is_customer", "named_account_owner")
OWN = [relation.value for relation in Relation if relation.is_identity]


def on_files(ids: Any) -> CompoundSelect[tuple[str, str]]:
    """Which opportunities stand on which of the files: rows of `opportunity_id` and `customer_id`."""
    return union(
        select(opportunities.c.id.label("opportunity_id"), opportunities.c.customer_id).where(opportunities.c.customer_id.in_(ids)),
        select(opportunity_files.c.opportunity_id, opportunity_files.c.customer_id).where(opportunity_files.c.customer_id.in_(ids)),
    )


# Built once: in a turn that registers, building these takes longer than running them.
_ids: Any = bindparam("ids", expanding=True)
_OWNERS: Final = Prepared(
    select(customer_keys.c.customer_id).where(customer_keys.c.key.in_(bindparam("wanted", expanding=True))).distinct()
)
_OPEN: Final = Prepared(insert(customers))
_CLAIM: Final = Prepared(
    {
        name: statement.on_conflict_do_nothing()
        for name, statement in each_of(customer_keys, customer_keys.c.key, "wanted", customer_keys.c.customer_id).items()
    }
)
_FILE_UNDER: Final = Prepared(each_of(customer_blocks, customer_blocks.c.block, "blocks", customer_blocks.c.customer_id))
#: A lock that lets others add keys to the file meanwhile: whoever had added one and waited here for us would be waited for.
_LOCKED: Final = Prepared(
    select(customers).where(customers.c.id.in_(_ids)).order_by(customers.c.id).with_for_update(key_share=True)
)
_TOUCH: Final = Prepared(update(customers).where(customers.c.id == bindparam("file_id"), customers.c.revision == bindparam("read")))
_CLAIMS: Final = Prepared(
    select(registration_files.c.customer_id, registrations, members.c.id.label("manager_id"), partners.c.kinds)
    .join(registrations, registrations.c.id == registration_files.c.registration_id)
    .join(partners, partners.c.id == registrations.c.partner_id)
    .outerjoin(assignments, assignments.c.partner_id == registrations.c.partner_id)
    .outerjoin(members, and_(members.c.id == assignments.c.manager_id, members.c.active))
    .where(
        registration_files.c.customer_id.in_(_ids),
        registration_files.c.relation.in_(OWN),
        registrations.c.status.in_(bindparam("statuses", expanding=True)),
    )
    .order_by(registrations.c.registered_at, registrations.c.id)
)
_places = on_files(_ids).subquery()
_DIRECT: Final = Prepared(
    select(_places.c.customer_id.label("file_id"), opportunities)
    .join(opportunities, opportunities.c.id == _places.c.opportunity_id)
    .where(opportunities.c.closed_at.is_(None))
    .order_by(opportunities.c.opened_at, opportunities.c.id)
)


class SqlFiles:
    """`handlers.ports.Files` on a connection; `new_id` names a file that is opened for the first time."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id

    def open(self, keys: Sequence[str], *, name: str) -> tuple[CustomerFile, ...]:
        wanted = sorted({key for key in keys if key})
        found = self._owners(wanted)
        if not found:
            fresh = self._new_id()
            file = CustomerFile(id=fresh, name=name, revision=1, is_customer=False)
            _OPEN.run(self._connection, {field: getattr(file, field) for field in _OF_FILE})
            if self._claim(wanted, fresh) != len(wanted):  # somebody else opened the same customer's file in this moment
                self._connection.execute(delete(customer_keys).where(customer_keys.c.customer_id == fresh))
                self._connection.execute(delete(customers).where(customers.c.id == fresh))
                return self.open(keys, name=name)
            _FILE_UNDER.run(self._connection, {"blocks": list(filed_keys(name)), "customer_id": fresh})
            return (file,)  # nobody has anything on it, and nobody else sees it yet
        return self.read(found)

    def named(self, keys: Sequence[str]) -> tuple[CustomerFile, ...]:
        return self.read(self._owners(sorted({key for key in keys if key})))

    def is_under(self, file: CustomerFile, key: str) -> bool:
        return self._owners([key]) == [file.id]

    def learn(self, file: CustomerFile, keys: Sequence[str]) -> None:
        self._claim(sorted({key for key in keys if key}), file.id)

    def similar(self, name: str) -> tuple[KnownCompany, ...]:
        return candidates.similar(self._connection, name)

    def of_registration(self, registration_id: str) -> tuple[tuple[CustomerFile, Relation], ...]:
        query = select(registration_files.c.customer_id, registration_files.c.relation).where(
            registration_files.c.registration_id == registration_id
        )
        relations = {row.customer_id: Relation(row.relation) for row in self._connection.execute(query)}
        return tuple((file, relations[file.id]) for file in self.read(sorted(relations)))

    def of_opportunity(self, opportunity_id: str) -> tuple[CustomerFile, ...]:
        first = select(opportunities.c.customer_id).where(opportunities.c.id == opportunity_id)
        further = select(opportunity_files.c.customer_id).where(opportunity_files.c.opportunity_id == opportunity_id)
        return self.read(sorted(self._connection.execute(union(first, further)).scalars()))

    def history(self, files: Sequence[CustomerFile]) -> tuple[Claim, ...]:
        found = {claim.registration_id: claim for _, claim in self._claims([file.id for file in files], list(Status))}
        return tuple(found.values())

    def customers_of(self, registration_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        query = select(registration_files.c.registration_id, registration_files.c.customer_id).where(
            registration_files.c.registration_id.in_(registration_ids), registration_files.c.relation.in_(OWN)
        )
        found: dict[str, frozenset[str]] = dict.fromkeys(registration_ids, frozenset())
        for row in self._connection.execute(query):
            found[row.registration_id] |= {row.customer_id}
        return found

    def state(self, opportunity: DirectOpportunity) -> None:
        self._connection.execute(
            update(opportunities)
            .where(opportunities.c.id == opportunity.id)
            .values(statement=dump_statement(opportunity.statement), revision=opportunities.c.revision + 1)
        )

    def now_buys(self, files: Sequence[CustomerFile]) -> None:
        ids = [file.id for file in files]
        self._connection.execute(update(customers).where(customers.c.id.in_(ids)).values(is_customer=True))

    def touch(self, files: Sequence[CustomerFile]) -> None:
        for file in files:
            moved = {"file_id": file.id, "read": file.revision, "revision": file.revision + 1}
            if _TOUCH.run(self._connection, moved) != 1:
                raise Stale

    def _owners(self, keys: Sequence[str]) -> list[str]:
        return sorted(row["customer_id"] for row in _OWNERS.rows(self._connection, {"wanted": keys}))

    def _claim(self, keys: Sequence[str], customer_id: str) -> int:
        """How many of the keys nobody had. In their order, so that two turns never wait for each other crosswise."""
        return _CLAIM.run(self._connection, {"wanted": list(keys), "customer_id": customer_id})

    def read(self, ids: Sequence[str]) -> tuple[CustomerFile, ...]:
        if not ids:
            return ()
        rows = _LOCKED.rows(self._connection, {"ids": ids})
        claims = self._claims(ids)
        direct = self._direct(ids)
        return tuple(
            CustomerFile(
                id=row["id"],
                name=row["name"],
                revision=row["revision"],
                is_customer=row["is_customer"],
                named_account_owner=row["named_account_owner"],
                claims=tuple(claim for customer_id, claim in claims if customer_id == row["id"]),
                direct=tuple(sale for customer_id, sale in direct if customer_id == row["id"]),
            )
            for row in rows
        )

    def _claims(self, ids: Sequence[str], statuses: Collection[Status] = STANDING) -> list[tuple[str, Claim]]:
        asked = {"ids": ids, "statuses": sorted(status.value for status in statuses)}
        found = []
        for row in _CLAIMS.rows(self._connection, asked):
            start, end = row["protected_from"], row["protected_until"]
            claim = Claim(
                registration_id=row["id"],
                partner_id=row["partner_id"],
                member_id=row["member_id"],
                manager_id=row["manager_id"],
                family=row["family"],
                status=Status(row["status"]),
                registered_at=row["registered_at"],
                protected=Period(start=start, end=end) if start is not None and end is not None else None,
                kinds=frozenset(PartnerKind(kind) for kind in row["kinds"]),
                statement=load_statement(row["statement"]),
            )
            found.append((row["customer_id"], claim))
        return found

    def _direct(self, ids: Sequence[str]) -> list[tuple[str, DirectOpportunity]]:
        return [
            (
                row["file_id"],
                DirectOpportunity(
                    id=row["id"],
                    family=row["family"],
                    seller=row["seller"],
                    opened_at=row["opened_at"],
                    seller_id=row["seller_id"],
                    statement=load_statement(row["statement"]),
                ),
            )
            for row in _DIRECT.rows(self._connection, {"ids": ids})
        ]
