"""A conversation can be left and taken up again anywhere, and what was changed in a draft can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

from hypothesis import given
from hypothesis import strategies as st

from handlers.reply import Choice
from handlers.state import UNDO_DEPTH, Conversation, Draft, Lookalike, Pending, dump, load
from handlers.understanding.readings import Slot

slots = st.sampled_from([slot.value for slot in Slot])
texts = st.text(max_size=8)


class Content(TypedDict):
    """What a change puts into a draft."""

    values: dict[str, str]
    words: dict[str, str]
    doubts: dict[str, tuple[str, ...]]
    assumed: tuple[str, ...]


contents = st.builds(
    Content,
    values=st.dictionaries(slots, texts, max_size=4),
    words=st.dictionaries(slots, texts, max_size=2),
    doubts=st.dictionaries(slots, st.lists(texts, min_size=1, max_size=3).map(tuple), max_size=2),
    assumed=st.lists(slots, max_size=2, unique=True).map(tuple),
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    draft = Draft(id=draw(texts), lookalike=draw(st.none() | st.builds(Lookalike)))
    for content in draw(st.lists(contents, max_size=4)):
        draft = draft.changed(**content)
    return draft


conversations = st.builds(
    Conversation,
    draft=st.none() | drafts(),
    asked=st.none() | st.sampled_from(Slot),
    failures=st.integers(0, 9),
    offered=st.lists(st.builds(Choice, label=texts, action=texts, style=st.just("default")), max_size=3).map(tuple),
    queue=st.lists(st.dictionaries(slots, texts, max_size=2), max_size=2).map(tuple),
    cancelled=st.none() | drafts(),
    pending=st.none() | st.builds(Pending),
    last=st.none() | texts,
)


def kept(conversation: Conversation) -> Conversation:
    """The conversation after it was written down as text and read again."""
    return load(json.loads(json.dumps(dump(conversation))))


def content(draft: Draft | None) -> tuple[object, ...] | None:
    """What a draft says, without how it came to it."""
    return None if draft is None else (draft.id, draft.values, draft.words, draft.doubts, draft.assumed, draft.lookalike)


@given(conversations)
def test_a_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    back = kept(conversation)
    for name in ("asked", "failures", "offered", "queue", "pending", "last"):
        assert getattr(back, name) == getattr(conversation, name)
    for one, other in ((back.draft, conversation.draft), (back.cancelled, conversation.cancelled)):
        assert content(one) == content(other)
        assert (one and one.version) == (other and other.version)
    assert json.dumps(dump(back)) == json.dumps(dump(conversation))


@given(conversations)
def test_after_a_pause_as_much_can_be_taken_back_as_before_it(conversation: Conversation) -> None:
    left, back = conversation.draft, kept(conversation).draft
    while left is not None and back is not None:
        assert content(back) == content(left)
        left, back = left.undone(), back.undone()
    assert left is back is None


def test_who_never_spoke_has_a_fresh_conversation() -> None:
    assert load({}) == Conversation()
    assert kept(Conversation()) == Conversation()


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def saying(draft: Draft, values: Mapping[str, str]) -> Draft:
    return draft.changed(values=values, words={}, doubts={}, assumed=())


@given(st.lists(contents, min_size=1, max_size=6))
def test_every_change_can_be_taken_back_one_by_one(changes: list[Content]) -> None:
    history = [Draft(id="d")]
    for change in changes:
        after = history[-1].changed(**change)
        if after is not history[-1]:
            history.append(after)
    draft: Draft | None = history[-1]
    for earlier in reversed(history[:-1]):
        assert draft is not None
        draft = draft.undone()
        assert content(draft) == content(earlier)
    assert draft is not None
    assert draft.undone() is None


def test_what_changes_nothing_is_no_change() -> None:
    draft = saying(Draft(id="d"), {"company": "Acme"})
    assert saying(draft, {"company": "Acme"}) is draft


def test_a_version_never_comes_twice_so_that_an_old_summary_confirms_nothing() -> None:
    draft = saying(Draft(id="d"), {"company": "Acme"})
    seen = [draft.version]
    draft = saying(draft, {"company": "Bravo"})
    seen.append(draft.version)
    undone = draft.undone()
    assert undone is not None
    seen.append(undone.version)
    seen.append(saying(undone, {"company": "Bravo"}).version)
    assert seen == sorted(set(seen))


def test_so_much_and_no_more_is_remembered() -> None:
    draft = Draft(id="d")
    for number in range(UNDO_DEPTH + 5):
        draft = saying(draft, {"company": f"{number}"})
    for _ in range(UNDO_DEPTH):
        before = draft.undone()
        assert before is not None
        draft = before
    assert draft.get(Slot.COMPANY) == "4"
    assert draft.undone() is None


def test_a_draft_knows_what_it_holds() -> None:
    draft = replace(Draft(id="d"), values={"company": "Acme"})
    assert (draft.get(Slot.COMPANY), draft.get(Slot.AMOUNT)) == ("Acme", None)
