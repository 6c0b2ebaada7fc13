"""Phrases are tried only where a message has the words that they cannot do without, and nothing that they fit is ever missed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import collateral_words, command_words, deal_words, intent_words, name_words
from handlers.understanding.phrase_needs import Where, begun_by, head_of, heads_of, needed_by
from handlers.understanding.phrase_needs_known import compared
from handlers.understanding.phrases import Mentions, Phrases, phrase

TABLES = {
    "collateral": [pattern for _, pattern in collateral_words.WORDINGS],
    "tasks": [pattern for _, patterns in intent_words.TASKS for pattern in patterns],
    "registering": [*intent_words.REGISTERING, *intent_words.REGISTERING_A_COMPANY, *intent_words.REGISTERING_PLAINLY],
    "not registering": [*intent_words.NOT_REGISTERING, *intent_words.ELSEWHERE, *intent_words.NO_DEAL, *intent_words.BUSINESS],
    "deals": [*deal_words.VENDOR_ENGAGED, *deal_words.VENDOR_NOT_ENGAGED, deal_words.SEVERAL_DEALS, deal_words.ASKED_ABOUT],
    "names": [
        *(rf"(?:^|\s){cue}$" for cue, _ in name_words.BEFORE_A_COMPANY),
        *(name_words.BEFORE_A_PERSON, name_words.BEFORE_SOMEBODY_MET, name_words.AFTER_A_BUYER, name_words.BEFORE_A_PLACE),
    ],
}
SENTENCES = (Path(__file__).parents[2] / "benchmarks" / "intent_sentences.txt").read_text(encoding="utf-8").lower().splitlines()
COMMANDS = [pattern for _, pattern in command_words.COMMANDS]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bregist(?:er|rier)\w*", [{"regi"}]),
        (r"\bmdf\b", [{"mdf."}]),
        (r"\bleg\w*\b.{0,20}\b(?:an|auf)\b", [{"leg"}, {"an.", "auf."}]),
        (r"\b(?:please |bitte )?(?:log|file)\b", [{"file", "log."}]),
        (r"\bco-?marketing\b", [{"co.", "coma"}]),
        (r"(?<=[.!?])\s*thanks\b", [{"than"}]),
        (r"\b(?:DE ?\d{9}|HR[AB])\b", [{"de.", "hra.", "hrb."}]),
        (r"clos\w*", []),
        (r"\b\w+ing\b", []),
        (r"\b(?:deal)?\b", []),
        (r"\bdeal\b|\d", []),
        (r"\bStraße\b", [{"stra"}]),
        (r"\b(?:pro|per) (?:deal|firma)\b", [{"pro.", "per."}, {"deal", "firm"}]),
        (r"\b(?:you|we) talk\w*|\bcalled (?:you|us)\b", [{"call", "you.", "we."}, {"talk", "you.", "us."}]),
        (r" (?:ag|kg)(?![\w-])", [{"ag.", "kg."}]),
        (r"\d{1,3} ?(?:employees|staff)\b", [{"empl", "staf"}]),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, needed: list[set[str]]) -> None:
    found = needed_by(pattern, flags=re.IGNORECASE)
    assert sorted(map(sorted, found)) == sorted(map(sorted, needed))


def test_what_is_known_of_the_phrases_without_working_it_out_is_so_and_there_for_nearly_all() -> None:
    wrong, unknown = compared()
    assert wrong == []
    assert len(unknown) < 40, "the bot starts slowly: python -m handlers.understanding.phrase_needs_known"


def test_a_phrase_that_was_added_just_now_needs_no_file() -> None:
    added = phrase(r"\bquokkas? (?:welcome|willkommen)\b")
    assert added.fit("quokka welcome")
    assert not added.likely("zebra welcome")


def test_a_word_is_known_by_its_beginning_whatever_its_case() -> None:
    assert heads_of("Registriere R-7K3M2Q, 45k") == {"reg", "regi", "r.", "7", "k.", "m.", "q.", "4"}
    assert heads_of("STRASSE") == heads_of("Straße")
    assert heads_of("pro product") == {"pro.", "pro", "prod"}
    assert head_of("(Produkt)") == "prod"
    assert head_of("&") is None


def test_the_beginnings_of_a_pattern_are_those_of_its_first_word() -> None:
    assert begun_by(r"(?:& ?)?co\.? ?kg\b|gmbh") == frozenset({"co.", "cokg", "gmbh"})
    assert begun_by(r"\w+ kg") is None


def test_words_are_looked_for_by_their_beginnings() -> None:
    mentions = Mentions(["germany", "usa"])
    assert mentions.likely("a deal in Germany")
    assert mentions.likely("USA, too")
    assert not mentions.likely("their usage in Gera")


def test_the_first_phrase_in_order_is_found() -> None:
    phrases = Phrases([r"\bnew deal\b", r"\bdeal\b", r"\bnew\b"])
    assert phrases.place("a new deal") == 0
    assert phrases.place("the deal") == 1
    assert phrases.place("something new") == 2
    assert phrases.place("nothing") is None
    assert [match[0] for match in phrases.all("new deal")] == ["new deal", "deal", "new"]


def test_a_phrase_may_have_to_stand_at_the_start() -> None:
    assert phrase("how|why", where=Where.AT_THE_START).fit("why not")
    assert not phrase("how|why", where=Where.AT_THE_START).fit("and why")


@pytest.mark.parametrize("table", TABLES)
def test_the_training_sentences_are_read_as_if_every_phrase_were_tried(table: str) -> None:
    phrases, patterns = Phrases(TABLES[table]), [re.compile(pattern) for pattern in TABLES[table]]
    for line in SENTENCES:
        assert phrases.place(line) == next((place for place, pattern in enumerate(patterns) if pattern.search(line)), None), line


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
@given(data=st.data())
def test_no_message_is_missed_that_a_phrase_fits(table: str, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(TABLES[table]))
    line = " ".join(data.draw(st.from_regex(pattern)).lower().split())
    assert phrase(pattern).fit(line) == (re.search(pattern, line) is not None)


@pytest.mark.slow
@given(data=st.data())
def test_no_command_is_missed(data: st.DataObject) -> None:
    pattern = re.compile(data.draw(st.sampled_from(COMMANDS)), re.IGNORECASE | re.DOTALL)
    text = data.draw(st.from_regex(pattern))
    assert phrase(pattern.pattern, flags=pattern.flags, where=Where.AT_THE_START).fit(text) == (pattern.match(text) is not None)
