"""Questions that were put to the library: what came of each, what it cited, and what its asker said of the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select

from handlers.ports_asked import AskedQuestion, Cited
from handlers.ports_library import Verdict
from program.access import Act, Viewer
from storage.asked_tables import answer_feedback, asked_citations, asked_questions
from storage.people import in_sight
from storage.upsert import upsert

#: So many at once: what is asked for in one statement has a limit on SQLite.
_MOST: Final = 500


class SqlAskedQuestions:
    """`handlers.ports_asked.AskedQuestions` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def add(self, asked: AskedQuestion) -> None:
        row = {
            "id": asked.id,
            "member_id": asked.member_id,
            "partner_id": asked.partner_id,
            "text": asked.text,
            "language": asked.language,
            "at": asked.at,
            "verdict": asked.verdict.value,
            "confidence_permille": round(asked.confidence * 1000),
            "is_worded": asked.is_worded,
        }
        self._connection.execute(insert(asked_questions), row)
        cited = [
            {"answer_id": asked.id, "number": number, "document_id": one.document_id}
            | {"quote": one.quote, "contradicts": one.contradicts}
            for number, one in enumerate(asked.cited, 1)
        ]
        if cited:
            self._connection.execute(insert(asked_citations), cited)

    def get(self, answer_id: str) -> AskedQuestion | None:
        found = self._read(asked_questions.c.id == answer_id)
        return found[0] if found else None

    def rate(self, answer_id: str, *, is_helpful: bool, complaint: str = "") -> bool:
        own = asked_questions.c.id == answer_id, asked_questions.c.member_id == self._viewer.member.id
        if self._connection.execute(select(asked_questions.c.id).where(*own)).first() is None:
            return False
        row = {"answer_id": answer_id, "is_helpful": is_helpful, "complaint": complaint, "at": self._at}
        self._connection.execute(upsert(self._connection, answer_feedback, ["answer_id"]), row)
        return True

    def since(self, at: datetime) -> tuple[AskedQuestion, ...]:
        return self._read(asked_questions.c.at >= at)

    def uses(self, at: datetime) -> Mapping[str, int]:
        counted = (
            select(asked_citations.c.document_id, func.count(asked_citations.c.answer_id.distinct()))
            .join(asked_questions, asked_questions.c.id == asked_citations.c.answer_id)
            .where(asked_questions.c.at >= at)
            .group_by(asked_citations.c.document_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def _read(self, condition: ColumnElement[bool]) -> tuple[AskedQuestion, ...]:
        query = (
            select(asked_questions, answer_feedback.c.is_helpful, answer_feedback.c.complaint)
            .outerjoin(answer_feedback, answer_feedback.c.answer_id == asked_questions.c.id)
            .where(condition, self._sight())
            .order_by(asked_questions.c.at.desc(), asked_questions.c.id)
        )
        rows = self._connection.execute(query).mappings().all()
        cited = self._cited([row["id"] for row in rows])
        return tuple(_asked(row, cited.get(row["id"], ())) for row in rows)

    def _cited(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cited]]:
        found: dict[str, list[Cited]] = defaultdict(list)
        for start in range(0, len(ids), _MOST):
            these = asked_citations.c.answer_id.in_(ids[start : start + _MOST])
            query = select(asked_citations).where(these).order_by(asked_citations.c.answer_id, asked_citations.c.number)
            for row in self._connection.execute(query).mappings():
                one = Cited(document_id=row["document_id"], quote=row["quote"], contradicts=row["contradicts"])
                found[row["answer_id"]].append(one)
        return found

    def _sight(self) -> ColumnElement[bool]:
        own = asked_questions.c.member_id == self._viewer.member.id
        if not self._viewer.may(Act.CURATE):
            return own
        return or_(own, in_sight(asked_questions.c.partner_id, self._viewer))


def _asked(row: Mapping[Any, Any], cited: Sequence[Cited]) -> AskedQuestion:
    return AskedQuestion(
        id=row["id"],
        member_id=row["member_id"],
        partner_id=row["partner_id"],
        text=row["text"],
        language=row["language"],
        at=row["at"],
        verdict=Verdict(row["verdict"]),
        confidence=row["confidence_permille"] / 1000,
        is_worded=row["is_worded"],
        cited=tuple(cited),
        is_helpful=row["is_helpful"],
        complaint=row["complaint"] or "",
    )
