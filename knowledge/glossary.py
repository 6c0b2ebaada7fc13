"""Our own German–English glossary of what partner programs speak of, so that questions cross the languages without a dictionary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from knowledge.words import LANGUAGES, stem, words

_FILE: Final = Path(__file__).with_name("glossary.txt")


class Glossary:
    """Looks words up by their stems."""

    def others(self, word: str, language: str) -> tuple[str, ...]:
        return self._index[language].get(stem(word, language), ())

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        index: dict[str, dict[str, tuple[str, ...]]] = {language: defaultdict(tuple) for language in LANGUAGES}
        for line in _FILE.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            german, _, english = line.partition(" = ")
            index["de"][stem(*words(german), "de")] += tuple(words(english))
            for one in words(english):
                index["en"][stem(one, "en")] += tuple(words(german))
        return index
