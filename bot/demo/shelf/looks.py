"""How the demo's vendor looks: its colours and its sign, the same in every format."""

from __future__ import annotations

from typing import Final

#: Colours as six hexadecimal digits.
INK: Final = "16303A"
GREY: Final = "5F7179"
TEAL: Final = "0B6E6E"
DEEP: Final = "0A3A42"
PALE: Final = "E9F3F2"
LINE: Final = "CBD8D9"
AMBER: Final = "F0A33A"
WHITE: Final = "FFFFFF"

VENDOR: Final = "Fernblick Software"

#: The sign: two hills in a square of side 1, each a row of points (x to the right, y upwards).
HILLS: Final = (
    ((0.10, 0.22), (0.42, 0.72), (0.74, 0.22)),
    ((0.48, 0.22), (0.70, 0.54), (0.92, 0.22)),
)

#: What stands above a document, by kind and language.
KINDS: Final = {
    "documentation": ("Documentation", "Dokumentation"),
    "datasheet": ("Datasheet", "Datenblatt"),
    "faq": ("Questions and answers", "Fragen und Antworten"),
    "price_list": ("Prices", "Preise"),
    "security": ("Security", "Sicherheit"),
    "legal": ("Contracts", "Verträge"),
    "battlecard": ("Battlecard · for partners only", "Battlecard · nur für Partner"),
    "case_study": ("Case study", "Referenz"),
    "one_pager": ("At a glance", "Auf einen Blick"),
    "deck": ("Presentation", "Präsentation"),
    "template": ("Template", "Vorlage"),
}


def kind_label(kind: str, language: str) -> str:
    """The words above a document of the kind."""
    return KINDS[kind][language == "de"]
