"""Who looks after whom: partners assigned to managers, and deputies for absences."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from handlers.linking import read_address
from handlers.notices import tell
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Text
from handlers.state import Conversation
from handlers.understanding.dates import read_dates
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.partners import Deputyship, Member, Partner, Role
from program.periods import local_date


def assign(work: Work, conversation: Conversation, partner_words: str, manager_words: str) -> Outcome:
    """Gives a partner to a manager: channel admins any partner, managers their own ones."""
    words = Words.of(work.viewer.member)
    if not (work.viewer.may(Act.ASSIGN) or work.viewer.member.role is Role.PARTNER_MANAGER):
        return say(conversation, words("assign.not_allowed"))
    manager = _vendor_member(work, manager_words)
    if manager is None or manager.role not in (Role.PARTNER_MANAGER, Role.CHANNEL_ADMIN):
        return say(conversation, words("assign.how"))
    found = partners_named(work, partner_words)
    if not found:
        return say(conversation, words("assign.unknown_partner", partner=partner_words[:60]))
    if len(found) > 1:
        choices = [Choice(label=partner.name, action=f"assign/{partner.id}/{manager.id}") for partner in found[:9]]
        return Outcome(parts=offer(choices, words("assign.which")), conversation=conversation)
    return assign_to(work, conversation, found[0].id, manager.id)


def assign_to(work: Work, conversation: Conversation, partner_id: str, manager_id: str) -> Outcome:
    """The assignment itself; both ids come from outside and are checked again."""
    words = Words.of(work.viewer.member)
    partner, manager = work.people.partner(partner_id), work.people.member(manager_id)
    allowed = work.viewer.may(Act.ASSIGN) or work.viewer.member.role is Role.PARTNER_MANAGER
    if not allowed or partner is None or manager is None or manager.role not in (Role.PARTNER_MANAGER, Role.CHANNEL_ADMIN):
        return say(conversation, words("assign.not_allowed"))
    work.people.assign(partner.id, manager.id)
    work.log.add("partner.assigned", partner.id, manager=manager.id)
    tell(
        work,
        manager,
        key=f"partner.assigned:{partner.id}:{work.at.isoformat()}",
        compose=lambda their: (Text(text=their("notice.assigned", partner=partner.name)),),
    )
    return say(conversation, words("assign.done", partner=partner.name, manager=manager.name))


#: Before the last day of an absence that has begun: "my deputy until Friday".
_UNTIL: Final = re.compile(
    r"\b(?:until|till?|through|bis)(?: (?:and including|einschließlich|inklusive|the|zum))*\s*$", re.IGNORECASE
)


def name_deputy(work: Work, conversation: Conversation, deputy_words: str, when: str) -> Outcome:
    """Names a deputy for the viewer's absence: both days included."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.NAME_DEPUTY):
        return say(conversation, words("deputy.not_allowed"))
    deputy = _vendor_member(work, deputy_words)
    today = local_date(work.at, work.viewer.member.zone)
    days = read_dates(when, today=today)
    if deputy is None or deputy.id == work.viewer.member.id or deputy.role is Role.DIRECT_SELLER or not days:
        return say(conversation, words("deputy.how"))
    from_today = len(days) == 1 and _UNTIL.search(when[: days[0].span[0]])
    first, last = today if from_today else days[0].start, max(day.end for day in days) - timedelta(days=1)
    if last < today or last < first:
        return say(conversation, words("deputy.past"))
    deputyship = Deputyship(manager_id=work.viewer.member.id, deputy_id=deputy.id, first=first, last=last)
    work.people.add_deputy(deputyship)
    work.log.add("deputy.named", work.viewer.member.id, deputy=deputy.id, first=first.isoformat(), last=last.isoformat())
    tell(
        work,
        deputy,
        key=f"deputy.named:{work.viewer.member.id}:{first}:{last}",
        compose=lambda their: (
            Text(text=their("notice.deputy", manager=work.viewer.member.name, first=their.day(first), last=their.day(last))),
        ),
    )
    return say(conversation, words("deputy.done", deputy=deputy.name, first=words.day(first), last=words.day(last)))


def _vendor_member(work: Work, text: str) -> Member | None:
    for word in text.replace(",", " ").split():
        address = read_address(word)
        member = work.people.by_email(address) if address else None
        if member is not None and member.partner_id is None:
            return member
    return None


def partners_named(work: Work, text: str) -> list[Partner]:
    """The partners in the viewer's sight that the words name: by id or name, or else by a part of the name."""
    wanted = fold(text)
    partners = work.people.partners()
    exact = [partner for partner in partners if wanted in (fold(partner.name), partner.id)]
    return exact or [partner for partner in partners if wanted and wanted in fold(partner.name)]
