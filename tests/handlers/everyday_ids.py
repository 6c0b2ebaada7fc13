"""What stands for the braces in the ids of sentences about terms and lists of deals, as `tests/handlers/test_words.py` wants."""

from __future__ import annotations

from handlers.understanding.everyday_words import STATES, TERMS

EVERYDAY_IDS: dict[str, list[str]] = {
    "deals.state.{state}": [state for state, _ in STATES],
    "term.{term}": [term for term, _ in TERMS],
}
