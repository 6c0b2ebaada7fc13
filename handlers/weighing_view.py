"""Criteria weighed in the open: the weight of each, the points of every side with what they rest on, and the totals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import assert_never

from handlers.case import Case
from handlers.ports import Work
from handlers.reply import Fact, Table
from handlers.wording import Words
from program.conflicts import Side, Weighing, engaged_since
from program.policy import Criterion
from program.registrations import Statement


def weighing_table(case: Case, weighing: Weighing, words: Words) -> Table:
    """Line by line, so that anybody can add it up."""
    rows = [
        (
            words(f"criterion.{line.criterion.value}"),
            words.number(line.weight),
            *(
                words("weighing.points", points=words.number(points), said=_said_of(line.criterion, side, case, words))
                for side, points in zip(weighing.sides, line.points, strict=True)
            ),
        )
        for line in weighing.lines
    ]
    totals = (words.number(total.quantize(Decimal("0.1"), ROUND_HALF_EVEN)) for total in weighing.totals)
    rows.append((words("weighing.total"), words.number(sum(line.weight for line in weighing.lines)), *totals))
    margin = words.number(case.policy.overlap.margin)
    return Table(
        caption=words("weighing.caption", margin=margin),
        columns=(words("column.criterion"), words("column.weight"), *(_name(side, case, words) for side in weighing.sides)),
        rows=tuple(rows),
        numeric=frozenset({1}),
    )


def _name(side: Side, case: Case, words: Words) -> str:
    return case.partner.name if side.partner_id is not None else words("word.direct_sales")


def _said_of(criterion: Criterion, side: Side, case: Case, words: Words) -> str:
    """What the points of a side rest on: its statement, or that it said nothing."""
    said = side.statement or Statement()
    match criterion:
        case Criterion.ENGAGEMENT_TIMELINE:
            return words("weighing.since", day=words.short_day(engaged_since(side, case.partner.zone)))
        case Criterion.RELATIONSHIP_DEPTH:
            level = said.relationship and words(f"relationship.{said.relationship.value}")
        case Criterion.CUSTOMER_PREFERENCE:
            level = said.preference and words(f"preference.{said.preference.value}")
        case Criterion.STRATEGIC_IMPORTANCE:
            level = said.importance and words(f"importance.{said.importance.value}")
        case _:
            assert_never(criterion)
    return level or words("weighing.nothing")


def said_facts(work: Work, case: Case, words: Words) -> tuple[Fact, ...]:
    """What the sides say for themselves: of those whose points are shown only their own words, of the others everything."""
    weighing = case.proposal.weighing
    weighed = frozenset(side.id for side in weighing.sides) if weighing else frozenset()
    sides = [(case.registration.id, case.partner.name, case.registration.statement)]
    sides += [(sale.id, words("case.direct_side", seller=sale.seller), sale.statement) for sale in case.direct]
    for claim in case.rivals:
        rival = work.people.partner(claim.partner_id)
        if rival is not None:  # what a partner out of the viewer's sight says would tell who it is
            sides.append((claim.registration_id, rival.name, claim.statement))
    facts = []
    for id, name, statement in sides:
        line = statement_line(statement, words, only_note=id in weighed) if statement else ""
        if line:
            facts.append(Fact(label=name, value=line))
    return tuple(facts)


def statement_line(statement: Statement, words: Words, *, only_note: bool = False) -> str:
    """A statement in one line; what the vendor thinks of the side's importance is not part of it."""
    found = []
    if not only_note:
        if statement.relationship:
            found.append(words(f"relationship.{statement.relationship.value}"))
        if statement.engaged_since:
            found.append(words("weighing.since", day=words.short_day(statement.engaged_since)))
        if statement.preference:
            found.append(words(f"preference.{statement.preference.value}"))
    if statement.note:
        found.append(words("weighing.note", note=statement.note))
    return "; ".join(found)
