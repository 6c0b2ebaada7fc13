"""Words are taken apart the same way in texts and in questions, whatever their case, signs and umlauts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.stop_words import STOP_WORDS
from knowledge.words import LANGUAGES, grams, key_of_gram, key_of_stem, stem, telling_words, with_grams, with_stems, words

LANGUAGE = st.sampled_from(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Straße kostet 1.200,50 €.", ["die", "strasse", "kostet", "1200.50"]),
        ("30.000 or 30,000, and 99,9 %", ["30000", "or", "30000", "and", "99.9"]),
        ("SAML2.0 for COVID-19, it's Q3", ["saml2.0", "for", "covid", "19", "it", "s", "q3"]),
        ("ﬁle\N{NO-BREAK SPACE}name", ["file", "name"]),
        ("?! …", []),
    ],
)
def test_words_are_folded_and_numbers_written_alike(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_words_are_words_and_stay_as_they_are(text: str) -> None:
    found = words(text)
    assert all(word and not word.isspace() for word in found)
    assert words(" ".join(found)) == found


@given(st.text(), LANGUAGE)
def test_stop_words_and_nothing_else_are_left_out(text: str, language: str) -> None:
    assert telling_words(text, language) == [word for word in words(text) if word not in STOP_WORDS[language]]


@given(st.from_regex(r"[a-zäöüß]{1,30}", fullmatch=True))
def test_every_gram_is_a_piece_of_the_word_and_together_they_are_all_of_it(word: str) -> None:
    pieces = grams(word)
    padded = "|" + word.translate(str.maketrans("äöü", "aou")) + "|"
    assert pieces
    assert all(piece in padded for piece in pieces)
    assert len(pieces) <= max(1, len(padded) - 3)
    assert set("".join(pieces)) == set(padded)


WORD = st.text("aäbceinstuüy1", min_size=1, max_size=6)


@given(st.sets(WORD, max_size=8), st.sets(WORD, min_size=1, max_size=3))
def test_words_that_share_grams_are_found_in_one_text_as_they_are_one_by_one(here: set[str], asked: set[str]) -> None:
    wanted = sorted({gram for word in asked for gram in grams(word)})
    one_by_one = {word: [gram for gram in wanted if gram in grams(word)] for word in here}
    assert with_grams(here, wanted) == {word: found for word, found in one_by_one.items() if found}


@given(st.sets(WORD, max_size=8), st.sets(WORD, min_size=1, max_size=3), LANGUAGE)
def test_words_of_the_same_stem_are_found_as_they_are_one_by_one(here: set[str], asked: set[str], language: str) -> None:
    wanted = {stem(word, language) for word in asked}
    assert with_stems(here, wanted, language) == {word: stem(word, language) for word in here if stem(word, language) in wanted}


def test_a_word_begins_as_its_stem_does_even_where_the_endings_are_irregular() -> None:
    assert with_stems(["dying", "skies", "sky", "dice"], {"die", "sky"}, "en") == {"dying": "die", "skies": "sky", "sky": "sky"}
    assert with_stems(["buecher", "ueberall", "uhr"], {stem("bücher", "de"), stem("überall", "de")}, "de").keys() == {
        "buecher",
        "ueberall",
    }
    assert with_stems(["äpfel", "apfel"], {stem("apfel", "de")}, "de").keys() == {"äpfel", "apfel"}


@given(st.text(min_size=1, max_size=30))
def test_keys_fit_into_an_integer_of_both_databases(word: str) -> None:
    for key in (key_of_stem(word), key_of_gram(word)):
        assert -(2**31) <= key < 2**31


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("registrations", "registration", "en"),
        ("protected", "protection", "en"),
        ("Registrierungen", "Registrierung", "de"),
        ("Häuser", "Haus", "de"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert {stem(word, language) for word in words(f"{one} {other}")} == {stem(*words(one), language)}


def test_a_compound_shares_letters_with_its_parts() -> None:
    shared = grams("registrierungsfrist") & grams("frist")
    assert {"fris", "rist", "ist|"} <= shared
