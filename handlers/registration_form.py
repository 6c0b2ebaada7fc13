"""The registration form, defined once: its slots, what each must be like, and how each is shown."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from handlers.ports import CatalogueProduct
from handlers.reply import Fact, Field, FieldKind, Form, Lookup, Option
from handlers.state import Draft
from handlers.understanding.company_keys import decides
from handlers.understanding.company_names import domain_key, identity_key, register_key
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.money import Money
from program.partners import Partner
from program.policy import Detail, Policy
from program.registrations import Contact, Opportunity

CONTACT: Final = (Slot.CONTACT_NAME, Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE)
#: In the order in which they are shown and asked.
SHOWN: Final = (
    Slot.COMPANY,
    Slot.DOMAIN,
    Slot.REGISTER_NUMBER,
    *CONTACT,
    Slot.CLOSE_DATE,
    Slot.AMOUNT,
    Slot.PRODUCT,
    Slot.COUNTRY,
    Slot.INDUSTRY,
    Slot.EMPLOYEES,
    Slot.VENDOR_ENGAGED,
)
#: The ten that programs read along (the evaluation's slots).
READ_ALONG: Final = (
    Slot.COMPANY,
    Slot.DOMAIN,
    *CONTACT,
    Slot.AMOUNT,
    Slot.CURRENCY,
    Slot.CLOSE_DATE,
    Slot.PRODUCT,
    Slot.COUNTRY,
)
_KINDS: Final = {
    Slot.CONTACT_EMAIL: FieldKind.EMAIL,
    Slot.CONTACT_PHONE: FieldKind.PHONE,
    Slot.CLOSE_DATE: FieldKind.DATE,
    Slot.AMOUNT: FieldKind.MONEY,
    Slot.PRODUCT: FieldKind.CHOICE,
    Slot.EMPLOYEES: FieldKind.NUMBER,
    Slot.VENDOR_ENGAGED: FieldKind.CHOICE,
}
_MAX_LENGTH: Final = 200
_MAX_EMPLOYEES: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a value cannot be taken: a message id with its fields, and the value it probably should be (None: no idea)."""

    id: str
    fields: Mapping[str, str]
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What values are checked against: today in the member's zone, the policy and the catalogue."""

    today: date
    policy: Policy
    products: tuple[CatalogueProduct, ...]
    currency: str
    words: Words

    @property
    def catalogue_in_words(self) -> str:
        """The products' names as a list to choose from."""
        return self.words.either([product.name for product in self.products])


def required(policy: Policy) -> tuple[Slot, ...]:
    """The slots that must be known, in the order they are asked; the contact stands as its name."""
    return tuple(Slot.CONTACT_NAME if detail is Detail.CONTACT else Slot(detail.value) for detail in policy.registration.required)


def missing(values: Mapping[str, str], policy: Policy) -> tuple[Slot, ...]:
    """What must still be asked. A contact is known by a name, an e-mail address or a phone number."""
    has_contact = any(slot.value in values for slot in CONTACT)
    return tuple(slot for slot in required(policy) if not (has_contact if slot is Slot.CONTACT_NAME else slot.value in values))


def offered(values: Mapping[str, str], partner: Partner | None, policy: Policy) -> tuple[Slot, ...]:
    """What may still be said, by the kinds of the partner; direct sales (None) may say everything about the customer."""
    kinds = partner.kinds if partner is not None else policy.kinds.keys()
    details = {detail for kind in kinds for detail in policy.kinds[kind].offers}
    unasked = {Detail.CONTACT} if partner is not None else {Detail.CONTACT, Detail.VENDOR_ENGAGED}  # they are the vendor
    slots = {Slot(detail.value) for detail in details - unasked}
    return tuple(slot for slot in SHOWN if slot in slots and slot.value not in values)


def check(slot: Slot, value: str, rules: Rules) -> Fault | None:
    """What is wrong with a canonical value; None when it can be taken."""
    if slot is Slot.CLOSE_DATE:
        return _check_close_date(date.fromisoformat(value), rules)
    if slot is Slot.AMOUNT:
        return _check_amount(value, rules)
    if slot is Slot.EMPLOYEES:
        fits = value.isascii() and value.isdigit() and len(value) <= 9 and 0 < int(value) <= _MAX_EMPLOYEES
        return None if fits else Fault(id="fault.employees", fields={})
    if slot is Slot.PRODUCT:
        known = any(product.name == value for product in rules.products)
        return None if known else Fault(id="fault.product", fields={"products": rules.catalogue_in_words})
    if len(value) > _MAX_LENGTH:
        return Fault(id="fault.too_long", fields={"label": label(slot, rules.words), "most": str(_MAX_LENGTH)})
    if slot is Slot.COMPANY and not identity_key(value):
        return Fault(id="fault.company", fields={})
    return None


def _check_close_date(day: date, rules: Rules) -> Fault | None:
    latest = _months_later(rules.today, rules.policy.registration.max_months_ahead)
    shown = rules.words.day(day)
    if day < rules.today:
        again = _next_such_day(day, rules.today)
        return Fault(
            id="fault.close_date.past", fields={"day": shown, "next": rules.words.day(again)}, suggestion=again.isoformat()
        )
    if day > latest:
        return Fault(id="fault.close_date.far", fields={"day": shown, "latest": rules.words.day(latest)})
    return None


def _check_amount(value: str, rules: Rules) -> Fault | None:
    most = rules.policy.registration.max_amount
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return Fault(id="fault.amount", fields={})
    if not amount.is_finite() or amount <= 0:
        return Fault(id="fault.amount", fields={})
    if amount > most.amount:
        return Fault(id="fault.amount.most", fields={"most": rules.words.money(most)})
    return None


def _next_such_day(day: date, today: date) -> date:
    for year in (today.year, today.year + 1):
        # 29 February becomes 28 February in a year without it
        again = day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
        if again >= today:
            return again
    raise AssertionError("one of two years holds a day that is not past")


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def label(slot: Slot, words: Words) -> str:
    return words(f"slot.{slot.value}")


def show(slot: Slot, value: str, words: Words, currency: str | None = None) -> str:
    """A canonical value as the reader writes it; an amount with its currency when there is one."""
    if slot is Slot.CLOSE_DATE:
        return words.day(date.fromisoformat(value))
    if slot is Slot.AMOUNT:
        return words.money(money_of(value, currency)) if currency else words.number(Decimal(value))
    if slot is Slot.COUNTRY:
        return words.country(value)
    if slot is Slot.EMPLOYEES:
        return words.number(int(value))
    if slot is Slot.VENDOR_ENGAGED:
        return words("word.yes" if value == "yes" else "word.no")
    return value


def facts(draft: Draft, words: Words, only: Collection[Slot] = SHOWN) -> tuple[Fact, ...]:
    """What the draft holds, read back, with the words it was read from where they say it differently."""
    found = []
    for slot in SHOWN:
        value = draft.get(slot)
        if value is None or slot not in only:
            continue
        shown = show(slot, value, words, draft.get(Slot.CURRENCY))
        found.append(Fact(label=label(slot, words), value=shown, note=_note(slot, draft, shown, words)))
    return tuple(found)


def _note(slot: Slot, draft: Draft, shown: str, words: Words) -> str:
    if slot is Slot.AMOUNT and Slot.CURRENCY.value in draft.assumed:
        return words(
            "note.currency_partners" if draft.partner_id else "note.currency_assumed", currency=draft.values[Slot.CURRENCY.value]
        )
    said = draft.words.get(slot.value, "").strip()
    interesting = slot in (Slot.CLOSE_DATE, Slot.AMOUNT, Slot.PRODUCT, Slot.COUNTRY)
    if interesting and said and said.casefold() != shown.casefold():
        return words("note.read_from", words=said)
    return ""


def form(
    draft: Draft,
    rules: Rules,
    slots: tuple[Slot, ...],
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[Slot, str] | None = None,
) -> Form:
    """The draft as a form with these slots; with `typed` and `faults` as it came back, the input kept."""
    words = rules.words
    must = {slot for slot in required(rules.policy) if slot is not Slot.CONTACT_NAME}
    return Form(
        id=f"register/{draft.id}",
        title=words("form.register.title"),
        submit=words("form.register.submit"),
        fields=tuple(
            Field(
                name=slot.value,
                kind=_KINDS.get(slot, FieldKind.TEXT),
                label=label(slot, words),
                required=slot in must,
                hint=_hint(slot, words),
                value=(typed or {}).get(slot.value, _typed(slot, draft, words))[:_MAX_LENGTH],
                error=(faults or {}).get(slot, ""),
                options=_options(slot, rules),
                lookup=Lookup.PRODUCT if slot is Slot.PRODUCT else None,
            )
            for slot in slots
        ),
    )


def _typed(slot: Slot, draft: Draft, words: Words) -> str:
    value = draft.get(slot)
    if value is None:
        return ""
    if slot in (Slot.PRODUCT, Slot.VENDOR_ENGAGED, Slot.EMPLOYEES):
        return value
    return show(slot, value, words, draft.get(Slot.CURRENCY))


def _hint(slot: Slot, words: Words) -> str:
    return words(f"hint.{slot.value}") if slot in (*CONTACT, Slot.CLOSE_DATE, Slot.AMOUNT) else ""


def _options(slot: Slot, rules: Rules) -> tuple[Option, ...]:
    if slot is Slot.PRODUCT:
        return tuple(Option(value=product.name, label=product.name) for product in rules.products)
    if slot is Slot.VENDOR_ENGAGED:
        return (Option(value="yes", label=rules.words("word.yes")), Option(value="no", label=rules.words("word.no")))
    return ()


def form_slots(partner: Partner | None, policy: Policy) -> tuple[Slot, ...]:
    """The slots of the whole form for a partner, or direct sales (None): what is required, a whole contact, what is offered."""
    wanted = {*required(policy), *CONTACT, *offered({}, partner, policy), Slot.DOMAIN, Slot.REGISTER_NUMBER}
    return tuple(slot for slot in SHOWN if slot in wanted)


def money_of(value: str, currency: str) -> Money:
    """A canonical amount as money, rounded half-even to the currency's minor unit."""
    return Money.rounded(Decimal(value), currency)


def opportunity(draft: Draft, rules: Rules) -> Opportunity:
    """What the draft asks to protect. Every value must have passed `check`, and nothing required be missing."""
    get = draft.get
    product = get(Slot.PRODUCT)
    amount, currency, employees = get(Slot.AMOUNT), get(Slot.CURRENCY), get(Slot.EMPLOYEES)
    engaged = get(Slot.VENDOR_ENGAGED)
    return Opportunity(
        company=draft.values[Slot.COMPANY.value],
        contact=Contact(name=get(Slot.CONTACT_NAME), email=get(Slot.CONTACT_EMAIL), phone=get(Slot.CONTACT_PHONE)),
        close_date=date.fromisoformat(draft.values[Slot.CLOSE_DATE.value]),
        domain=get(Slot.DOMAIN),
        register_number=get(Slot.REGISTER_NUMBER),
        amount=money_of(amount, currency or rules.currency) if amount is not None else None,
        product=product,
        family=next((item.family for item in rules.products if item.name == product), None),
        country=get(Slot.COUNTRY),
        industry=get(Slot.INDUSTRY),
        employees=int(employees) if employees is not None else None,
        vendor_engaged=None if engaged is None else engaged == "yes",
    )


def identity_keys(sale: Opportunity) -> tuple[str, ...]:
    """The keys under which the end customer's file is found. Without a domain, the one of the contact's address counts."""
    domain = sale.domain if domain_key(sale.domain or "") else sale.contact.email
    return customer_keys(sale.company, domain, sale.register_number)


def customer_keys(name: str, domain: str | None, register_number: str | None) -> tuple[str, ...]:
    """Name, business domain and register number as identity keys, each marked by its kind; what identifies nobody has none.

    A local register number without its court identifies nobody: many courts have the same.
    """
    register = register_key(register_number or "")
    marked = (
        ("name", identity_key(name)),
        ("domain", domain_key(domain or "")),
        ("register", register if register and decides(register) else None),
    )
    return tuple(f"{kind}:{key}" for kind, key in marked if key)
