"""What each side says for itself before a conflict is decided, and how important whoever decides holds each side to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from handlers.case import Case, to_decide
from handlers.outcome import Outcome, say, short
from handlers.own_deals import files_of
from handlers.ports import Work
from handlers.reply import FieldKind, Option, Part, Text, Tone
from handlers.reviewing import case_shown
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.weighing_view import statement_line
from handlers.wording import Words
from program.policy import Ground, Policy
from program.registrations import (
    UNDECIDED,
    CustomerFile,
    DirectOpportunity,
    Importance,
    Preference,
    Registration,
    Relationship,
    Statement,
)

#: A side's own words are a sentence or two; what is kept is read back.
_NOTE: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """The viewer's side: their partner's registration or their own direct opportunity, on the files that are decided on."""

    stands_on: Registration | DirectOpportunity
    files: tuple[CustomerFile, ...]
    policy: Policy

    @property
    def statement(self) -> Statement:
        return self.stands_on.statement or Statement()


def _speaker(work: Work, subject: str) -> _Speaker | tuple[Part, ...]:
    """The viewer's side under the number, or why nothing can be said for it."""
    words = Words.of(work.viewer.member)
    partner = work.viewer.partner
    registration = work.registrations.get(subject) if partner is not None else None
    if registration is not None:
        if registration.status not in UNDECIDED:
            return (Text(text=words("statement.too_late", id=registration.id)),)
        policy = work.program.version(registration.policy_version)
        return _Speaker(stands_on=registration, files=files_of(work, registration), policy=policy)
    files = work.files.of_opportunity(subject) if partner is None else ()
    own = [sale for file in files for sale in file.direct if sale.id == subject and sale.seller_id == work.viewer.member.id]
    if own:
        return _Speaker(stands_on=own[0], files=files, policy=work.program.in_force(work.at))
    return (Text(text=words("statement.unknown", id=subject[:20])),)


def _ask_statement(work: Work, subject: str) -> Asked | tuple[Part, ...]:
    speaker = _speaker(work, subject)
    if not isinstance(speaker, _Speaker):
        return speaker
    words, said = Words.of(work.viewer.member), speaker.statement
    day = said.engaged_since.isoformat() if said.engaged_since else ""
    return Asked(
        title=words("statement.ask", id=speaker.stands_on.id, clause=speaker.policy.clause(Ground.CRITERIA).id),
        submit=words("statement.submit"),
        questions=(
            _levels("relationship", words("statement.relationship"), Relationship, said.relationship, words),
            Question(
                name="engaged_since",
                label=words("statement.engaged_since"),
                kind=FieldKind.DATE,
                hint=words("statement.engaged_since.hint"),
                known=day,
            ),
            _levels("preference", words("statement.preference"), Preference, said.preference, words),
            Question(name="note", label=words("statement.note"), required=False, known=said.note),
        ),
        confirm=said.relationship is not None,
    )


def _levels(name: str, label: str, levels: type[StrEnum], known: StrEnum | None, words: Words) -> Question:
    options = tuple(Option(value=level.value, label=words(f"{levels.__name__.lower()}.{level.value}")) for level in levels)
    return Question(name=name, label=label, options=options, known=known.value if known else "")


def _state(work: Work, conversation: Conversation, subject: str, values: Mapping[str, str]) -> Outcome:
    """Puts what was said on record; the vendor's own view of the side's importance stays."""
    speaker = _speaker(work, subject)
    if not isinstance(speaker, _Speaker):
        return Outcome(parts=speaker, conversation=conversation)
    statement = replace(
        speaker.statement,
        relationship=Relationship(values["relationship"]),
        engaged_since=date.fromisoformat(values["engaged_since"]),
        preference=Preference(values["preference"]),
        note=short(values.get("note", ""), _NOTE),
    )
    _store(work, speaker.stands_on, statement)
    work.files.touch(speaker.files)
    said = {name: values[name] for name in ("relationship", "engaged_since", "preference", "note") if values.get(name)}
    kind = "registration" if isinstance(speaker.stands_on, Registration) else "opportunity"
    work.log.add(f"{kind}.stated", speaker.stands_on.id, **said)
    words = Words.of(work.viewer.member)
    line = statement_line(statement, words)
    return say(conversation, words("statement.done", id=speaker.stands_on.id, said=line), tone=Tone.SUCCESS)


def _store(work: Work, side: Registration | DirectOpportunity, statement: Statement) -> None:
    if isinstance(side, Registration):
        work.registrations.change(replace(side, statement=statement))
    else:
        work.files.state(replace(side, statement=statement))


# ── the vendor's view of the sides ───────────────────────────────────────────────────────────────────────────────────────
def _ask_importance(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    case = _weighed(work, registration_id)
    if not isinstance(case, Case):
        return case
    words = Words.of(work.viewer.member)
    said = case.registration.statement, case.direct[0].statement
    names = case.partner.name, words("case.direct_side", seller=case.direct[0].seller)
    return Asked(
        title=words(
            "importance.ask",
            company=case.registration.opportunity.company,
            clause=case.policy.clause(Ground.CRITERIA).id,
        ),
        submit=words("importance.submit"),
        questions=tuple(
            _levels(side, name, Importance, statement.importance if statement else None, words)
            for side, name, statement in zip(("partner", "direct"), names, said, strict=True)
        ),
        confirm=all(statement is not None and statement.importance is not None for statement in said),
    )


def _weighed(work: Work, registration_id: str) -> Case | tuple[Part, ...]:
    """A case in which criteria are weighed; in any other, importance decides nothing."""
    case = to_decide(work, registration_id)
    if isinstance(case, Case) and case.proposal.weighing is None:
        return (Text(text=Words.of(work.viewer.member)("importance.nothing_weighed", id=case.registration.id)),)
    return case


def _rate(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """Keeps the importance of both sides and shows the case as it then stands."""
    case = _weighed(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=conversation)
    for name, side in (("partner", case.registration), ("direct", case.direct[0])):
        importance = Importance(values[name])
        _store(work, side, replace(side.statement or Statement(), importance=importance))
    work.files.touch(case.files)
    work.log.add("registration.importance_rated", registration_id, partner=values["partner"], direct=values["direct"])
    rated = to_decide(work, registration_id)
    return case_shown(work, conversation, rated) if isinstance(rated, Case) else Outcome(parts=rated, conversation=conversation)


STATEMENT: Final = Step(verb="statement", ask=_ask_statement, do=_state)
IMPORTANCE: Final = Step(verb="importance", ask=_ask_importance, do=_rate)
