"""How people word what bears on a conflict: sharing a deal with direct sales, and saying what speaks for one's own side."""

from __future__ import annotations

from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"
_REGISTRATION: Final = r"(?:(?:the |die |den )?(?:registration|registrierung|deal|case|fall)\s+)?(?P<subject>[Rr]-[0-9A-Za-z]{6}\b)"
_SIDE: Final = r"(?:(?:the |die |den )?(?:registration|registrierung|deal|case|fall)\s+)?(?P<subject>[RrOo]-[0-9A-Za-z]{4,32}\b)"
_STATEMENT: Final = r"(?:my |our |a |meine |unsere |eine )?(?:statement|stellungnahme)"

#: The wordings, as in `command_words.COMMANDS`. Sharing names the registration by its number: "share Acme" is said of many things.
COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("split", rf"(?:split|share)\s+{_REGISTRATION}(?:\s+with\s+(?:direct(?: sales)?|the direct (?:team|sales team)))?{_END}"),
    ("split", rf"teile?\s+{_REGISTRATION}(?:\s+mit dem direktvertrieb)?(?:\s+auf)?{_END}"),
    ("split", rf"{_REGISTRATION}\s+(?:bitte\s+)?(?:mit dem direktvertrieb\s+)?(?:teilen|aufteilen){_END}"),
    ("statement", rf"(?:(?:make|give|change|add|update)\s+)?{_STATEMENT}\s+(?:on|for|about|to)\s+{_SIDE}{_END}"),
    ("statement", rf"add to (?:my|our) case\s+(?:on |for )?{_SIDE}{_END}"),
    ("statement", rf"{_STATEMENT}\s+(?:zu|für)\s+{_SIDE}(?:\s+(?:abgeben|ändern|ergänzen))?{_END}"),
    ("statement", rf"nimm stellung zu\s+{_SIDE}{_END}"),
)

#: One of these words is in every such command.
WORDS: Final = frozenset("split share teile teil teilen aufteilen statement stellungnahme stellung case".split())
