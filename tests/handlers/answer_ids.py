"""What stands for the braces in the ids of sentences about answers and documents, as `tests/handlers/test_words.py` wants them."""

from __future__ import annotations

from typing import Final

from handlers.ports_asked import Reason
from handlers.wording import LANGUAGES
from program.collateral import DocumentKind
from program.partners import PartnerKind, Tier
from program.review_time import Rung

_KINDS = [kind.value for kind in DocumentKind]

ANSWER_COLUMNS: Final = ["audience", "document", "how_often", "kind", "language", "months_old", "valid_until"]

ANSWER_IDS: dict[str, list[str]] = {
    "hidden.{what}": ["company", "person", "address", "number"],
    "document_kind.{document.kind.value}": _KINDS,
    "document_kind.{one.kind.value}": _KINDS,
    "document_kind.{kind.value}": _KINDS,
    "kind.{kind.value}": [kind.value for kind in PartnerKind],
    "tier.{tier.value}": [tier.value for tier in Tier],
    "language.{code}": list(LANGUAGES),
    "request.reason.{request.reason.value}": [reason.value for reason in Reason if reason is not Reason.ASKED],
    "notice.request_{rung.name.lower()}": [rung.name.lower() for rung in Rung],
}
