"""What stands for the braces of the ids that are put together where a case is told and decided."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from program.conflicts import Advice
from program.policy import Criterion
from program.registrations import Importance, Preference, Relationship, Sourced, Status
from tests.program.deals import PROPOSALS


def _values(members: Iterable[StrEnum]) -> list[str]:
    return [member.value for member in members]


CASE_IDS: dict[str, list[str]] = {
    "criterion.{line.criterion.value}": _values(Criterion),
    "importance.{said.importance.value}": _values(Importance),
    "notice.direct.{outcome.value}": _values((Advice.APPROVE, Advice.DECLINE, Advice.SPLIT)),
    "notice.shared.{split.sourced.value}": _values(Sourced),
    "preference.{said.preference.value}": _values(Preference),
    "preference.{statement.preference.value}": _values(Preference),
    "proposal.{proposal.advice.value}.{proposal.reason.ground.value}": [f"{advice}.{ground}" for advice, ground in PROPOSALS],
    "relationship.{said.relationship.value}": _values(Relationship),
    "relationship.{statement.relationship.value}": _values(Relationship),
    "review.{_whose(work, registration)}": ["appeal_for_admin", "for_admin", "taken_over"],
    "split.{split.sourced.value}": _values(Sourced),
    "status.{case.registration.status_at(work.at).value}": _values(Status),
    "{levels.__name__.lower()}.{level.value}": [
        f"{levels.__name__.lower()}.{level.value}" for levels in (Importance, Preference, Relationship) for level in levels
    ],
}
