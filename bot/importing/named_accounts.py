"""The named-account list from a file: companies that the vendor looks after itself, and who does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing.files import Company, Files, company
from bot.importing.people_named import named, person
from bot.importing.plan import Counted, Effect, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from storage.loading import EndCustomer, Loader

COLUMNS: Final = (
    Column(name="name"),
    Column(name="domain", needed=False),
    Column(name="register_number", needed=False),
    Column(name="owner"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A company and who looks after it: an address or a name."""

    company: Company
    owner: str


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A named account is known by any of name, domain and register number."""
    found = [
        Placed(line=cells.number, record=_Listed(company=company(cells), owner=cells.take("owner", person, "")))
        for cells in cells_of(lines, COLUMNS, problems)
    ]

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        people = loader.members_there()
        files = Files(loader, [each.record.company for each in found], ids)
        said: dict[str, tuple[str, int]] = {}
        effects = []
        for each in found:
            before, file = files.of(each.record.company, each.line, problems)
            owner, _ = named(each.record.owner, people, line=each.line, column="owner", problems=problems)
            other, line = said.setdefault(file.id, (owner, each.line))
            if other != owner:
                problems.add(each.line, "owner", f"is {quoted(owner)}, but {quoted(other)} has the same company in line {line}")
            after = replace(file, named_account_owner=owner)
            files.put(after)
            effects.append(_effect(before, after))
        if problems:
            return Counted()
        loader.customers(files.changed)
        return Counted.by_effect(effects)

    return bring_in


def _effect(before: EndCustomer | None, after: EndCustomer) -> Effect:
    if before is None or before.named_account_owner is None:
        return Effect.ADDED
    return Effect.NOTHING if before == after else Effect.CHANGED
