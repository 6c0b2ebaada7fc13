"""What the phrases cannot do without, as it was worked out once: to work it out at every start took a second.

`phrase_needs.json` has it by pattern. A pattern that is not there, such as one that was added just now, is worked out when it is
asked for. `python -m handlers.understanding.phrase_needs_known` writes the file anew.
"""

from __future__ import annotations

import hashlib
import json
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from handlers.understanding import phrase_needs
from handlers.understanding.phrase_needs import MOST, Where

_FILE: Final = "phrase_needs.json"
_PACKAGE: Final = "handlers.understanding"
#: Everything that was asked for, by its key.
_asked: Final[dict[str, tuple[str, int, Where]]] = {}


def needed_by(pattern: str, *, flags: int = 0, where: Where = Where.ANYWHERE) -> Sequence[frozenset[str]]:
    """The first sets of `phrase_needs.needed_by`, as many as are looked at."""
    key = hashlib.blake2b(f"{where}:{int(flags)}:{pattern}".encode(), digest_size=9).hexdigest()
    _asked[key] = pattern, flags, where
    known = _known().get(key)
    return _worked_out(pattern, flags, where) if known is None else [frozenset(heads.split()) for heads in known]


def compared() -> tuple[Sequence[str], Sequence[str]]:
    """The patterns of which the file says something else than is worked out now, and those that it does not know."""
    _load_all()
    written = _known()
    wrong = [asked[0] for key, asked in _asked.items() if key in written and written[key] != _as_written(*asked)]
    return wrong, [asked[0] for key, asked in _asked.items() if key not in written]


def write(file: Path) -> None:
    """Writes what all phrases of the reader cannot do without."""
    _load_all()
    content = {key: _as_written(*asked) for key, asked in sorted(_asked.items())}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _worked_out(pattern: str, flags: int, where: Where) -> Sequence[frozenset[str]]:
    return phrase_needs.needed_by(pattern, flags=flags, where=where)[:MOST]


def _as_written(pattern: str, flags: int, where: Where) -> list[str]:
    return [" ".join(sorted(heads)) for heads in _worked_out(pattern, flags, where)]


@cache
def _known() -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = json.loads(files(_PACKAGE).joinpath(_FILE).read_text(encoding="utf-8"))
    return found


def _load_all() -> None:
    """Every module of the reader, each of which asks for its phrases when it is loaded."""
    for module in pkgutil.iter_modules(import_module(_PACKAGE).__path__):
        import_module(f"{_PACKAGE}.{module.name}")


if __name__ == "__main__":
    import_module("handlers.understanding.phrase_needs_known").write(Path(__file__).with_name(_FILE))
