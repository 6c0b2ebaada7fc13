"""Tables that only grow: the database itself refuses to change or delete what is in them."""

from __future__ import annotations

from typing import Final

from alembic import op

_SQLITE: Final = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
#: The function is the first schema's.
_POSTGRESQL: Final = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def append_only(*tables: str) -> None:
    """From here on, each of the tables refuses UPDATE and DELETE."""
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(_SQLITE.format(table=table, name=verb.lower(), verb=verb))
        else:
            op.execute(_POSTGRESQL.format(table=table))
