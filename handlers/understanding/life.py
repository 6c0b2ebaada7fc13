"""What a message says about a registered deal: a change of one of its fields, or that and why it was lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.understanding.command_words import PLEASE
from handlers.understanding.life_words import CHANGES, EXPIRING, LOSSES, LOST
from handlers.understanding.readings import Slot
from handlers.understanding.text import clean

_CHANGES: Final = tuple(re.compile(f"^{PLEASE}{change.removeprefix('^')}", re.IGNORECASE | re.DOTALL) for change in CHANGES)
_LOSSES: Final = tuple((code, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for code, words in LOSSES)
_EXPIRING: Final = re.compile(EXPIRING, re.IGNORECASE)
_LOST: Final = re.compile(LOST, re.IGNORECASE)
#: The beginnings of what a field is called, the longer ones first.
_FIELDS: Final = (
    (Slot.CONTACT_EMAIL, ("contact's e", "contacts e", "contact e", "e-mail", "email", "mailadresse")),
    (Slot.CONTACT_PHONE, ("contact's p", "contacts p", "contact p", "phone", "telefon")),
    (Slot.CONTACT_NAME, ("contact", "kontakt", "ansprech")),
    (Slot.CLOSE_DATE, ("clos", "abschluss")),
    (Slot.PRODUCT, ("product", "produkt")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to change: of which registration (id or company, as written), which slot (None: not named), to what."""

    subject: str
    slot: Slot | None
    value: str


def read_change(text: str) -> Change | None:
    """The change that a message asks for, when it names the registration and the new value."""
    for pattern in _CHANGES:
        found = pattern.match(clean(text))
        if found is not None:
            field = found.groupdict().get("field") or ""
            return Change(subject=found["subject"].strip(" .,"), slot=_slot(field), value=found["value"].strip())
    return None


def _slot(field: str) -> Slot | None:
    said = field.lower()
    named = next((slot for slot, beginnings in _FIELDS if said.startswith(beginnings)), None)
    if named is Slot.CONTACT_NAME and re.search(r"person$|name$", said):
        return named
    return named or (Slot.AMOUNT if said else None)


def asks_what_expires(text: str) -> bool:
    """Whether a question about deals is about those that are not protected much longer."""
    return _EXPIRING.search(text) is not None


def read_loss(text: str) -> str | None:
    """Why a deal was lost, "" for no reason given; None when the message does not say that it was."""
    if not _LOST.search(text):
        return None
    return next((code for code, pattern in _LOSSES if pattern.search(text)), "")
