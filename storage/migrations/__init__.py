"""The schema's history: one file for each version, oldest first."""

from __future__ import annotations

from typing import Final

#: Every version that this release knows, oldest first. A database at any other is newer than the release.
KNOWN: Final = tuple(
    "0001 0002 0003 0004 0005 0006 0007 0008 0009 0010 0011 0012 0013 0014 0015 0016 0017 0018 0019 0020 0021".split(),
)
HEAD: Final = KNOWN[-1]
