"""Sentences end where a reader would say so, in English and German, and stand in the text as they are quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentences


def _split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "Das gilt z. B. für Gold-Partner.|Am 3. März beginnt es.|Ab dem 1. Quartal bzw. später zahlen Sie mehr.",
        "Die Antwort ist 42.|Danach folgt mehr.|Siehe Abs. 3 Nr. 2.|Es gibt Rabatte, Boni usw.|Die Frist endet am 31. Dezember.",
        "Das sind u. a. Hotels und i. d. R. Banken.|Dr. Anna Weiß u. Co. antworten.|Die 2. Stufe kostet 1.200,50 EUR.",
        "Er sagte: „Ja.“|Dann ging er.|Wirklich?|Ja!|Wir sind da …|Und weiter.|Max. 30 Tage.|Das ist die Art.|Sie gilt.",
        "It costs 40 EUR, e.g. for Acme Inc. and others.|Dr. Smith agreed.|“Really?” he asked.|Yes!|The U.S. Government said so.",
        "It is 5 p.m.|The shop closes.|He said no.|She left.|See no. 7 for more.|Version 3.5.1 is out.|It took 12 days.|The end.",
        "1. Open the door.\n|2. Close it.\n|Edition | Price".replace("Edition | Price", "Edition / Price"),
        "Rev. Jones supports SAML 2.0 with Okta.|Ask J. Doe about it.|That was in 2024.|This is now.",
        "A line without a stop\n|another line",
        "",
    ],
)
def test_sentences_end_where_a_reader_would_say_so(marked: str) -> None:
    parts = marked.split("|") if marked else []
    text = "".join(part if part.endswith("\n") else f"{part} " for part in parts)
    assert _split(text) == [part.strip() for part in parts]


def test_a_full_stop_that_leaves_it_open_does_not_end_a_sentence() -> None:
    """Half a sentence may say the opposite of the whole."""
    assert _split("Das Angebot gilt inkl. MwSt. und Versand.") == ["Das Angebot gilt inkl. MwSt. und Versand."]


@given(st.text(alphabet=st.sampled_from("aBz. 3\n!?„“…(A)"), max_size=80))
def test_nothing_but_white_space_is_between_sentences(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert not text[at : sentence.start].strip()
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        at = sentence.end
    assert not text[at:].strip()
