"""By when a person answers a question: the hours of the asking partner's tier, on business days of its country."""

from __future__ import annotations

from handlers.business_days import business_days
from handlers.ports import Work
from handlers.ports_asked import HelpRequest
from handlers.wording import Words
from program.support import AnswerClock, answer_clock


def clock_of(work: Work, request: HelpRequest) -> AnswerClock | None:
    """Under the rules that were in force when it was asked; None where its partner is not in sight."""
    partner = work.people.partner(request.partner_id)
    if partner is None:
        return None
    policy = work.program.in_force(request.asked_at)
    return answer_clock(
        request.asked_at,
        hours=policy.tiers.benefits.support_hours[partner.tier],
        hand_over_hours=policy.support.hand_over_hours,
        zone=partner.zone,
        is_business_day=business_days(partner.country),
    )


def due_moment(work: Work, request: HelpRequest, words: Words) -> str:
    """The instant at which the answer is due, in the reader's zone."""
    clock = clock_of(work, request)
    return "–" if clock is None else words.moment(clock.due)


def by_due(work: Work, requests: tuple[HelpRequest, ...]) -> tuple[HelpRequest, ...]:
    """What waits, what is due first before the rest: whoever is of a higher tier is answered sooner."""
    clocks = {request.id: clock_of(work, request) for request in requests}
    return tuple(sorted(requests, key=lambda one: (clock.due if (clock := clocks[one.id]) else one.asked_at, one.asked_at)))
