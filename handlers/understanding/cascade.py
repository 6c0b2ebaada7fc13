"""A cascade reads phrases by rewriting: words become kinds (one letter each), rules shorten the row of kinds stage by stage.

A rule is one line, `Rule("part of? when", part_of)`: names of kinds, `?` for optional, and what to make of the parts. Every
rule is a regular expression over a short string of letters without nested repetition, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from handlers.understanding.text import pieces_of

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

    def reduce(self, tokens: list[Token], context: object) -> list[Token]:
        """The tokens after every rule, in order, has rewritten what it could."""
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

    def _next(self, kinds: str, first: int) -> int:
        """The place of the first rule from `first` on that finds something to rewrite, or -1."""
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


_WRITTEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STRETCH: Final = re.compile(r"[xX]+|([pP]?-*+)(\?[-?]*+)?")
_GAP_OF: Final = {"x": "x", "X": "X", "p": "x", "P": "X"}
_REMEMBERED: Final = 8192


class Skimmer(dict[str, str]):
    """Tells by each piece of a text whether it has to be read.

    It is "?" for what a phrase is made around ("March", "12"), "-" for what only means something beside that ("for", "the"), "x" or
    "X" for a word that means nothing here, "p" or "P" where a mark follows such a word.

    It remembers every piece it has seen, up to a number: most words of a message are those of all messages.
    """

    def __init__(self, kind: Callable[[str], str], *, signs: frozenset[str] = frozenset()) -> None:
        """`kind` tells of a word whether it is "?", "-", "x" or "X"; a piece with one of the `signs` has to be read."""
        super().__init__()
        self._kind = kind
        self._read = re.compile(rf"[\d{re.escape(''.join(sorted(signs)))}]")

    def __missing__(self, piece: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        kind = self[piece] = self._skim(piece)
        return kind

    def _skim(self, piece: str) -> str:
        if self._read.search(piece):
            return "?"
        kinds = [self._kind(word) for word in _WRITTEN.findall(piece)]
        if "?" in kinds:
            return "?"
        if len(kinds) != 1 or kinds[0] == "-" or not piece[0].isalpha():
            return "-"
        word = _WRITTEN.match(piece)
        marked = word is None or "\n" in piece or (not piece[word.end() :].isspace() and word.end() < len(piece))
        return {"x": "p", "X": "P"}[kinds[0]] if marked else kinds[0]

    def stretches(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """The stretches of the text that have to be read, and the kind of gap before and after each ("" at the text's ends)."""
        pieces, starts = pieces_of(text)
        kinds = "".join([self[piece] for piece in pieces])
        if "?" not in kinds:
            return
        for found in _STRETCH.finditer(kinds):
            if found[2] is None:
                continue
            first, last = found.span()
            before = _GAP_OF.get(kinds[first - 1], "") if first else ""
            yield before, starts[first], starts[last], _GAP_OF[kinds[last]] if last < len(kinds) else ""


@lru_cache(maxsize=64)
def without_addresses(text: str) -> str:
    """The text with a bar and blanks for every e-mail and web address; all else keeps its place. Each grammar asks for it."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return "".join(
        ["|".ljust(len(piece)) if "@" in piece or "://" in piece or "www." in piece else piece for piece in pieces_of(text)[0]]
    )
