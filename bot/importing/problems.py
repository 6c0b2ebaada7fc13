"""What is wrong with a file, in sentences that say where it is and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """Something wrong in a line (from 1, the header's; 0: with the file as a whole) and column ("": with the line as a whole)."""

    line: int
    column: str
    reason: str

    @property
    def sentence(self) -> str:
        """line 7, column country: “Germny” is not a country code; did you mean DE?"""
        if not self.line:
            return self.reason
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.reason}"


def quoted(text: str) -> str:
    """Text of the file, short, with everything that a terminal might act on written as an escape."""
    cut = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return "“" + "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut) + "”"


_LONGEST_QUOTE = 60
