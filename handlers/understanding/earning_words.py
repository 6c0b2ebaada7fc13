"""The words in which people ask about money, English and German: one line a meaning; patterns are read on folded text."""

from __future__ import annotations

from typing import Final

#: What is asked, the first that fits.
ASKS: Final = (
    ("forecast", r"\b(?:forecast\w*|expect(?:ed)?|outlook|projection|\w*prognose\w*|erwarte\w*|voraussichtlich\w*|pipeline)\b"),
    ("what_if", r"\b(?:would|what if|if (?:i|we|it|the deal)|suppose|hypothetical\w*|wuerde\w*|waere\w*|haette\w*|angenommen|was waere wenn|wenn (?:ich|wir|der|es))\b"),
    ("explain", r"\b(?:why|explain\w*|how come|how (?:is|was|did you)|breakdown|calculat\w*|computed?|warum|wieso|weshalb|erklaer\w*|wie (?:kommt|setzt|wird|wurde|entsteht|errechnet)|berechn\w*|aufschluessel\w*|herleit\w*)\b"),
)  # fmt: skip

#: A file of the statement, by its kind.
FILES: Final = (
    ("pdf", r"\bpdf\b"),
    ("csv", r"\b(?:csv|excel|spreadsheet|tabelle|xlsx?)\b"),
)

TIERS: Final = r"\b(registered|bronze|silver|silber|gold|platinum|platin)\b"
#: The same tier in another language.
TIER_NAMES: Final = {"silber": "silver", "platin": "platinum"}

#: "23 %", "26.5 percent".
PERCENT: Final = r"\b(\d{1,3}(?:[.,]\d{1,4})?) ?(?:%|percent\b|per cent\b|prozent\b)"
#: "70/30", "50:50" beside a word for sharing.
SPLIT: Final = r"\b(\d{1,3}) ?[/:] ?(\d{1,3})\b"
#: The name of a line, as statements show it, on folded text.
LINE: Final = r"\bl-[0-9a-z]{8}\b"
#: The deal that was talked about last.
THIS_DEAL: Final = r"\b(?:this|that|the same|diese[mnrs]?|dasselbe|denselben) (?:one|deal|sale|geschaeft|auftrag)\b|\b(?:on|for) (?:it|this|that)\b|\bdafuer\b"
#: A year alone.
YEAR: Final = r"\b(20[0-9]{2})\b"

_LINE: Final = r"l-[0-9a-z]{8}\b"
_TIER: Final = r"\b(?:registered|bronze|silver|silber|gold|platinum|platin)\b"
_PAYS: Final = (
    r"\b(?:pay|pays|bring|brings|earn|earns|commission|provision|zahlt|zahlen|bringt|brächte|einbringen|verdiene|verdienen)\b"
)
#: What is certainly about money; everything else is found by its words (`intent_words`).
COMMANDS: Final = (
    ("commission_lookup", rf"(?:explain|show|why|what is|erklär\w*|zeige?|warum|wieso|was ist)\b.{{0,60}}{_LINE}.*$"),
    ("commission_lookup", rf"{_LINE}[\s.!?]*$"),
    ("commission_lookup", r"(?:why|how come|warum|wieso|weshalb)\b.{0,40}\d ?(?:%|percent\b|per cent\b|prozent\b).*$"),
    ("commission_lookup", r"(?:(?:show|zeige?)\s+)?(?:(?:me|mir|the|my|our|die|meine|unsere)\s+)*(?:commission|earnings?|provisions?|verdienst)[ -]?(?:forecast|outlook|prognose|vorschau)\b.*$"),
    ("commission_lookup", r"(?:(?:show|zeige?)\s+)?(?:(?:me|mir|the|my|our|die|meine|unsere|eine?)\s+)*(?:forecast|prognose|vorschau)\b.{0,30}\b(?:commission|earnings?|provision\w*|verdienst\w*).*$"),
    ("commission_lookup", rf"(?:what|how much|was|wie ?viel)\b(?=.*{_TIER})(?=.*{_PAYS}).*$"),
)  # fmt: skip
#: One of these words is in every command.
WORDS: Final = frozenset(
    """explain show why what how erklär erkläre erklären zeige zeig warum wieso weshalb was wieviel wie forecast outlook prognose vorschau
    commission earnings provisionsprognose""".split()
)
