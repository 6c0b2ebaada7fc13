"""The tables of questions: what was put to the library and what came of it, what askers said, how far waiting questions climbed."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.columns import Instant
from storage.tables import metadata

asked_questions = Table(
    "asked_questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("partner_id", String(64), ForeignKey("partners.id")),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("confidence_permille", Integer, nullable=False),
    Column("is_worded", Boolean, nullable=False),
    CheckConstraint("confidence_permille BETWEEN 0 AND 1000", name="confidence_is_a_share"),
    Index("ix_asked_questions_partner_at", "partner_id", "at"),
)

# A document's version stays when the document goes: what was cited can be looked at.
asked_citations = Table(
    "asked_citations",
    metadata,
    Column("answer_id", String(32), ForeignKey("asked_questions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("document_id", String(16), nullable=False, index=True),
    Column("quote", Text, nullable=False),
    Column("contradicts", Boolean, nullable=False),
)

# One word for each answer, the asker's; a later one replaces it.
answer_feedback = Table(
    "answer_feedback",
    metadata,
    Column("answer_id", String(32), ForeignKey("asked_questions.id"), primary_key=True),
    Column("is_helpful", Boolean, nullable=False),
    Column("complaint", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

request_rungs = Table(
    "request_rungs",
    metadata,
    Column("request_id", String(16), ForeignKey("requests.id"), primary_key=True),
    Column("rung", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
)
