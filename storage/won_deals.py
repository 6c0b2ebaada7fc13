"""The won deals of end customers, for whoever knows the customer and not the registration: a CRM's export, a list of invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, select

from program.registrations import Relation, Status
from storage.tables import customer_keys, registration_files, registrations

#: Keys in one question; SQLite takes 32,766.
_AT_ONCE: Final = 1000
_IDENTITY: Final = sorted(relation.value for relation in Relation if relation.is_identity)


def won_under(connection: Connection, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By identity key of the customer, the ids of the registrations won there; a key without any is left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        query = (
            select(customer_keys.c.key, registrations.c.id)
            .join(registration_files, registration_files.c.customer_id == customer_keys.c.customer_id)
            .join(registrations, registrations.c.id == registration_files.c.registration_id)
            .where(
                customer_keys.c.key.in_(ordered[start : start + _AT_ONCE]),
                registration_files.c.relation.in_(_IDENTITY),
                registrations.c.status == Status.WON.value,
            )
        )
        for row in connection.execute(query):
            found[row.key].add(row.id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}
