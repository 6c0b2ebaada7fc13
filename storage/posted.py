"""What was posted to somebody, found again by what its chat knows it by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, or_, select

from handlers.reply import Reply
from handlers.reply_json import load
from storage.tables import outbox

#: So many rows are looked through, the newest first: what is older is asked for anew.
_MOST: Final = 500


def posted_reply(connection: Connection, chat: str, private: str, asker: str, is_it: Callable[[str], bool]) -> Reply | None:
    """The reply of the row whose key fits, if it was for the one person: posted at their private address, or asked for by them
    where others read along. None where it is not there any more, or was never theirs.
    """
    elsewhere = (outbox.c.conversation.contains(f"/{asker}{end}", autoescape=True) for end in ("/", "!/"))  # said, or pressed there
    theirs = or_(outbox.c.conversation == private, *elsewhere)
    rows = select(outbox.c.id, outbox.c.key).where(outbox.c.chat == chat, theirs).order_by(outbox.c.id.desc()).limit(_MOST)
    found = next((row.id for row in connection.execute(rows) if is_it(row.key)), None)
    if found is None:
        return None
    return load(connection.execute(select(outbox.c.reply).where(outbox.c.id == found)).scalar_one())
