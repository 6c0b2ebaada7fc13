"""The way to a partner's first deal: which one step helps next, said to its members, and later to whoever looks after it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from handlers.nudge_line import Line
from handlers.ports import Work
from handlers.ports_nudges import Nudge
from handlers.reply import Choice
from handlers.wording import Words
from program.partners import Partner
from program.registrations import Registration, Status

#: From this day on, help is offered beside the step itself.
_HELP_FROM: Final = 30


class Next(StrEnum):
    """What brings the first deal nearer."""

    WELCOME = "welcome"
    REGISTER = "register"
    ANSWER = "answer"
    DECIDE = "decide"
    CLOSE = "close"
    AGAIN = "again"


def first_deal(work: Work, nudge: Nudge, partner: Partner, words: Words) -> Line | None:
    """To a member, what they can do; to the vendor's person, how the partner stands. None while a member can only wait."""
    step, deal = _next(work, partner, nudge.step)
    named = {"company": deal.opportunity.company, "id": deal.id} if deal else {}
    if work.viewer.partner is None:
        text = words.count("nudge.first_deal_manager", nudge.step, partner=partner.name)
        return Line(
            text=f"{text} {words(f'nudge.first_deal_stands.{step.value}', **named)}",
            choices=(_to_look(step, deal, partner, words),),
        )
    if step is Next.DECIDE:
        return None
    person = Choice(label=words("choice.person"), action="handover")
    choices = (_to_do(step, deal, words), *((person,) if nudge.step >= _HELP_FROM else ()))
    if step is Next.REGISTER:
        return Line(text=words.count("nudge.first_deal.register", nudge.step), choices=choices)
    return Line(text=words(f"nudge.first_deal.{step.value}", program=work.program.name, **named), choices=choices)


def _next(work: Work, partner: Partner, days: int) -> tuple[Next, Registration | None]:
    """The step, and the deal that it is about: the one that is nearest to its end."""
    deals = work.registrations.of_partner(partner.id)
    by_status = {deal.status_at(work.at): deal for deal in reversed(deals)}
    for status, step in _NEAREST.items():
        if status in by_status:
            return step, by_status[status]
    return (Next.AGAIN if deals else Next.REGISTER if days else Next.WELCOME), None


_NEAREST: Final = {
    Status.ACTION_REQUIRED: Next.ANSWER,
    Status.APPROVED: Next.CLOSE,
    Status.IN_REVIEW: Next.DECIDE,
}


def _to_do(step: Next, deal: Registration | None, words: Words) -> Choice:
    if deal is None:
        return Choice(label=words("choice.start"), action="register.start", style="primary")
    if step is Next.ANSWER:
        return Choice(label=words("choice.answer_question"), action=f"step/more/{deal.id}", style="primary")
    return Choice(label=words("choice.show", id=deal.id), action=f"deals.show/{deal.id}", style="primary")


def _to_look(step: Next, deal: Registration | None, partner: Partner, words: Words) -> Choice:
    if deal is None:
        return Choice(label=words("choice.show_tier", partner=partner.name), action=f"tier.show/{partner.id}")
    verb = "review.show" if step is Next.DECIDE else "deals.show"
    return Choice(label=words("choice.show", id=deal.id), action=f"{verb}/{deal.id}")
