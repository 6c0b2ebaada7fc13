"""The end customers' files of the demo, as they were at each moment of its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.demo.companies import Company
from bot.demo.sequence import fixed_id
from handlers.registration_form import customer_keys, identity_keys
from program.registrations import STANDING, Claim, CustomerFile, Opportunity, Registration
from storage.loading import DirectSale, EndCustomer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    """Whose registration it is, and who looks after them."""

    partner_id: str
    manager_id: str
    customer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file without its claims; `since` is when the company became a customer."""

    customer: EndCustomer
    since: datetime | None = None
    direct: tuple[DirectSale, ...] = field(default=())


class DemoFiles:
    """Every end customer that anybody in the demo has to do with."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._owners: dict[str, str] = {}
        self._holders: dict[str, _Holder] = {}
        self._of_customer: dict[str, list[str]] = {}

    def add(self, company: Company, *, since: datetime | None = None, owner: str | None = None) -> str:
        """A company that the vendor knows itself, a customer since an instant or a named account with its owner; returns the id."""
        id = self._file(company.name, customer_keys(company.name, company.domain, None))
        file = self._files[id]
        customer = replace(file.customer, is_customer=since is not None, named_account_owner=owner)
        self._files[id] = replace(file, customer=customer, since=since)
        return id

    def add_direct(self, sale: DirectSale) -> None:
        file = self._files[sale.customer_id]
        self._files[sale.customer_id] = replace(file, direct=(*file.direct, sale))

    def open(self, sale: Opportunity) -> tuple[str, ...]:
        """The ids of the files that the registration's company is in; a new one when there is none."""
        keys = identity_keys(sale)
        owners = {self._owners[key] for key in keys if key in self._owners}
        return tuple(sorted(owners)) if len(owners) > 1 else (self._file(sale.company, keys),)

    def note(self, registration_id: str, ids: Sequence[str], partner_id: str, manager_id: str) -> None:
        """A registration was made on the files."""
        holder = _Holder(partner_id=partner_id, manager_id=manager_id, customer_ids=tuple(ids))
        self._holders[registration_id] = holder
        for id in ids:
            self._of_customer.setdefault(id, []).append(registration_id)

    def ids_of(self, registration_id: str) -> tuple[str, ...]:
        return self._holders[registration_id].customer_ids

    def read(self, ids: Sequence[str], found: Mapping[str, Registration], at: datetime) -> tuple[CustomerFile, ...]:
        """The files as they are at the instant, with the claims among the registrations found so far."""
        return tuple(self._read(self._files[id], found, at) for id in ids)

    @property
    def customers(self) -> tuple[EndCustomer, ...]:
        return tuple(file.customer for file in self._files.values())

    @property
    def direct(self) -> tuple[DirectSale, ...]:
        return tuple(sale for file in self._files.values() for sale in file.direct)

    def _file(self, name: str, keys: Sequence[str]) -> str:
        known = next((self._owners[key] for key in keys if key in self._owners), None)
        id = known or fixed_id("c-", name, 20)
        customer = self._files[id].customer if known else EndCustomer(id=id, name=name, keys=frozenset())
        file = self._files.get(id, _File(customer=customer))
        self._files[id] = replace(file, customer=replace(customer, keys=customer.keys | set(keys)))
        self._owners |= dict.fromkeys(keys, id)
        return id

    def _read(self, file: _File, found: Mapping[str, Registration], at: datetime) -> CustomerFile:
        registered = [found[id] for id in self._of_customer.get(file.customer.id, ()) if id in found]
        open_sales = [
            each.sale for each in file.direct if each.sale.opened_at <= at and (each.closed_at is None or each.closed_at > at)
        ]
        return CustomerFile(
            id=file.customer.id,
            name=file.customer.name,
            revision=1,
            is_customer=file.since is not None and file.since <= at,
            named_account_owner=file.customer.named_account_owner,
            claims=tuple(self._claim(each) for each in registered if each.status in STANDING),
            direct=tuple(open_sales),
        )

    def _claim(self, registration: Registration) -> Claim:
        return Claim(
            registration_id=registration.id,
            partner_id=registration.partner_id,
            member_id=registration.member_id,
            manager_id=self._holders[registration.id].manager_id,
            family=registration.opportunity.family,
            status=registration.status,
            registered_at=registration.registered_at,
            protected=registration.protected,
        )
