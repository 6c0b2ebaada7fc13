"""Who looks after a partner: its partner manager, and whoever stands in today."""

from __future__ import annotations

from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice
from handlers.state import Conversation
from handlers.wording import Words


def show(work: Work, conversation: Conversation) -> Outcome:
    """Their names; the channel team's where the partner has no manager. At the vendor, nobody is looked after."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None:
        return say(conversation, words("looked_after.vendor"))
    manager, today = work.people.manager_of(partner.id), work.people.deciders_for(partner.id)
    if manager is None:
        said = words("looked_after.team", partner=partner.name, people=", ".join(member.name for member in today))
    else:
        said = words("looked_after.manager", partner=partner.name, manager=manager.name)
        deputies = [member.name for member in today if member.id != manager.id]
        said += " " + words("looked_after.deputy", people=", ".join(deputies)) if deputies else ""
    return Outcome(parts=offer([Choice(label=words("choice.person"), action="handover")], said), conversation=conversation)
