"""When a partner's tier has to be looked at again although nothing new was heard of it: only days that pass can change it then.

A deal leaves the qualifying period, something that is recorded begins or ends, a warning, a grace period or an override is over, or
the yearly review comes. Whoever looks at every such instant, and whenever something is recorded, misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from program.periods import local_date, start_of_day
from program.policy import Policy
from program.tier_facts import Facts, drops_out_on, qualifying_period
from program.tier_history import Cause, History, ends_on, next_review, override_at

_DAY: Final = timedelta(days=1)


def rules_mark(policy: Policy, *, zone: str, currency: str) -> str:
    """Is another when what tiers rest on in the policy is another: then every partner is looked at anew."""
    said = f"{policy.version}\n{policy.tiers!r}\n{zone}\n{currency}"
    return sha256(said.encode()).hexdigest()[:32]


def next_look(facts: Facts, history: History, at: datetime, *, policy: Policy, zone: str) -> datetime:
    """The first instant after `at` (aware UTC) at which anything may be otherwise, as long as facts and history are the same."""
    days = [day for day in _days(facts, history, at, policy, zone) if day > local_date(at, zone)]
    override = override_at(history, at)
    over = [override.until] if override is not None and override.until is not None else []
    later = [line.at for line in history if line.at > at]
    return min([*(start_of_day(day, zone) for day in days), *over, *later])


def _days(facts: Facts, history: History, at: datetime, policy: Policy, zone: str) -> Iterator[date]:
    """Days of the zone at whose beginning something may change; some of them are past."""
    yield next_review(at, policy, zone)
    months, today = policy.tiers.revenue_months, local_date(at, zone)
    period = qualifying_period(today, months, zone)
    counting = [deal.at for deal in facts.won if deal.at in period]
    if counting:
        yield drops_out_on(min(counting), months, zone)
    for deal in facts.won:
        yield local_date(deal.at, zone)
    held = [(one.first, one.last) for one in facts.certificates] + [(one.first, one.last) for one in facts.recorded]
    for first, last in held:
        yield first
        if last is not None:
            yield last + _DAY
    if history and history[-1].cause in (Cause.WARNED, Cause.GRACE):
        yield ends_on(history[-1], policy, zone) + _DAY
