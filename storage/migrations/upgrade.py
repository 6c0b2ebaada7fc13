"""Running the migrations on an open connection, inside its transaction."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.migrations import HEAD


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Brings the schema behind the connection to the version; the caller commits."""
    scripts = ScriptDirectory(str(Path(__file__).parent))
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda revision, _: scripts._upgrade_revs(to, revision), "transactional_ddl": False},
    )
    with Operations.context(context):
        context.run_migrations()
