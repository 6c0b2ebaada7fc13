"""Handing outbox rows to procrastinate, in the transaction that made them due; SQLite has none, and nothing to hand over.

A job is only a knock: what is to be posted, when and how often stands in the row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

#: Any constant serves, so long as every process takes the same one for the same purpose.
_RESCUE_LOCK: Final = 7_206_652

#: Hands rows to procrastinate by its own function, in this transaction; a row that has a job waiting gets no second one.
_HAND_OVER: Final = """
SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
    'outbox-' || outbox.chat, 'post', CASE WHEN outbox.bulk THEN 0 ELSE 10 END, NULL, 'outbox:' || outbox.id,
    jsonb_build_object('id', outbox.id), outbox.due_at
)::procrastinate_job_to_defer_v1 ORDER BY outbox.id))
FROM outbox
WHERE outbox.chat IS NOT NULL AND outbox.delivered_at IS NULL AND outbox.failed_at IS NULL AND {rows}
AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS job WHERE job.status = 'todo' AND job.queueing_lock = 'outbox:' || outbox.id)
HAVING count(*) > 0
"""
OF_KEY: Final = text(_HAND_OVER.format(rows="outbox.key = :key"))
OF_KEYS: Final = text(_HAND_OVER.format(rows="outbox.key = ANY(:keys)"))
OF_ID: Final = text(_HAND_OVER.format(rows="outbox.id = :id"))
OF_MEMBER: Final = text(_HAND_OVER.format(rows="outbox.member_id = :member_id"))
_STUCK: Final = text(
    _HAND_OVER.format(rows="outbox.due_at <= :since AND (outbox.leased_until IS NULL OR outbox.leased_until <= :since)")
)
#: Jobs that nobody works on any more: ended, or begun by a worker that is gone. What they were for is in the rows.
_CLEAR_JOBS: Final = text(
    "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') OR (status = 'doing' AND worker_id IS NULL)"
)


def hand_over(connection: Connection, rows: TextClause, **fields: Any) -> None:
    """A job for each of the rows that waits to be posted and has none."""
    if connection.dialect.name == "postgresql":
        connection.execute(rows, fields)


def rescue(connection: Connection, since: datetime) -> None:
    """On PostgreSQL: hands over anew what nobody held since the instant though it was due. One process at a time, to save work."""
    if connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _RESCUE_LOCK}).scalar():
        connection.execute(_CLEAR_JOBS)
        connection.execute(_STUCK, {"since": since})
