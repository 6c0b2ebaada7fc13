"""What reading a text yields: every reading names the words it was read from, and says aloud when it is not certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """A day or a period: `[start, end)`, and the one day to store (`value`).

    `span` are the character offsets in the text that was read. `alternatives` holds every day it could be when the words are
    ambiguous ("03/04/2027": 3 April and 4 March, the preferred one first), else nothing. `explicit_year` says that the year was
    written, so that a day in the past is what the person meant to write.
    """

    text: str
    span: tuple[int, int]
    start: date
    end: date
    value: date
    alternatives: tuple[date, ...] = ()
    explicit_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyReading:
    """An amount; `currency` is ISO 4217 or None when not stated. Of a range `amount` is the lower and `upper` the upper bound.

    `explicit` is False for a bare number that only might be money. `alternatives` holds the amounts it could be when the magnitude
    is unclear ("1.200": 1200 and 1.2), the preferred one first, else nothing.
    """

    text: str
    span: tuple[int, int]
    amount: Decimal
    currency: str | None = None
    upper: Decimal | None = None
    explicit: bool = True
    alternatives: tuple[Decimal, ...] = ()


class Slot(StrEnum):
    """What a registration can hold."""

    COMPANY = "company"
    DOMAIN = "domain"
    REGISTER_NUMBER = "register_number"
    CONTACT_NAME = "contact_name"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    CLOSE_DATE = "close_date"
    AMOUNT = "amount"
    CURRENCY = "currency"
    PRODUCT = "product"
    COUNTRY = "country"
    INDUSTRY = "industry"
    EMPLOYEES = "employees"
    VENDOR_ENGAGED = "vendor_engaged"


class Act(StrEnum):
    """What a message does in a conversation, beside naming things."""

    CONFIRM = "confirm"  # yes, submit, passt so
    DENY = "deny"  # no (without more)
    CORRECT = "correct"  # "no, make that 60k", "change the contact to …": the slots in the same message replace what was there
    CLEAR = "clear"  # "March is wrong", "remove the amount": `clears` says which slots
    CANCEL = "cancel"  # forget it, abbrechen
    UNDO = "undo"
    SKIP = "skip"  # I don't know yet, no contact yet, weiter
    RESUME = "resume"  # back to Jasper, weiter mit
    REPEAT = "repeat"
    MISSING = "missing"  # what is still missing?
    WHY = "why"  # why do you need the amount? `about` says which slot
    HELP = "help"
    HAND_OVER = "hand_over"  # let me talk to a human
    SHOW_FORM = "show_form"  # show me the form
    GREET = "greet"
    THANK = "thank"  # thanks, small talk, praise
    CHOOSE = "choose"  # "the second one", "2", "CRM": `chosen` is the index from 0, -1 for the last
    SAME = "same"  # it is the same company
    SUBSIDIARY = "subsidiary"  # it belongs to them
    DIFFERENT = "different"  # it is a different legal entity


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReading:
    """A value read for a slot, as text in canonical form, and the words it was read from.

    Canonical: amount "45000.00"-like plain decimal, currency ISO 4217, close_date ISO, product the catalogue's name, country
    ISO 3166-1 alpha-2, contact_phone E.164 where it can be, employees digits, vendor_engaged "yes"/"no".
    `alternatives` are the other values it could be (canonical): with any, the value is asked back, never taken silently.
    """

    value: str
    text: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product of the catalogue, as far as reading needs it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the reader may know of the conversation: the slot that was just asked for, the draft's values, the choices on offer.

    `offered` are the labels of the choices shown, in order. `language` is the member's.
    """

    asked: Slot | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    offered: Sequence[str] = ()
    language: str = "en"
    day_first: bool = True
    default_country: str = "DE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """One message, read. `intent` is the name of what the person wants; "" when the message only answers or acts.

    `deals` holds the slots of each deal in the message, usually one or none; `slots` is the first of them. `subject` is what a
    command is about ("withdraw Acme", "approve R-7K3M2Q": "Acme", "R-7K3M2Q"), `argument` the words after it ("decline R-7K3M2Q
    because they bought already": the reason). `language` is what the message is written in, or None when that cannot be told;
    `switch_to` the language that was asked for. `invalid` maps a slot to the words that were meant for it and cannot be right
    ("upton at foods" for an e-mail).
    """

    intent: str = ""
    slots: Mapping[Slot, SlotReading] = field(default_factory=dict)
    deals: tuple[Mapping[Slot, SlotReading], ...] = ()
    acts: frozenset[Act] = frozenset()
    clears: frozenset[Slot] = frozenset()
    about: Slot | None = None
    chosen: int | None = None
    subject: str = ""
    argument: str = ""
    language: str | None = None
    switch_to: str | None = None
    invalid: Mapping[Slot, str] = field(default_factory=dict)
    dates: tuple[DateReading, ...] = ()
    money: tuple[MoneyReading, ...] = ()
