"""Questions that wait for a person, or were answered by one: each answered, withdrawn and kept once, climbing each rung once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from handlers.ports_asked import HelpRequest, Reason
from program.access import Viewer
from program.review_time import Rung
from storage.asked_tables import request_rungs
from storage.people import in_sight
from storage.tables import requests
from storage.upsert import insert_new

_CLIMBED: Final = (
    select(func.max(request_rungs.c.rung)).where(request_rungs.c.request_id == requests.c.id).scalar_subquery().label("climbed")
)
_WAITS: Final = (requests.c.answered_by.is_(None), requests.c.withdrawn_at.is_(None))


class SqlRequests:
    """`handlers.ports_asked.Requests` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def add(self, request: HelpRequest) -> None:
        row = {
            "id": request.id,
            "member_id": request.member_id,
            "partner_id": request.partner_id,
            "text": request.text,
            "asked_at": request.asked_at,
            "answer": "",
            "language": request.language,
            "reason": request.reason.value,
            "answer_id": request.answer_id,
        }
        self._connection.execute(insert(requests), row)

    def get(self, request_id: str) -> HelpRequest | None:
        found = self._read(requests.c.id == request_id)
        return found[0] if found else None

    def of_answer(self, answer_id: str) -> HelpRequest | None:
        found = self._read(requests.c.answer_id == answer_id)
        return found[0] if found else None

    def waiting(self) -> tuple[HelpRequest, ...]:
        return self._read(*_WAITS)

    def answer(self, request_id: str, *, text: str, by: str) -> bool:
        return self._change(request_id, *_WAITS, answer=text, answered_by=by, answered_at=self._at)

    def withdraw(self, request_id: str) -> bool:
        return self._change(request_id, *_WAITS, withdrawn_at=self._at)

    def keep(self, request_id: str, document_id: str) -> bool:
        return self._change(request_id, requests.c.kept_as.is_(None), kept_as=document_id)

    def climb(self, request_id: str, rung: Rung, at: datetime) -> bool:
        waits = select(requests.c.id).where(requests.c.id == request_id, *_WAITS).with_for_update()
        if self._connection.execute(waits).first() is None:
            return False
        row = {"request_id": request_id, "rung": rung.value, "at": at}
        return self._connection.execute(insert_new(self._connection, request_rungs), row).rowcount == 1

    def _change(self, request_id: str, *conditions: ColumnElement[bool], **values: object) -> bool:
        sight = in_sight(requests.c.partner_id, self._viewer)
        changed = update(requests).where(requests.c.id == request_id, *conditions, sight).values(**values)
        return self._connection.execute(changed).rowcount == 1

    def _read(self, *conditions: ColumnElement[bool]) -> tuple[HelpRequest, ...]:
        sight = in_sight(requests.c.partner_id, self._viewer)
        query = select(requests, _CLIMBED).where(*conditions, sight).order_by(requests.c.asked_at, requests.c.id)
        return tuple(_request(row) for row in self._connection.execute(query).mappings())


def _request(row: Mapping[Any, Any]) -> HelpRequest:
    return HelpRequest(
        id=row["id"],
        member_id=row["member_id"],
        partner_id=row["partner_id"],
        text=row["text"],
        asked_at=row["asked_at"],
        answer=row["answer"],
        answered_by=row["answered_by"],
        language=row["language"],
        reason=Reason(row["reason"]),
        answer_id=row["answer_id"],
        climbed=None if row["climbed"] is None else Rung(row["climbed"]),
        is_withdrawn=row["withdrawn_at"] is not None,
        kept_as=row["kept_as"],
    )
