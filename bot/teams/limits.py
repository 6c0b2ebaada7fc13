"""What Teams takes of an app, and how much less we send (learn.microsoft.com, cards and messages of bots, November 2026)."""

from __future__ import annotations

from typing import Final

#: In bytes of UTF-8; cards of 28 KB were refused where messages go through a webhook, and no card of ours comes near.
CARD_BYTES: Final = 25_000
#: In bytes of UTF-16: Teams refuses a message above some 100,000.
ACTIVITY_BYTES: Final = 80_000
#: In bytes: the elements of one card, so that its words for who cannot see it and its frame fit beside them.
BODY_BYTES: Final = 18_000
#: In characters, as are all below.
SUMMARY: Final = 150
FALLBACK_TEXT: Final = 1_000
LINE: Final = 1_500
MESSAGE_TEXT: Final = 8_000
ACTION_TITLE: Final = 80
#: Of one value of `data`.
ACTION_DATA: Final = 2_000
#: Buttons beyond so many in one row are hidden behind an ellipsis.
ACTIONS: Final = 6
INPUT_LABEL: Final = 300
INPUT_TEXT: Final = 3_000
OPTION: Final = 150
OPTIONS: Final = 100
#: Of people who see a card in their own way, in number.
VIEWERS: Final = 60
#: Of what was looked up, Teams shows no more.
FOUND: Final = 15
INPUTS: Final = 30
DIALOG_TITLE: Final = 60
CITATIONS: Final = 20
CITATION_NAME: Final = 80
CITATION_ABSTRACT: Final = 160
SUGGESTED: Final = 6
SUGGESTED_TITLE: Final = 20
