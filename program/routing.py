"""Whose customer it is before anybody registers it: territories, and what the vendor's direct sales look after themselves."""

from __future__ import annotations

from dataclasses import dataclass

from program.policy import RoutingRules
from program.registrations import Opportunity


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """An area; with `partner_id` it belongs to that partner alone. Empty sets and None bounds do not restrict."""

    id: str
    name: str
    countries: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    min_employees: int | None = None
    max_employees: int | None = None
    partner_id: str | None = None

    def covers(self, opportunity: Opportunity) -> bool:
        """Whether the customer certainly lies in it: what is not known of the customer never matches a restriction."""
        size = opportunity.employees
        return (
            (not self.countries or opportunity.country in self.countries)
            and (not self.industries or opportunity.industry in self.industries)
            and (self.min_employees is None or (size is not None and size >= self.min_employees))
            and (self.max_employees is None or (size is not None and size <= self.max_employees))
        )


def goes_to_direct(opportunity: Opportunity, rules: RoutingRules) -> bool:
    """Whether the policy gives the customer to direct sales: by country, industry, size, or by the amount where no size is known.

    An amount in another currency than the policy's does not count: no rate is assumed.
    """
    size, limit, amount = opportunity.employees, rules.direct_from_employees, opportunity.amount
    if opportunity.country in rules.direct_countries:
        return True
    if opportunity.industry is not None and opportunity.industry.casefold() in rules.direct_industries:
        return True
    if size is not None:
        return limit is not None and size >= limit
    least = rules.direct_from_amount
    return least is not None and amount is not None and amount.currency == least.currency and amount.amount >= least.amount
