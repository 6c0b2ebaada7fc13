"""One or two sentences of a passage are quoted, as they stand there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.quoting import LONGEST, SHORTEST, best_quotes
from knowledge.sentences import sentences

TEXT = "The pilot is free. It runs for 30 days. Then a contract of one year begins. Ask your manager."


def test_the_best_sentences_are_quoted_in_their_order_and_neighbours_together() -> None:
    assert best_quotes(TEXT, [0.1, 0.4, 0.3, 0.0], "pilot") == ("It runs for 30 days. Then a contract of one year begins.",)
    assert best_quotes(TEXT, [0.4, 0.1, 0.0, 0.3], "pilot") == ("The pilot is free.", "Ask your manager.")
    assert best_quotes(TEXT, [0.4, 0.1, 0.0, 0.3], "pilot", most=1) == ("The pilot is free.",)


def test_a_sentence_with_what_was_asked_for_goes_before_one_that_is_as_near() -> None:
    assert best_quotes(TEXT, [0.4, 0.35, 0.0, 0.0], "How long is the pilot?", most=1) == ("It runs for 30 days.",)


def test_what_stands_in_another_paragraph_is_quoted_only_where_it_is_nearly_as_near() -> None:
    apart = "The pilot is free.\n\nIt runs for 30 days."
    assert best_quotes(apart, [0.4, 0.1], "pilot") == ("The pilot is free.",)
    assert best_quotes(apart, [0.4, 0.3], "pilot") == (apart,)
    assert best_quotes(apart.replace("\n\n", " "), [0.4, 0.1], "pilot") == ("The pilot is free. It runs for 30 days.",)


def test_a_word_alone_is_quoted_with_what_follows() -> None:
    assert best_quotes("Yes. It is free for everybody.", [0.9, 0.0], "free", most=1) == ("Yes. It is free for everybody.",)


@given(st.text(alphabet="ab .!?\n", max_size=1500), st.lists(st.floats(0, 1), min_size=40, max_size=40), st.integers(1, 2))
def test_quotes_stand_in_the_text_and_keep_their_bounds(text: str, shares: list[float], most: int) -> None:
    shares = (shares * 40)[: len(sentences(text))]
    quotes = best_quotes(text, shares, "How long?", most=most)
    assert bool(quotes) is bool(text.strip())
    assert all(quote in text for quote in quotes)
    assert sum(map(len, quotes)) <= LONGEST + 2 * SHORTEST + 1
    assert all(len(quote) >= min(SHORTEST, len(text.strip())) or len(quotes) > 1 for quote in quotes)
