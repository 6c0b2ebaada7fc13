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
    (
        "library_report",
        rf"(?:what|which questions) (?:did|do|have) (?:my |our |the )?partners? ask(?:ed)?(?: (?:about|you))?(?: .{{2,24}})?{_END}",
    ),
    (
        "library_report",
        rf"(?:which|what) answers (?:do|did|don't|were|are) .{{0,40}}(?:like|liked|reject\w*|help\w*|useful|bad|wrong){_END}|welche antworten .{{0,40}}(?:abgelehnt|geholfen|schlecht|falsch|hilfreich)\w*{_END}",
    ),
    ("library_report", rf"{_SHOW}(?:unanswered|open) questions(?: from partners)?{_END}"),
    (
        "library_report",
        rf"what (?:do|did|are|have) (?:our |my |the )?partners (?:ask|asking|asked)(?: us)?(?: about)?(?: lately)?{_END}",
    ),
    ("library_report", rf"{_SHOW}(?:bericht (?:zur|über die) bibliothek|wissensbericht|bibliotheksbericht|fragenbericht){_END}"),
    ("library_report", rf"{_SHOW}(?:unbeantworteten?|offenen?) fragen(?: der partner)?{_END}"),
    ("library_report", rf"was (?:fragen|haben) (?:unsere |meine |die )?partner(?: gefragt)?(?: zuletzt)?{_END}"),
)

#: One of these words is in every such command.
WORDS: Final = frozenset(
    "library documents collateral knowledge question questions partners bibliothek dokumente unterlagen bericht wissensbericht "
    "bibliotheksbericht fragenbericht fragen partner".split()
)

#: How a question begins, where it has no question mark.
_ASKS: Final = re.compile(
    r"\s*(?:how|what|which|when|where|who|whose|why|does|do|did|is|are|can|could|may|will|has|have|was|were|"
    r"wie|was|welche[rsnm]?|wann|wo|wer|wem|wen|wessen|warum|wieso|gibt|kann|können|darf|dürfen|hat|haben|ist|sind|wird|werden|gilt|"
    r"muss|müssen|bis wann|ab wann|um wie viel|in welche[rnm]?|unterstützt|brauche[nt]?)\b",
    re.IGNORECASE,
)
#: What somebody says of their own deals, and not of a product.
_OWN: Final = re.compile(r"\b(?:i|my|mine|our|ours|ich|mein\w*|unser\w*|wir|we|[rqa]-[0-9a-z]{4,8})\b", re.IGNORECASE)

#: "And for Gold?", "what about Austria": nothing by itself, a question after a question.
_GOES_ON: Final = re.compile(
    r"\s*(?:and|but|what about|how about|also|und|aber|was ist mit|wie ist es (?:mit|bei|für)|wie sieht es (?:mit|bei|für)|auch)\b[^?\n]{0,60}\?*\s*$",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether the words are a question."""
    return "?" in text or begins_like_a_question(text)


def begins_like_a_question(text: str) -> bool:
    """Whether the first word is one that questions begin with."""
    return _ASKS.match(text) is not None


def speaks_of_own(text: str) -> bool:
    """Whether the words name what is the writer's."""
    return _OWN.search(text) is not None


def goes_on(text: str) -> bool:
    """Whether the words go on with the question before them."""
    return _GOES_ON.match(text) is not None and len(text.split()) <= 9
