"""Chat accounts and the single-use codes that bind them to members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from handlers.message import Sender
from program.partners import Member
from storage.feed import SqlLog
from storage.outbox import unaddress
from storage.people import read_member
from storage.tables import accounts, link_attempts, link_codes, members
from storage.upsert import upsert


def member_behind(connection: Connection, sender: Sender) -> Member | None:
    """The member whom the chat account is bound to, None for a stranger and for somebody who left."""
    query = select(members).join(accounts, accounts.c.member_id == members.c.id).where(_of(sender), members.c.active)
    row = connection.execute(query).mappings().first()
    return None if row is None else read_member(row)


def end_access(connection: Connection, sender: Sender, at: datetime) -> str | None:
    """Unlinks an account that its chat says is no more, and returns whose it was; None for a stranger's."""
    owner: str | None = connection.execute(select(accounts.c.member_id).where(_of(sender))).scalar()
    if owner is not None:
        SqlLinks(connection, at).unbind(sender)
        SqlLog(connection, None, at).add("member.unlinked", owner, chat=sender.chat)
    return owner


class SqlLinks:
    """`handlers.ports.Links` on a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def bind(self, sender: Sender, member_id: str) -> None:
        unaddress(self._connection, sender, unless=member_id)
        statement = upsert(self._connection, accounts, ["chat", "tenant", "user_id"])
        self._connection.execute(statement, _row(sender) | {"member_id": member_id, "linked_at": self._at})

    def unbind(self, sender: Sender) -> None:
        unaddress(self._connection, sender)
        self._connection.execute(delete(accounts).where(_of(sender)))

    def reach(self, sender: Sender, private: str) -> None:
        """Notes where the bot can write to the account by itself."""
        self._connection.execute(update(accounts).where(_of(sender)).values(private=private))

    def add_code(self, code_hash: str, member_id: str, expires_at: datetime) -> None:
        self._connection.execute(delete(link_codes).where(link_codes.c.member_id == member_id))
        self._connection.execute(insert(link_codes), {"code_hash": code_hash, "member_id": member_id, "expires_at": expires_at})

    def take_code(self, code_hash: str) -> str | None:
        # One statement: of two accounts that use the code at the same moment, one gets the row.
        taken = (
            delete(link_codes).where(link_codes.c.code_hash == code_hash).returning(link_codes.c.member_id, link_codes.c.expires_at)
        )
        row = self._connection.execute(taken).first()
        return row.member_id if row is not None and row.expires_at > self._at else None

    def note_attempt(self, sender: Sender) -> None:
        self._connection.execute(insert(link_attempts), _row(sender) | {"at": self._at})

    def attempts_since(self, sender: Sender, since: datetime) -> int:
        query = select(func.count()).where(
            link_attempts.c.chat == sender.chat,
            link_attempts.c.tenant == sender.tenant,
            link_attempts.c.user_id == sender.user,
            link_attempts.c.at >= since,
        )
        return self._connection.execute(query).scalar_one()


def _of(sender: Sender) -> ColumnElement[bool]:
    return and_(accounts.c.chat == sender.chat, accounts.c.tenant == sender.tenant, accounts.c.user_id == sender.user)


def _row(sender: Sender) -> dict[str, object]:
    return {"chat": sender.chat, "tenant": sender.tenant, "user_id": sender.user}
