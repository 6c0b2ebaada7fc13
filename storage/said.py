"""What the bot said, found again by what a chat calls the message."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from handlers.message import Sender
from handlers.reply import Reply
from handlers.reply_json import load
from storage.links import member_behind
from storage.tables import outbox

#: Nobody has a word on what was said so many messages ago.
_MOST: Final = 200


def reply_posted_as(connection: Connection, sender: Sender, id: str) -> Reply | None:
    """What was posted to the member behind the account as the message of that id; None for anything older, and for others."""
    member = member_behind(connection, sender)
    if member is None:
        return None
    query = select(outbox.c.posted, outbox.c.reply).where(
        outbox.c.member_id == member.id, outbox.c.chat == sender.chat, outbox.c.delivered_at.is_not(None)
    )
    for row in connection.execute(query.order_by(outbox.c.id.desc()).limit(_MOST)):
        if id in row.posted:
            return load(row.reply)
    return None
