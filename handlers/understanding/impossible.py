"""What was meant for a slot and cannot be right: told apart from what is simply missing, so that it can be said aloud."""

from __future__ import annotations

import re

from handlers.understanding import answer_words as words
from handlers.understanding.acts import slot_named
from handlers.understanding.page import Page
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.readings import Slot

_DATE_SHAPED = Phrases(words.DATE_SHAPED, flags=re.IGNORECASE)
_EMAIL_SAID = re.compile(words.EMAIL_SAID, re.IGNORECASE)
_PHONE_SAID = phrase(words.PHONE_SAID, flags=re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_BELOW_ZERO = re.compile(r"[-−][€$£]? ?\d|minus ", re.IGNORECASE)
_NEGATIVE = re.compile(words.NEGATIVE, re.IGNORECASE)


def read_impossible(page: Page) -> dict[Slot, str]:
    """For each slot the words that were meant for it and cannot be right, whatever was asked."""
    found: dict[Slot, str] = {}
    if (email := _email(page)) is not None:
        found[Slot.CONTACT_EMAIL] = email
    if not _DIGIT.search(page.text):
        return found
    phone = _PHONE_SAID.find(page.text) if not page.phones else None
    if phone and _DIGIT.search(phone["words"]):
        found[Slot.CONTACT_PHONE] = phone["words"].strip(" .")
    if (day := _date(page)) is not None:
        found[Slot.CLOSE_DATE] = day
    minus = "-" in page.text or "−" in page.text or "minus" in page.line
    negative = _NEGATIVE.search(page.text) if minus and _BELOW_ZERO.search(page.text) else None
    if negative:
        found[Slot.AMOUNT] = negative[0].strip()
    return found


def _email(page: Page) -> str | None:
    if any(reading.sure for reading in page.emails):
        return None
    if page.emails:
        return page.emails[0].value
    said = _EMAIL_SAID.search(page.text) if "mail" in page.line else None
    return said["words"].strip(" .") if said and slot_named(said["words"].lower()) is None else None


def _date(page: Page) -> str | None:
    for match in sorted(_DATE_SHAPED.all(page.text), key=lambda found: found.start()):
        # A month read without its day ("30 February") is no reading of the date.
        read = any(reading.span[0] <= match.start() and match.end() <= reading.span[1] for reading in page.dates)
        spans = [reading.span for readings in (page.phones, page.registers) for reading in readings]
        spans += [reading.span for reading in page.money]
        if not read and not any(start < match.end() and match.start() < end for start, end in spans):
            return match[0]
    return None
