"""What a text or Markdown file says of itself between two lines of three dashes at its top.

    ---
    title: Price list 2026
    kind: price_list
    valid_until: 2026-12-31
    tiers: [gold, platinum]
    ---

Every value is checked here. A key that is nearly one of these, or a value that means nothing, refuses the file: whoever misspells
"internal" does not want partners to see it. Keys that are like none of these are somebody else's, and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final

import yaml

from handlers.ports_library import Unreadable
from program.collateral import DocumentKind
from program.partners import PartnerKind, Tier

_MATTER: Final = re.compile(r"---[ \t]*\r?\n(?P<matter>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_A_KEY: Final = re.compile(r"^[A-Za-z][\w -]*:(?:\s|$)", re.MULTILINE)
#: Longer than anybody writes; what is longer is text between two rules.
_LONGEST: Final = 10_000
#: From here on a key is taken for one of ours, misspelt ("tier", "valid").
_ALIKE: Final = 0.75


def split(text: str) -> tuple[Mapping[str, str], str]:
    """What the file states, and the text after that; Unreadable("document.front_matter", line=…) where it is wrong."""
    match = _MATTER.match(text)
    if match is None or len(match["matter"]) > _LONGEST or not _A_KEY.search(match["matter"]):
        return {}, text
    stated = {}
    for key, value in _loaded(match["matter"]).items():
        if key in _CHECKS:
            stated[key] = _checked(key, value)
        elif get_close_matches(key, _CHECKS, n=1, cutoff=_ALIKE):
            raise _wrong(key, str(value))
    return {key: value for key, value in stated.items() if value}, text[match.end() :]


def _loaded(matter: str) -> Mapping[str, object]:
    """Keys in the one way that they are written here; values as text, lists of text, or what `_checked` refuses."""
    try:
        # BaseLoader makes text of everything: "no" is a country, not a falsehood. Aliases can make much of little: there are none.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(matter, Loader=yaml.BaseLoader)):
            raise _wrong("*")
        loaded = yaml.load(matter, Loader=yaml.BaseLoader)  # noqa: S506 - it makes text, lists and mappings, no other objects
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(matter.splitlines()[min(mark.line, matter.count("\n") - 1)] if mark else "---") from error
    if not isinstance(loaded, dict):
        raise _wrong("---")
    return {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value for key, value in loaded.items()}


def _wrong(key: str, value: str = "") -> Unreadable:
    return Unreadable("document.front_matter", line=(f"{key}: {value}" if value else key)[:100].strip())


def _checked(key: str, value: object) -> str:
    many, check = _CHECKS[key]
    values = value if many and isinstance(value, list) else str(value).split(",") if many else [value]
    found = []
    for one in values:
        text = " ".join(one.split()) if isinstance(one, str) else ""
        made = check(text) if text else ""
        if made is None or not isinstance(one, str):
            raise _wrong(key, text)
        found += [made] * bool(made)
    return ", ".join(found)


# --- what the values may be --------------------------------------------------------------------------------------------


def _text(value: str) -> str | None:
    return value if len(value) <= 200 else None


def _one_of(*known: str) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        normal = value.lower().replace("-", "_").replace(" ", "_")
        return normal if normal in known else None

    return check


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if len(value) == 10 else None
    except ValueError:
        return None


def _yes_or_no(value: str) -> str | None:
    return {"yes": "yes", "true": "yes", "ja": "yes", "no": "no", "false": "no", "nein": "no"}.get(value.lower())


def _country(value: str) -> str | None:
    return value.upper() if re.fullmatch(r"[A-Za-z]{2}", value) else None


#: Whether a key takes several values, and what makes of one of them the word for it, or None.
_CHECKS: Final[Mapping[str, tuple[bool, Callable[[str], str | None]]]] = {
    "title": (False, _text),
    "language": (False, _one_of("en", "de")),
    "product": (False, _text),
    "industry": (False, _text),
    "kind": (False, _one_of(*DocumentKind)),
    "owner": (False, _text),
    "valid_from": (False, _day),
    "valid_until": (False, _day),
    "tiers": (True, _one_of(*Tier)),
    "partner_kinds": (True, _one_of(*PartnerKind)),
    "countries": (True, _country),
    "internal": (False, _yes_or_no),
    "version": (False, _text),
}
