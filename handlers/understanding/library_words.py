"""How people ask for the library itself and what is asked of it, and go on with a question; as in `command_words`."""

from __future__ import annotations

import re
from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte))?[\s.!?]*$"
_SHOW: Final = (
    r"(?:(?:show|list|see|zeig(?:en)?|liste)(?: sie)?(?: me| us| mir| uns)?\s+)?(?:(?:all|the|alle|die|den|das|unsere)\s+)?"
)

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("library", rf"{_SHOW}(?:library|documents(?: in the library)?|collateral list){_END}"),
    ("library", rf"{_SHOW}(?:bibliothek|dokumente|unterlagen)(?: in der bibliothek)?(?:\s+(?:an)?zeigen)?{_END}"),
    ("library", rf"what(?:'s|’s| is) in the library{_END}"),
    ("library", rf"was (?:ist|steht|gibt es) in der bibliothek{_END}"),
    ("library_report", rf"{_SHOW}(?:library|knowledge|question) report{_END}"),
    ("library_report", rf"{_SHOW}(?:unanswered|open) questions(?: from partners)?{_END}"),
    (
        "library_report",
        rf"what (?:do|did|are|have) (?:our |my |the )?partners (?:ask|asking|asked)(?: us)?(?: about)?(?: lately)?{_END}",
    ),
    ("library_report", rf"{_SHOW}(?:bericht (?:zur|über die) bibliothek|wissensbericht|bibliotheksbericht|fragenbericht){_END}"),
    ("library_report", rf"{_SHOW}(?:unbeantworteten?|offenen?) fragen(?: der partner)?{_END}"),
    ("library_report", rf"was (?:fragen|haben) (?:unsere |meine |die )?partner(?: gefragt)?(?: zuletzt)?{_END}"),
)

#: "And for Gold?", "what about Austria": nothing by itself, a question after a question.
_GOES_ON: Final = re.compile(
    r"\s*(?:and|but|what about|how about|also|und|aber|was ist mit|wie ist es (?:mit|bei|für)|wie sieht es (?:mit|bei|für)|auch)\b[^?\n]{0,60}\?*\s*$",
    re.IGNORECASE,
)


def goes_on(text: str) -> bool:
    """Whether the words go on with the question before them."""
    return _GOES_ON.match(text) is not None and len(text.split()) <= 9
