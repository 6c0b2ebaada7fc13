"""Which partners' tiers are to be looked at: those of whom something was recorded since, and those whose day has come.

The database itself notes who was touched, so that nothing that writes can forget it; each note is a row of its own, for which
nobody waits.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0017"
down_revision = "0016"

_IDS: Final = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}
#: Table, what happens to it, when that counts, and the rows whose partner it touches.
_TOUCHES: Final = (
    ("partners", "INSERT", "", ("NEW",)),
    ("registrations", "INSERT", "NEW.status = 'won'", ("NEW",)),
    ("registrations", "UPDATE", "OLD.status = 'won' OR NEW.status = 'won'", ("OLD", "NEW")),
    ("registrations", "DELETE", "OLD.status = 'won'", ("OLD",)),
    ("qualifications", "INSERT", "", ("NEW",)),
    ("qualifications", "UPDATE", "", ("OLD", "NEW")),
    ("qualifications", "DELETE", "", ("OLD",)),
    ("members", "UPDATE", "OLD.active <> NEW.active OR OLD.partner_id IS DISTINCT FROM NEW.partner_id", ("OLD", "NEW")),
    ("tier_changes", "INSERT", "", ("NEW",)),
)
_NOTED: Final = "INSERT INTO tier_touches (id, partner_id) SELECT {id}, {partner} {only}"
#: A rate makes known what deals won in its currency are worth.
_RATED: Final = """
INSERT INTO tier_touches (id, partner_id) SELECT {id}, partner_id FROM registrations
WHERE status = 'won' AND final_currency = NEW.currency GROUP BY partner_id
"""


def upgrade() -> None:
    op.create_table(
        "tier_looks",
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=32), nullable=False),
        sa.Column("again_at", Instant(), nullable=False),
        sa.Column("is_below", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_tier_looks_partner_id_partners")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_tier_looks")),
    )
    op.create_index("ix_tier_looks_again_at", "tier_looks", ["again_at"])
    op.create_index("ix_tier_looks_rules", "tier_looks", ["rules"])
    below = sa.text("is_below")
    op.create_index("ix_tier_looks_below", "tier_looks", ["partner_id"], sqlite_where=below, postgresql_where=below)
    op.create_table(
        "tier_touches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_touches")),
    )
    op.create_index("ix_tier_touches_partner_id", "tier_touches", ["partner_id"])
    dialect = op.get_bind().dialect.name
    op.execute(_NOTED.format(id=_IDS[dialect], partner="id FROM partners", only=""))
    for table, verb, when, rows in _TOUCHES:
        column = "id" if table == "partners" else "partner_id"
        _when(table, verb, when, [_noted(_IDS[dialect], f"{row}.{column}") for row in rows])
    _when("exchange_rates", "INSERT", "", [_RATED.format(id=_IDS[dialect])])


def _noted(id: str, partner: str) -> str:
    """A person at the vendor has no partner."""
    return _NOTED.format(id=id, partner=partner, only=f"WHERE {partner} IS NOT NULL")


def _when(table: str, verb: str, when: str, statements: list[str]) -> None:
    """Lets the statements run after each row of the table to which it happens."""
    name, body = f"{table}_{verb.lower()}_touches", "; ".join(statements)
    condition = f"WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "sqlite":
        made = f"CREATE TRIGGER {name} AFTER {verb} ON {table} {condition} BEGIN {body}; END"
        op.execute(made.replace("IS DISTINCT FROM", "IS NOT"))  # which older ones do not know
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} AFTER {verb} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()")
