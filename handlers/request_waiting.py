"""What happens by rule while nobody answers a question: a reminder, word that the time is up, then the channel admins answer it."""

from __future__ import annotations

from dataclasses import replace

from handlers.clauses import clause_sources
from handlers.notices import Compose
from handlers.passing_on import deciders
from handlers.ports import Work
from handlers.ports_asked import HelpRequest
from handlers.reply import Choice, Choices, Part, Text
from handlers.request_clock import clock_of, due_moment
from handlers.rungs import Climbing, tell_of_rung
from handlers.wording import Words
from program.policy import Ground
from program.review_time import Rung


def request_rung(work: Work, request: HelpRequest) -> Rung | None:
    """The highest rung that the question has reached and not climbed yet."""
    clock = clock_of(work, request) if request.is_waiting else None
    reached = clock.reached(work.at) if clock else None
    managed = work.people.manager_of(request.partner_id) is not None and bool(work.people.channel_admins())
    if reached is Rung.TAKEN_OVER and not managed:
        reached = Rung.OVERDUE
    return reached if reached is not None and reached > (request.climbed or 0) else None


def climb_request(work: Work, request_id: str) -> Rung | None:
    """Lets the question climb and tells everybody concerned, once however often it is called; None when it does not."""
    request = work.requests.get(request_id)
    rung = request_rung(work, request) if request else None
    if request is None or rung is None or not work.requests.climb(request.id, rung, work.at):
        return None
    climbing = Climbing(
        key=f"request.{rung.name.lower()}:{request.id}",
        before=deciders(work, request),
        after=deciders(work, replace(request, climbed=Rung.TAKEN_OVER)),
        asked=_asked(work, request, rung),
        gone=_no_longer_theirs(work, request),
    )
    tell_of_rung(work, rung, climbing)
    work.log.add(f"request.{rung.name.lower()}", request.id)
    return rung


def _asked(work: Work, request: HelpRequest, rung: Rung) -> Compose:
    """To somebody who is to answer: until when, and the question to answer."""
    partner = work.people.partner(request.partner_id)

    def compose(words: Words) -> tuple[Part, ...]:
        due = due_moment(work, request, words)
        text = words(f"notice.request_{rung.name.lower()}", id=request.id, partner=partner.name if partner else "–", due=due)
        answer = Choice(label=words("choice.answer", id=request.id), action=f"step/answer/{request.id}", style="primary")
        return (Text(text=text), Choices(choices=(answer,)))

    return compose


def _no_longer_theirs(work: Work, request: HelpRequest) -> Compose:
    def compose(words: Words) -> tuple[Part, ...]:
        policy = work.program.in_force(request.asked_at)
        text = words("notice.request_no_longer_yours", id=request.id)
        return (Text(text=text), clause_sources([policy.clause(Ground.UNANSWERED).id], policy, words))

    return compose
