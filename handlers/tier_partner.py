"""For which partner something of its tier is recorded or decided: named in the message, the only one in sight, or asked for."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.assigning import partners_named
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Part, Text
from handlers.state import Conversation
from handlers.steps import Step, begin
from handlers.wording import Words
from program.access import Act
from program.partners import Partner

#: So many partners are offered to pick from.
_OFFERED = 9


def begin_for(
    work: Work, conversation: Conversation, step: Step, act: Act, subject: str, given: Mapping[str, str] | None = None
) -> Outcome:
    """Begins the step for the partner that the words name, or asks which; the words may also name one of its people."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(act):
        return say(conversation, words("tier.not_allowed"))
    found = partners_named(work, subject) if subject else list(work.people.partners())
    values = dict(given or {})
    if subject and not found:
        people = [member for member in work.people.named(subject) if member.active]
        found = [one for id in {member.partner_id or "" for member in people} if (one := work.people.partner(id)) is not None]
        values |= {"member": people[0].id} if len(people) == 1 else {}
    if len(found) == 1:
        return begin(work, conversation, step, found[0].id, values)
    if not found:
        return say(conversation, words("tier.unknown_partner", partner=subject[:60]))
    choices = [Choice(label=partner.name, action=f"step/{step.verb}/{partner.id}") for partner in found[:_OFFERED]]
    return Outcome(parts=offer(choices, words("tier.which_partner")), conversation=conversation)


def partner_for(work: Work, act: Act, partner_id: str) -> Partner | tuple[Part, ...]:
    """The partner when the viewer may do the act for it; the id comes from outside."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(act):
        return (Text(text=words("tier.not_allowed")),)
    partner = work.people.partner(partner_id)
    return partner if partner is not None else (Text(text=words("tier.unknown_partner", partner=partner_id[:60])),)
