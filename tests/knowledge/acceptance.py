"""The questions with known answers, or with none, that the demo's library is measured by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.demo.partners import PARTNERS
from program.partners import Partner

_FILE: Final = Path(__file__).parent / "questions.jsonl"
_PARTNERS: Final = {partner.id: partner for partner in PARTNERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An answer that is right: a document and words of it; `version` where it is an older one."""

    document: str
    says: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a member of a partner writes it.

    `wanted` is "answer" (one of the known ones), "contradiction" (both of them, side by side), "absent" (nothing is about it),
    "near_miss" (documents are about it, and none says it) or "hidden" (only a document says it that the asker may not see, or that
    does not count). `before` are the questions just before.
    """

    id: str
    text: str
    language: str
    partner: Partner
    wanted: str
    answers: tuple[Known, ...]
    before: tuple[str, ...]


def acceptance_questions() -> tuple[Asked, ...]:
    rows = (json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        Asked(
            id=row["id"],
            text=row["question"],
            language=row["language"],
            partner=_PARTNERS[row["asker"]],
            wanted=row["wanted"],
            answers=tuple(Known(**answer) for answer in row.get("answers", ())),
            before=tuple(row.get("before", ())),
        )
        for row in rows
    )
