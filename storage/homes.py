"""The Home tabs that people look at in Slack: whose is out of date, and what of each was shown last.

A change asks for a new picture through the outbox, after everything that somebody waits for, and only for those whom it concerns.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, or_, select, update

from handlers.message import Sender
from handlers.reply import Reply, Text
from program.partners import Role
from storage.outbox import SqlOutbox
from storage.prepared import Prepared
from storage.slack_tables import slack_homes
from storage.tables import accounts, assignments, deputies, members, registrations, requests
from storage.upsert import insert_new

#: What stands before the address of a Home tab.
HOME: Final = "home"
#: What is kept in the outbox for one; it is drawn when its turn has come.
_PLACEHOLDER: Final = Reply(parts=(Text(text="Home"),))


def home_of(sender: Sender) -> str:
    """The address of the account's Home tab."""
    return f"{HOME}/{sender.tenant}/{sender.user}"


def changed(connection: Connection, kind: str, subject: str, at: datetime) -> None:
    """Something happened to the subject: whoever sees it on their Home tab is to be shown it anew. Once, however much happens."""
    looking = _LOOKING.get(kind.partition(".")[0])
    if looking is None:
        return
    day = at.date()
    near = {"day_before": day - timedelta(days=1), "day_after": day + timedelta(days=1)}  # whatever the zone
    for row in looking.rows(connection, {"of_id": subject} | near):
        home = home_of(Sender(chat="slack", tenant=row["tenant"], user=row["user_id"]))
        # Of nobody's: if the account is taken from its member, the tab is drawn for a stranger.
        SqlOutbox(connection, at).post(f"{home}:{row['revision']}", None, _PLACEHOLDER, chat="slack", conversation=home, bulk=True)


def _looking(subjects: Any) -> Prepared:
    """Who looks at their Home tab and sees a subject of the table there."""
    partner = select(subjects.c.partner_id).where(subjects.c.id == bindparam("of_id")).scalar_subquery()
    return _who_look(members.c.active, _concerns(partner))


def _who_look(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(slack_homes.c.tenant, slack_homes.c.user_id, slack_homes.c.revision)
        .join(accounts, and_(accounts.c.tenant == slack_homes.c.tenant, accounts.c.user_id == slack_homes.c.user_id))
        .join(members, members.c.id == accounts.c.member_id)
        .where(accounts.c.chat == "slack", *which)
    )


def _concerns(partner: ColumnElement[str]) -> ColumnElement[bool]:
    """The partner's own people, those who look after the partner, and those who look after everything."""
    near = deputies.c.first <= bindparam("day_after"), deputies.c.last >= bindparam("day_before")
    manages = exists().where(assignments.c.partner_id == partner, assignments.c.manager_id == members.c.id)
    stands_in = exists().where(
        assignments.c.partner_id == partner,
        deputies.c.manager_id == assignments.c.manager_id,
        deputies.c.deputy_id == members.c.id,
        *near,
    )
    return or_(members.c.partner_id == partner, members.c.role == Role.CHANNEL_ADMIN.value, manages, stands_in)


#: By the first word of what happened; of other things no Home tab shows anything.
_LOOKING: Final = {
    "registration": _looking(registrations),
    "request": _looking(requests),
    "member": _who_look(members.c.id == bindparam("of_id")),  # one that was linked just now, for example
}


def begin_picture(connection: Connection, sender: Sender) -> tuple[bool, str | None]:
    """Before what is to be shown is looked at: whether the account looks at its tab at all, and Slack's hash of what it sees.

    What changes from now on asks for the next picture.
    """
    theirs = slack_homes.c.tenant == sender.tenant, slack_homes.c.user_id == sender.user
    begun = update(slack_homes).where(*theirs).values(revision=slack_homes.c.revision + 1).returning(slack_homes.c.hash)
    row = connection.execute(begun).first()
    return row is not None, None if row is None else row.hash


def open_home(connection: Connection, sender: Sender, at: datetime) -> None:
    """The account looks at its tab, for the first time or again; what changes from now on asks for a new picture."""
    fresh = {"tenant": sender.tenant, "user_id": sender.user, "hash": None, "revision": 0, "shown_at": at}
    if connection.execute(insert_new(connection, slack_homes).values(fresh)).rowcount != 1:
        begin_picture(connection, sender)


def shown(connection: Connection, sender: Sender, hash: str | None, at: datetime) -> None:
    """What the account sees now; None when that is not known."""
    theirs = slack_homes.c.tenant == sender.tenant, slack_homes.c.user_id == sender.user
    connection.execute(update(slack_homes).where(*theirs).values(hash=hash, shown_at=at))
