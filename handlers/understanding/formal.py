"""German that says Sie is read as German that says du: "Zeigen Sie mir …" asks for the same as "zeige mir …".

One place turns the one into the other, so that no table of words needs both.
"""

from __future__ import annotations

import re
from typing import Final

#: Verbs that ask or offer instead of telling what to do, and what is said to a friend.
_ASKING: Final = {
    "können": "kannst", "könnten": "könntest", "würden": "würdest", "möchten": "möchtest", "wollen": "willst", "haben": "hast",
    "sind": "bist", "werden": "wirst",
    "dürfen": "darfst", "müssen": "musst", "brauchen": "brauchst", "wissen": "weißt", "sollen": "sollst",
}  # fmt: skip
#: Orders whose familiar form is another word.
_ORDERS: Final = {"vergessen": "vergiss", "nehmen": "nimm", "geben": "gib", "lesen": "lies", "sprechen": "sprich", "helfen": "hilf"}
_VERB: Final = r"([a-zäöüß]{2,30}n)\s+Sie\b"
_QUESTION: Final = re.compile(rf"\b(was|wie|warum|weshalb|wieso|wozu|wofür|wann|wo|welche\w*|wen|wem)\s+{_VERB}", re.IGNORECASE)
_AT_THE_START: Final = re.compile(rf"(^|[.!?;:,\n]\s*|\b(?:bitte|und|oder|dann|ja|ok|okay|nein)\s+){_VERB}", re.IGNORECASE)


def familiar(text: str) -> str:
    """The text with every order and question to "Sie" as one says it to "du"; anything else is as it was."""
    if " Sie" not in text:
        return text
    text = _QUESTION.sub(lambda found: f"{found[1]} {_asked(found[2])} du", text)
    return _AT_THE_START.sub(_told, text)


def _told(found: re.Match[str]) -> str:
    verb = found[2].lower()
    if verb in _ASKING:
        return f"{found[1]}{_ASKING[verb]} du"
    return f"{found[1]}{_ORDERS.get(verb) or _order(verb)}"


def _asked(verb: str) -> str:
    """ "brauchen" → "brauchst"."""
    known = _ASKING.get(verb.lower())
    stem = re.sub(r"e?n$", "", verb.lower())
    return known or f"{stem}{'est' if stem[-1:] in 'dt' else 'st'}"


def _order(verb: str) -> str:
    """ "zeigen" → "zeige", "ändern" → "ändere", "sammeln" → "sammle"."""
    if verb.endswith("eln"):
        return f"{verb[:-3]}le"
    return f"{verb[:-1]}e" if verb.endswith("rn") else f"{verb[:-2]}e" if verb.endswith("en") else verb
