"""Every row to be posted has a job that knocks for it, made in the row's own transaction and made again when it was lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from handlers.reply import Reply, Text
from storage.jobs import rescue
from storage.outbox import SqlOutbox
from storage.postings import Postings
from tests.storage.build import NOW, SELLER, Record

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
LATER = NOW + timedelta(seconds=20)


def put(record: Record, key: str, *, bulk: bool = False) -> None:
    with record.database.transaction() as connection:
        reply = Reply(parts=(Text(text=key),))
        SqlOutbox(connection, NOW).post(key, SELLER.id, reply, chat="slack", conversation=key, bulk=bulk)


def jobs(record: Record) -> list[dict[str, Any]]:
    with record.database.reading() as connection:
        query = text(
            "SELECT queue_name, priority, args->>'id' AS row, scheduled_at, status::text FROM procrastinate_jobs ORDER BY id"
        )
        return [dict(row) for row in connection.execute(query).mappings()]


def sweep(record: Record) -> None:
    with record.database.transaction() as connection:
        rescue(connection, LATER - timedelta(seconds=10))


def test_a_row_has_a_job_of_its_chat_bulk_behind_the_rest(record: Record) -> None:
    put(record, "reply")
    put(record, "nudge", bulk=True)
    assert [(job["queue_name"], job["priority"], job["row"]) for job in jobs(record)] == [
        ("outbox-slack", 10, "1"),
        ("outbox-slack", 0, "2"),
    ]


def test_a_transaction_that_is_rolled_back_takes_its_jobs_along(record: Record) -> None:
    with suppress(LookupError), record.database.transaction() as connection:
        SqlOutbox(connection, NOW).post("k1", None, Reply(parts=(Text(text="k1"),)), chat="slack", conversation="c1")
        raise LookupError
    assert jobs(record) == []


def test_what_waits_for_its_member_to_look_has_no_job(record: Record) -> None:
    with record.database.transaction() as connection:
        SqlOutbox(connection, NOW).put("k1", SELLER.id, Reply(parts=(Text(text="k1"),)))
    assert jobs(record) == []


def test_a_row_that_is_put_twice_has_one_job(record: Record) -> None:
    put(record, "k1")
    put(record, "k1")
    assert len(jobs(record)) == 1


def test_a_row_that_is_postponed_has_a_job_for_then(record: Record) -> None:
    put(record, "k1")
    with record.database.transaction() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))  # the job that knocked
        postings = Postings(connection, NOW)
        (posting,) = postings.lease(["slack"], until=LATER, most=1)
        postings.postpone(posting, LATER, why="busy", ids=(), doubts=0, troubles=1)
    (job,) = jobs(record)
    assert job["scheduled_at"] == LATER


def test_a_row_whose_job_was_lost_gets_another_once(record: Record) -> None:
    put(record, "k1")
    with record.database.transaction() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    sweep(record)
    sweep(record)
    assert [job["row"] for job in jobs(record)] == ["1"]


def test_a_row_that_somebody_holds_or_that_is_done_gets_none(record: Record) -> None:
    for key in ("held", "done", "dead"):
        put(record, key)
    with record.database.transaction() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
        postings = Postings(connection, NOW)
        _, done, dead = postings.lease(["slack"], until=LATER, most=3)
        postings.posted(done, ["m1"])
        postings.give_up(dead, "is_archived", ())
    sweep(record)
    assert jobs(record) == []


def test_jobs_of_a_worker_that_is_gone_are_cleared(record: Record) -> None:
    put(record, "k1")
    with record.database.transaction() as connection:
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
    sweep(record)
    assert [job["status"] for job in jobs(record)] == ["todo"]


@pytest.mark.parametrize("is_ours", [True, False], ids=["as migrated", "as it comes"])
def test_the_next_of_many_jobs_is_found_without_looking_at_all_of_them(record: Record, is_ours: bool) -> None:
    """By a process that has known the queue as empty, as its statistics do."""
    with record.database.transaction() as connection:
        connection.execute(text("ALTER TABLE procrastinate_jobs SET (autovacuum_enabled = false)"))
        if not is_ours:
            connection.execute(text("ALTER FUNCTION procrastinate_fetch_job_v2(varchar[], bigint) RESET ALL"))
        connection.execute(text("ANALYZE procrastinate_jobs"))
        fetch = text("SELECT args->>'n' FROM procrastinate_fetch_job_v2(ARRAY['outbox-slack'], NULL)")
        for _ in range(8):
            assert connection.execute(fetch).scalar() is None
        jobs_made = (
            "SELECT procrastinate_defer_jobs_v1(array_agg("
            "ROW('outbox-slack', 'post', n % 2, NULL, NULL, jsonb_build_object('n', n), NULL)"
            "::procrastinate_job_to_defer_v1)) FROM generate_series(1, 300) AS n"
        )
        connection.execute(text(jobs_made))
        read = text(
            "SELECT pg_stat_get_xact_tuples_returned(t) + pg_stat_get_xact_tuples_fetched(t)"
            " FROM (VALUES ('procrastinate_jobs'::regclass)) AS of (t)"
        )
        before = connection.execute(read).scalar_one()
        assert connection.execute(fetch).scalar() == "1"
        looked_at = connection.execute(read).scalar_one() - before
    assert (looked_at < 10) if is_ours else (looked_at > 300), looked_at
