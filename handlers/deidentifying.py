"""A text without what tells of whom it speaks, before others may read it: addresses, numbers, customers, partners and people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from handlers.ports import Work
from handlers.understanding.companies_in_text import legal_spans
from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Slot
from handlers.wording import Words
from program.partners import Member, Partner
from program.periods import local_date

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER: Final = re.compile(r"\+?\d[\d\s()/.-]{6,}\d")
_ID: Final = re.compile(r"\b[RQOLAPDK]-[0-9A-Z]{4,10}\b")
#: "Herrn Schmidt", "Ms. Jane Doe".
_TITLED: Final = re.compile(r"\b(?P<title>Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?)(?: (?:Dr|Prof)\.?)* [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?")
#: The name before a legal form.
_BEFORE_A_FORM: Final = re.compile(r"(?:[A-ZÄÖÜ][\w&'-]*\s+){1,4}$")
#: What each slot is replaced by.
_SLOTS: Final = {
    Slot.COMPANY: "company",
    Slot.DOMAIN: "company",
    Slot.CONTACT_NAME: "person",
    Slot.CONTACT_EMAIL: "address",
    Slot.CONTACT_PHONE: "number",
}


def deidentified(work: Work, text: str, *, asker: Member | None, partner: Partner | None) -> str:
    """The text with a word in brackets for each: what can be found by rule. Whoever confirms it reads it once more."""
    words = Words.of(work.viewer.member)
    for name, what in _names(work, asker, partner):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"[{words(f'hidden.{what}')}]", text, flags=re.IGNORECASE)
    for start, end in reversed(legal_spans(text)):
        before = _BEFORE_A_FORM.search(text[:start])
        text = f"{text[: before.start() if before else start]}[{words('hidden.company')}]{text[end:]}"
    text = _TITLED.sub(rf"\g<title> [{words('hidden.person')}]", text)
    today = local_date(work.at, words.zone)
    read = understand(text, today=today, catalogue=(), context=Context(language=words.language))
    for slots in (read.slots, *read.deals):
        for slot, what in _SLOTS.items():
            found = slots.get(slot)
            if found is not None and found.text.strip():
                text = text.replace(found.text, f"[{words(f'hidden.{what}')}]")
    text = _ADDRESS.sub(f"[{words('hidden.address')}]", text)
    text = _ID.sub(f"[{words('hidden.number')}]", text)
    return _NUMBER.sub(f"[{words('hidden.number')}]", text)


def _names(work: Work, asker: Member | None, partner: Partner | None) -> Iterable[tuple[str, str]]:
    """Names that are known: the partner's, its people's, and of the customers of its deals. The longest first."""
    known: list[tuple[str, str]] = []
    if partner is not None:
        known.append((partner.name, "company"))
        known += [(one.name, "person") for one in work.people.colleagues(partner.id)]
        known += [(one.opportunity.company, "company") for one in work.registrations.of_partner(partner.id)]
    if asker is not None:
        known.append((asker.name, "person"))
    return sorted(set(known), key=lambda pair: (-len(pair[0]), pair))
