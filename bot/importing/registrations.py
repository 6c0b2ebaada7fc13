"""Registrations from a file, decided as if a member had sent it in a chat: all lines that can be, or none when one is at fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.ids import FreshIds
from bot.importing.problems import LineProblem
from bot.importing.sheet import Unreadable, read_text
from handlers.bulk import results
from handlers.bulk_lines import Checked, check_lines, register_lines
from handlers.ports import Stale
from handlers.received import read_list
from handlers.reply import Part
from handlers.wording import Words
from program.access import Act, Viewer
from program.partners import Member, Partner, Role
from program.periods import local_date
from program.policy import Program
from storage.engine import Database, Transaction
from storage.people import SqlPeople, viewer_of
from storage.work import SqlWork

#: How often it is run again because a turn changed in between what it had looked up.
_ATTEMPTS: Final = 5
_OPERATOR: Final = Viewer(
    member=Member(id="operator", partner_id=None, name="Operator", email="", role=Role.CHANNEL_ADMIN, language="en", zone="UTC")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationsResult:
    """The verdicts as parts of a reply; with problems, nothing was written."""

    parts: tuple[Part, ...] = ()
    problems: tuple[LineProblem, ...] = ()


def import_registrations(
    path: Path, database: Database, program: Program, *, as_: str, partner_id: str | None, at: datetime, ids: FreshIds
) -> RegistrationsResult:
    """Registers the lines for the member with the address `as_`; the vendor's people name the partner that it is for.

    Raises Stale when people kept changing the same customers all the while: nothing was written, and it can be tried again.
    """
    try:
        text = read_text(path)
    except Unreadable as unreadable:
        return RegistrationsResult(problems=unreadable.problems)
    for _ in range(_ATTEMPTS):
        try:
            with database.transaction() as connection:
                return _run(connection, text, program, as_=as_, partner_id=partner_id, at=at, ids=ids)
        except Stale:
            continue
    raise Stale


def _run(
    connection: Transaction, text: str, program: Program, *, as_: str, partner_id: str | None, at: datetime, ids: FreshIds
) -> RegistrationsResult:
    member = SqlPeople(connection, _OPERATOR, at).by_email(as_)
    if member is None:
        return _refused(f"There is no member “{as_[:60]}”.")
    viewer = viewer_of(connection, replace(member, language="en"), at)
    work = SqlWork(connection, viewer=viewer, at=at, program=program, ids=ids)
    partner = _partner(work, partner_id)
    if partner is None:
        return _refused("This member registers for no such partner. A partner manager or channel admin needs --partner ID.")
    words = Words.of(viewer.member)
    sheet = read_list(text, viewer=viewer, products=work.catalogue.products(), today=local_date(at, viewer.member.zone))
    if sheet.fault is not None:
        return _refused(words(sheet.fault.id, **sheet.fault.fields))
    checked = check_lines(work, partner, sheet.lines)
    problems = tuple(_problems(checked))
    if problems:
        return RegistrationsResult(problems=problems)
    decided = register_lines(work, partner, [one for one in checked if one.is_ready])
    return RegistrationsResult(parts=results(work, partner, checked, decided, words))


def _partner(work: SqlWork, partner_id: str | None) -> Partner | None:
    own = work.viewer.partner
    if own is not None:
        return own if partner_id in (None, own.id) else None
    return work.people.partner(partner_id) if partner_id and work.viewer.may(Act.REGISTER_FOR) else None


def _problems(checked: Sequence[Checked]) -> list[LineProblem]:
    found = [LineProblem(line=one.number, column="", reason=fault) for one in checked for fault in one.faults]
    alike = "has a name like another customer’s; register it in a chat, where the bot asks about it"
    found += [LineProblem(line=one.number, column="", reason=alike) for one in checked if one.similar]
    return sorted(found, key=lambda problem: problem.line)


def _refused(reason: str) -> RegistrationsResult:
    return RegistrationsResult(problems=(LineProblem(line=0, column="", reason=reason),))
