"""What a direct seller works on: the list of own opportunities and of leads handed over, and one of them in full."""

from __future__ import annotations

from handlers.channel_conflict import met_parts
from handlers.evidence import opportunity_values
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Lead, Work
from handlers.registration_form import CONTACT, SHOWN, label, show
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.opportunities import RecordedOpportunity, meet
from program.registrations import Status

#: A list shows so many at once, newest first.
_LISTED = 10


def list_opportunities(work: Work, conversation: Conversation) -> Outcome:
    """Own opportunities and the leads handed over to direct sales, the newest of each."""
    words = Words.of(work.viewer.member)
    own, leads = work.opportunities.all(), work.leads.all()
    if not own and not leads:
        choice = Choice(label=words("choice.start"), action="register.start", style="primary")
        return Outcome(parts=(Text(text=words("deals.none")), *offer([choice])), conversation=conversation)
    parts: list[Part] = []
    if own:
        parts.append(_own_table(own[:_LISTED], words, len(own)))
    if leads:
        parts.append(_lead_table(work, leads[:_LISTED], words, len(leads)))
    total, shown = len(own) + len(leads), min(len(own), _LISTED) + min(len(leads), _LISTED)
    if total > shown:
        parts.append(Text(text=words("deals.more", shown=words.number(shown), total=words.number(total)), tone=Tone.HINT))
    return Outcome(parts=tuple(parts), conversation=conversation)


def _own_table(found: tuple[RecordedOpportunity, ...], words: Words, total: int) -> Table:
    rows = tuple(
        (
            one.id,
            short(one.company),
            words(f"opportunity.{standing(one)}"),
            words.money(one.amount) if one.amount else "–",
            words.short_day(one.close_date) if one.close_date else "–",
        )
        for one in found
    )
    names = ("id", "company", "status", "amount", "close_date")
    return Table(
        caption=words.count("opportunities.caption", total),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=rows,
        numeric=frozenset({3}),
    )


def standing(opportunity: RecordedOpportunity) -> str:
    """Open, or how it ended; over without saying how counts as withdrawn."""
    if opportunity.is_open:
        return "open"
    return opportunity.ended.value if opportunity.ended else "withdrawn"


def _lead_table(work: Work, found: tuple[Lead, ...], words: Words, total: int) -> Table:
    rows = []
    for lead in found:
        sale = lead.registration.opportunity
        rows.append(
            (
                lead.registration.id,
                short(sale.company),
                lead.partner.name,
                words(f"opportunity.{lead_standing(lead)}"),
                words.money(sale.amount) if sale.amount else "–",
            )
        )
    names = ("id", "company", "partner", "status", "amount")
    return Table(
        caption=words.count("leads.caption", total),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=tuple(rows),
        numeric=frozenset({4}),
    )


def lead_standing(lead: Lead) -> str:
    """Open while direct sales work on it, protected or no longer; else how it ended."""
    status = lead.registration.status
    if status in (Status.WON, Status.LOST):
        return status.value
    return "open" if status is Status.APPROVED else "withdrawn"


def show_opportunity(work: Work, conversation: Conversation, id: str) -> Outcome:
    """An own opportunity, or a lead that was handed over, in full with what can be done."""
    words = Words.of(work.viewer.member)
    own, lead = work.opportunities.get(id), work.leads.get(id)
    if own is not None:
        return Outcome(parts=_own_parts(work, own, words), conversation=conversation)
    if lead is not None:
        return Outcome(parts=_lead_parts(lead, words), conversation=conversation)
    return say(conversation, words("opportunities.unknown", id=id[:20]))


def _own_parts(work: Work, own: RecordedOpportunity, words: Words) -> tuple[Part, ...]:
    contact = zip(CONTACT, (own.contact.name, own.contact.email, own.contact.phone), strict=True)
    facts = [
        Fact(label=words("fact.status"), value=words(f"opportunity.{standing(own)}")),
        Fact(label=words("fact.recorded_at"), value=words.moment(own.opened_at)),
        *(Fact(label=label(slot, words), value=value) for slot, value in contact if value),
    ]
    if own.close_date is not None:
        facts.append(Fact(label=label(Slot.CLOSE_DATE, words), value=words.day(own.close_date)))
    if own.amount is not None:
        facts.append(Fact(label=label(Slot.AMOUNT, words), value=words.money(own.amount)))
    if own.product is not None:
        facts.append(Fact(label=label(Slot.PRODUCT, words), value=own.product))
    parts: tuple[Part, ...] = (Facts(title=f"{own.company} · {own.id}", facts=tuple(facts)),)
    if not own.is_open:
        return parts
    policy = work.program.in_force(work.at)
    met = meet(work.files.of_opportunity(own.id), own.family, policy=policy, at=work.at)
    choices = [
        Choice(label=words("choice.won"), action=f"step/direct.won/{own.id}", style="primary"),
        Choice(label=words("choice.lost"), action=f"step/direct.lost/{own.id}"),
        Choice(label=words("choice.amend"), action=f"step/direct.amend/{own.id}"),
        Choice(label=words("choice.withdraw"), action=f"step/direct.withdraw/{own.id}"),
        Choice(label=words("choice.evidence"), action=f"step/statement/{own.id}"),
    ]
    return (*parts, *met_parts(work, met, policy, words), *offer(choices))


def _lead_parts(lead: Lead, words: Words) -> tuple[Part, ...]:
    """What direct sales need of a lead to go on with it: the deal and who handed it over."""
    registration = lead.registration
    values = opportunity_values(registration)
    facts = [
        Fact(label=words("fact.status"), value=words(f"opportunity.{lead_standing(lead)}")),
        Fact(label=words("fact.handed_over_by"), value=lead.partner.name),
        *(
            Fact(label=label(slot, words), value=show(slot, values[slot], words, values.get(Slot.CURRENCY)))
            for slot in SHOWN
            if slot in values and slot is not Slot.COMPANY
        ),
    ]
    choices = [
        Choice(label=words("choice.won"), action=f"step/direct.won/{registration.id}", style="primary"),
        Choice(label=words("choice.lost"), action=f"step/direct.lost/{registration.id}"),
    ]
    title = f"{registration.opportunity.company} · {registration.id}"
    return (Facts(title=title, facts=tuple(facts)), *offer(choices if registration.status is Status.APPROVED else []))


def find(work: Work, conversation: Conversation, subject: str, open_with: str) -> Outcome | str:
    """The id of the own opportunity or lead that the words name, by id or by company; several are offered, none is said.

    `open_with` is the action that a pick among several leads to.
    """
    words = Words.of(work.viewer.member)
    given = subject.strip()
    id = given.upper()
    if work.opportunities.get(id) is not None or work.leads.get(id) is not None:
        return id
    own = [(one.id, one.company) for one in work.opportunities.named(given)] if given else []
    leads = [(one.registration.id, one.registration.opportunity.company) for one in work.leads.named(given)] if given else []
    found = [*own, *leads]
    if len(found) == 1:
        return found[0][0]
    if not found:
        return say(conversation, words("opportunities.unknown", id=given[:60]))
    choices = [
        Choice(label=words("choice.show_company", company=short(company), id=id), action=f"{open_with}/{id}")
        for id, company in found[:9]
    ]
    return Outcome(parts=offer(choices, words.count("deals.which", len(found))), conversation=conversation)
