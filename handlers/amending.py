"""Changing what a registered deal says: amount, close date, contact and product, as far as the policy lets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.notices import tell_all
from handlers.outcome import Outcome
from handlers.own_deals import files_of, tried
from handlers.ports import Work
from handlers.registration_form import money_of, show
from handlers.reply import Fact, Facts, FieldKind, Lookup, Option, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.deciding import Request
from program.lifecycle import Stepped, amend
from program.partners import Partner
from program.policy import Policy
from program.registrations import UNDECIDED, Contact, CustomerFile, Opportunity, Registration, Reviewer

_KINDS: Final = {
    Slot.AMOUNT: FieldKind.MONEY,
    Slot.CLOSE_DATE: FieldKind.DATE,
    Slot.CONTACT_NAME: FieldKind.TEXT,
    Slot.CONTACT_EMAIL: FieldKind.EMAIL,
    Slot.CONTACT_PHONE: FieldKind.PHONE,
    Slot.PRODUCT: FieldKind.CHOICE,
}
_HINTED: Final = (Slot.AMOUNT, Slot.CLOSE_DATE, Slot.CONTACT_PHONE)


def _changed(work: Work, registration_id: str, changes: Mapping[str, object]) -> Registration | tuple[Part, ...]:
    """What the registration becomes, decided on its customer's files as they are without it."""

    def attempt(found: Registration, partner: Partner, policy: Policy) -> Stepped:
        manager = work.people.manager_of(partner.id)
        request = Request(
            partner=partner,
            manager_id=manager.id if manager else None,
            opportunity=found.opportunity,
            files=tuple(_without(file, found.id) for file in files_of(work, found)),
            territories=work.catalogue.territories(),
        )
        return amend(found, changes, request, policy=policy, at=work.at, by_vendor=work.viewer.may(Act.REVIEW))

    return tried(work, registration_id, attempt)


def _without(file: CustomerFile, registration_id: str) -> CustomerFile:
    return replace(file, claims=tuple(claim for claim in file.claims if claim.registration_id != registration_id))


def _ask_changes(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    found = _changed(work, registration_id, {})
    if not isinstance(found, Registration):
        return found
    words, known = Words.of(work.viewer.member), _values(found.opportunity)
    partner = work.people.partner(found.partner_id)
    products = tuple(Option(value=product.name, label=product.name) for product in work.catalogue.products())
    return Asked(
        title=words("amend.ask", company=found.opportunity.company),
        submit=words("amend.submit"),
        questions=tuple(
            Question(
                name=slot.value,
                label=words(f"slot.{slot.value}"),
                kind=kind,
                slot=slot,
                options=products if slot is Slot.PRODUCT else (),
                lookup=Lookup.PRODUCT if slot is Slot.PRODUCT else None,
                required=slot is Slot.CLOSE_DATE,
                hint=words(f"hint.{slot.value}") if slot in _HINTED else "",
                known=known.get(slot, ""),
                resets=("contact_email", "contact_phone") if slot is Slot.CONTACT_NAME else (),
            )
            for slot, kind in _KINDS.items()
        ),
        changes=True,
        currency=known.get(Slot.CURRENCY, partner.currency if partner else work.program.currency),
    )


def _values(sale: Opportunity) -> dict[Slot, str]:
    """What can be amended, canonical."""
    values = {
        Slot.AMOUNT: str(sale.amount.amount) if sale.amount else None,
        Slot.CURRENCY: sale.amount.currency if sale.amount else None,
        Slot.CLOSE_DATE: sale.close_date.isoformat(),
        Slot.CONTACT_NAME: sale.contact.name,
        Slot.CONTACT_EMAIL: sale.contact.email,
        Slot.CONTACT_PHONE: sale.contact.phone,
        Slot.PRODUCT: sale.product,
    }
    return {slot: value for slot, value in values.items() if value is not None}


def _amend(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    words = Words.of(work.viewer.member)
    contact = Contact(name=values.get("contact_name"), email=values.get("contact_email"), phone=values.get("contact_phone"))
    if contact == Contact():
        return Outcome(parts=(Text(text=words("why.contact_name"), tone=Tone.WARNING),), conversation=conversation)
    product = values.get("product")
    family = next((item.family for item in work.catalogue.products() if item.name == product), None)
    amount = money_of(values["amount"], values["currency"]) if "amount" in values else None
    closes = date.fromisoformat(values["close_date"])
    changes = {"contact": contact, "amount": amount, "close_date": closes, "product": product, "family": family}
    before = work.registrations.get(registration_id)
    after = _changed(work, registration_id, changes)
    if not isinstance(after, Registration) or before is None:
        return Outcome(parts=after if not isinstance(after, Registration) else (), conversation=conversation)
    differing = _differences(before.opportunity, after.opportunity)
    if not differing:
        return Outcome(parts=(Text(text=words("amend.nothing")),), conversation=conversation)
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.amended", after.id, **{slot.value: _logged(was, now) for slot, (was, now) in differing.items()})
    if before.status in UNDECIDED:
        _tell_deciders(work, after)
    done = words("amend.done", company=after.opportunity.company, id=after.id)
    return Outcome(parts=(Text(text=done, tone=Tone.SUCCESS), _shown(differing, after, words)), conversation=conversation)


def _differences(before: Opportunity, after: Opportunity) -> dict[Slot, tuple[str, str]]:
    """Slot by slot what was there and what is there now, canonical; an amount stands with its currency."""
    was, now = _with_currency(before), _with_currency(after)
    slots = [slot for slot in _KINDS if was.get(slot) != now.get(slot)]
    return {slot: (was.get(slot, ""), now.get(slot, "")) for slot in slots}


def _with_currency(sale: Opportunity) -> dict[Slot, str]:
    values = _values(sale)
    if Slot.CURRENCY in values:
        values[Slot.AMOUNT] = f"{values[Slot.AMOUNT]} {values.pop(Slot.CURRENCY)}"
    return values


def _logged(was: str, now: str) -> str:
    return f"{was} → {now}"


def _shown(differing: Mapping[Slot, tuple[str, str]], after: Registration, words: Words) -> Facts:
    def said(slot: Slot, value: str) -> str:
        if not value:
            return "–"
        amount, _, currency = value.partition(" ") if slot is Slot.AMOUNT else (value, "", None)
        return show(slot, amount, words, currency)

    return Facts(
        facts=tuple(
            Fact(label=words(f"slot.{slot.value}"), value=said(slot, now), note=words("amend.was", value=said(slot, was)))
            for slot, (was, now) in differing.items()
        )
    )


def _tell_deciders(work: Work, registration: Registration) -> None:
    """Whoever decides it learns that it says something else now."""
    admins = registration.reviewer is Reviewer.CHANNEL_ADMIN
    tell_all(
        work,
        work.people.channel_admins() if admins else work.people.deciders_for(registration.partner_id),
        key=f"registration.amended:{registration.id}:{registration.revision}",
        compose=lambda their: (Text(text=their("notice.amended", company=registration.opportunity.company, id=registration.id)),),
    )


AMEND: Final = Step(verb="amend", ask=_ask_changes, do=_amend)
