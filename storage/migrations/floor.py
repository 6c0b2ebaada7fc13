"""Old and new releases side by side: a migration only adds, so that a release of the version before still works. One that takes
something away comes a release later, when nobody needs it, and says so by raising the floor.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text


def raise_floor(version: str) -> None:
    """From this migration on, releases that do not know this version cannot work with the database."""
    op.get_bind().execute(text("UPDATE schema_floor SET version = :version"), {"version": version})
