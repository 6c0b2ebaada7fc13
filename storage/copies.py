"""The messages in chats that ask for a decision: kept in mind until it is made and each of them says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, exists, func, or_, select, update

from handlers.reply import Reply
from handlers.reply_json import load
from program.quoting import QuoteStatus
from program.registrations import UNDECIDED, Status
from storage.approval_tables import approval_places
from storage.pricing_tables import quotes
from storage.tables import members, outbox, registrations

#: Of so many messages that asked one person, the newest, each is found again.
_LOOKED_AT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What was posted as the messages `posted` at `conversation`, and how its registration or quote was decided.

    `zone` is the reader's; `who` decided, None for a rule or where nobody had to; `note` is what they said with it. With `is_gone`
    it stands in a channel where others than the vendor's people may read along by now.
    """

    id: int
    conversation: str
    posted: tuple[str, ...]
    reply: Reply
    zone: str
    status: Status | QuoteStatus
    who: str | None
    note: str
    decided_at: datetime | None
    is_gone: bool = False


class Copies:
    """On a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def outdated(self, chat: str, *, most: int) -> tuple[Copy, ...]:
        """Messages of the chat that still ask for what is decided, the oldest first."""
        is_decided = registrations.c.status.not_in([status.value for status in UNDECIDED])
        here = approval_places.c.chat == outbox.c.chat, approval_places.c.address == outbox.c.conversation
        was_closed = exists().where(*here, approval_places.c.why.is_not(None))
        is_gone = and_(was_closed, ~exists().where(*here, approval_places.c.ended_at.is_(None)))
        reader, decider = members.alias("reader"), members.alias("decider")
        query = (
            select(
                outbox.c.id,
                outbox.c.conversation,
                outbox.c.posted,
                outbox.c.reply,
                registrations.c.status,
                quotes.c.status.label("quote_status"),
                func.coalesce(registrations.c.decided_at, quotes.c.decided_at).label("decided_at"),
                reader.c.zone,
                decider.c.name.label("who"),
                func.coalesce(registrations.c.note, quotes.c.note).label("note"),
                is_gone.label("is_gone"),
            )
            .outerjoin(registrations, registrations.c.id == outbox.c.about)
            .outerjoin(quotes, quotes.c.id == outbox.c.about)
            .join(reader, reader.c.id == outbox.c.member_id)
            .outerjoin(decider, decider.c.id == func.coalesce(registrations.c.decided_by, quotes.c.decided_by))
            .where(outbox.c.chat == chat, outbox.c.about.is_not(None), outbox.c.delivered_at.is_not(None))
            .where(outbox.c.closed_at.is_(None), or_(is_decided, quotes.c.status != QuoteStatus.OPEN.value, is_gone))
        )
        return tuple(
            Copy(
                id=row.id,
                conversation=row.conversation or "",
                posted=tuple(row.posted),
                reply=load(row.reply),
                zone=row.zone,
                status=Status(row.status) if row.status else QuoteStatus(row.quote_status),
                who=row.who,
                note=row.note or "",
                decided_at=row.decided_at,
                is_gone=bool(row.is_gone),
            )
            for row in self._connection.execute(query.order_by(outbox.c.id).limit(most))
        )

    def asked_of(self, member_id: str, chat: str, is_it: Callable[[str], bool]) -> tuple[Reply, str] | None:
        """What was posted to the member in the chat under the key that fits, and which registration or quote it asked to decide.

        None for what was posted to somebody else, asked for no decision, or is too old.
        """
        theirs = outbox.c.member_id == member_id, outbox.c.chat == chat, outbox.c.about.is_not(None)
        query = select(outbox.c.id, outbox.c.key).where(*theirs).order_by(outbox.c.id.desc()).limit(_LOOKED_AT)
        found = next((row.id for row in self._connection.execute(query) if is_it(row.key)), None)
        if found is None:
            return None
        row = self._connection.execute(select(outbox.c.reply, outbox.c.about).where(outbox.c.id == found)).one()
        return load(row.reply), row.about

    def close(self, ids: Sequence[int], at: datetime) -> None:
        """These say how it was decided; they are not looked at again."""
        self._connection.execute(update(outbox).where(outbox.c.id.in_(list(ids))).values(closed_at=at))
