"""One or two sentences of a passage are quoted, as they stand there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.quoting import LONGEST, SHORTEST, Quote, best_quotes
from knowledge.sentences import sentences

TABLE = "Prices are net.\n\nEdition | EUR | CHF\nStarter | 19 | 21\nTeam | 39 | 42\nSovereign | 112 | 119"
TEXT = "The pilot is free. It runs for 30 days. Then a contract of one year begins. Ask your manager."


def texts(quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    return tuple(quote.text for quote in quotes)


def test_the_best_sentences_are_quoted_in_their_order_and_neighbours_together() -> None:
    assert texts(best_quotes(TEXT, [0.1, 0.4, 0.3, 0.0], "pilot")) == ("It runs for 30 days. Then a contract of one year begins.",)
    assert texts(best_quotes(TEXT, [0.4, 0.1, 0.0, 0.3], "pilot")) == ("The pilot is free.", "Ask your manager.")
    assert texts(best_quotes(TEXT, [0.4, 0.1, 0.0, 0.3], "pilot", most=1)) == ("The pilot is free.",)


def test_a_sentence_with_what_was_asked_for_goes_before_one_that_is_as_near() -> None:
    assert texts(best_quotes(TEXT, [0.4, 0.35, 0.0, 0.0], "How long is the pilot?", most=1)) == ("It runs for 30 days.",)


def test_what_stands_in_another_paragraph_is_quoted_only_where_it_is_nearly_as_near() -> None:
    apart = "The pilot is free.\n\nIt runs for 30 days."
    assert texts(best_quotes(apart, [0.4, 0.1], "pilot")) == ("The pilot is free.",)
    assert texts(best_quotes(apart, [0.4, 0.3], "pilot")) == (apart,)
    assert texts(best_quotes(apart.replace("\n\n", " "), [0.4, 0.1], "pilot")) == ("The pilot is free. It runs for 30 days.",)


def test_a_word_alone_is_quoted_with_what_follows() -> None:
    assert texts(best_quotes("Yes. It is free for everybody.", [0.9, 0.0], "free", most=1)) == ("Yes. It is free for everybody.",)


def test_a_row_is_quoted_with_the_names_of_its_columns_which_are_never_quoted_alone() -> None:
    row = Quote(text="Sovereign | 112 | 119", header="Edition | EUR | CHF")
    assert best_quotes(TABLE, [0.1, 0.4, 0.1, 0.1, 0.3], "Sovereign edition in CHF") == (row,)
    assert best_quotes(TABLE, [0.1, 0.1, 0.1, 0.1, 0.3], "Sovereign", most=1) == (row,)
    (short,) = best_quotes(TABLE.replace(" | 42", ""), [0.0, 0.1, 0.0, 0.3, 0.0], "Team", most=1)
    assert short == Quote(text="Team | 39\nSovereign | 112 | 119", header="Edition | EUR | CHF")


@given(st.text(alphabet="ab .!?\n", max_size=1500), st.lists(st.floats(0, 1), min_size=40, max_size=40), st.integers(1, 2))
def test_quotes_stand_in_the_text_and_keep_their_bounds(text: str, shares: list[float], most: int) -> None:
    shares = (shares * 40)[: len(sentences(text))]
    quotes = texts(best_quotes(text, shares, "How long?", most=most))
    assert bool(quotes) is bool(text.strip())
    assert all(quote in text for quote in quotes)
    assert sum(map(len, quotes)) <= LONGEST + 2 * SHORTEST + 1
    assert all(len(quote) >= min(SHORTEST, len(text.strip())) or len(quotes) > 1 for quote in quotes)
