"""How direct sellers word what they do with their opportunities and leads, in the shape of `command_words`.

Each names an opportunity (O-…) or a lead (R-…) by its number, so that nothing else is taken for it.
"""

from __future__ import annotations

from typing import Final

_OWN: Final = r"(?P<subject>[Oo]-[0-9A-Za-z]{4,8})\b"
_EITHER: Final = r"(?P<subject>[OoRr]-[0-9A-Za-z]{4,8})\b"
_THE: Final = r"(?:(?:the |my |our |die |das |den |meine |meinen |unsere )?(?:opportunity|lead|deal|verkaufschance|chance)\s+)?"
_WE: Final = r"(?:(?:we|i|wir|ich)(?:'ve| have| haben?)?\s+)?(?:just\s+)?"
_WITH: Final = r"(?:\s*[:,;–-])?(?:\s*(?:for|at|with|because of|because|due to|für|mit|wegen|weil|zu|bei)\b)?\s*(?P<argument>.*)$"
_END: Final = r"[\s.!?]*$"
_SHOW: Final = (
    r"(?:(?:show|see|open|view|display|zeige?|öffne|status|stand)(?:\s+(?:me|mir|of|on|for|von|zu|bei|der|the))*\s*:?\s+)?"
)
_CHANGE: Final = r"(?:change|update|amend|ändere?|aktualisiere?)"
_LIST: Final = r"(?:(?:show|list|zeige?)\s+(?:me\s+|mir\s+)?)?"

#: The wordings; the first that fits is taken.
COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("won_deal", rf"{_WE}(?:won|gewonnen)\s+{_THE}{_EITHER}{_WITH}"),
    ("won_deal", rf"{_WE}{_THE}{_EITHER}\s+(?:is|was|has been|ist|wurde)?\s*(?:won|gewonnen){_WITH}"),
    ("withdraw_deal", rf"{_WE}(?:lost|verloren)\s+{_THE}{_EITHER}{_WITH}"),
    ("withdraw_deal", rf"{_WE}{_THE}{_EITHER}\s+(?:is|was|has been|ist|wurde)?\s*(?:lost|verloren){_WITH}"),
    ("withdraw_deal", rf"(?:close|mark|schließe?|markiere?)\s+{_THE}{_EITHER}\s+(?:as|als)\s+(?:lost|verloren)(?:\s+ab)?{_WITH}"),
    ("withdraw_deal", rf"(?:withdraw|drop)\s+{_THE}{_OWN}{_END}"),
    ("withdraw_deal", rf"(?:zieh|ziehe|nimm)\s+{_THE}{_OWN}\s+zurück{_END}"),
    ("withdraw_deal", rf"{_THE}{_OWN}\s+zurück(?:ziehen|nehmen){_END}"),
    ("amend_registration", rf"{_CHANGE}\s+{_THE}{_OWN}(?:\s*[:,;–-])?(?:\s*(?:to|auf|zu)\b)?\s*(?P<argument>.*)$"),
    ("deal_status", rf"{_SHOW}{_THE}{_OWN}{_END}"),
    ("deal_status", rf"{_LIST}(?:my|our|meine|unsere)\s+(?:(?:open|offenen?)\s+)?(?:opportunities|verkaufschancen)(?:\s+an)?{_END}"),
    ("list_leads", rf"{_LIST}(?:(?:my|our|the|meine|unsere|die|alle|all)\s+)?(?:(?:handed[- ]over|open|übergebenen?|offenen?)\s+)?leads(?:\s+an)?{_END}"),
)  # fmt: skip

#: One of these words, or an opportunity's number, is in every command.
WORDS: Final = frozenset(
    "won gewonnen lost verloren close mark schließe schließ markiere markier opportunities leads verkaufschancen".split()
)
