"""Filling a draft: what one message changes in it, with every value checked, and what was wrong with those that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from handlers.registration_form import CONTACT, Fault, Rules, check
from handlers.state import Draft
from handlers.understanding.readings import Act, Slot, SlotReading, Understanding

#: So much of what was said is kept, to be quoted back.
_QUOTED: Final = 80
#: A contact is one person: whoever changes the name without the rest means another person.
_OF_ONE_PERSON: Final = frozenset(CONTACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The draft after a message; `faults` are values that were meant but cannot be taken, `touched` the slots that changed."""

    draft: Draft
    touched: frozenset[Slot] = frozenset()
    faults: Mapping[Slot, Fault] = field(default_factory=dict)


def fill(draft: Draft, understood: Understanding, rules: Rules) -> Filled:
    """The draft with what the message says put in: values, corrections, cleared slots, answers to a doubt."""
    values, words = dict(draft.values), dict(draft.words)
    doubts, faults = dict(draft.doubts), dict[Slot, Fault]()
    assumed = set(draft.assumed)
    readings = dict(understood.slots)
    readings.update(_settled(draft, understood))
    for slot in understood.clears - readings.keys():
        for gone in _cleared_with(slot):
            values.pop(gone.value, None)
            doubts.pop(gone.value, None)
    if _replaces_contact(draft, readings, understood.acts, rules):
        for slot in _OF_ONE_PERSON - readings.keys():
            values.pop(slot.value, None)
    for slot, reading in readings.items():
        doubts.pop(slot.value, None)
        if reading.alternatives:
            values.pop(slot.value, None)
            doubts[slot.value] = tuple(dict.fromkeys((reading.value, *reading.alternatives)))
            words[slot.value] = reading.text[:_QUOTED]
            continue
        fault = check(slot, reading.value, rules)
        if fault is not None:
            faults[slot] = fault
            if fault.suggestion is not None or values.get(slot.value) == reading.value:
                values.pop(slot.value, None)
            if fault.suggestion is not None:
                doubts[slot.value] = (fault.suggestion,)
            continue
        values[slot.value] = reading.value
        words[slot.value] = reading.text[:_QUOTED]
        assumed.discard(slot.value)
    for slot, said in understood.invalid.items():
        if slot not in readings:
            faults[slot] = Fault(id=f"fault.{slot.value}", fields={"said": said[:_QUOTED], "products": rules.catalogue_in_words})
    if Slot.AMOUNT.value in values and Slot.CURRENCY.value not in values:
        values[Slot.CURRENCY.value] = rules.currency
        assumed.add(Slot.CURRENCY.value)
    after = draft.changed(
        values=values, words=_kept(words, values, doubts), doubts=doubts, assumed=tuple(sorted(assumed & values.keys()))
    )
    touched = frozenset(
        slot for slot in Slot if after.get(slot) != draft.get(slot) or after.doubts.get(slot.value) != draft.doubts.get(slot.value)
    )
    return Filled(draft=after, touched=touched, faults=faults)


def recheck(draft: Draft, rules: Rules) -> Filled:
    """The draft without what cannot be taken any more, said as faults: a close date passes while a draft waits."""
    readings = {Slot(name): SlotReading(value=value, text=draft.words.get(name, "")) for name, value in draft.values.items()}
    stale = {slot: reading for slot, reading in readings.items() if check(slot, reading.value, rules) is not None}
    return fill(draft, Understanding(slots=stale), rules) if stale else Filled(draft=draft)


def _settled(draft: Draft, understood: Understanding) -> dict[Slot, SlotReading]:
    """Doubts that the message settles: by a value; of the doubt that was asked, also by a pick or a yes to the only option."""
    settled = {}
    for place, (name, options) in enumerate(draft.doubts.items()):
        slot = Slot(name)
        reading = understood.slots.get(slot)
        chosen = understood.chosen
        if reading is not None:
            near = _within(understood, options) if slot is Slot.CLOSE_DATE else _nearest(slot, reading, options)
            if near is not None:
                settled[slot] = SlotReading(value=near, text=reading.text)
        elif place > 0:
            continue
        elif chosen is not None and -len(options) <= chosen < len(options):
            settled[slot] = SlotReading(value=options[chosen], text=draft.words.get(name, ""))
        elif len(options) == 1 and Act.CONFIRM in understood.acts:
            settled[slot] = SlotReading(value=options[0], text="")
    return settled


def _nearest(slot: Slot, reading: SlotReading, options: tuple[str, ...]) -> str | None:
    """Of an unclear reading, the value that the question's options make clear: "50" after "40 to 60k" is 50,000."""
    if not reading.alternatives:
        return None
    readable = (reading.value, *reading.alternatives)
    common = [option for option in options if option in readable]
    if len(common) == 1:
        return common[0]
    if slot is Slot.AMOUNT:
        lowest, highest = min(map(Decimal, options)), max(map(Decimal, options))
        fitting = [value for value in readable if lowest / 2 <= Decimal(value) <= highest * 2]
        return fitting[0] if len(fitting) == 1 else None
    return None


def _within(understood: Understanding, options: tuple[str, ...]) -> str | None:
    """Of the days that a date could be, the only one in a period that the answer names: "April" for 3 April or 4 March."""
    for period in understood.dates:
        inside = [option for option in options if period.start.isoformat() <= option < period.end.isoformat()]
        if len(inside) == 1:
            return inside[0]
    return None


def _replaces_contact(draft: Draft, readings: Mapping[Slot, SlotReading], acts: frozenset[Act], rules: Rules) -> bool:
    """Whether another person is named: by a correction, or by a name that is not just a fuller form of the known one."""
    name, known = readings.get(Slot.CONTACT_NAME), draft.get(Slot.CONTACT_NAME)
    if name is None or check(Slot.CONTACT_NAME, name.value, rules) is not None:
        return False
    if known is None:
        return Act.CORRECT in acts
    return not set(known.casefold().split()) <= set(name.value.casefold().split())


def _cleared_with(slot: Slot) -> tuple[Slot, ...]:
    """What goes when a slot is cleared: an amount takes its currency along."""
    return (Slot.AMOUNT, Slot.CURRENCY) if slot is Slot.AMOUNT else (slot,)


def _kept(words: Mapping[str, str], values: Mapping[str, str], doubts: Mapping[str, object]) -> dict[str, str]:
    return {name: said for name, said in words.items() if name in values or name in doubts}
