"""The carrier's next job is found by its place in the order, whatever the database believes of how many jobs there are.

A queue is empty most of the time, and that is what its statistics and kept plans are made for. When thousands of jobs come at once,
such a plan compares every job with every other for each that is fetched: with 3,000 jobs that took seconds. So the plan is made for
each fetch, and has no way but to take the first of the index and to ask for others of the same lock, of which ours have none.
"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    fetch = "ALTER FUNCTION procrastinate_fetch_job_v2(varchar[], bigint)"
    op.execute(f"{fetch} SET plan_cache_mode = force_custom_plan")
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin", "material"):
        op.execute(f"{fetch} SET enable_{way} = off")
