"""The evidence of a case, for those who decide it: what was registered when, and everything that speaks for or against it."""

from __future__ import annotations

from handlers.ports import Happened, Work
from handlers.registration_form import SHOWN, label, show
from handlers.reply import Fact, Facts, Part, Table, Text, Tone
from handlers.submitting import clause_sources
from handlers.understanding.company_match import match
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.deciding import protected_family
from program.policy import Policy
from program.registrations import CustomerFile, Registration, Relation, claims_on


def evidence_parts(work: Work, registration: Registration, words: Words) -> tuple[Part, ...]:
    """The case in the order in which one reads it: the deal, why it is here, the customer's file, what was asked and answered."""
    sale = registration.opportunity
    policy = work.program.version(registration.policy_version)
    parts: list[Part] = [
        Text(text=words("case.title", company=sale.company, id=registration.id), tone=Tone.TITLE),
        Facts(facts=_deal(work, registration, words)),
        *_why(registration, policy, words),
    ]
    about = _customer(work, registration, words)
    if about:
        parts.append(Facts(title=words("case.customer"), facts=about))
    claims = _claims(work, registration, words)
    if claims is not None:
        parts.append(claims)
    answers = tuple(fact for event in work.log.of(registration.id) for fact in _asked_and_answered(event, words))
    if answers:
        parts.append(Facts(title=words("case.answers"), facts=answers))
    return tuple(parts)


def _why(registration: Registration, policy: Policy, words: Words) -> tuple[Part, ...]:
    """Why a person decides, in the vendor's words, with the clauses."""
    if not registration.reasons:
        return ()
    grounds = words.all_of([words(f"ground.{reason.ground.value}") for reason in registration.reasons])
    clauses = clause_sources([reason.clause for reason in registration.reasons], policy, words)
    return (Text(text=words("case.why", grounds=grounds)), clauses)


def _deal(work: Work, registration: Registration, words: Words) -> tuple[Fact, ...]:
    partner = work.people.partner(registration.partner_id)
    member = work.people.member(registration.member_id)
    found = [
        Fact(label=words("fact.partner"), value=partner.name if partner else ""),
        Fact(
            label=words("fact.registered_by"),
            value=member.name if member else words("role.former_colleague"),
            note=words("note.on_behalf") if registration.on_behalf else "",
        ),
        Fact(label=words("fact.registered_at"), value=words.moment(registration.registered_at)),
    ]
    values = opportunity_values(registration)
    currency = values.get(Slot.CURRENCY)
    found += [Fact(label=label(slot, words), value=show(slot, values[slot], words, currency)) for slot in SHOWN if slot in values]
    return tuple(found)


def opportunity_values(registration: Registration) -> dict[Slot, str]:
    """What the registration holds, slot by slot, in canonical form."""
    sale = registration.opportunity
    engaged = None if sale.vendor_engaged is None else ("yes" if sale.vendor_engaged else "no")
    values = {
        Slot.COMPANY: sale.company,
        Slot.DOMAIN: sale.domain,
        Slot.REGISTER_NUMBER: sale.register_number,
        Slot.CONTACT_NAME: sale.contact.name,
        Slot.CONTACT_EMAIL: sale.contact.email,
        Slot.CONTACT_PHONE: sale.contact.phone,
        Slot.CLOSE_DATE: sale.close_date.isoformat(),
        Slot.AMOUNT: str(sale.amount.amount) if sale.amount else None,
        Slot.CURRENCY: sale.amount.currency if sale.amount else None,
        Slot.PRODUCT: sale.product,
        Slot.COUNTRY: sale.country,
        Slot.INDUSTRY: sale.industry,
        Slot.EMPLOYEES: str(sale.employees) if sale.employees is not None else None,
        Slot.VENDOR_ENGAGED: engaged,
    }
    return {slot: value for slot, value in values.items() if value is not None}


def own_files(work: Work, registration: Registration) -> tuple[CustomerFile, ...]:
    """The files of the registered customer itself."""
    return tuple(file for file, relation in work.files.of_registration(registration.id) if relation.is_identity)


def _similar(work: Work, registration: Registration, words: Words) -> list[Fact]:
    """Similar customers that the seller was asked about: what was answered, and why we asked."""
    found = []
    for file, relation in work.files.of_registration(registration.id):
        if relation is Relation.EXACT:
            continue
        reasons = match(registration.opportunity.company, file.name).reasons[:3]
        why = words.all_of([words(f"match.{reason.code}") for reason in reasons]) if reasons else ""
        answer = words(f"case.relation.{relation.value}")
        found.append(Fact(label=words("case.similar", company=file.name), value=answer, note=why))
        if any(claim.partner_id != registration.partner_id for claim in file.claims) and not relation.is_identity:
            found.append(Fact(label=words("case.similar_claimed", company=file.name), value=words("word.yes")))
    return found


def _customer(work: Work, registration: Registration, words: Words) -> tuple[Fact, ...]:
    files = own_files(work, registration)
    found = _similar(work, registration, words)
    if len(files) > 1:
        found.append(Fact(label=words("case.files"), value=words.all_of([file.name for file in files])))
    if any(file.is_customer for file in files):
        found.append(Fact(label=words("case.is_customer"), value=words("word.yes")))
    for file in files:
        if file.named_account_owner:
            found.append(Fact(label=words("case.named_account"), value=file.named_account_owner))
        found += [
            Fact(label=words("case.direct"), value=words("case.direct_value", seller=sale.seller, day=words.moment(sale.opened_at)))
            for sale in file.direct
        ]
    for territory in work.catalogue.territories():
        if territory.partner_id not in (None, registration.partner_id) and territory.covers(registration.opportunity):
            found.append(Fact(label=words("case.territory"), value=territory.name))
    return tuple(found)


def _claims(work: Work, registration: Registration, words: Words) -> Table | None:
    """Who registered this customer when. A partner out of the viewer's sight is not named."""
    policy = work.program.version(registration.policy_version)
    files = own_files(work, registration)
    rows = []
    for claim in claims_on(files, protected_family(registration.opportunity, policy)):
        partner = work.people.partner(claim.partner_id)
        until = claim.protected.last_day(words.zone) if claim.protected else None
        rows.append(
            (
                claim.registration_id if partner else "–",
                partner.name if partner else words("case.other_portfolio"),
                words.moment(claim.registered_at),
                words(f"status.{claim.status_at(work.at).value}"),
                words.short_day(until) if until else "–",
            )
        )
    if len(rows) < 2:
        return None
    columns = ("id", "partner", "registered", "status", "protected_until")
    return Table(caption=words("case.claims"), columns=tuple(words(f"column.{name}") for name in columns), rows=tuple(rows))


def _asked_and_answered(event: Happened, words: Words) -> tuple[Fact, ...]:
    if event.kind != "registration.answered":
        return ()
    return (
        Fact(label=words("fact.question"), value=event.fields["question"]),
        Fact(label=words("fact.answer"), value=event.fields["answer"], note=words.moment(event.at)),
    )
