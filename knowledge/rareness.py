"""Says how rare a word is in its language, whatever the library holds: that "schools" is matched tells less than that "Okta" is."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: The package's measure is the logarithm of how often a word stands in a billion words: "the" has 7.7. Its shorter list, read in
#: 30 ms, ends at 3; what is not in it is as rare as can be.
_COMMONEST: Final = 7.0
_RAREST: Final = 3.0
_REMEMBERED: Final = 1 << 16


@lru_cache(_REMEMBERED)
def rareness(word: str, language: str) -> float:
    """From 0, as common as "the" (en, de), to 1."""
    from wordfreq import zipf_frequency  # a fifth of a second, which only who asks has to wait for

    often = zipf_frequency(word, language, wordlist="small")
    return (_COMMONEST - min(max(often, _RAREST), _COMMONEST)) / (_COMMONEST - _RAREST)
