"""A look at what the database holds, for the operator."""

from __future__ import annotations

from sqlalchemy import func, select

from program.partners import Role
from storage.engine import Database
from storage.tables import accounts, members, partners, products, registrations


def counts(database: Database) -> dict[str, int]:
    """How much there is of what a program needs."""
    asked = {
        "channel admins": select(func.count()).where(members.c.role == Role.CHANNEL_ADMIN.value, members.c.active),
        "partners": select(func.count()).select_from(partners),
        "members": select(func.count()).where(members.c.active),
        "linked accounts": select(func.count()).select_from(accounts),
        "products": select(func.count()).select_from(products),
        "registrations": select(func.count()).select_from(registrations),
    }
    with database.reading() as connection:
        return {name: connection.execute(query).scalar_one() for name, query in asked.items()}


def policy_versions(database: Database) -> frozenset[str]:
    """The policy versions that registrations were made under."""
    with database.reading() as connection:
        return frozenset(connection.execute(select(registrations.c.policy_version).distinct()).scalars())
