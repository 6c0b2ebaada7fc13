"""What a document says is shown without anything that a chat would make a link, a picture or a call of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.harmless import harmless

LIVE = re.compile(r"https?://|www\.\w|javascript:|!\[|\]\(|<[@!#]|<\w+:|(?<![\w.+-])@\w", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the terms](https://evil.example/x) now", "See the terms now"),
        ("![x](https://evil.example/?q=secret)", "x"),
        ("Go to https://evil.example/a?b=c now", "Go to now"),
        ("<https://evil.example|Click>", "Click"),
        ("<@U123> and <!channel> and @here", "and and here"),
        ("[a][1] and <img src=x onerror=y>", "a and"),
        ("Write to security@vendor.example", "Write to security@vendor.example"),
        ("Deals are protected for 90 days.", "Deals are protected for 90 days."),
    ],
)
def test_links_pictures_and_calls_are_taken_out(text: str, shown: str) -> None:
    assert harmless(text) == shown


PIECES = st.sampled_from(
    ["[", "](", ")", "!", "<", ">", "|", "@", "https://", "www.", "x", " ", "javascript:", "#", "here", "e.example"]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_nothing_that_works_is_left_however_it_is_put_together(text: str) -> None:
    assert not LIVE.search(harmless(text)), harmless(text)
