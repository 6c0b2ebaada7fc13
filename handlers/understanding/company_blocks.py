"""Under which keys a company's name is looked up when its spelling may differ: a few coarse ones, so that one of them is shared."""

from __future__ import annotations

from typing import Final

from handlers.understanding.company_features import Kind, Zone, prepare

_MOST: Final = 8
_STEM: Final = 5
_COMPACT: Final = 7


def block_keys(name: str) -> tuple[str, ...]:
    """At most eight keys, the most telling first; () for a name with nothing to compare.

    The beginnings of its telling words, the beginning of the whole name written without gaps, and its initials.
    """
    prepared = prepare(name)
    telling = [word for word in prepared.words if word.zone is Zone.NAME and word.kind in (Kind.NAME, Kind.NUMBER)]
    words = sorted(telling or prepared.words, key=lambda word: (-word.weight, -len(word.stem)))
    keys = [f"w:{word.stem[:_STEM]}" for word in words if len(word.stem) > 1][: _MOST - 2]
    if prepared.compact:
        keys.append(f"c:{prepared.compact[:_COMPACT]}")
    if len(prepared.initials) > 1:
        keys.append(f"i:{prepared.initials[:_STEM]}")
    return tuple(dict.fromkeys(keys))
