"""A cascade reads phrases by rewriting: words become kinds (one letter each), rules shorten the row of kinds stage by stage.

A rule is one line, `Rule("part of? when", part_of)`: names of kinds, `?` for optional, and what to make of the parts. Every
rule is a regular expression over a short string of letters without nested repetition, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: How often one rule may rewrite its own results ("1 year, 2 months, 3 weeks" takes two rounds).
_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Token:
    """One or more words: their kind (a letter), what they mean, and their character offsets. `glued`: nothing stands before it."""

    kind: str
    value: Any
    start: int
    end: int
    glued: bool = False


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


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule whose names are looked up."""

    regex: re.Pattern[str]
    make: Callable[..., Made]


def compile_rules(rules: Sequence[Rule], names: Mapping[str, str]) -> tuple[Compiled, ...]:
    """The rules with each name replaced by its letters; KeyError for a name that is not in `names`."""

    def symbol(word: str) -> str:
        if word in ("^", "$"):
            return word
        for opening, lookaround in (("<![", "(?<!"), ("<[", "(?<="), ("![", "(?!"), ("[", "(?=")):
            if word.startswith(opening):
                inside = "".join(f"[{re.escape(names[name])}]" for name in word[len(opening) : -1].split("+"))
                return f"{lookaround}{inside})"
        optional = "?" if word.endswith("?") else ""
        return f"([{re.escape(names[word.removesuffix('?')])}]){optional}"

    return tuple(Compiled(re.compile("".join(symbol(word) for word in rule.pattern.split())), rule.make) for rule in rules)


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
        out.append(Token(made[0], made[1], tokens[first].start, tokens[last - 1].end, tokens[first].glued))
        done, changed = last, True
        found = rule.regex.search(kinds, last)
    return out + tokens[done:] if changed else None


def reduce(tokens: list[Token], rules: Sequence[Compiled], context: object) -> list[Token]:
    """The tokens after every rule, in order, has rewritten what it could."""
    kinds = "".join([token.kind for token in tokens])
    for rule in rules:
        for _ in range(_ROUNDS):
            rewritten = _rewrite(tokens, kinds, rule, context)
            if rewritten is None:
                break
            tokens = rewritten
            kinds = "".join([token.kind for token in tokens])
    return tokens


def without_addresses(text: str, blot: str) -> str:
    """The text with every e-mail and web address made of the one character `blot`; all others keep their place."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text

    def blotted(chunk: re.Match[str]) -> str:
        return blot * len(chunk[0]) if "@" in chunk[0] or "://" in chunk[0] or "www." in chunk[0] else chunk[0]

    return re.sub(r"\S+", blotted, text)
