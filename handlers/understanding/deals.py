"""The deals in a message: one or several, what a message inside a registration may say of them, and what it takes away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from handlers.understanding import deal_words as words
from handlers.understanding.acts import Acting, slot_named
from handlers.understanding.companies_in_text import Candidate
from handlers.understanding.company_keys import domain_key
from handlers.understanding.contacts import TextReading, person_name, read_emails
from handlers.understanding.deal_slots import Names, date_slot, money_slots, plain, read_names, read_slots
from handlers.understanding.letters import Letter
from handlers.understanding.names import Run
from handlers.understanding.page import Page, read_page
from handlers.understanding.phrases import phrase
from handlers.understanding.products import product_slot, read_products
from handlers.understanding.readings import Act, Context, Product, Slot, SlotReading
from handlers.understanding.side_by_side import shared, side_by_side

_Slots = dict[Slot, SlotReading]
_SEVERAL = phrase(words.SEVERAL_DEALS)
_BOTH = re.compile(r"\b(?:both|each|beide[sn]?|jeweils|all|alle)\b")
_CUTS: Final = (r"\n", r";", r"[,.]?\s+(?:and|und|sowie|plus|as well as|dann|then)\s", r"[.!]\s", r",\s", r"\s")
_MARKED: Final[Mapping[str, Slot]] = {
    "<date>": Slot.CLOSE_DATE, "<money>": Slot.AMOUNT, "<product>": Slot.PRODUCT, "<email>": Slot.CONTACT_EMAIL,
    "<phone>": Slot.CONTACT_PHONE, "<country>": Slot.COUNTRY, "<domain>": Slot.DOMAIN, "<employees>": Slot.EMPLOYEES,
    "<register_number>": Slot.REGISTER_NUMBER,
}  # fmt: skip
_COMPANY_SAID = re.compile(words.BEFORE_A_COMPANY_SO_CALLED)
_NEGATED = re.compile(words.NEGATED)
_ASKED_ABOUT = phrase(words.ASKED_ABOUT)
_FROM = re.compile(r"\b(?:from|von|vom)\b\s*$|\b(?:from|von|vom)\s+\S{0,3}$", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:from|von|vom) (?P<mark><\w+>) (?:to|on|auf|zu|nach|into) <\w+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A message half read: its page, who is who in it, and the slots it would fill."""

    page: Page
    names: Names
    slots: Mapping[Slot, SlotReading]


def read_half(text: str, *, today: date, catalogue: Sequence[Product], context: Context) -> Half:
    """Reads all that the text says of a deal, not yet knowing whether it is about one."""
    page = read_page(text, today=today, catalogue=catalogue, context=context)
    business = tuple(_host(reading) for reading in page.emails if reading.sure and domain_key(reading.value))
    names = read_names(page, [reading.value for reading in (*page.domains, *business)])
    return Half(page=page, names=names, slots=read_slots(page, names, today=today, business=business))


def _host(email: TextReading) -> TextReading:
    return TextReading(span=email.span, value=email.value.rpartition("@")[2].lower())


def read_deals(half: Half, *, today: date, catalogue: Sequence[Product], context: Context) -> tuple[_Slots, ...]:
    """The slots of each deal that the message registers, in its order; one unless it clearly names several."""
    customers = side_by_side(half.page, half.names)
    if customers:
        return shared(customers, half.page, half.slots)
    starts = _several(half)
    if len(starts) < 2:
        return (dict(half.slots),) if half.slots else ()
    text = half.page.text
    bounds = [0, *starts[1:], len(text)]
    deals: list[_Slots] = []
    for start, end in pairwise(bounds):
        part = " " * start + text[start:end]
        deals.append(dict(read_half(part, today=today, catalogue=catalogue, context=context).slots))
    if _BOTH.search(half.page.line):
        for slot in (Slot.CLOSE_DATE, Slot.PRODUCT, Slot.CONTACT_NAME, Slot.CONTACT_EMAIL):
            said = [deal[slot] for deal in deals if slot in deal]
            if len(said) == 1:
                deals = [{**deal, slot: said[0]} for deal in deals]
    return tuple(deal for deal in deals if deal)


def _several(half: Half) -> list[int]:
    """Where the parts of the message begin that hold a deal each; fewer than two when it is one deal."""
    strong = [c for c in half.names.all if c.weight >= 40 and c.run.cased and c.run.text]
    counted = _SEVERAL.fit(half.page.line)
    priced = _priced(half)
    likely = [c for c in half.names.all if (c.weight >= 15 or c.run.legal) and c.run.text]
    found = priced or _distinct(likely if counted else strong)
    each = len(half.page.money) >= len(found) or len(half.page.dates) >= len(found)
    if len(found) < 2 or not (counted or (each and all(c.run.legal or c.cued for c in found)) or priced):
        return []
    starts = [0]
    for first, second in pairwise(found):
        cut = _cut(half.page.text, first.run.end, second.run.start)
        if cut is None:
            return []
        starts.append(cut)
    return starts


def _priced(half: Half) -> list[Candidate]:
    """The customers of "Acme Farms 12k and Borax Boats 18k": each with an amount of its own right after it."""
    named = [c for c in half.names.all if c.run.cased and c.run.text[:1].isupper()]
    if len(named) < 2:
        return []
    ends = [*(c.run.start for c in named[1:]), len(half.page.text)]
    sums = [[r for r in half.page.money if c.run.end <= r.span[0] < end] for c, end in zip(named, ends, strict=True)]
    followed = all(len(found) == 1 and found[0].span[0] - c.run.end < 6 for c, found in zip(named, sums, strict=True))
    joined = all(
        re.search(r"\b(?:and|und|plus|sowie)(?: (?:also|auch|then|dann|noch|for|für|with|mit|bei))*$", c.run.before)
        for c in named[1:]
    )
    return named if followed and joined else []


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    kept = []
    for candidate in found:
        key = candidate.run.words[0]
        if key not in seen:
            kept.append(candidate)
            seen.add(key)
    return kept


def _cut(text: str, start: int, end: int) -> int | None:
    """Between two companies, where the second deal begins: the last of the strongest separators."""
    for pattern in _CUTS:
        cuts = list(re.finditer(pattern, text[start:end]))
        if cuts:
            return start + cuts[-1].end()
    return None


def with_sender(half: Half, slots: _Slots, letter: Letter, catalogue: Sequence[Product]) -> _Slots:
    """A forwarded message's writer is the contact where the message calls no other so; its subject may name the product."""
    if Slot.COMPANY in slots and set(slots[Slot.COMPANY].value.split()) <= set(letter.sender.split()):
        slots = {slot: reading for slot, reading in slots.items() if slot is not Slot.COMPANY}  # the first name below the message
    if letter.subject and Slot.PRODUCT not in slots:
        product = product_slot(read_products(letter.subject, catalogue), letter.subject)
        slots = {**slots, Slot.PRODUCT: product} if product else slots
    if not letter.sender or half.names.told or (Slot.CONTACT_NAME in slots and Slot.CONTACT_EMAIL in slots):
        return slots
    address = next((reading for reading in read_emails(letter.sender) if reading.sure), None)
    name = person_name(re.split(r"[<\[(,]|\S+@", letter.sender, maxsplit=1)[0].strip(" \"'"))
    added: _Slots = {}
    if name and len(name.split()) >= 2:
        added[Slot.CONTACT_NAME] = SlotReading(value=name, text=letter.sender)
    if address is not None and Slot.CONTACT_EMAIL not in slots:
        added[Slot.CONTACT_EMAIL] = SlotReading(value=address.value, text=address.value)
        host = _host(address).value
        if domain_key(address.value) and Slot.DOMAIN not in slots:
            added[Slot.DOMAIN] = SlotReading(value=host, text=address.value)
    return {**slots, **added}


def named_strictly(half: Half, context: Context, *, correcting: bool) -> _Slots:
    """What a message inside a registration says: a name is the company's only where it is called so, or was asked for."""
    slots = dict(half.slots)
    if Slot.AMOUNT in slots and not half.page.money and context.asked not in (None, Slot.AMOUNT):
        slots = {slot: value for slot, value in slots.items() if slot not in (Slot.AMOUNT, Slot.CURRENCY)}
    company = half.names.company
    if company is None or Slot.COMPANY not in slots:
        return slots
    called = bool(_COMPANY_SAID.search(company.run.before))
    asked = context.asked is Slot.COMPANY and bool(half.slots.keys() - {Slot.COMPANY})
    if not (called or asked or (correcting and company.run.legal)):
        del slots[Slot.COMPANY]
    return slots


def mentioned(slots: _Slots, page: Page, acting: Acting, context: Context) -> tuple[_Slots, set[Slot]]:
    """The slots without what the message says is wrong, and the slots that it clears because it puts nothing in their place."""
    dropped = _taken_away(page, acting)
    kept = dict(slots)
    ranged = next((reading for reading in page.money if reading.upper is not None), None)
    if ranged is not None and Act.CORRECT in acting.acts and _FROM.search(page.text[: ranged.span[0] + 5]):
        kept[Slot.AMOUNT] = SlotReading(value=plain(ranged.upper or ranged.amount), text=ranged.text)  # "change it from 45k to 60k"
    for slot, places in dropped.items():
        kept.pop(slot, None)
        again = _read_again(page, slot, places)
        kept.update(again)
    clears: set[Slot] = set()
    if acting.wrong is not None and Act.CLEAR in acting.acts:
        said = page.line[acting.wrong[0] : acting.wrong[1]]
        clears = {slot for slot in _meant(said, context) if slot not in kept}
    clears |= {slot for slot in dropped if slot not in kept and slot in context.values and acting.wrong is None}
    for gone, derived in ((Slot.AMOUNT, Slot.CURRENCY), (Slot.CONTACT_EMAIL, Slot.DOMAIN)):
        if gone in dropped and gone not in kept:
            kept.pop(derived, None)
    return kept, clears


def in_place_of(half: Half, context: Context) -> _Slots:
    """ "not Amy, it's Neil Grant", "replace Amy with Neil Grant": the new name takes the place of the one that the draft holds."""
    for slot in (Slot.CONTACT_NAME, Slot.COMPANY):
        held = {word.lower() for word in context.values.get(slot, "").split()}
        old = [run for run in half.page.runs if held.intersection(run.words)]
        new = [run for run in half.page.runs if not held.intersection(run.words) and run.cased]
        if old and len(new) == 1 and slot not in half.slots:
            name = person_name(new[0].text) if slot is Slot.CONTACT_NAME else new[0].text
            return {slot: SlotReading(value=name, text=new[0].text)} if name else {}
    return {}


def _meant(said: str, context: Context) -> set[Slot]:
    """The slots that the words name: by a value of their kind, by the slot's name, or by what the draft holds."""
    marked = {slot for mark, slot in _MARKED.items() if mark in said}
    if marked:
        return marked
    named = slot_named(said)
    if named is not None:
        return {named}
    content = re.findall(r"[\w-]{3,}", said)
    held = {Slot(slot): value.lower() for slot, value in context.values.items() if value and slot in set(Slot)}
    return {slot for slot, value in held.items() if any(word in value for word in content)}


def _taken_away(page: Page, acting: Acting) -> dict[Slot, set[int]]:
    """For each slot the readings (by their place among their kind) that the message takes away."""
    spans = [match.span("mark") for pattern in (_NEGATED, _FROM_TO) for match in pattern.finditer(page.line)]
    if acting.wrong is not None:
        start, end = acting.wrong
        spans += [(start + m.start(), start + m.end()) for m in re.finditer(r"<\w+>", page.line[start:end])]
    found: dict[Slot, set[int]] = {}
    for start, end in spans:
        mark = page.line[start:end]
        if mark in _MARKED:
            found.setdefault(_MARKED[mark], set()).add(page.line.count(mark, 0, start))
    return found


def _read_again(page: Page, slot: Slot, places: set[int]) -> _Slots:
    """The slot from the readings that are left."""
    if slot is Slot.CLOSE_DATE:
        dates = [reading for place, reading in enumerate(page.dates) if place not in places]
        return {slot: date_slot(dates[0])} if dates else {}
    if slot is Slot.AMOUNT:
        money = [reading for place, reading in enumerate(page.money) if place not in places]
        left = money or page.bare
        return {key: value for key, value in money_slots(left[0]).items() if value is not None} if left else {}
    if slot is Slot.PRODUCT:
        product = product_slot([r for place, r in enumerate(page.products) if place not in places], page.text)
        return {slot: product} if product else {}
    return {}


def _weighs(candidate: Candidate) -> bool:
    """Whether anything speaks for the name; one small word needs more than two ("how much is outstanding")."""
    small = len(candidate.run.words) == 1 and candidate.run.text.islower()
    return candidate.weight >= (25 if small else 1)


def task_company(half: Half) -> SlotReading | None:
    """The company that another task is about: its words leave little else, so less has to speak for the name."""
    run = task_run(half)
    return SlotReading(value=run.text, text=run.text) if run else None


def task_run(half: Half) -> Run | None:
    """Where the company stands that another task is about."""
    asked = [replace(c, weight=c.weight + 70) if _ASKED_ABOUT.fit(c.run.before) else c for c in half.names.all]
    likely = [c for c in asked if c.run.cased and (_weighs(c) or (c.weight == 0 and c.run.text[:1].isupper()))]
    later = [c for c in likely if c.run.start > 0 or c.run.legal or len(c.run.words) > 1]  # "Komm ich …": a sentence begins
    chosen = max(later or likely, key=lambda candidate: candidate.weight, default=None)
    return chosen.run if chosen else None
