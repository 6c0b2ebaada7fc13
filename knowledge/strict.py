"""Which questions cost when they are answered wrongly: those about prices, what is legal and what is secure."""

from __future__ import annotations

import re
from typing import Final

from handlers.ports_library import Question
from program.collateral import DocumentKind

_STRICT: Final = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|costs?|discounts?|fees?|listenpreise?\w*|preise?\w*|kostet|kosten|rabatte?\w*|nachl[aä]ss\w*|gebühr\w*|"
    r"liab(?:le|ility)|indemni\w+|warrant\w+|legal\w*|contracts?|contractual\w*|terminat\w+|gdpr|dsgvo|dpa|avv|haftung\w*|haftet|"
    r"gewährleist\w*|recht(?:lich|e|s)?\w*|vertrag\w*|verträge\w*|kündig\w*|datenschutz\w*|"
    r"secur\w+|encrypt\w+|vulnerab\w+|complian\w+|certifi(?:ed|cations?)|iso ?27001|soc ?2|sicherheit\w*|"
    r"verschlüssel\w*|zertifizier\w*|pen(?:etration)?[- ]?tests?)\b",
    re.IGNORECASE,
)


def is_strict(question: Question, kind: DocumentKind | None) -> bool:
    """By the words of the question, or by the kind of the document that would answer it."""
    return bool(_STRICT.search(question.text)) or (kind is not None and kind.is_strict)
