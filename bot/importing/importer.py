"""`partnerbot import KIND FILE.csv`: a file is read and checked, then brought in whole in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.ids import FreshIds
from bot.importing import certifications, channel_costs, customers, members, named_accounts, partners, prices, products, territories
from bot.importing.partner_facts import kind_of
from bot.importing.plan import Counted, Kind, Plan
from bot.importing.problems import LineProblem
from bot.importing.rows import Problems
from bot.importing.sheet import Unreadable, read_sheet
from handlers.ports import Happened, Stale
from program.tier_facts import FactKind
from storage.engine import Database
from storage.loading import Loader

#: What can be imported, by the word for it on the command line.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "partners": Kind(columns=partners.COLUMNS, read=partners.read),
        "members": Kind(columns=members.COLUMNS, read=members.read),
        "customers": Kind(columns=customers.COLUMNS, read=customers.read),
        "products": Kind(columns=products.COLUMNS, read=products.read),
        "territories": Kind(columns=territories.COLUMNS, read=territories.read),
        "named-accounts": Kind(columns=named_accounts.COLUMNS, read=named_accounts.read),
        "certifications": Kind(columns=certifications.COLUMNS, read=certifications.read),
        "references": kind_of(FactKind.REFERENCE),
        "practices": kind_of(FactKind.PRACTICE),
        "sponsors": kind_of(FactKind.SPONSOR),
        "prices": Kind(columns=prices.COLUMNS, read=prices.read),
        "channel-costs": Kind(columns=channel_costs.COLUMNS, read=channel_costs.read),
    }
)

#: How often an import is run again because a turn changed in between what it had looked up.
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many lines were new, said something else than before, and changed nothing. With problems, nothing was written."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[LineProblem, ...] = ()


def import_file(kind: str, path: Path, database: Database, *, at: datetime, ids: FreshIds) -> ImportResult:
    """Brings in a file of the kind (a key of KINDS). The instant `at` is aware UTC; the database must be prepared.

    Raises Stale when people kept changing the same customers all the while: nothing was written, and it can be tried again.
    """
    shape = KINDS[kind]
    try:
        lines, found = read_sheet(path, shape.columns)
    except Unreadable as unreadable:
        return ImportResult(problems=unreadable.problems)
    problems = Problems(found)
    plan = shape.read(lines, problems, at)
    if problems:
        return ImportResult(problems=problems.sorted())
    for _ in range(_ATTEMPTS):
        try:
            return _bring_in(kind, path, plan, database, at=at, ids=ids)
        except Stale:
            continue
    raise Stale


def _bring_in(kind: str, path: Path, plan: Plan, database: Database, *, at: datetime, ids: FreshIds) -> ImportResult:
    problems = Problems()
    with database.transaction() as connection:
        loader = Loader(connection)
        counted = plan(loader, problems, ids)
        if problems:  # every plan checks before it writes
            return ImportResult(problems=problems.sorted())
        if counted.added or counted.changed:
            loader.happened([_imported(kind, path, counted, at)])
    return ImportResult(added=counted.added, changed=counted.changed, unchanged=counted.unchanged)


def _imported(kind: str, path: Path, counted: Counted, at: datetime) -> Happened:
    fields = {"file": path.name[:200], "added": str(counted.added), "changed": str(counted.changed)}
    return Happened(kind="program.imported", subject=kind, at=at, actor_id=None, fields=fields)
