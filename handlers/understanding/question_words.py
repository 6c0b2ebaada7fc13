"""How people ask how long an approval takes, in English and German; a newcomer adds a wording by adding a line.

The same shape as the wordings of commands (intent, pattern over the message): a question that is worded so is a question, whatever
else is said in the conversation.
"""

from __future__ import annotations

import re
from typing import Final

_DECIDING: Final = (
    r"(?:approv(?:al|als|e|ed|es|ing)|decisions?|decided?|decides|reviews?|reviewed|"
    r"genehmig(?:en|t|ung|ungen)|entscheid(?:en|et|ung|ungen)|entschieden|freigaben?|freigegeben|pr[üu]fung|geprüft|prüft|bearbeitung|bearbeitet)"
)
#: How long something stays protected is another question; so is when one's own deal, named by its number, is decided.
_OTHERWISE: Final = r"(?!.*\b(?:valid\w*|protect\w*|last|lasts|hold|holds|expire\w*|gültig\w*|gilt|gelten|geschützt|schutz\w*|läuft|[rq]-[0-9a-z]{4,8})\b)"

_WORDINGS: Final = (
    rf"{_OTHERWISE}how (?:long|quick|quickly|fast|soon)\b[^?\n]{{0,60}}\b{_DECIDING}\b[^?\n]{{0,40}}[?!. ]*$",
    r"(?:(?:what(?:'s|’s)?|how)(?: (?:is|are|about))? )?(?:the |your )?(?:median|average|mean|typical|usual|real)\s+(?:approval|decision|review|turnaround)\s+times?[?!. ]*$",
    rf"{_OTHERWISE}wie (?:lange|schnell|rasch|zügig)\b[^?\n]{{0,60}}\b{_DECIDING}\b[^?\n]{{0,40}}[?!. ]*$",
    r"(?:(?:was|wie) (?:ist|hoch ist|lang ist) )?(?:die |eure |ihre )?(?:mittlere|durchschnittliche|übliche|typische|tatsächliche)\s+"
    r"(?:genehmigungs|bearbeitungs|entscheidungs|prüf)(?:zeit|dauer)[?!. ]*$",
)  # fmt: skip

COMMANDS: Final[tuple[tuple[str, str], ...]] = tuple(("ask_question", wording) for wording in _WORDINGS)

#: One of these words is in every such question.
WORDS: Final = frozenset(
    """approval approvals approve approved approves approving decision decisions decide decided decides review reviews reviewed turnaround
    genehmigen genehmigt genehmigung genehmigungen entscheiden entscheidet entscheidung entscheidungen entschieden freigabe freigaben freigegeben
    prüfung prufung geprüft prüft bearbeitung bearbeitet genehmigungszeit genehmigungsdauer bearbeitungszeit bearbeitungsdauer entscheidungszeit
    entscheidungsdauer prüfzeit prüfdauer""".split()
)

_ASKED: Final = re.compile("|".join(f"(?:{wording})" for wording in _WORDINGS), re.IGNORECASE)


def asks_approval_time(text: str) -> bool:
    """Whether the question is how long an approval takes."""
    return _ASKED.search(text.strip()) is not None
