"""The lines of a list of deals: each checked as if it was said by itself, and those that are ready decided one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.draft_view import doubt_question, is_lookalike_open, missing_label, rules_of
from handlers.filling import Filled, fill
from handlers.identity import with_lookalike
from handlers.ports import Work
from handlers.registration_form import CONTACT, Rules, identity_keys, missing, opportunity
from handlers.sheet_reading import SheetLine
from handlers.state import Draft
from handlers.submitting import Registered, register
from handlers.understanding.company_blocks import filed_keys
from handlers.understanding.company_match import Verdict, match
from handlers.understanding.readings import Slot, Understanding
from program.deciding import AlreadyOurs, protected_family
from program.partners import Partner
from program.registrations import Opportunity, overlap
from program.transferring import is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What tells one deal from another: the customer, by its identity keys and name, and the product family."""

    name: str
    keys: frozenset[str]
    blocks: frozenset[int]
    family: str | None

    def is_same(self, other: _Mark) -> bool:
        return bool(self.keys & other.keys) and overlap(self.family, other.family)

    def is_like(self, other: _Mark) -> bool:
        """Whether the names may be spellings of one, though nothing says that they are."""
        near = bool(self.blocks & other.blocks) and not self.keys & other.keys
        return near and match(self.name, other.name).verdict is not Verdict.DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A line as it would be registered; `faults` are sentences, `ours` the id under which the partner has it already.

    `similar`: a known customer or an earlier line has a name like it, so that it is registered by itself, where that is asked.
    """

    number: int
    draft: Draft
    faults: tuple[str, ...] = ()
    ours: str | None = None
    similar: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.faults and self.ours is None and not self.similar


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of a line that was ready."""

    checked: Checked
    found: Registered | AlreadyOurs


def check_lines(work: Work, partner: Partner | None, lines: Sequence[SheetLine]) -> tuple[Checked, ...]:
    """What each line would do for the partner (None: it is not said yet for which). Nothing is written."""
    empty = Draft(id="", partner_id=partner.id if partner else None)
    rules = rules_of(work, empty)
    checked = tuple(_check(work, line, fill(empty, line.read, rules), line.read, rules) for line in lines)
    return _against_each_other(work, partner, checked, rules)


def _check(work: Work, line: SheetLine, filled: Filled, read: Understanding, rules: Rules) -> Checked:
    words, draft = rules.words, filled.draft
    if line.fault is not None:
        return Checked(number=line.number, draft=draft, faults=(words(line.fault.id, **line.fault.fields),))
    faults = [words(fault.id, **fault.fields) for fault in filled.faults.values()]
    faults += [doubt_question(Slot(name), draft, words) for name in draft.doubts if Slot(name) not in filled.faults]
    country = draft.get(Slot.COUNTRY)
    if country is not None and words.country(country) == country:
        faults.append(words("fault.country", said=country))
    told = {*filled.faults, *read.invalid, *(Slot(name) for name in draft.doubts)}
    told |= set(CONTACT) if told & set(CONTACT) else set()  # a contact asked for stands as its name
    open_slots = [slot for slot in missing(draft.values, rules.policy) if slot not in told]
    if open_slots:
        faults.append(words("register.missing", slots=words.all_of([missing_label(slot, words) for slot in open_slots])))
    if faults:
        return Checked(number=line.number, draft=draft, faults=tuple(faults))
    draft = with_lookalike(work, draft)
    return Checked(number=line.number, draft=draft, similar=is_lookalike_open(draft))


def _against_each_other(work: Work, partner: Partner | None, checked: Sequence[Checked], rules: Rules) -> tuple[Checked, ...]:
    """The lines, marked where the partner has the deal already, and where an earlier line is the same or has a similar name."""
    open_ones = work.registrations.of_partner(partner.id) if partner is not None else ()
    held = [(_mark(one.opportunity, rules), one.id) for one in open_ones if is_open(one, work.at)]
    earlier: list[tuple[_Mark, int]] = []
    found: list[Checked] = []
    for one in checked:
        if one.faults:
            found.append(one)
            continue
        mark = _mark(opportunity(one.draft, rules), rules)
        ours = next((id for other, id in held if mark.is_same(other)), None)
        same = next((number for other, number in earlier if mark.is_same(other)), None)
        if ours is not None:
            one = replace(one, ours=ours, similar=False)
        elif same is not None:
            one = replace(one, faults=(rules.words("bulk.same_line", line=str(same)),), similar=False)
        else:
            one = replace(one, similar=one.similar or any(mark.is_like(other) for other, _ in earlier))
            earlier.append((mark, one.number))
        found.append(one)
    return tuple(found)


def _mark(sale: Opportunity, rules: Rules) -> _Mark:
    return _Mark(
        name=sale.company,
        keys=frozenset(identity_keys(sale)),
        blocks=frozenset(filed_keys(sale.company)),
        family=protected_family(sale, rules.policy),
    )


def register_lines(work: Work, partner: Partner, ready: Sequence[Checked]) -> tuple[Decided, ...]:
    """Decides the lines one after the other, as if each was said by itself: the limit of open ones holds inside the list, too."""
    rules = rules_of(work, Draft(id="", partner_id=partner.id))
    sales = [opportunity(one.draft, rules) for one in ready]
    for sale in sorted(sales, key=identity_keys):  # locked in one order, so that two lists never wait for each other crosswise
        work.files.open(identity_keys(sale), name=sale.company)
    return tuple(
        Decided(checked=one, found=register(work, partner, sale, one.draft.lookalike, rules.policy))
        for one, sale in zip(ready, sales, strict=True)
    )
