"""What happens by rule while nobody decides: a reminder, word that the time is up, and then the channel admins take over."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from handlers.clauses import clause_sources
from handlers.due import clock_of
from handlers.notices import Compose, registrants, tell_all
from handlers.ports import Work
from handlers.reply import Choice, Choices, Part, Text
from handlers.wording import Words
from program.partners import Member
from program.policy import Ground
from program.registrations import Registration, Reviewer
from program.review_time import ReviewClock, Rung, rung_reached

_EVENTS: Final = {rung: f"registration.{rung.name.lower()}" for rung in Rung}


def rung_to_climb(work: Work, registration: Registration) -> Rung | None:
    """The highest rung that the case has reached, unless it has climbed that far since its clock began.

    After a long pause the rungs below are left out: nobody is reminded of what is overdue.
    """
    clock = _clock(work, registration)
    reached = rung_reached(registration, clock, work.at) if clock else None
    if reached is Rung.TAKEN_OVER and not work.people.channel_admins():
        reached = Rung.OVERDUE
    return reached if reached is not None and reached > _climbed(work, registration) else None


def climb(work: Work, registration_id: str) -> Rung | None:
    """Lets the case climb and tells everybody concerned, once however often and wherever it is called; None when it does not.

    The registration is locked until the turn ends, so that the log has the last word on how far it has climbed.
    """
    registration = work.registrations.lock(registration_id)
    clock = _clock(work, registration) if registration else None
    if registration is None or clock is None:
        return None
    rung = rung_to_climb(work, registration)
    match rung:
        case None:
            return None
        case Rung.REMINDED:
            tell_all(work, _deciders(work, registration), key=_key(registration, rung), compose=_asked(registration, clock, rung))
        case Rung.OVERDUE:
            told = (*_deciders(work, registration), *work.people.channel_admins())
            tell_all(work, told, key=_key(registration, rung), compose=_asked(registration, clock, rung))
        case Rung.TAKEN_OVER:
            _take_over(work, registration, clock)
    work.log.add(_EVENTS[rung], registration.id, since=_since(registration))
    return rung


def has_been_taken_over(work: Work, registration: Registration) -> bool:
    """Whether the channel admins decide because the time of those before them was up."""
    return _climbed(work, registration) == Rung.TAKEN_OVER


def _take_over(work: Work, registration: Registration, clock: ReviewClock) -> None:
    before, key = _deciders(work, registration), _key(registration, Rung.TAKEN_OVER)
    work.registrations.change(replace(registration, reviewer=Reviewer.CHANNEL_ADMIN))
    # Whoever is both is an admin first: of two notices under one key a person gets the earlier.
    tell_all(work, work.people.channel_admins(), key=key, compose=_asked(registration, clock, Rung.TAKEN_OVER))
    for people, what in ((before, "no_longer_yours"), (registrants(work, registration), "takes_longer")):
        tell_all(work, people, key=key, compose=partial(_told, work, registration, what))


def _asked(registration: Registration, clock: ReviewClock, rung: Rung) -> Compose:
    """To somebody who is to decide: until when, and the case to look at."""

    def compose(words: Words) -> tuple[Part, ...]:
        company, day = registration.opportunity.company, words.weekday(clock.due_day)
        show = Choice(label=words("choice.show", id=registration.id), action=f"review.show/{registration.id}", style="primary")
        text = words(f"notice.{rung.name.lower()}", company=company, id=registration.id, day=day)
        return (Text(text=text), Choices(choices=(show,)))

    return compose


def _told(work: Work, registration: Registration, what: str, words: Words) -> tuple[Part, ...]:
    """To somebody who has nothing to do: how it goes on, and the clause."""
    policy = work.program.version(registration.policy_version)
    text = words(f"notice.{what}", company=registration.opportunity.company, id=registration.id)
    return (Text(text=text), clause_sources([policy.clause(Ground.ESCALATION).id], policy, words))


def _deciders(work: Work, registration: Registration) -> tuple[Member, ...]:
    if registration.reviewer is Reviewer.CHANNEL_ADMIN:
        return work.people.channel_admins()
    return work.people.deciders_for(registration.partner_id)


def _clock(work: Work, registration: Registration) -> ReviewClock | None:
    partner = work.people.partner(registration.partner_id)
    return clock_of(registration, partner, work.program) if partner else None


def _climbed(work: Work, registration: Registration) -> int:
    """The highest rung since the clock began, 0 for none."""
    since = _since(registration)
    kinds = {event.kind for event in work.log.of(registration.id) if event.fields.get("since") == since}
    return max((rung for rung, kind in _EVENTS.items() if kind in kinds), default=0)


def _since(registration: Registration) -> str:
    return registration.review_since.isoformat() if registration.review_since else ""


def _key(registration: Registration, rung: Rung) -> str:
    return f"{_EVENTS[rung]}:{registration.id}:{_since(registration)}"
