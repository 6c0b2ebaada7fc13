"""Until when a person decides, as it is said to both sides."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.business_days import business_days
from handlers.ports import Work
from handlers.reply import Fact
from handlers.wording import Words
from program.partners import Partner
from program.policy import Program
from program.registrations import Registration, Status
from program.review_time import ReviewClock, review_clock

#: A registration that waits, and its clock where it has one.
Waiting = tuple[Registration, ReviewClock | None]


def clock_of(registration: Registration, partner: Partner, program: Program) -> ReviewClock | None:
    """The clock under the registration's own policy version, on its partner's calendar; None while it stands still."""
    rules = program.version(registration.policy_version).review
    return review_clock(registration, zone=partner.zone, rules=rules, is_business_day=business_days(partner.country))


def due_words(work: Work, registration: Registration, partner: Partner | None, words: Words) -> str:
    """The day by whose end a person decides on a registration that is in review, in words."""
    clock = clock_of(registration, partner, work.program) if partner else None
    if clock is None:
        raise ValueError("what is in review has a clock")
    return words.weekday(clock.due_day)


def due_facts(work: Work, registration: Registration, partner: Partner | None, words: Words) -> tuple[Fact, ...]:
    """The day by whose end a person decides, nothing once it is decided. A partner is not told of anybody's delay as a fault."""
    if registration.status is Status.ACTION_REQUIRED:
        return (Fact(label=words("fact.decision_by"), value=words("due.stands_still")),)
    clock = clock_of(registration, partner, work.program) if partner else None
    if clock is None:
        return ()
    late = words("due.takes_longer" if work.viewer.partner else "due.overdue") if clock.is_overdue(work.at) else ""
    return (Fact(label=words("fact.decision_by"), value=words.weekday(clock.due_day), note=late),)


def by_due(work: Work, waiting: Iterable[Registration]) -> list[Waiting]:
    """What waits, with its clocks: what is due first comes first, so that the overdue lead."""
    partners = {partner.id: partner for partner in work.people.partners()}
    clocks = [(one, clock_of(one, partners[one.partner_id], work.program)) for one in waiting]
    return sorted(clocks, key=lambda pair: (pair[1].due if pair[1] else pair[0].registered_at, pair[0].registered_at))
