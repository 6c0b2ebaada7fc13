"""The slots of a deal in free text: of several dates, amounts and names those that are meant, and a word when that is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeVar

from handlers.understanding import deal_words as words
from handlers.understanding.companies_in_text import ENOUGH, ENOUGH_IN_A_DEAL, Candidate, best, candidates
from handlers.understanding.company_words import CITIES, COUNTRIES
from handlers.understanding.contacts import (
    TextReading,
    belongs_to,
    is_cued_person,
    is_greeted,
    is_met,
    looks_like_person,
    person_name,
)
from handlers.understanding.countries import country_slot
from handlers.understanding.money import read_money
from handlers.understanding.name_words import BEFORE_SOMEBODY_ELSE, BETWEEN_A_PERSON_AND_A_COMPANY
from handlers.understanding.names import Run
from handlers.understanding.page import Page
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.products import product_slot
from handlers.understanding.readings import DateReading, MoneyReading, Slot, SlotReading
from handlers.understanding.wording import COMPANY_WORDS

_Reading = TypeVar("_Reading", DateReading, MoneyReading)
# Over small letters, which is much quicker than to pass over their case.
_CLOSING = re.compile(words.BEFORE_A_CLOSE_DATE)
_OTHER_DATE = re.compile(words.BEFORE_ANOTHER_DATE)
_MEETING_BEFORE = re.compile(words.BEFORE_A_MEETING, re.IGNORECASE)
_MEETING_AFTER = re.compile(words.AFTER_A_MEETING, re.IGNORECASE)
_A_WEEK: Final = timedelta(days=7)
_EACH = re.compile(words.AFTER_A_PRICE_EACH, re.IGNORECASE)
_TOTAL = re.compile(words.BEFORE_A_TOTAL, re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(words.BEFORE_AN_AMOUNT, re.IGNORECASE)
_VENDOR = (("no", Phrases(words.VENDOR_NOT_ENGAGED)), ("yes", Phrases(words.VENDOR_ENGAGED)))
_INDUSTRY = phrase(
    r"(?:^|[\n;,|.]\s*)(?:industry|sector|vertical|branche|industrie)\s*[:=]\s*(?P<value>[^\n;,|]{2,40})", flags=re.IGNORECASE
)
_CURRENCY = phrase(r"\b(?:currency|währung)\s*[:=]\s*(?P<value>[^\s;,|]{1,12})", flags=re.IGNORECASE)
_THEY = re.compile(r"(?:they|they're|die|who want)\b")
_REPAIR = re.compile(words.REPAIR, re.IGNORECASE)
_NOT_THE_CUSTOMER = re.compile(BEFORE_SOMEBODY_ELSE)
_WORKS_FOR = re.compile(BETWEEN_A_PERSON_AND_A_COMPANY)
_WITH_AN_ADDRESS = re.compile(r"[(:]? ?<(?:phone|email)>")
_FOR = re.compile(words.BEFORE_A_WEBSITE, re.IGNORECASE)
# "Projekt „Smart Campus“ bei der TU": the name of what is done, not of who has it done.
_PROJECT = re.compile(r"\b(?:project|projekt|vorhaben)(?: (?:called|named|namens))?$")
_AT_SOMEBODY = re.compile(r"[\"'„“”«»]?\s?(?:at|for|with|bei|beim|für|mit)\b")
_BEFORE_DEAL = re.compile(r"^(?:deals?|registrations?|opportunity|registrierung|projekt|project|account|commission|protection)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who is who in the message: the company, the contacts by likelihood, and every company candidate.

    `told` says that the first contact is called so, or has a title, and is not only found beside an address.
    """

    company: Candidate | None
    contacts: tuple[Run, ...]
    all: tuple[Candidate, ...]
    told: bool = False


def read_names(page: Page, hosts: Sequence[str]) -> Names:
    """Sorts the names of the message into company and contacts."""
    addresses = [reading.value for reading in page.emails]
    weighed = candidates([run for run in page.runs if not is_greeted(run)], hosts)
    told = [c.run for c in weighed if is_cued_person(c.run) and person_name(c.run.text)]
    met = [c.run for c in weighed if c.run not in told and is_met(c.run)]
    employers = {c.run for c in weighed if any(_works_for(other.run, c.run, page.text) for other in weighed)}
    weighed = tuple(replace(c, weight=max(c.weight, ENOUGH)) if c.run in employers else c for c in weighed)
    sold = {run for run in met if told or _sells_to(run) or not person_name(run.text)}
    weighed = tuple(replace(c, weight=c.weight + 20, cued=True) if c.run in sold else c for c in weighed)
    people = [*told, *(run for run in met if run not in sold)]
    uncued = [c.run for c in weighed if c.run not in people and not c.cued and c.weight < 50] if addresses else []
    mailed = [run for run in uncued if any(belongs_to(run, address) for address in addresses) and person_name(run.text)]
    if len(weighed) == 1 and mailed and not looks_like_person(mailed[0]) and len(mailed[0].words) > 1:
        mailed = []  # "Anna's Flower Shop, annas@…": the only name there is
    companies = tuple(
        _adjusted(c) for c in weighed if c.run not in people and c.run not in mailed and not _NOT_THE_CUSTOMER.search(c.run.before)
    )
    values = sum(map(bool, (page.money, page.dates, page.products, page.emails)))
    company = best(companies) or (best([c for c in companies if c.run.cased], least=ENOUGH_IN_A_DEAL) if values >= 2 else None)
    if not people and not mailed and company is not None:
        others = [c.run for c in weighed if c.run is not company.run]
        people = [run for run in others if _works_for(run, company.run, page.text)][:1] or [
            run for run in others if run.start > company.run.end and (_alone(run) or _is_reached(run))
        ][:1]
    return Names(company=company, contacts=(*people, *mailed), all=companies, told=bool(told))


def _sells_to(run: Run) -> bool:
    """Whether somebody who was met is a company: by its words, or because "they" want something."""
    return bool(COMPANY_WORDS.intersection(run.words)) or bool(_THEY.match(run.after))


def _adjusted(candidate: Candidate) -> Candidate:
    if not candidate.run.legal and _PROJECT.search(candidate.run.before) and _AT_SOMEBODY.match(candidate.run.after):
        return replace(candidate, weight=candidate.weight - 30, cued=False)
    if _BEFORE_DEAL.match(candidate.run.after):
        return Candidate(run=candidate.run, weight=candidate.weight + 25, cued=True)
    return candidate


def _alone(run: Run) -> bool:
    """Whether the run is a full name in a clause of its own: "… | end of next quarter | Bill Weasel"."""
    places = {word for word in run.words if len(word) > 3} & (CITIES | COUNTRIES)
    return looks_like_person(run) and run.opens and run.closes and not places


def _works_for(run: Run, company: Run, text: str) -> bool:
    """Whether it is said of somebody that they are of the company: "Selma Yildiz von der Yildiz Textil OHG"."""
    gap = text[run.end : company.start]
    return looks_like_person(run) and bool(_WORKS_FOR.fullmatch(gap))


def _is_reached(run: Run) -> bool:
    """Whether the clause is a name with a number or an address to it: "… / tom reilly +44 20 7946 0991"."""
    named = 2 <= len(run.words) <= 3 and not run.legal and COMPANY_WORDS.isdisjoint(run.words) and person_name(run.text) is not None
    return named and run.opens and bool(_WITH_AN_ADDRESS.match(run.after))


def read_slots(page: Page, names: Names, *, today: date, business: Sequence[TextReading]) -> dict[Slot, SlotReading]:
    """What the message says of the deal; `business` are its business e-mails."""
    found: dict[Slot, SlotReading | None] = {
        Slot.COMPANY: _company(names, page),
        Slot.CONTACT_NAME: _contact(names),
        Slot.CONTACT_EMAIL: _email(page, names),
        Slot.CONTACT_PHONE: _first([reading for reading in page.phones if reading.sure], page.text),
        Slot.CLOSE_DATE: close_date(page, today),
        Slot.PRODUCT: product_slot(page.products, page.text),
        Slot.COUNTRY: country_slot(page.countries, page.text),
        Slot.REGISTER_NUMBER: _first(page.registers, page.text),
        Slot.EMPLOYEES: _first(page.employees, page.text),
        Slot.DOMAIN: _domain(page, business),
        Slot.INDUSTRY: _industry(page.text),
        Slot.VENDOR_ENGAGED: vendor_engaged(page.line),
        **amount_slots(page),
    }
    return {slot: reading for slot, reading in found.items() if reading is not None}


def _company(names: Names, page: Page) -> SlotReading | None:
    if names.company is not None:
        return SlotReading(value=names.company.run.text, text=names.company.run.text)
    for site in page.domains:  # "deal for booking.com": the name is the address
        written = page.text[site.span[0] : site.span[1]]
        if _FOR.search(page.text[: site.span[0]][-40:]) and "/" not in written:
            return SlotReading(value=written, text=written)
    return None


def _contact(names: Names) -> SlotReading | None:
    for run in names.contacts:
        name = person_name(run.text)
        if name:
            return SlotReading(value=name, text=run.text)
    return None


def _email(page: Page, names: Names) -> SlotReading | None:
    sure = [reading for reading in page.emails if reading.sure]
    of_contact = [reading for reading in sure if any(belongs_to(run, reading.value) for run in names.contacts)]
    return _first(of_contact or sure, page.text)


def _first(readings: Sequence[TextReading], text: str) -> SlotReading | None:
    if not readings:
        return None
    start, end = readings[0].span
    return SlotReading(value=readings[0].value, text=text[start:end])


def _domain(page: Page, business: Sequence[TextReading]) -> SlotReading | None:
    site = _first(page.domains, page.text)
    if site is not None or not business:
        return site
    start, end = business[0].span
    return SlotReading(value=business[0].value, text=page.text[start:end])


def _industry(text: str) -> SlotReading | None:
    match = _INDUSTRY.find(text) if ":" in text or "=" in text else None
    return SlotReading(value=match["value"].strip(), text=match["value"].strip()) if match else None


def vendor_engaged(line: str) -> SlotReading | None:
    """Whether the message says that the vendor has talked to the customer."""
    if not words.VENDOR.intersection(line.split()):
        return None
    for value, phrases in _VENDOR:
        match = min(phrases.all(line), key=lambda found: found.start(), default=None)
        if match:
            return SlotReading(value=value, text=match[0])
    return None


def close_date(page: Page, today: date) -> SlotReading | None:
    """The day the deal closes: a date called so before any other, never a past one that only tells when something was."""
    standing = _standing(page.dates, page.text)
    usable = [reading for reading in standing if reading.end > today or reading.explicit_year or reading.value >= today]
    named = next((reading for reading in usable if _CLOSING.search(_ahead(reading, page.text))), None)
    if named is not None:
        return date_slot(named)
    open_ = [reading for reading in usable if not _is_of_a_meeting(reading, page.text)]
    open_ = [reading for reading in open_ if reading.value > today] or open_  # "two deals today: …"
    other = open_ if len(open_) == 1 else [reading for reading in open_ if not _OTHER_DATE.search(_ahead(reading, page.text))]
    return date_slot(other[0]) if other else None


def _ahead(reading: DateReading, text: str) -> str:
    """What stands before the date, in small letters."""
    return text[max(0, reading.span[0] - 60) : reading.span[0]].lower()


def _is_of_a_meeting(reading: DateReading, text: str) -> bool:
    """Whether it is the day on which somebody was talked to: "spoke to them on Monday", "am Montag telefoniert"."""
    if reading.end - reading.start > _A_WEEK:
        return False
    return bool(_MEETING_BEFORE.search(_ahead(reading, text)) or _MEETING_AFTER.match(text, reading.span[1], reading.span[1] + 60))


def date_slot(reading: DateReading) -> SlotReading:
    """The reading as a slot: its day, and the other days it could be."""
    others = tuple(day.isoformat() for day in reading.alternatives if day != reading.value)
    return SlotReading(value=reading.value.isoformat(), text=reading.text, alternatives=others)


def amount_slots(page: Page) -> dict[Slot, SlotReading | None]:
    """Amount and currency: the total before what is paid each; a bare number only where an amount is meant."""
    text = page.text
    standing = _standing(page.money, text)
    if len(standing) == 1:
        return money_slots(_in_its_currency(standing[0], text))
    whole = [reading for reading in standing if not _EACH.match(text[reading.span[1] : reading.span[1] + 16])]
    total = [reading for reading in whole if _TOTAL.search(text[max(0, reading.span[0] - 40) : reading.span[0]])]
    chosen = next(iter([*total, *whole, *standing, *(r for r in page.bare if _meant_as_amount(r, text))]), None)
    if chosen is None:
        return {}
    stated = {reading.currency for reading in page.money if reading.currency}
    if chosen.currency is None and len(stated) == 1:  # "8k EUR a month, 96k a year"
        chosen = replace(chosen, currency=stated.pop())
    return money_slots(_in_its_currency(chosen, text))


def _in_its_currency(reading: MoneyReading, text: str) -> MoneyReading:
    """With the currency that is told by itself: "amount: 19500; currency: EUR"."""
    told = _CURRENCY.find(text) if reading.currency is None else None
    found = read_money(f"1 {told['value']}") if told else ()
    return replace(reading, currency=found[0].currency) if found else reading


def _standing(readings: Sequence[_Reading], text: str) -> list[_Reading]:
    """The readings without those that the writer puts right at once: "in summer … let's say end of July"."""
    pairs = [(first, text[first.span[1] : second.span[0]]) for first, second in pairwise(readings)]
    dropped = {first.span for first, gap in pairs if len(gap) < 40 and _REPAIR.fullmatch(gap)}
    return [reading for reading in readings if reading.span not in dropped]


def _meant_as_amount(reading: MoneyReading, text: str) -> bool:
    start, end = reading.span
    alone = re.search(r"(?:^|[,;|/\n–—:]|\s-)\s*$", text[max(0, start - 4) : start]) and re.match(
        r"\s*(?:$|[,;|\n–—.]|/ |(?:for|für)\s)", text[end : end + 5]
    )
    named = _AMOUNT_BEFORE.search(text[max(0, start - 24) : start])
    return reading.amount >= 1000 and bool(alone or named)


def money_slots(reading: MoneyReading) -> dict[Slot, SlotReading | None]:
    """The reading as amount and, where stated, currency; nothing for an amount that no deal has."""
    if reading.amount <= 0:
        return {}
    values = [reading.amount, *reading.alternatives, *([reading.upper] if reading.upper is not None else [])]
    others = tuple(dict.fromkeys(plain(value) for value in values if value != reading.amount))
    return {
        Slot.AMOUNT: SlotReading(value=plain(reading.amount), text=reading.text, alternatives=others),
        Slot.CURRENCY: SlotReading(value=reading.currency, text=reading.text) if reading.currency else None,
    }


def plain(amount: Decimal) -> str:
    """The amount as digits with two after the point: "45000.00"."""
    return f"{amount:.2f}"
