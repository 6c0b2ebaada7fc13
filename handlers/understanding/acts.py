"""What a message does in the conversation: agree, refuse, correct, take back, skip, ask why; by small tables of phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.understanding import act_words as words
from handlers.understanding.phrase_needs import Where
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.readings import Act, Slot
from handlers.understanding.wording import SLOT_NAMES

_TABLE = tuple((act, pattern) for act, patterns in words.WHOLE_MESSAGE for pattern in patterns)
_ACTS = tuple(act for act, _ in _TABLE)
_WHOLE = Phrases((pattern for _, pattern in _TABLE), where=Where.WHOLE)
_KIN = tuple((act, phrase(pattern)) for act, pattern in words.KINSHIP)
_SLOTS = tuple((slot, re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")) for slot, names in SLOT_NAMES.items())
#: Longer messages are never an act and nothing else.
_LONGEST: Final = 140
_CLAUSES = re.compile(r" ?[,.;!–-]+ | (?:and|und|then|dann) ")
_SAID_BEFORE: Final = frozenset({Act.CONFIRM, Act.DENY, Act.THANK, Act.GREET})
_WHY = phrase(words.WHY, where=Where.AT_THE_START)
_EDGES = re.compile(words.EDGES)
_MARKS = re.compile(r"[!?.,;:…]+")
_MARKS_AND_BLANKS = re.compile(r"[!?.,;:…\s]+")
_WORDS = re.compile(r"[\w']+")
_YES_BUT = phrase(words.YES_BUT)
_YES_AND = phrase(words.YES_AND)
_CHANGES = phrase(words.CHANGES)
_CLEARING = phrase(words.CLEARING)
_THANKS_FIRST = re.compile(r"(?:many )?(?:thanks|thank you|thx|danke|vielen dank|haha|super|great|perfect|cool|nice)\b")
_ORDINAL = tuple(re.compile(rf"{words.CHOICE_LEAD}(?:{ordinal}){words.CHOICE_TAIL}") for ordinal in words.ORDINALS)
_LAST = re.compile(rf"{words.CHOICE_LEAD}(?:last|latter|letzte[rsn]?|letztere[rsn]?){words.CHOICE_TAIL}")
_FORMER = re.compile(rf"{words.CHOICE_LEAD}(?:former|erstere[rsn]?|top|oberste[rsn]?){words.CHOICE_TAIL}")
_NUMBER = re.compile(rf"{words.CHOICE_LEAD}[#(]?(\d{{1,2}})[).]?{words.CHOICE_TAIL}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """The acts of a message. `wrong` is where the words stand in the line that are said to be wrong or to be removed; `subject` is
    what is gone back to. `whole` says that nothing else is in the message."""

    acts: frozenset[Act] = frozenset()
    about: Slot | None = None
    wrong: tuple[int, int] | None = None
    subject: str = ""
    whole: bool = False


def trimmed(line: str) -> str:
    """The line without punctuation at its edges and without words of politeness around it."""
    bare = _MARKS_AND_BLANKS.sub(" ", line).strip()
    while True:
        shorter = _EDGES.sub("", bare).strip()
        if shorter == bare or not shorter:
            return bare
        bare = shorter


def read_acts(line: str, *, drafting: bool, text: str = "") -> Acting:
    """The acts of a message; `line` is it in lower case with what was recognised as "<date>", `text` as it was written.

    What is only meaningful with a draft is read only with one.
    """
    if len(line) <= _LONGEST:
        for form in dict.fromkeys((_plain(line), trimmed(line), trimmed(text.lower()))):
            found = _whole(form)
            if found:
                return found
        together = _together(line)
        if together:
            return together
    if _WHY.likely(line):
        plain = _plain(line)
        if len(plain) < 110 and _WHY.fit(plain):
            return Acting(acts=frozenset({Act.WHY}), about=slot_named(plain), whole=True)
    return _thanks(line) or _partly(line, drafting)


def _thanks(line: str) -> Acting | None:
    return Acting(acts=frozenset({Act.THANK}), whole=True) if _is_small_talk(line) else None


def _is_small_talk(line: str) -> bool:
    """Whether nothing but thanks, praise and the like is in the line; in most lines the first word says no."""
    if not all(word[0] in words.SMALL_TALK for word in _WORDS.finditer(line)):
        return False
    return not words.SMALL_TALK_CORE.isdisjoint(_WORDS.findall(line))


def _plain(line: str) -> str:
    return " ".join(_MARKS.sub(" ", line).split()) or line.strip()


def _whole(form: str) -> Acting | None:
    found = _WHOLE.first(form)
    if found is None:
        return None
    act, match = _ACTS[found[0]], found[1]
    about = slot_named(form) if act is Act.SKIP else None
    groups = match.groupdict() if act is Act.RESUME else {}
    subject = (groups.get("subject") or groups.get("subject2") or "").strip()
    return Acting(acts=frozenset({act}), about=about, subject=subject, whole=True)


def _together(line: str) -> Acting | None:
    """Several clauses that each are an act ("never mind, cancel this"): what is done counts, not the yes or no before it."""
    clauses = [clause for clause in (trimmed(part) for part in _CLAUSES.split(line)) if clause]
    found = [_whole(clause) or _thanks(clause) for clause in clauses] if 2 <= len(clauses) <= 4 else []
    acts = {act for acting in found if acting for act in acting.acts}
    told = acts - _SAID_BEFORE
    if found and all(found) and Act.CONFIRM in acts and Act.DENY not in acts and not told:
        return Acting(acts=frozenset({Act.CONFIRM}), whole=True)  # "looks right, send it"
    if not found or not all(found) or len(told) != 1:
        return None
    return next(acting for acting in found if acting and acting.acts & told)


def _partly(line: str, drafting: bool) -> Acting:
    """Acts that come with more words: yes-but, corrections, what is wrong, thanks before an answer."""
    acts: set[Act] = set()
    wrong: tuple[int, int] | None = None
    if _YES_BUT.fit(line):
        acts |= {Act.CONFIRM, Act.CORRECT}
    elif _YES_AND.fit(line):
        acts.add(Act.CONFIRM)
    if drafting:
        clearing = _CLEARING.find(line) if len(line) < 160 else None
        if clearing and clearing.lastgroup:
            wrong = clearing.span(clearing.lastgroup)
        if wrong:
            acts.add(Act.CLEAR)
        if _CHANGES.fit(line):
            acts.add(Act.CORRECT)
    if _THANKS_FIRST.match(line):
        acts.add(Act.THANK)
    return Acting(acts=frozenset(acts), about=slot_named(line) if acts & {Act.CORRECT, Act.CLEAR} else None, wrong=wrong)


def read_kinship(line: str) -> Act | None:
    """Whether the message says that two companies are the same, of one group, or different."""
    if len(line) > 120:
        return None
    return next((act for act, phrases in _KIN if phrases.fit(line)), None)


def slot_named(line: str) -> Slot | None:
    """The slot whose name stands first in the line, the longer name where two begin there."""
    found = [(match.start(), -len(match[0]), slot) for slot, pattern in _SLOTS if (match := pattern.search(line))]
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def read_choice(line: str, offered: Sequence[str]) -> int | None:
    """Which of the offered labels is chosen, by number, ordinal or label; None when that is not said plainly."""
    if not offered or len(line) > 80:
        return None
    plain = " ".join(re.sub(r"[!?.,;:…()]+", " ", line.lower()).split())
    labels = [" ".join(re.sub(r"[^\w]+", " ", label.lower()).split()) for label in offered]
    bare = " ".join(re.sub(r"[^\w]+", " ", plain).split())
    if bare in labels:
        return labels.index(bare)
    number = _NUMBER.fullmatch(plain)
    if number and 1 <= int(number[1]) <= len(offered):
        return int(number[1]) - 1
    if _LAST.fullmatch(plain):
        return -1
    if _FORMER.fullmatch(plain):
        return 0
    for index, pattern in enumerate(_ORDINAL):
        if pattern.fullmatch(plain):
            return index if index < len(offered) else None
    return _by_label(trimmed(line.lower()), labels)


def _by_label(plain: str, labels: Sequence[str]) -> int | None:
    """The only label that holds all the words of the message that any label holds."""
    known = {word for label in labels for word in label.split()}
    said = [word for word in re.findall(r"\w+", plain) if word in known]
    other = [word for word in re.findall(r"\w+", plain) if word not in known and word not in words.CHOICE_FILLERS]
    if not said or other:
        return None
    fitting = [index for index, label in enumerate(labels) if set(said) <= set(label.split())]
    return fitting[0] if len(fitting) == 1 else None
