"""Answers to a question just asked: bare words are read for the slot that was asked for, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.understanding import answer_words as words
from handlers.understanding.act_words import SMALL_TALK
from handlers.understanding.acts import trimmed
from handlers.understanding.contacts import email_like, person_name
from handlers.understanding.dates import read_date_answer, read_dates
from handlers.understanding.deal_slots import date_slot, money_slots, plain
from handlers.understanding.money import read_amount_answer
from handlers.understanding.page import Page
from handlers.understanding.readings import Context, MoneyReading, Slot, SlotReading
from handlers.understanding.text import Kind
from handlers.understanding.wording import FRAME, PARTICLES

_LEAD_IN = re.compile(words.LEAD_IN, re.IGNORECASE)
_TAIL = re.compile(words.TAIL, re.IGNORECASE)
_CURRENCY_LEAD = re.compile(words.CURRENCY_LEAD_IN, re.IGNORECASE)
_NOT_YET = re.compile(words.NOT_YET)
_ALREADY = re.compile(words.ALREADY)
_HAS_HAPPENED = re.compile(words.HAS_HAPPENED)
_NEVER = re.compile(r"\b(?:not|never|nobody|no one|nicht|nie|niemand|kein\w*|hasn't|haven't|hadn't)\b")
_PERSON = re.compile(r"(?:herrn?|hr|frau|mr|mrs|ms|miss)\b\.? (?!.*\b(?:gmbh|ag|kg|ltd|inc)\b)", re.IGNORECASE)
_DOES = re.compile(r"(?:war|hat|hatte|haben|was|has|had|have|wird|will|möchte|wants?|braucht|needs?)\b")
_NUMBER = re.compile(r"\d[\d.,' ]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The slots the answer fills, or the words that were meant for the slot asked for and cannot be right."""

    slots: Mapping[Slot, SlotReading] = field(default_factory=dict)
    invalid: str = ""


def bare_words(text: str) -> str:
    """The answer without what leads into it and without politeness after it."""
    return _TAIL.sub("", _LEAD_IN.sub("", text.strip(), count=1)).strip(" \"'„“”")


def read_answer(page: Page, read: Mapping[Slot, SlotReading], context: Context, today: date) -> Answer:
    """The message as the answer to `context.asked`; `read` is what it says by itself, which is never read a second time."""
    asked = context.asked
    if asked is None or asked in read:
        return Answer()
    reader = _READERS.get(asked)
    if reader is None:
        return Answer()
    company = read.get(Slot.COMPANY)
    slots = {slot: found for slot, found in reader(page, context, today).items() if company is None or found.value != company.value}
    if slots:
        return Answer(slots=slots)
    failed = not read and asked in _CAN_FAIL and not _elsewhere(page)
    return Answer(invalid=page.text.strip()[:200] if failed else "")


def _elsewhere(page: Page) -> bool:
    return bool(page.dates or page.money or page.emails or page.phones or page.products or page.countries)


#: Slots whose values have a form or are of a list: what is neither, and was an answer, cannot be right.
_CAN_FAIL: Final = frozenset("""contact_email contact_phone close_date amount currency product country employees domain""".split())

_Slots = Mapping[Slot, SlotReading]


def _company(page: Page, context: Context, today: date) -> _Slots:
    said = _before_values(page)
    if _PERSON.match(said):  # "with Mr Vogt"
        return {}
    dotted = re.search(r"\b(?:inc|ltd|co|corp|e\.v|s\.a)\.$", said, re.IGNORECASE)
    name = " ".join(said.split()).strip(" ,;:-–(" if dotted else " ,;:.-–(")
    legal = next((token for token in page.tokens if token.kind is Kind.LEGAL), None)
    if legal is not None and legal.text in name:
        name = name[: name.index(legal.text) + len(legal.text)]
    else:
        name = re.split(r"\s(?:aus|from|based in|located in|mit sitz in|in)\s", name, maxsplit=1, flags=re.IGNORECASE)[0]
    sentence = sum(word.lower() in FRAME for word in name.split())
    if not name or len(name) > 120 or "?" in name or not re.search(r"[^\W\d_]|\d", name):
        return {}
    formed = legal is not None and name[:1].isupper() and len(name.split()) <= 6
    if sentence and not formed and (sentence > 1 or sentence == len(name.split()) or len(name.split()) > 6):
        likely = [run for run in page.runs if run.cased and (run.legal or len(page.runs) == 1)]
        name = likely[0].text if likely else ""
    if not name or len(name.split()) > 9 or email_like(name):
        return {}
    return {Slot.COMPANY: SlotReading(value=name, text=name)}


def _before_values(page: Page) -> str:
    """The words of the answer up to the first value of another kind, or up to a comma."""
    text = page.text
    first = min((token.start for token in page.tokens if token.kind not in _WORDS), default=len(text))
    said = bare_words(text[:first] if first > 0 else text)
    return re.split(r"[,;\n|]| [–—-] ", said, maxsplit=1)[0]


_WORDS: Final = frozenset({"word", "sign", "line", "legal"})


def _contact(page: Page, context: Context, today: date) -> _Slots:
    begins = page.tokens[0].kind if page.tokens else "word"
    said = _before_values(page) if begins in _WORDS else ""
    said = re.split(r"\s(?:from|aus|at|bei|in|is|ist|head|leiter\w*|who|vom)\b|\s\(", said, maxsplit=1)[0]
    both = [person_name(part) if part[:1].isupper() else None for part in re.split(r"\s(?:and|und|&|or|oder)\s", said)]
    if len(both) == 2 and all(both):
        return {Slot.CONTACT_NAME: SlotReading(value=both[0] or "", text=said, alternatives=(both[1] or "",))}
    name = person_name(said)
    if words.NO_NAMES.intersection(said.lower().split()):
        return {}
    if name is None or any(word.lower().strip(".") in FRAME - PARTICLES for word in name.split()) or len(name.split()) > 4:
        runs = [
            run for run in page.runs
            if not run.legal and person_name(run.text) and run.cased and len(run.words) <= 4 and not _DOES.match(run.after)
        ]  # fmt: skip
        name = (
            person_name(runs[0].text)
            if len(runs) == 1 and len(page.tokens) <= 8 and any(c.isupper() for c in runs[0].text)
            else None
        )
    if name is None or len(name) < 2 or set(name.lower().split()) <= SMALL_TALK:
        return {}
    return {Slot.CONTACT_NAME: SlotReading(value=name, text=said or name)}


def _close_date(page: Page, context: Context, today: date) -> _Slots:
    candidates = tuple(
        reading.value for label in context.offered for reading in read_dates(label, today=today, day_first=context.day_first)[:1]
    )
    reading = read_date_answer(page.text, today=today, candidates=candidates)
    return {Slot.CLOSE_DATE: date_slot(reading)} if reading else {}


def _amount(page: Page, context: Context, today: date) -> _Slots:
    if page.dates or page.emails or page.phones or page.products:
        return {}
    reading = read_amount_answer(page.text)
    if reading is None or reading.amount <= 0:
        return {}
    return scaled(reading, context)


def scaled(reading: MoneyReading, context: Context) -> _Slots:
    """A bare number beside an amount in thousands means thousands: "50" after "40 to 60k" is 50,000."""
    slots = {slot: value for slot, value in money_slots(reading).items() if value is not None}
    known = re.sub(r"[^\d.]", "", context.values.get(Slot.AMOUNT, "") or "")
    if reading.explicit or not re.fullmatch(r"\d+(?:\.\d+)?", known):
        return slots
    thousand = reading.amount * 1000
    before = Decimal(known)
    if reading.amount < 1000 <= before and before / 5 <= thousand <= before * 5:
        slots[Slot.AMOUNT] = SlotReading(value=plain(thousand), text=reading.text)
    return slots


def read_currency(text: str) -> SlotReading | None:
    """The currency that a message of few said names ("pounds", "in Schweizer Franken", "€")."""
    said = re.split(r",?\s(?:not|nicht|instead of|statt)\s", text.strip(), maxsplit=1)[0]  # "USD, not EUR"
    said = _TAIL.sub("", _CURRENCY_LEAD.sub("", said))
    if not said or len(said) > 24 or any(c.isdigit() for c in said):
        return None
    reading = read_amount_answer(f"1 {said}")
    exact = reading is not None and reading.currency and len(reading.text.strip()) >= len(said) + 2
    return SlotReading(value=reading.currency, text=said) if reading and reading.currency and exact else None


def _currency(page: Page, context: Context, today: date) -> _Slots:
    reading = read_currency(page.text)
    return {Slot.CURRENCY: reading} if reading else {}


def _employees(page: Page, context: Context, today: date) -> _Slots:
    numbers = [re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(page.text)]
    if len(numbers) != 1 or page.dates or page.money or not 1 <= len(numbers[0]) <= 7:
        return {}
    return {Slot.EMPLOYEES: SlotReading(value=str(int(numbers[0])), text=page.text)}


def _industry(page: Page, context: Context, today: date) -> _Slots:
    said = _before_values(page)
    if not said or len(said.split()) > 5 or "?" in said or all(word.lower() in FRAME for word in said.split()):
        return {}
    return {Slot.INDUSTRY: SlotReading(value=said, text=said)}


def _register_number(page: Page, context: Context, today: date) -> _Slots:
    said = bare_words(page.text)
    if not re.search(r"\d{3}", said) or len(said) > 40:
        return {}
    return {Slot.REGISTER_NUMBER: SlotReading(value=" ".join(said.split()), text=said)}


def _vendor_engaged(page: Page, context: Context, today: date) -> _Slots:
    plain_line = trimmed(page.line) or page.line
    for value, pattern in (("no", _NOT_YET), ("yes", _ALREADY)):
        if pattern.match(plain_line):
            return {Slot.VENDOR_ENGAGED: SlotReading(value=value, text=page.text)}
    if _HAS_HAPPENED.search(plain_line) and not plain_line.endswith("?"):
        value = "no" if _NEVER.search(plain_line) else "yes"
        return {Slot.VENDOR_ENGAGED: SlotReading(value=value, text=page.text)}
    return {}


def _contact_email(page: Page, context: Context, today: date) -> _Slots:
    return {}


_READERS: Final[Mapping[Slot, Callable[[Page, Context, date], _Slots]]] = {
    Slot.COMPANY: _company,
    Slot.CONTACT_NAME: _contact,
    Slot.CONTACT_EMAIL: _contact_email,
    Slot.CONTACT_PHONE: _contact_email,
    Slot.CLOSE_DATE: _close_date,
    Slot.AMOUNT: _amount,
    Slot.CURRENCY: _currency,
    Slot.PRODUCT: _contact_email,
    Slot.COUNTRY: _contact_email,
    Slot.DOMAIN: _contact_email,
    Slot.EMPLOYEES: _employees,
    Slot.INDUSTRY: _industry,
    Slot.REGISTER_NUMBER: _register_number,
    Slot.VENDOR_ENGAGED: _vendor_engaged,
}
