"""What happens by rule while nobody decides a dispute: a reminder, word that the time is up, then the channel admins decide it."""

from __future__ import annotations

from dataclasses import replace

from handlers.clauses import clause_sources
from handlers.dispute_view import ticking
from handlers.disputing import deciders
from handlers.notices import Compose
from handlers.ports import Work
from handlers.reply import Choice, Choices, Part, Text, Tone
from handlers.rungs import Climbing, tell_of_rung
from handlers.wording import Words
from program.disputes import Dispute, rung_to_climb
from program.policy import Ground
from program.review_time import ReviewClock, Rung


def dispute_rung(work: Work, dispute: Dispute) -> Rung | None:
    """The highest rung that the dispute has reached and not climbed yet."""
    partner = work.people.partner(dispute.partner_id)
    if partner is None:
        return None
    is_managed = work.people.manager_of(dispute.partner_id) is not None and bool(work.people.channel_admins())
    return rung_to_climb(dispute, ticking(work, dispute, partner), work.at, is_managed=is_managed)


def climb_dispute(work: Work, dispute_id: str) -> Rung | None:
    """Lets the dispute climb and tells everybody concerned, once however often and wherever it is called; None when it does not."""
    dispute = work.disputes.get(dispute_id)
    partner = work.people.partner(dispute.partner_id) if dispute else None
    rung = dispute_rung(work, dispute) if dispute else None
    if dispute is None or partner is None or rung is None or not work.disputes.climb(dispute.id, rung, work.at):
        return None
    climbing = Climbing(
        key=f"dispute.{rung.name.lower()}:{dispute.id}",
        before=deciders(work, dispute),
        after=deciders(work, replace(dispute, climbed=Rung.TAKEN_OVER)),
        asked=_asked(work, dispute, ticking(work, dispute, partner), rung, partner.name),
        gone=_no_longer_theirs(work, dispute),
    )
    tell_of_rung(work, rung, climbing)
    work.log.add(f"dispute.{rung.name.lower()}", dispute.id, line=dispute.line_id)
    return rung


def _asked(work: Work, dispute: Dispute, clock: ReviewClock, rung: Rung, partner: str) -> Compose:
    """To somebody who is to decide: until when, by which rule, and the dispute to look at; a reminder says why it comes anyway."""
    policy = work.program.version(dispute.policy_version)

    def compose(words: Words) -> tuple[Part, ...]:
        show = Choice(label=words("choice.show", id=dispute.id), action=f"dispute.show/{dispute.id}", style="primary")
        day = words.weekday(clock.due_day)
        text = words(f"notice.dispute_{rung.name.lower()}", partner=partner, line=dispute.line_id, id=dispute.id, day=day)
        sources = clause_sources([policy.clause(Ground.ESCALATION).id], policy, words)
        why = (Text(text=words("notice.yours_to_decide"), tone=Tone.HINT),) if rung is Rung.REMINDED else ()
        return (Text(text=text), *why, sources, Choices(choices=(show,)))

    return compose


def is_settled(work: Work, key: str) -> bool:
    """Whether a message of this key is a reminder of a dispute that is decided by now."""
    kind, _, rest = key.partition(":")
    dispute = work.disputes.get(rest.split(":")[0]) if kind == f"dispute.{Rung.REMINDED.name.lower()}" else None
    return dispute is not None and not dispute.is_open


def _no_longer_theirs(work: Work, dispute: Dispute) -> Compose:
    def compose(words: Words) -> tuple[Part, ...]:
        policy = work.program.version(dispute.policy_version)
        text = words("notice.dispute_no_longer_yours", id=dispute.id, line=dispute.line_id)
        return (Text(text=text), clause_sources([policy.clause(Ground.ESCALATION).id], policy, words))

    return compose
