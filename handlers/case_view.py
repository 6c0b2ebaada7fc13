"""A case as it is read in a chat: the proposal first, then the deal, the customer, what the sides say, and who was there before."""

from __future__ import annotations

from typing import Final

from handlers.case import Case
from handlers.clauses import clause_sources
from handlers.deals import on_behalf_note
from handlers.due import due_facts
from handlers.evidence import opportunity_values
from handlers.outcome import short
from handlers.ports import Happened, Work
from handlers.registration_form import SHOWN, label, show
from handlers.reply import Fact, Facts, Part, Table, Text, Tone
from handlers.understanding.company_match import CompanyName, match
from handlers.understanding.company_names import identity_key
from handlers.understanding.readings import Slot
from handlers.weighing_view import said_facts, weighing_table
from handlers.wording import Words
from program.registrations import UNDECIDED, Claim, CustomerFile, Relation

#: Of earlier registrations, so many are shown, the newest.
EARLIER: Final = 3
#: So many reasons say why two names were compared.
_REASONS: Final = 3
#: So much of a reason or an answer is shown; the whole stands in the timeline.
_QUOTED: Final = 100


def case_parts(work: Work, case: Case, words: Words) -> tuple[Part, ...]:
    """The case, nothing said twice."""
    registration = case.registration
    parts: list[Part] = [
        Text(text=words("case.title", company=registration.opportunity.company, id=registration.id), tone=Tone.TITLE)
    ]
    if registration.status in UNDECIDED:
        parts += _proposal(case, words)
    parts.append(Facts(facts=_deal(work, case, words)))
    about = _customer(work, case, words)
    if about:
        parts.append(Facts(title=words("case.customer"), facts=about))
    if case.proposal.weighing is not None:
        parts.append(weighing_table(case, case.proposal.weighing, words))
    said = said_facts(work, case, words)
    if said:
        parts.append(Facts(title=words("case.said"), facts=said))
    claims = _claims(work, case, words)
    if claims is not None:
        parts.append(claims)
    answers = tuple(fact for event in case.log for fact in _happened(event, words))
    if answers:
        parts.append(Facts(title=words("case.answers"), facts=answers[-4:]))
    return tuple(parts)


def _proposal(case: Case, words: Words) -> tuple[Part, ...]:
    """What the policy proposes, why the case is here at all, and the clause to look up."""
    proposal, reasons = case.proposal, case.registration.reasons
    text = words(f"proposal.{proposal.advice.value}.{proposal.reason.ground.value}", clause=proposal.reason.clause)
    grounds = [words("case.ground", ground=words(f"ground.{reason.ground.value}"), clause=reason.clause) for reason in reasons]
    waits = (Text(text=words("case.why", grounds=words.all_of(grounds))),) if reasons else ()
    return (Text(text=text), *waits, clause_sources([proposal.reason.clause], case.policy, words))


def _deal(work: Work, case: Case, words: Words) -> tuple[Fact, ...]:
    registration = case.registration
    member = work.people.member(registration.member_id)
    by = member.name if member else words("role.former_colleague")
    found = [
        Fact(label=words("fact.partner"), value=case.partner.name),
        Fact(label=words("fact.registered_by"), value=by, note=on_behalf_note(work, registration, words)),
        Fact(label=words("fact.registered_at"), value=words.moment(registration.registered_at)),
        *due_facts(work, registration, case.partner, words),
    ]
    values = opportunity_values(registration)
    currency = values.get(Slot.CURRENCY)
    shown = [slot for slot in SHOWN if slot in values and slot is not Slot.COMPANY]
    return (*found, *(Fact(label=label(slot, words), value=show(slot, values[slot], words, currency)) for slot in shown))


def _customer(work: Work, case: Case, words: Words) -> tuple[Fact, ...]:
    found = _matches(work, case, words)
    if any(file.is_customer for file in case.files):
        found.append(Fact(label=words("case.is_customer"), value=words("word.yes")))
    found += [
        Fact(label=words("case.named_account"), value=file.named_account_owner) for file in case.files if file.named_account_owner
    ]
    found += [
        Fact(label=words("case.direct"), value=words("case.direct_value", seller=sale.seller, day=words.moment(sale.opened_at)))
        for sale in case.direct
    ]
    for territory in work.catalogue.territories():
        if territory.partner_id not in (None, case.partner.id) and territory.covers(case.registration.opportunity):
            owner = work.people.partner(territory.partner_id) if territory.partner_id else None
            found.append(Fact(label=words("case.territory"), value=territory.name, note=owner.name if owner else ""))
    return tuple(found)


def _matches(work: Work, case: Case, words: Words) -> list[Fact]:
    """Known customers of another name that were compared: the score, why, and what was said of them."""
    sale = case.registration.opportunity
    asked = CompanyName(name=sale.company, domain=sale.domain, register_number=sale.register_number)
    found = []
    for file, relation in work.files.of_registration(case.registration.id):
        if relation is Relation.EXACT and identity_key(file.name) == identity_key(sale.company):
            continue
        compared = match(asked, file.name)
        reasons = words.all_of([words(f"match.{reason.code}") for reason in compared.reasons[:_REASONS]])
        score = words("case.score", percent=words.number(round(compared.score * 100)), reasons=reasons)
        answer = words(f"case.relation.{relation.value}")
        found.append(Fact(label=words("case.similar", company=file.name), value=answer, note=score))
        if not relation.is_identity and _is_claimed(file, case):
            found.append(Fact(label=words("case.similar_claimed", company=file.name), value=words("word.yes")))
    return found


def _is_claimed(file: CustomerFile, case: Case) -> bool:
    return any(claim.partner_id != case.partner.id for claim in file.claims)


def _claims(work: Work, case: Case, words: Words) -> Table | None:
    """Who registered this customer when, whatever became of it. A partner out of the viewer's sight is not named."""
    history = work.files.history(case.files)
    if len(history) < 2:
        return None
    open_ones = [claim for claim in history if claim.status in UNDECIDED]
    closed = [claim for claim in history if claim.status not in UNDECIDED]
    shown = sorted((*closed[-EARLIER:], *open_ones), key=lambda claim: (claim.registered_at, claim.registration_id))
    everything = len(shown) == len(history)
    newest = words("case.claims_newest", shown=words.number(len(shown)), total=words.number(len(history)))
    columns = tuple(words(f"column.{name}") for name in ("id", "partner", "product", "registered", "status"))
    caption = words("case.claims") if everything else newest
    return Table(caption=caption, columns=columns, rows=tuple(_claim(work, claim, words) for claim in shown))


def _claim(work: Work, claim: Claim, words: Words) -> tuple[str, ...]:
    partner = work.people.partner(claim.partner_id)
    status = words(f"status.{claim.status_at(work.at).value}")
    until = f", {words.short_day(claim.protected.last_day(words.zone))}" if claim.protected else ""
    return (
        claim.registration_id if partner else "–",
        short(partner.name, 30) if partner else words("case.other_portfolio"),
        claim.family or words("case.everything"),
        words.moment(claim.registered_at),
        status + until,
    )


def _happened(event: Happened, words: Words) -> tuple[Fact, ...]:
    """What was asked and answered, and, of an appeal, what had been decided and what speaks against it."""
    when = words.moment(event.at)
    match event.kind:
        case "registration.answered":
            return (
                Fact(label=words("fact.question"), value=short(event.fields["question"], _QUOTED)),
                Fact(label=words("fact.answer"), value=short(event.fields["answer"], _QUOTED), note=when),
            )
        case "registration.declined":
            why = event.fields.get("reason") or words("source.clause", id=event.fields["clause"])
            return (Fact(label=words("case.was_declined"), value=short(why, _QUOTED), note=when),)
        case "registration.appealed":
            return (Fact(label=words("case.appeal"), value=short(event.fields["reason"], _QUOTED), note=when),)
        case _:
            return ()
