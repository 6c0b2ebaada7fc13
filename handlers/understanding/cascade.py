"""A cascade reads phrases by rewriting: words become kinds (one letter each), rules shorten the row of kinds stage by stage.

A rule is one line, `Rule("part of? when", part_of)`: names of kinds, `?` for optional, and what to make of the parts. Every
rule is a regular expression over a short string of letters without nested repetition, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

#: How often one rule may rewrite its own results ("1 year, 2 months, 3 weeks" takes two rounds).
_ROUNDS: Final = 5


class Token(NamedTuple):
    """One or more words: their kind (a letter), what they mean, and their character offsets.

    A tuple, because it is made for each word of a message and a frozen dataclass takes three times as long to make.
    """

    kind: str
    value: Any
    start: int
    end: int


#: What a rule makes of its parts: the kind and the meaning of the new token, or None when the words do not fit after all.
Made = tuple[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Names of kinds in order, and the function that makes one token of them.

    The function gets the context and one token for each name, None where an optional one is absent. A name in square
    brackets ("[x]") must follow and is not taken, "![x]" must not follow; "<[x]" must stand before, "<![x]" must not; "[x+y]" is
    the one and then the other; "^" and "$" are the ends of the text.
    """

    pattern: str
    make: Callable[..., Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A rule whose names are looked up. `needs` are the letters of each part that must be there, in any order."""

    regex: re.Pattern[str]
    make: Callable[..., Made]
    needs: tuple[frozenset[str], ...]


class Grammar:
    """Rules in the order in which they apply."""

    def __init__(self, rules: Sequence[Rule], names: Mapping[str, str]) -> None:
        """KeyError for a rule that uses a name that is not in `names`."""
        self._rules = tuple(_compiled(rule, names) for rule in rules)
        self._possible = lru_cache(maxsize=4096)(self._fitting)
        self._next = lru_cache(maxsize=16384)(self._following)

    def reduce(self, tokens: list[Token], context: object) -> list[Token]:
        """The tokens after every rule, in order, has rewritten what it could.

        A row between two gaps may be given by itself, with a gap at each end: no rule reaches further.
        """
        kinds = "".join([token.kind for token in tokens])
        at = -1
        while (at := self._next(kinds, at + 1)) >= 0:
            for _ in range(_ROUNDS):
                rewritten = _rewrite(tokens, kinds, self._rules[at], context)
                if rewritten is None:
                    break
                tokens = rewritten
                kinds = "".join([token.kind for token in tokens])
        return tokens

    def _following(self, kinds: str, first: int) -> int:
        """The place of the first rule from `first` on that finds something to rewrite, or -1.

        It is remembered: kinds are few, and the rows of them in most messages are those of many.
        """
        rules = self._rules
        return next((at for at in self._possible(frozenset(kinds)) if at >= first and rules[at].regex.search(kinds)), -1)

    def _fitting(self, letters: frozenset[str]) -> tuple[int, ...]:
        """The places of the rules that all parts are there for; texts of few kinds of words are most texts."""
        return tuple(at for at, rule in enumerate(self._rules) if all(need & letters for need in rule.needs))


def _compiled(rule: Rule, names: Mapping[str, str]) -> Compiled:
    needs: list[frozenset[str]] = []

    def symbol(word: str) -> str:
        if word in ("^", "$"):
            return word
        for opening, lookaround in (("<![", "(?<!"), ("<[", "(?<="), ("![", "(?!"), ("[", "(?=")):
            if word.startswith(opening):
                inside = [names[name] for name in word[len(opening) : -1].split("+")]
                needs.extend(frozenset(letters) for letters in inside if "!" not in opening)
                return lookaround + "".join(f"[{re.escape(letters)}]" for letters in inside) + ")"
        letters = names[word.removesuffix("?")]
        if word.endswith("?"):
            return f"([{re.escape(letters)}])?"
        needs.append(frozenset(letters))
        return f"([{re.escape(letters)}])"

    regex = re.compile("".join(symbol(word) for word in rule.pattern.split()))
    return Compiled(regex=regex, make=rule.make, needs=tuple(needs))


def _rewrite(tokens: list[Token], kinds: str, rule: Compiled, context: object) -> list[Token] | None:
    """The tokens after one pass of one rule from left to right, or None when it changed nothing."""
    found = rule.regex.search(kinds)
    if found is None:
        return None
    out: list[Token] = []
    done, changed = 0, False
    while found is not None:
        first, last = found.span()
        parts = [None if at < 0 else tokens[at] for at in (found.start(group) for group in range(1, rule.regex.groups + 1))]
        made = rule.make(context, *parts)
        if made is None:
            found = rule.regex.search(kinds, first + 1)
            continue
        out += tokens[done:first]
        out.append(Token(made[0], made[1], tokens[first].start, tokens[last - 1].end))
        done, changed = last, True
        found = rule.regex.search(kinds, last)
    return out + tokens[done:] if changed else None
