"""Answers to a question just asked: bare words are read for the slot that was asked for, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.understanding.acts import slot_named, trimmed
from handlers.understanding.contacts import email_like, person_name
from handlers.understanding.dates import read_date_answer, read_dates
from handlers.understanding.deal_slots import date_slot, money_slots, plain
from handlers.understanding.money import read_amount_answer
from handlers.understanding.page import Page
from handlers.understanding.readings import Context, MoneyReading, Slot, SlotReading
from handlers.understanding.wording import FRAME

# What comes before the answer itself: "it's …", "the customer is …", "das ist die …".
_LEAD_IN = re.compile(
    r"^(?:(?:yes|ja|ok|okay|well|so|hm+|no|nein|sorry|oh|ah|ähm?)[ ,.!–-]+)*(?:(?:it|that|this|he|she|they|das|es|er|sie|der|die)(?:'s| is| would be| are| wäre| ist| sind| heißt| should be| will be)\s+|"
    r"(?:(?:the|our|my|der|die|das|unser\w*|mein\w*|end) )*(?:contact(?: person)?|customer|client|company|end ?customer|name|ansprechpartner(?:in)?|kontakt(?:person)?|kunde|endkunde|firma|unternehmen|decision maker|industry|branche|country|land|phone|telefon\w*|number|nummer)"
    r"(?: (?:name|there|dort))?(?:'s| is| would be| heißt| ist| wäre|:)\s+|(?:ask(?: for)?|talk to|speak to|speak with|contact|call|frag(?:e)?(?: nach)?|sprich mit|make (?:it|that)|for|für|with|mit|bei|at|i mean|ich meine|we have|wir haben|mach(?:e)? daraus|in|aus|called|named|namens|actually|eigentlich|take|nimm|use|put|schreib|trag ein)\s+)*"
    r"(?:(?:the|die|der|das|firma|fa\.|a|an)\s+(?=\S))?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"(?:[ ,.!]+(?:please|pls|bitte|thanks|thank you|danke|i think|glaube ich|i guess|denke ich|actually))+[ .!]*$|[ .!]+$", re.IGNORECASE)
_CURRENCY_LEAD = re.compile(
    r"^(?:(?:no|nein|sorry|it's|that's|in|the|currency|währung|is|ist|should|be|make|it|that|das|sind|are|das|it|please|bitte|use|nimm|auf|to|change|ändere|die|sollen?|sein|natürlich|of course)[ ,.:!]+)*",
    re.IGNORECASE,
)
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
    slots = reader(page, context, today)
    if slots:
        return Answer(slots=slots)
    failed = not read and asked in _CAN_FAIL and not _elsewhere(page)
    return Answer(invalid=page.text.strip()[:200] if failed else "")


def _elsewhere(page: Page) -> bool:
    return bool(page.dates or page.money or page.emails or page.phones or page.products or page.countries)


_CAN_FAIL: Final = frozenset(
    {Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE, Slot.CLOSE_DATE, Slot.AMOUNT, Slot.CURRENCY, Slot.PRODUCT, Slot.COUNTRY, Slot.EMPLOYEES, Slot.DOMAIN}
)

_Slots = Mapping[Slot, SlotReading]


def _company(page: Page, context: Context, today: date) -> _Slots:
    words = _before_values(page)
    name = " ".join(words.split()).strip(" ,;:.-–(" if not re.search(r"\b(?:inc|ltd|co|corp|e\.v|s\.a)\.$", words, re.I) else " ,;:-–(")
    sentence = sum(word.lower() in FRAME for word in name.split())
    if not name or len(name) > 120 or "?" in name or not re.search(r"[^\W\d_]|\d", name):
        return {}
    if sentence and (sentence > 1 or sentence == len(name.split()) or len(name.split()) > 6):
        likely = [run for run in page.runs if run.cased and (run.legal or len(page.runs) == 1)]
        name = likely[0].text if likely else ""
    if not name or len(name.split()) > 9 or email_like(name):
        return {}
    return {Slot.COMPANY: SlotReading(value=name, text=name)}


def _before_values(page: Page) -> str:
    """The words of the answer up to the first value of another kind, or up to a comma."""
    text = page.text
    first = min((token.start for token in page.tokens if token.kind not in _WORDS), default=len(text))
    words = bare_words(text[:first] if first > 0 else text)
    return re.split(r"[,;\n|]| [–—-] ", words, maxsplit=1)[0]


_WORDS: Final = frozenset({"word", "sign", "line", "legal"})


def _contact(page: Page, context: Context, today: date) -> _Slots:
    words = _before_values(page)
    words = re.split(r"\s(?:from|von|aus|at|bei|in|is|ist|head|leiter\w*|\(|who|der|die)\b|\s\(", words, maxsplit=1)[0]
    name = person_name(words)
    if name is None or any(word.lower().strip(".") in FRAME for word in name.split()) or len(name.split()) > 4:
        runs = [run for run in page.runs if not run.legal and person_name(run.text) and run.cased and len(run.words) <= 4]
        name = person_name(runs[0].text) if len(runs) == 1 and len(page.tokens) <= 8 and any(c.isupper() for c in runs[0].text) else None
    if name is None or len(name) < 2:
        return {}
    return {Slot.CONTACT_NAME: SlotReading(value=name, text=words or name)}


def _close_date(page: Page, context: Context, today: date) -> _Slots:
    candidates = tuple(reading.value for label in context.offered for reading in read_dates(label, today=today, day_first=context.day_first)[:1])
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
    """The currency that a message of few words names ("pounds", "in Schweizer Franken", "€")."""
    words = _TAIL.sub("", _CURRENCY_LEAD.sub("", text.strip()))
    if not words or len(words) > 24 or any(c.isdigit() for c in words):
        return None
    reading = read_amount_answer(f"1 {words}")
    exact = reading is not None and reading.currency and len(reading.text.strip()) >= len(words) + 2
    return SlotReading(value=reading.currency, text=words) if reading and reading.currency and exact else None


def _currency(page: Page, context: Context, today: date) -> _Slots:
    reading = read_currency(page.text)
    return {Slot.CURRENCY: reading} if reading else {}


def _employees(page: Page, context: Context, today: date) -> _Slots:
    numbers = [re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(page.text)]
    if len(numbers) != 1 or page.dates or page.money or not 1 <= len(numbers[0]) <= 7:
        return {}
    return {Slot.EMPLOYEES: SlotReading(value=str(int(numbers[0])), text=page.text)}


def _industry(page: Page, context: Context, today: date) -> _Slots:
    words = _before_values(page)
    if not words or len(words.split()) > 5 or "?" in words or all(word.lower() in FRAME for word in words.split()):
        return {}
    return {Slot.INDUSTRY: SlotReading(value=words, text=words)}


def _register_number(page: Page, context: Context, today: date) -> _Slots:
    words = bare_words(page.text)
    if not re.search(r"\d{3}", words) or len(words) > 40:
        return {}
    return {Slot.REGISTER_NUMBER: SlotReading(value=" ".join(words.split()), text=words)}


_NOT_YET = re.compile(r"^(?:no|not|never|nope|nein|nicht|noch nicht|nobody|niemand|kein\w*|nie|none|they haven't|haben sie nicht|bisher nicht)\b")
_ALREADY = re.compile(r"^(?:yes|yeah|yep|ja|jep|already|schon|bereits|they have|they did|haben sie|sure|correct|indeed|genau|y|j)\b")


def _vendor_engaged(page: Page, context: Context, today: date) -> _Slots:
    plain_line = trimmed(page.line) or page.line
    for value, pattern in (("no", _NOT_YET), ("yes", _ALREADY)):
        if pattern.match(plain_line):
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

# Something like a date that is none: "31.02.2027", "30 February".
_DATE_SHAPED = re.compile(
    r"(?<![\d.,])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?![\d])|\b\d{1,2}\.? (?:jan\w*|feb\w*|mar\w*|mär\w*|apr\w*|mai|may|jun\w*|jul\w*|aug\w*|sep\w*|o[kc]t\w*|nov\w*|de[cz]\w*)\b",
    re.IGNORECASE,
)
_EMAIL_SAID = re.compile(r"\b(?:e-?mail|mail)(?: ?(?:address|adresse))?(?: (?:is|ist|lautet|would be|wäre)|:)\s*(?P<words>\S.{2,60})", re.IGNORECASE)
_PHONE_SAID = re.compile(r"\b(?:phone|tel|telefon|telefonnummer|mobile|handy)\.?(?: (?:number|nummer))?(?: (?:is|ist|lautet)|:)\s*(?P<words>\S.{1,40})", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?<![\w.])[-–−] ?(?:[€$£] ?)?\d[\d.,]*(?: ?(?:k|m|mio|tsd)\b)?(?: ?(?:€|\$|£|eur|euro|usd|gbp|chf))|(?:[€$£]|\b(?:eur|usd|gbp|chf)) ?[-–−]\d[\d.,]*|\bminus \d[\d.,]*", re.IGNORECASE)


def read_impossible(page: Page) -> dict[Slot, str]:
    """Words that were meant for a slot and cannot be right, whatever was asked."""
    found: dict[Slot, str] = {}
    text = page.text
    bad = next((reading for reading in page.emails if not reading.sure), None)
    said = _EMAIL_SAID.search(text)
    if bad is not None and not any(reading.sure for reading in page.emails):
        found[Slot.CONTACT_EMAIL] = bad.value
    elif said and not page.emails and slot_named(said["words"].lower()) is None:
        found[Slot.CONTACT_EMAIL] = said["words"].strip(" .")
    phone = _PHONE_SAID.search(text)
    if phone and not any(reading.sure for reading in page.phones) and re.search(r"\d", phone["words"]):
        found[Slot.CONTACT_PHONE] = phone["words"].strip(" .")
    for match in _DATE_SHAPED.finditer(text):
        taken = [reading.span for reading in (*page.dates, *page.phones, *page.money)]
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            found[Slot.CLOSE_DATE] = match[0]
            break
    negative = _NEGATIVE.search(text)
    if negative:
        found[Slot.AMOUNT] = negative[0]
    return found
