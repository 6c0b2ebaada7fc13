"""Under which keys a company's name is filed, so that a name spelled otherwise meets it under one of them.

Every key survives some change and not another: the beginning of a word a slip at its end, the end one at its beginning, the
consonants a wrong vowel, two words together whatever happens to the others. Keys that half the world shares ("bau") are kept
as well: only when a name is asked for is it known which of its keys are rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import combinations
from typing import Final

from handlers.understanding.company_features import Kind, Prepared, Word, Zone, prepare

#: So many keys a name is filed under at most, and so many more it is looked for under.
MOST_FILED: Final = 16
MOST_SOUGHT: Final = MOST_FILED + 2

_BEGINNING: Final = 5
_WHOLE_ENDS: Final = 7
_INITIALS: Final = 6
_LONGEST_ACRONYM: Final = 6
# Letters that are written for one another, and those that are not heard or are misheard.
_SOUNDS: Final = (("sch", "s"), ("ph", "f"), ("ck", "k"), ("tz", "s"), ("th", "t"))
_CONSONANTS: Final = str.maketrans("cqxzdbvw", "kkkstpff", "aeiouyhj")


def filed_keys(name: str) -> tuple[int, ...]:
    """The keys to keep for a name, signed 64-bit numbers, the most telling first; () for a name with nothing to compare."""
    return _numbers(_own(prepare(name)))


def sought_keys(name: str) -> tuple[int, ...]:
    """The keys to look for a name under: its own, its initials as if they were a name, and its letters as if they were initials."""
    prepared = prepare(name)
    keys = _own(prepared)
    if len(prepared.initials) > 1:
        keys.append(f"letters {prepared.initials}")
    if 1 < len(prepared.compact) <= _LONGEST_ACRONYM:
        keys.append(f"initials {prepared.compact}")
    return _numbers(keys)


def _own(name: Prepared) -> list[str]:
    return list(dict.fromkeys(_telling_first(name)))[:MOST_FILED]


def _telling_first(name: Prepared) -> Iterator[str]:
    """The more a key says, the earlier it comes: what is too much is left out at the end."""
    if not name.key:
        return
    named = [word for word in name.words if word.zone is Zone.NAME]
    stems = _stems(name, named)
    whole = _level("".join(word.text for word in named))
    yield f"name {name.key}"
    yield "letters " + "".join(sorted(word.stem for word in named if word.kind is not Kind.FILLER))
    yield f"sound {_sound(whole)}"
    yield f"from {whole[:_WHOLE_ENDS]}"
    yield f"to {whole[-_WHOLE_ENDS:]}"
    if len(name.initials) > 1:
        yield f"initials {name.initials[:_INITIALS]}"
    for stem in stems:
        yield f"word {stem[:_BEGINNING]}"
    for stem in stems[:2]:
        yield f"frame {stem[:3]} {stem[-2:]}"
    if len(stems[0]) > _BEGINNING:
        yield f"ending {stems[0][-_BEGINNING:]}"
    for first, second in combinations(sorted(stem[:_BEGINNING] for stem in stems), 2):
        yield f"words {first} {second}"


def _stems(name: Prepared, named: Sequence[Word]) -> list[str]:
    """The words that tell most, at most four, the rarest kind first and of one kind the longest."""
    telling = [word for word in named if word.kind is not Kind.FILLER and len(word.stem) > 1] or name.words
    return [_level(word.stem) for word in sorted(telling, key=lambda word: (-word.weight, -len(word.stem), word.stem))[:4]]


def _level(text: str) -> str:
    """Without what tells "Müller" from "Muller"."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _sound(text: str) -> str:
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    sounds = text.translate(_CONSONANTS)
    return "".join(sound for before, sound in zip(" " + sounds, sounds, strict=False) if sound != before)


def _numbers(keys: Sequence[str]) -> tuple[int, ...]:
    """A hash in place of each key: half as large in the database, and a meeting by chance is one more name to compare."""
    hashed = (int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True) for key in keys)
    return tuple(dict.fromkeys(hashed))
