"""The end customers' files that lines speak of: found by their identity keys, or begun; two lines of one customer share one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Problems
from handlers.registration_form import customer_keys
from storage.loading import EndCustomer, Loader


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company as a line names it, with the identity keys of its name, domain and register number."""

    name: str
    keys: frozenset[str]


def company(cells: Cells) -> Company:
    """The company of a line, from its columns name, domain and register_number."""
    name = cells.take("name", values.company, "")
    domain = cells.take("domain", values.domain, "")
    register = cells.take("register_number", values.register_number, "")
    return Company(name=name, keys=frozenset(customer_keys(name, domain, register)))


class Files:
    """The files as they are, and as the lines change them one after the other."""

    def __init__(self, loader: Loader, companies: Collection[Company], ids: FreshIds) -> None:
        self._ids = ids
        self._there = {file.id: file for file in loader.customers_there({key for each in companies for key in each.keys})}
        self._now = dict(self._there)
        self._owners = {key: file.id for file in self._there.values() for key in file.keys}

    def of(self, company: Company, line: int, problems: Problems) -> tuple[EndCustomer | None, EndCustomer]:
        """The company's file as the lines before left it (None when it is new), and with the keys of this line.

        When the keys name different files, a problem is added, and none of them is taken.
        """
        owners = sorted({self._owners[key] for key in company.keys if key in self._owners})
        fresh = EndCustomer(id=self._ids.customer(), name=company.name, keys=company.keys)
        if len(owners) > 1:
            named = " and ".join(quoted(self._now[owner].name) for owner in owners)
            problems.add(line, "", f"name, domain and register number belong to different customers: {named}; correct one of them")
        if len(owners) != 1:
            return None, fresh
        before = self._now[owners[0]]
        return before, replace(before, keys=before.keys | company.keys)

    def put(self, file: EndCustomer) -> None:
        """What the line makes of the file."""
        self._now[file.id] = file
        self._owners |= dict.fromkeys(file.keys, file.id)

    @property
    def changed(self) -> Sequence[EndCustomer]:
        """The files to write, in the order of the lines."""
        return [file for file in self._now.values() if self._there.get(file.id) != file]
