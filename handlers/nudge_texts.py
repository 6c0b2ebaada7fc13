"""What a reminder says to its reader: what it is about and why, and the one step that helps, as a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.nudge_first_deal import first_deal
from handlers.nudge_line import Line
from handlers.ports import Work
from handlers.ports_nudges import Nudge
from handlers.reply import Choice
from handlers.tier_state import tier_of
from handlers.wording import Words
from program.lifecycle import Refused, extend
from program.partners import Partner
from program.periods import local_date, months_after
from program.policy_nudges import NudgeKind
from program.registrations import Registration
from program.tier_facts import Area
from program.tier_history import next_review
from program.tiering import Need, next_tier, requirements_of

_DAY: Final = timedelta(days=1)
_Compose = Callable[[Work, Nudge, Partner, Words], Line | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deal:
    """The deal that a reminder is about, with its partner."""

    registration: Registration
    partner: Partner

    @property
    def named(self) -> dict[str, str]:
        return {"company": self.registration.opportunity.company, "id": self.registration.id}


def line_of(work: Work, nudge: Nudge, words: Words) -> Line | None:
    """In the reader's sight; None where there is nothing to say to them."""
    own = work.viewer.partner
    if own is not None and own.id == nudge.partner_id:
        partner: Partner | None = own
    else:
        partner = work.people.partner(nudge.partner_id) if nudge.partner_id else None
    return None if partner is None else _LINES[nudge.kind](work, nudge, partner, words)


# ── deals ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_deal(compose: Callable[[Work, Nudge, _Deal, Words], Line]) -> _Compose:
    def line(work: Work, nudge: Nudge, partner: Partner, words: Words) -> Line | None:
        registration = work.registrations.get(nudge.subject)
        if registration is None or registration.protected is None:
            return None
        return compose(work, nudge, _Deal(registration=registration, partner=partner), words)

    return line


def _expiring(work: Work, _: Nudge, deal: _Deal, words: Words) -> Line:
    registration, protected = deal.registration, deal.registration.protected
    if protected is None:
        raise ValueError("what expires is protected")
    left, day = protected.days_left(work.at, deal.partner.zone), words.weekday(protected.last_day(deal.partner.zone))
    text = words.count("nudge.expiring", left, day=day, **deal.named) if left else words("nudge.expiring_today", **deal.named)
    choices = [_won(registration, words), _show(registration, words)]
    policy = work.program.version(registration.policy_version)
    if not isinstance(extend(registration, deal.partner, policy=policy, at=work.at), Refused):
        extending = Choice(label=words("choice.extend"), action=f"step/extend/{registration.id}", style="primary")
        choices = [extending, _won(registration, words)]
    return Line(text=text, choices=tuple(choices))


def _expired(work: Work, _: Nudge, deal: _Deal, words: Words) -> Line:
    registration, protected = deal.registration, deal.registration.protected
    if protected is None:
        raise ValueError("what has expired was protected")
    last = protected.last_day(deal.partner.zone)
    again = last + _DAY * (work.program.version(registration.policy_version).protection.cool_down_days + 1)
    text = words("nudge.expired", day=words.day(last), again=words.day(again), **deal.named)
    lost = Choice(label=words("choice.lost"), action=f"step/lost/{registration.id}")
    return Line(text=text, choices=(_show(registration, words), lost))


def _stalled(_: Work, nudge: Nudge, deal: _Deal, words: Words) -> Line:
    text = words.count("nudge.stalled", nudge.step, **deal.named)
    return Line(text=text, choices=(_show(deal.registration, words), _amend(deal.registration, words)))


def _close_date(_: Work, __: Nudge, deal: _Deal, words: Words) -> Line:
    day = words.day(deal.registration.opportunity.close_date)
    choices = (_amend(deal.registration, words), _won(deal.registration, words))
    return Line(text=words("nudge.close_date", day=day, **deal.named), choices=choices)


def _show(registration: Registration, words: Words) -> Choice:
    return Choice(label=words("choice.show", id=registration.id), action=f"deals.show/{registration.id}")


def _won(registration: Registration, words: Words) -> Choice:
    return Choice(label=words("choice.won"), action=f"step/won/{registration.id}")


def _amend(registration: Registration, words: Words) -> Choice:
    return Choice(label=words("choice.amend"), action=f"step/amend/{registration.id}")


# ── partners ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _within_reach(work: Work, _: Nudge, partner: Partner, words: Words) -> Line | None:
    tier = tier_of(work, partner)
    above = next_tier(tier.held)
    asked = () if above is None else tier.figures.progress(requirements_of(above, tier.policy))
    revenue = next((one for one in asked if one.requirement.need is Need.REVENUE), None)
    if above is None or revenue is None:
        return None
    share = words.percent(revenue.done / revenue.requirement.total)
    return Line(text=words("nudge.within_reach", tier=words(f"tier.{above.value}"), share=share), choices=(_tier(words),))


def _at_risk(work: Work, _: Nudge, partner: Partner, words: Words) -> Line:
    tier = tier_of(work, partner)
    day = words.day(next_review(work.at, tier.policy, tier.zone))
    return Line(text=words("nudge.at_risk", tier=words(f"tier.{tier.held.value}"), day=day), choices=(_tier(words),))


def _promotion(work: Work, nudge: Nudge, partner: Partner, words: Words) -> Line:
    policy = work.program.in_force(work.at)
    day = nudge.day + _DAY * nudge.step
    fields = {
        "tier": words(f"tier.{partner.tier.value}"),
        "points": words.number(policy.tiers.reward.points),
        "day": words.day(day),
    }
    return Line(text=words("nudge.promotion", **fields), choices=(Choice(label=words("choice.my_deals"), action="deals.list"),))


def _statement(_: Work, nudge: Nudge, partner: Partner, words: Words) -> Line:
    first, last = months_after(nudge.day, -1), nudge.day - _DAY
    show = Choice(label=words("choice.statement"), action=f"earnings.of/{partner.id}/{first.isoformat()}/{last.isoformat()}")
    return Line(text=words("nudge.statement", month=words.month(first)), choices=(show,))


def _certificate(work: Work, nudge: Nudge, _: Partner, words: Words) -> Line:
    area = Area(nudge.subject.split("/")[1])
    last = nudge.day + _DAY * nudge.step
    left = (last - local_date(work.at, work.viewer.member.zone)).days
    text = words.count("nudge.certificate", max(left, 0), area=words(f"area.{area.value}"), day=words.day(last))
    return Line(text=text, choices=(_person(words),))


def _inactive(work: Work, nudge: Nudge, partner: Partner, words: Words) -> Line:
    if work.viewer.partner is None:
        text = words.count("nudge.inactive_manager", nudge.step, partner=partner.name)
        return Line(text=text, choices=(_tier_of(partner, words),))
    start = Choice(label=words("choice.start"), action="register.start", style="primary")
    return Line(text=words.count("nudge.inactive", nudge.step), choices=(start, _person(words)))


def _tier(words: Words) -> Choice:
    return Choice(label=words("choice.tier"), action="tier.show")


def _tier_of(partner: Partner, words: Words) -> Choice:
    return Choice(label=words("choice.show_tier", partner=partner.name), action=f"tier.show/{partner.id}")


def _person(words: Words) -> Choice:
    return Choice(label=words("choice.person"), action="handover")


_LINES: Final[dict[NudgeKind, _Compose]] = {
    NudgeKind.FIRST_DEAL: first_deal,
    NudgeKind.EXPIRING: _of_deal(_expiring),
    NudgeKind.EXPIRED: _of_deal(_expired),
    NudgeKind.STALLED: _of_deal(_stalled),
    NudgeKind.CLOSE_DATE: _of_deal(_close_date),
    NudgeKind.WITHIN_REACH: _within_reach,
    NudgeKind.AT_RISK: _at_risk,
    NudgeKind.CERTIFICATE: _certificate,
    NudgeKind.PROMOTION: _promotion,
    NudgeKind.STATEMENT: _statement,
    NudgeKind.INACTIVE: _inactive,
}
