"""How people are written to in Teams: kept from every meeting, so that any process can begin to; retired when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select, update

from handlers.message import Sender
from storage.outbox import unaddress
from storage.tables import accounts
from storage.teams_tables import teams_references
from storage.upsert import counted, for_each_database

_CHAT: Final = "teams"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """By `mri` Teams writes to the person; `conversation` is their personal chat with the bot, None where there is none.

    `locale` and `zone` are what their client says of itself, "" when it does not.
    """

    tenant: str
    user: str
    mri: str
    service_url: str
    conversation: str | None = None
    locale: str = ""
    zone: str = ""


class References:
    """On a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def get(self, tenant: str, user: str) -> Reference | None:
        row = self._connection.execute(select(teams_references).where(*_of(tenant, user))).mappings().first()
        if row is None:
            return None
        return Reference(
            tenant=row["tenant"],
            user=row["user_id"],
            mri=row["mri"],
            service_url=row["service_url"],
            conversation=row["conversation"],
            locale=row["locale"],
            zone=row["zone"],
        )

    def mri_in(self, tenant: str, conversation: str) -> str | None:
        """By what Teams calls whose personal chat it is; None for one that is nobody's."""
        theirs = teams_references.c.tenant == tenant, teams_references.c.conversation == conversation
        found: str | None = self._connection.execute(select(teams_references.c.mri).where(*theirs)).scalar()
        return found

    def note(self, reference: Reference) -> None:
        """Whoever was met; what was known of them and is not said now stays."""
        given = {
            "tenant": reference.tenant,
            "user_id": reference.user,
            "mri": reference.mri,
            "service_url": reference.service_url,
            "conversation": reference.conversation,
            "locale": reference.locale,
            "zone": reference.zone,
            "seen_at": self._at,
            "retired_at": None,
        }
        kept = {name for name in ("conversation", "locale", "zone") if not given[name]}
        if reference.conversation is None:
            kept.add("retired_at")  # somebody who closed their chat with the bot may still write in a team
        replaced = [name for name in given if name not in {"tenant", "user_id", *kept}]
        insert = for_each_database(
            teams_references,
            lambda statement: statement.on_conflict_do_update(
                index_elements=["tenant", "user_id"], set_={name: statement.excluded[name] for name in replaced}
            ),
        )[self._connection.dialect.name]
        self._connection.execute(counted(insert), given)

    def retire(self, tenant: str, conversation: str) -> bool:
        """The personal chat takes nothing more: what is to be told waits until its person comes back, here or elsewhere.

        False if it is nobody's.
        """
        theirs = teams_references.c.tenant == tenant, teams_references.c.conversation == conversation
        gone = update(teams_references).where(*theirs).values(conversation=None, retired_at=self._at)
        users = tuple(self._connection.execute(gone.returning(teams_references.c.user_id)).scalars())
        for user in users:
            unaddress(self._connection, Sender(chat=_CHAT, tenant=tenant, user=user))
            account = accounts.c.chat == _CHAT, accounts.c.tenant == tenant, accounts.c.user_id == user
            self._connection.execute(update(accounts).where(*account).values(private=None))
        return bool(users)


def references_of(member_id: str) -> ColumnElement[bool]:
    """Those of the accounts of the member."""
    return teams_references.c.user_id.in_(
        select(accounts.c.user_id).where(
            accounts.c.member_id == member_id, accounts.c.chat == _CHAT, accounts.c.tenant == teams_references.c.tenant
        )
    )


def _of(tenant: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return teams_references.c.tenant == tenant, teams_references.c.user_id == user
