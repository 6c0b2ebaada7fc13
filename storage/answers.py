"""What became of messages that somebody waits for: answered, answered and seen, or stopped before that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Connection, literal, select, update

from handlers.message import Sender
from handlers.reply import Reply
from handlers.reply_json import dump
from storage.inbox import from_account
from storage.tables import inbox, outbox


class Answer(StrEnum):
    """How far the answer to a message is."""

    WAITING = "waiting"
    POSTED = "posted"
    UNPOSTED = "unposted"  # there is none to be seen, and there will be none


def answers(connection: Connection, keys: Sequence[str]) -> Mapping[str, Answer]:
    """Of the messages of these keys, how far the answer to each is; one that is not known has none to wait for."""
    query = (
        select(inbox.c.key, inbox.c.reply.is_(None).label("waits"), outbox.c.id, outbox.c.delivered_at, outbox.c.failed_at)
        .select_from(inbox.outerjoin(outbox, outbox.c.key == literal("reply:") + inbox.c.key))
        .where(inbox.c.key.in_(list(keys)))
    )
    found = dict.fromkeys(keys, Answer.UNPOSTED)
    for row in connection.execute(query):
        if row.waits or (row.id is not None and row.delivered_at is None and row.failed_at is None):
            found[row.key] = Answer.WAITING
        elif row.delivered_at is not None:
            found[row.key] = Answer.POSTED
    return found


def stop(connection: Connection, sender: Sender, conversation: str, reply: Reply) -> tuple[str, ...]:
    """Answers what the account said in the conversation and waits for an answer; the keys.

    Whoever is at work on one finds it answered when they come to write, and writes nothing.
    """
    theirs = from_account(sender), inbox.c.conversation == conversation, inbox.c.reply.is_(None)
    stopped = update(inbox).where(*theirs).values(reply=dump(reply), leased_until=None).returning(inbox.c.key)
    return tuple(connection.execute(stopped).scalars())
