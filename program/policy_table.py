"""One table of the policy file while it is read: keys are asked for by name and type, and what is wrong is noted, never raised.

Every question is answered, after a problem with a harmless value: the reading goes on to find the other problems, and
what was built is thrown away.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from program.money import Money, minor_digits
from program.policy_tree import Node, Problems

Code = TypeVar("Code", bound=StrEnum)

#: An amount beyond it is a slip of the keyboard.
LARGEST_AMOUNT: Final = 10**12

_LONGEST_NAME: Final = 80
_DIGITS_OF_A_PERCENTAGE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """The range that the field recommends, both ends included; a value outside needs a reason beside it."""

    low: Decimal
    high: Decimal


class Table:
    """`figures` are the numbers read so far and `names` what else has a name to people, both for the words of the clause.

    A table that is missing answers without complaint.
    """

    def __init__(self, node: Node, problems: Problems, notices: Problems, *, missing: bool = False) -> None:
        self.node = node
        self.figures: dict[str, Decimal] = {}
        self.names: dict[str, str] = {}
        self.problems = problems
        self._notices = notices
        self._missing = missing
        self._known: set[str] = set()
        self._guided = False
        self._outside: list[tuple[Node, Guidance]] = []
        self._items: Mapping[str, Node] = node.value if isinstance(node.value, dict) and not missing else {}

    # ── what a table can hold ────────────────────────────────────────────────────────────────────────────────────────
    def table(self, key: str) -> Table:
        node = self._take(key)
        if node is not None and not isinstance(node.value, dict):
            self._wrong_type(node, "table")
            node = None
        if node is None:
            return Table(self.node, self.problems, self._notices, missing=True)
        return Table(node, self.problems, self._notices)

    def tables(self, key: str) -> list[Node]:
        """The nodes of an array of tables; an empty one is a problem, since something has to be in force."""
        node = self._take(key)
        if node is None:
            return []
        if not isinstance(node.value, list) or not all(isinstance(item.value, dict) for item in node.value):
            self._wrong_type(node, "tables")
            return []
        if not node.value:
            self.problems.add(node, "policy.value.empty")
        return node.value

    def text(self, key: str, *, pattern: str = ".+", longest: int = _LONGEST_NAME, optional: bool = False) -> str:
        """Words on one line: white space is collapsed, what cannot be printed is a problem."""
        node = self._take(key, optional=optional)
        if node is None:
            return ""
        if not isinstance(node.value, str):
            return self._wrong_type(node, "text")
        words = " ".join(node.value.split())
        if not words:
            self.problems.add(node, "policy.value.empty")
        elif not words.isprintable():
            self.problems.add(node, "policy.value.unprintable")
        elif len(words) > longest:
            self.problems.add(node, "policy.value.too_long", longest=str(longest), length=str(len(words)))
        elif not re.fullmatch(pattern, words):
            self.problems.add(node, "policy.value.form", value=words, form=key)
        return words

    def whole(self, key: str, low: int, high: int, *, guidance: Guidance | None = None, optional: bool = False) -> int:
        """A whole number from low to high, both included; 0 when an optional one is not there."""
        node = self._take(key, optional=optional)
        if node is None:
            return 0 if optional else low
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            self._wrong_type(node, "whole")
            return low
        value = self._within(node, Decimal(low), Decimal(high), Decimal(_bounded(node.value)), guidance)
        self.figures[key] = value
        return int(value)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """One or more whole numbers from low to high, both included, in the order written, each once; a name for the words, too."""
        node = self._take(key)
        if node is None:
            return (low,)
        items = node.value if isinstance(node.value, list) else None
        if items is None or not items:
            self._wrong_type(node, "list")
            return (low,)
        found: list[int] = []
        for item in items:
            if isinstance(item.value, bool) or not isinstance(item.value, int):
                self._wrong_type(item, "whole")
                continue
            value = int(self._within(item, Decimal(low), Decimal(high), Decimal(_bounded(item.value)), None))
            if value in found:
                self.problems.add(item, "policy.value.twice", value=str(value))
            found.append(value)
        self.names[key] = ", ".join(str(value) for value in found)
        return tuple(found)

    def percent(self, key: str, *, guidance: Guidance | None = None) -> Decimal:
        """An exact percentage from 0 to 100 with at most four digits after the point."""
        node = self._take(key)
        value = self._number(node) if node is not None else None
        if node is None or value is None:
            return Decimal(0)
        value = self._within(node, Decimal(0), Decimal(100), value, guidance)
        if _digits_after_the_point(value) > _DIGITS_OF_A_PERCENTAGE:
            self.problems.add(node, "policy.value.digits", digits=str(_DIGITS_OF_A_PERCENTAGE))
            return Decimal(0)
        self.figures[key] = value
        return value

    def money(self, key: str, currency: str, *, low: int, high: int, optional: bool = False) -> Money:
        """An amount of the program's currency; nothing when an optional one is not there."""
        node = self._take(key, optional=optional)
        value = self._number(node) if node is not None else None
        if node is None or value is None:
            return Money(amount=Decimal(0), currency=currency)
        value = self._within(node, Decimal(low), Decimal(high), value, None)
        if _digits_after_the_point(value) > minor_digits(currency):
            self.problems.add(node, "policy.value.digits", digits=str(minor_digits(currency)))
            value = Decimal(0)
        self.figures[key] = value
        return Money(amount=value, currency=currency)

    def yes(self, key: str, *, optional: bool = False) -> bool:
        node = self._take(key, optional=optional)
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self._wrong_type(node, "boolean")
            return False
        return node.value

    def day(self, key: str) -> date:
        node = self._take(key)
        if node is None:
            return date.min
        if isinstance(node.value, datetime) or not isinstance(node.value, date):
            self._wrong_type(node, "date")
            return date.min
        return node.value

    def code(self, key: str, codes: Collection[Code]) -> Code:
        node = self._take(key)
        return self._code(node, codes) if node is not None else next(iter(codes))

    def optional_code(self, key: str, codes: Collection[Code]) -> Code | None:
        node = self._take(key, optional=True)
        return self._code(node, codes) if node is not None else None

    def codes(self, key: str, codes: Collection[Code]) -> tuple[Code, ...]:
        """Each at most once, in the order written; none is allowed."""
        node = self._take(key)
        if node is None:
            return ()
        if not isinstance(node.value, list):
            self._wrong_type(node, "list")
            return ()
        taken: list[Code] = []
        for item in node.value:
            code = self._code(item, codes)
            if code in taken and code == item.value:
                self.problems.add(item, "policy.value.twice", value=code)
            taken.append(code)
        return tuple(taken)

    def texts(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """One or more of the known words, each once; all of them after a problem."""
        node = self._take(key)
        if node is None:
            return tuple(known)
        items = node.value if isinstance(node.value, list) else None
        if items is None:
            self._wrong_type(node, "list")
            return tuple(known)
        if not items:
            self.problems.add(node, "policy.value.empty")
        for index, item in enumerate(items):
            if item.value not in known:
                self._unknown_word(item, known)
            elif item.value in (earlier.value for earlier in items[:index]):
                self.problems.add(item, "policy.value.twice", value=str(item.value))
        return tuple(word for word in known if word in (item.value for item in items))

    def words(self, key: str, *, pattern: str) -> frozenset[str]:
        """Any number of words of that form, none of them needed."""
        node = self._take(key)
        if node is None:
            return frozenset()
        if not isinstance(node.value, list):
            self._wrong_type(node, "list")
            return frozenset()
        for item in node.value:
            if not isinstance(item.value, str) or not re.fullmatch(pattern, item.value):
                self.problems.add(item, "policy.value.form", value=shown(item.value), form=key)
        return frozenset(item.value for item in node.value if isinstance(item.value, str))

    @property
    def keys(self) -> Collection[str]:
        """What the table has, asked for or not."""
        return self._items.keys()

    def placed(self, key: str) -> Node:
        """The node of a key, to lay a problem on; of a key that is not there, the table's own."""
        return self._items.get(key, self.node)

    def close(self) -> None:
        """Call last: reports the values outside guidance that give no reason, and the keys that nobody asked for."""
        reason = self.text("reason", longest=300, optional=True) if self._guided else ""
        for node, guidance in self._outside:
            fields = {"value": shown(node.value), "low": shown(guidance.low), "high": shown(guidance.high)}
            if reason:
                self._notices.add(node, "policy.range.outside", reason=reason, **fields)
            else:
                self.problems.add(node, "policy.range.no_reason", **fields)
        for key, node in self._items.items():
            if key not in self._known:
                self.problems.add(node, "policy.key.unknown", nearest=nearest(key, self._known))

    # ── one value ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _take(self, key: str, *, optional: bool = False) -> Node | None:
        self._known.add(key)
        node = self._items.get(key)
        if node is None and not optional and not self._missing:
            self.problems.add(self.node, "policy.key.missing", key=key)
        return node

    def _wrong_type(self, node: Node, wanted: str) -> str:
        self.problems.add(node, "policy.value.type", wanted=wanted, value=shown(node.value))
        return ""

    def _number(self, node: Node) -> Decimal | None:
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return Decimal(_bounded(node.value))
        if isinstance(node.value, Decimal) and node.value.is_finite():
            return node.value
        self._wrong_type(node, "number")
        return None

    def _within(self, node: Node, low: Decimal, high: Decimal, value: Decimal, guidance: Guidance | None) -> Decimal:
        self._guided = self._guided or guidance is not None
        if not low <= value <= high:
            self.problems.add(node, "policy.value.limits", value=shown(node.value), low=shown(low), high=shown(high))
            return low
        if guidance is not None and not guidance.low <= value <= guidance.high:
            self._outside.append((node, guidance))
        return value.quantize(Decimal(1)) if value == int(value) else value

    def _code(self, node: Node, codes: Collection[Code]) -> Code:
        for code in codes:
            if node.value == code:
                return code
        self._unknown_word(node, codes)
        return next(iter(codes))

    def _unknown_word(self, node: Node, known: Collection[str]) -> None:
        if isinstance(node.value, str):
            fields = {"value": shown(node.value), "known": ", ".join(known), "nearest": nearest(node.value, known)}
            self.problems.add(node, "policy.value.unknown", **fields)
        else:
            self._wrong_type(node, "text")


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is meant, or "" when none is near."""
    close = difflib.get_close_matches(word[:_LONGEST_NAME], known, 1)
    return close[0] if close else ""


def shown(value: object) -> str:
    """A value as it would be written, short: for the fields of a problem."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if value.bit_length() < 128 else "…"
        case Decimal():
            return str(value) if len(value.as_tuple().digits) < 40 else "…"
        case str():
            return value if len(value) <= _LONGEST_NAME else value[:_LONGEST_NAME] + "…"
        case dict():
            return "{…}"
        case list():
            return "[…]"
        case _:
            return str(value)


def _bounded(value: int) -> int:
    """The number, or for one beyond every limit a shorter one that is beyond them too."""
    return value if value.bit_length() < 128 else (1 << 128 if value > 0 else -(1 << 128))


def _digits_after_the_point(value: Decimal) -> int:
    """How many digits it needs there: zeros at the end count for nothing. Exact, whatever the precision of the arithmetic."""
    _, digits, exponent = value.as_tuple()
    needed = len("".join(map(str, digits)).rstrip("0"))
    return max(0, needed - len(digits) - exponent) if isinstance(exponent, int) and needed else 0
