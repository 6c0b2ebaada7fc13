"""What a turn begins with, in one statement: was the message answered, who speaks, and where does their conversation stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, literal, select

from handlers.message import Sender
from handlers.reply import Reply
from handlers.reply_json import load
from program.partners import Member, Partner
from storage.people import read_member, read_partner
from storage.prepared import Prepared
from storage.tables import accounts, conversations, inbox, members, partners


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is known when a message arrives. `reply` is the recorded one; `member` is None for a stranger and who has left.

    `private` is the address at which the bot can write to this account by itself; `is_last` says whether the member spoke from
    this account before.
    """

    reply: Reply | None = None
    member: Member | None = None
    partner: Partner | None = None
    revision: int = 0
    state: Mapping[str, Any] = field(default_factory=dict)
    private: str | None = None
    is_last: bool = False


def _arrival() -> Any:
    one = select(literal(1).label("one")).subquery("one")
    account = and_(*(accounts.c[name] == bindparam(name) for name in ("chat", "tenant", "user_id")))
    answered = and_(inbox.c.key == bindparam("key"), *(inbox.c[name] == bindparam(name) for name in ("chat", "tenant", "user_id")))
    last = and_(*(conversations.c[name] == bindparam(name) for name in ("chat", "tenant", "user_id")))
    return select(
        select(inbox.c.reply).where(answered).scalar_subquery().label("reply"),
        *(column.label(f"member_{column.name}") for column in members.c),
        *(column.label(f"partner_{column.name}") for column in partners.c),
        conversations.c.revision,
        conversations.c.state,
        accounts.c.private,
        last.label("is_last"),
    ).select_from(
        one.outerjoin(accounts, account)
        .outerjoin(members, and_(members.c.id == accounts.c.member_id, members.c.active))
        .outerjoin(partners, partners.c.id == members.c.partner_id)
        .outerjoin(conversations, conversations.c.member_id == members.c.id)
    )


_ARRIVAL: Final = Prepared(_arrival())


def arrive(connection: Connection, key: str, sender: Sender) -> Arrival:
    """What is known of the message of the key and of the account that it came from."""
    asked = {"key": key, "chat": sender.chat, "tenant": sender.tenant, "user_id": sender.user}
    (row,) = _ARRIVAL.rows(connection, asked)
    reply = None if row["reply"] is None else load(row["reply"])
    if row["member_id"] is None:
        return Arrival(reply=reply)
    return Arrival(
        reply=reply,
        member=read_member(row, "member_"),
        partner=None if row["partner_id"] is None else read_partner(row, "partner_"),
        revision=row["revision"] or 0,
        state=row["state"] or {},
        private=row["private"],
        is_last=bool(row["is_last"]),
    )
