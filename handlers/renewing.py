"""Registering the renewal of a won deal: the customer stays with the reseller who won it, and what is known is not asked again."""

from __future__ import annotations

from dataclasses import replace

from handlers import registering
from handlers.clauses import clause_sources
from handlers.deals import find
from handlers.evidence import opportunity_values
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import Text
from handlers.state import Conversation, Draft
from handlers.understanding.readings import Slot, SlotReading, Understanding
from handlers.wording import Words
from program.access import Act
from program.partners import PartnerKind
from program.policy import Ground
from program.registrations import Registration, Status

#: What a renewal takes over from the deal that was won; when it closes has to be said.
_KEPT = (
    Slot.COMPANY,
    Slot.DOMAIN,
    Slot.REGISTER_NUMBER,
    Slot.CONTACT_NAME,
    Slot.CONTACT_EMAIL,
    Slot.CONTACT_PHONE,
    Slot.AMOUNT,
    Slot.CURRENCY,
    Slot.PRODUCT,
    Slot.COUNTRY,
    Slot.INDUSTRY,
    Slot.EMPLOYEES,
)


def renew(work: Work, conversation: Conversation, subject: str, said: Understanding) -> Outcome:
    """A draft of the renewal with what is known; `said` is what the message adds. Resellers only, for what they won themselves."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None or not work.viewer.may(Act.REGISTER):
        return say(conversation, words("register.not_allowed"))
    if PartnerKind.RESELLER not in partner.kinds:
        policy = work.program.in_force(work.at)
        clause = clause_sources([policy.clause(Ground.RENEWAL).id], policy, words)
        return Outcome(parts=(Text(text=words("renew.resellers")), clause), conversation=conversation)
    found = find(work, conversation, subject, "renew", fits=lambda one: one.status is Status.WON)
    if not isinstance(found, Registration):
        return found
    if found.status is not Status.WON or found.partner_id != partner.id:
        return say(conversation, words("renew.not_won", company=found.opportunity.company, id=found.id))
    known = {slot: SlotReading(value=value) for slot, value in _known(found).items()}
    draft = Draft(id=work.ids.draft(), renews=found.id)
    lead = Text(text=words("renew.lead", company=found.opportunity.company, id=found.id))
    both = replace(said, slots={**known, **said.slots})
    return registering.begin(work, conversation, draft, both, lead=(lead,))


def _known(won: Registration) -> dict[Slot, str]:
    values = opportunity_values(won)
    if won.closing is not None and won.closing.amount is not None:
        values |= {Slot.AMOUNT: str(won.closing.amount.amount), Slot.CURRENCY: won.closing.amount.currency}
    return {slot: value for slot, value in values.items() if slot in _KEPT}
