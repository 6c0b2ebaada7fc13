"""Words of which one stands instead of another: tiers, editions, currencies, countries. Who asks for Gold is not told by Silver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Final

from knowledge.words import LANGUAGES, stem

#: One kind a line; what is the same in both languages, or is called otherwise, is joined by a stroke.
_KINDS: Final = """
registered bronze silver/silber gold platinum/platin
referral reseller/händler integration implementation msp var vermittler integrationspartner
basic standard starter professional business enterprise premium ultimate
monthly/monatlich yearly/annual/jährlich quarterly/vierteljährlich
germany/deutschland austria/österreich switzerland/schweiz france/frankreich italy/italien spain/spanien poland/polen netherlands/niederlande usa/us uk/großbritannien
english/englisch german/deutsch french/französisch italian/italienisch spanish/spanisch polish/polnisch dutch/niederländisch portuguese/portugiesisch
january/januar february/februar march/märz april mai june/juni july/juli august september october/oktober november december/dezember q1 q2 q3 q4
eur/euro/euros usd/dollar/dollars gbp/pound/pounds/pfund chf/franc/francs/franken sek pln
"""  # noqa: E501 - a kind is a line


@cache
def _by_stem() -> Mapping[str, tuple[int, int]]:
    """The kind of each word, and which of the kind it is."""
    known: dict[str, tuple[int, int]] = {}
    for kind, line in enumerate(_KINDS.strip().splitlines()):
        for which, names in enumerate(line.split()):
            for name in names.replace("ß", "ss").split("/"):
                known |= {stem(name, language): (kind, which) for language in LANGUAGES} | {name: (kind, which)}
    return known


def kinds_of(words: Iterable[str], language: str) -> Mapping[int, frozenset[int]]:
    """Which of each kind the words name."""
    named: dict[int, set[int]] = defaultdict(set)
    for word in words:
        found = _by_stem().get(word) or _by_stem().get(stem(word, language))
        if found is not None:
            named[found[0]].add(found[1])
    return {kind: frozenset(which) for kind, which in named.items()}


def kind_of(word: str, language: str) -> int | None:
    """The kind that the word is one of."""
    return next(iter(kinds_of([word], language)), None)


def only_others(asked: Mapping[int, Collection[int]], told: Mapping[int, Collection[int]]) -> bool:
    """Whether of a kind that was asked for only others are told."""
    return any(told.get(kind) and not set(which) & set(told[kind]) for kind, which in asked.items())
