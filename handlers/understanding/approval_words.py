"""How people say where what waits for their decision is to be posted: here, no longer here, where is it now; as in `command_words`."""

from __future__ import annotations

from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt|again|wieder|from now on|ab jetzt|ab sofort|in zukunft|künftig))*[\s.!?]*$"
_THEM: Final = (
    r"(?:(?:all|the|my|our|your|new|alle|die|meine|unsere|neue|neuen)\s+){0,3}"
    r"(?:approvals?(?:\s+(?:cards?|requests?))?|(?:cards?|requests?)\s+for\s+approval|decisions?|freigaben?|genehmigungen|entscheidungen|"
    r"(?:freigabe|genehmigungs|entscheidungs)(?:karten|anfragen))"
)
_CHANNEL: Final = (
    r"(?:this|the|my|our|a|diesen|diesem|den|dem|meinen|meinem|unserem|einen|einem)\s+(?:channel|team|group|chat|kanal|gruppe)"
)
_HERE: Final = (
    r"(?:(?:in\s+)?here|in\s+this\s+(?:channel|team|group|chat)|to\s+this\s+(?:channel|group|chat)|(?:in\s+)?this\s+channel|hier(?:her|\s*hin)?|"
    r"(?:in|an)\s+(?:diese[nmr]?)\s+(?:kanal|gruppe|chat|team))"
)
_PLACE: Final = rf"(?:\s+(?:{_HERE}|(?:in|to|into|an)\s+{_CHANNEL}))"
_POST: Final = r"(?:post|send|show|put|bring|deliver|publish)"
_POSTING: Final = r"(?:posting|sending|showing|putting|bringing|delivering|publishing)"
_POSTE: Final = r"(?:poste[nt]?|schicke?|schicken sie|sende[nt]?|senden sie|zeige?|zeigen sie|stelle?|stellen sie)"
_POSTEN: Final = r"(?:posten|schicken|senden|zeigen|einstellen|veröffentlichen)"
_SOON: Final = r"(?:(?:please|bitte|from now on|ab jetzt|ab sofort|künftig|in zukunft)\s+)*"
_NO_MORE: Final = r"(?:nicht\s+(?:mehr|länger|weiter))"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    # no longer
    ("approvals_stop", rf"(?:stop|quit|no longer|don'?t|don’t|do not|never)\s+(?:{_POSTING}|{_POST})\s+(?:me\s+)?{_THEM}(?:{_PLACE})?(?:\s+any ?(?:more|longer))?{_END}"),
    ("approvals_stop", rf"(?:no|no more)\s+{_THEM}\s+{_HERE}(?:\s+any ?(?:more|longer))?{_END}|keine\s+{_THEM}\s+(?:mehr\s+)?{_HERE}(?:\s+mehr)?{_END}"),
    ("approvals_stop", rf"{_THEM}\s+(?:bitte\s+)?(?:{_NO_MORE}\s+{_HERE}|{_HERE}\s+{_NO_MORE}|{_NO_MORE}(?:{_PLACE})?)(?:\s+(?:{_POSTEN}|an)\b)?{_END}"),
    ("approvals_stop", rf"(?:{_POSTE})\s+(?:mir\s+)?{_THEM}\s+(?:bitte\s+)?(?:{_NO_MORE}(?:{_PLACE})?|{_HERE}\s+{_NO_MORE}){_END}"),
    ("approvals_stop", rf"(?:send|bring|post)\s+{_THEM}\s+(?:back\s+)?(?:only\s+)?to\s+me(?:\s+(?:alone|only|directly|personally|again|in private))+{_END}"),
    ("approvals_stop", rf"{_THEM}\s+(?:bitte\s+)?(?:wieder\s+|nur\s+|nur noch\s+)+(?:an\s+mich|mir)(?:\s+(?:allein|persönlich|direkt))?(?:\s+{_POSTEN})?{_END}"),
    ("approvals_stop", rf"(?:not\s+here|no(?:t any)?\s+longer\s+here|nicht\s+(?:mehr|länger)\s+hier|hier\s+nicht\s+mehr)(?:\s+any ?(?:more|longer))?{_END}"),
    # where
    ("approvals_where", rf"where\s+(?:do|are|will|did|should)\s+{_THEM}\s+(?:go|posted|sent|shown|end up|appear|be posted|be sent|go to)(?:\s+to)?{_END}"),
    ("approvals_where", rf"where\s+do\s+(?:you\s+(?:post|send|put)|i\s+(?:get|see))\s+{_THEM}{_END}|where\s+(?:are|is)\s+{_THEM}{_END}"),
    ("approvals_where", rf"(?:wo|wohin)\s+(?:gehen|kommen|landen|erscheinen|werden|schicken sie|schickst du|posten sie|postest du|sehe ich|bekomme ich)\s+{_THEM}"
                        rf"(?:\s+(?:hin|an|gepostet|geschickt|gesendet|gezeigt|angezeigt))?{_END}"),
    ("approvals_where", r"(?:(?:change|set|choose|ändern?|wähle?)\s+)?(?:(?:the|my|den|meinen)\s+)?(?:approval(?:s)?\s+channel|channel\s+for\s+(?:my\s+)?approvals|freigabe-?kanal|kanal\s+für\s+(?:meine\s+)?freigaben)"
                        rf"(?:\s+(?:ändern|wählen|festlegen))?{_END}"),
    # here
    ("approvals_here", rf"(?:{_POST}|use)\s+(?:me\s+)?{_THEM}{_PLACE}{_END}|{_THEM}\s+(?:go|belong|should go|should be posted|are to be posted){_PLACE}{_END}"),
    ("approvals_here", rf"use\s+(?:this|the)\s+channel\s+for\s+{_THEM}{_END}|{_THEM}\s+{_SOON}{_HERE}{_END}"),
    ("approvals_here", rf"{_THEM}\s+{_SOON}{_HERE}\s+{_POSTEN}{_END}|{_THEM}\s+(?:kommen|gehören|sollen)\s+{_HERE}(?:\s+(?:hin|{_POSTEN}))?{_END}"),
    ("approvals_here", rf"(?:{_POSTE})\s+(?:mir\s+)?{_THEM}\s+(?:bitte\s+)?{_HERE}(?:\s+(?:ein|hin))?{_END}"),
    ("approvals_here", rf"(?:nutze|verwende|nimm|nutzen sie|verwenden sie)\s+diesen\s+kanal\s+für\s+{_THEM}{_END}"),
)  # fmt: skip

#: One of these words is in every such command.
WORDS: Final = frozenset(
    """here hier approval approvals decision decisions freigabe freigaben genehmigungen entscheidungen freigabekarten genehmigungskarten
    entscheidungskarten freigabeanfragen genehmigungsanfragen entscheidungsanfragen freigabekanal card cards request requests""".split()
)
