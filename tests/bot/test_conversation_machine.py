"""One seller's conversation, whatever is said, pressed or filled in, in whatever order: always an answer, always a way on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from typing_extensions import override

from handlers.message import Opened, Pressed, Said, Submitted, What
from handlers.registration_form import Rules, check, missing
from handlers.reply import Choices, Facts, Reply
from handlers.state import Conversation, Draft, dump, load
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.periods import local_date
from storage.tables import conversations, registrations
from tests.bot import machine_words as words
from tests.bot.house import _PRODUCTS, PROGRAM, House, Talk
from tests.bot.rivalry import faults_of, plant

STATES: Final = frozenset({"idle", "collecting", "confirming", "submitted", "cancelled", "handoff"})
SELLERS: Final = ("nordwind", "alpenblick", "hafenwerk")


class Stage:
    """A house in which the rival has everything and Nordwind was asked for more, put back before every conversation."""

    def __init__(self, original: Path, folder: Path) -> None:
        self._path, self._begin = folder / "stage.db", folder / "begin.db"
        _copy(original, self._path)
        self.house = House(f"sqlite:///{self._path}")
        self.secrets = plant(self.house)
        self._begun_at = self.house.at
        self.house.talk("nordwind").register("Donau Logistik GmbH")
        manager = self.house.talk("manager")
        manager.notices()
        manager.press("Show")
        manager.press("Ask for more")
        manager.say("Who will sign the order?")
        _copy(self._path, self._begin)

    def set(self) -> House:
        _copy(self._begin, self._path)
        self.house.at = self._begun_at
        return self.house


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def content(draft: Draft) -> tuple[object, ...]:
    """What a draft holds, whatever its version and history."""
    doubts = {slot: tuple(options) for slot, options in draft.doubts.items()}
    return dict(draft.values), doubts, dict(draft.words), tuple(draft.assumed)


class SellersConversation(RuleBasedStateMachine):
    """Keeps beside the bot what it may remember of each draft, and compares after every deed."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.house = self.stage.set()
        self.secrets = self.stage.secrets
        self.talk: Talk = self.house.talk(SELLERS[0])
        self.member = ""
        self.failed = False
        self.said: list[str] = []
        self.fresh = iter(words.FRESH)
        #: Of each draft and version, what it held when it was shown to be confirmed.
        self.shown: dict[tuple[str, int], tuple[object, ...]] = {}
        #: Of each draft, what it held before each change.
        self.history: dict[str, list[tuple[object, ...]]] = {}

    @initialize(who=st.sampled_from(SELLERS))
    def somebody_comes_in(self, who: str) -> None:
        self.talk = self.house.talk(who)
        self.member = f"m-{who}"
        self._do(Opened())

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(text=st.one_of(words.OPENINGS, words.OPENINGS, words.GERMAN_OPENINGS, words.TWO))
    def registers(self, text: str) -> None:
        self._do(Said(text=text))

    @rule(text=words.ANSWERS)
    def answers(self, text: str) -> None:
        # A yes with a change that is there already is a yes; with one that cannot be made it never is.
        self._do(Said(text=text), agrees=text.startswith(("yes", "ja")) and not any(bad in text for bad in words.REFUSED))

    @rule(text=words.ACTS)
    def acts(self, text: str) -> None:
        self._do(Said(text=text))

    @rule(text=st.one_of(words.COMMANDS, words.NONSENSE))
    def says_something_else(self, text: str) -> None:
        self._do(Said(text=text))

    @rule(text=st.sampled_from(words.AGREEING))
    def agrees(self, text: str) -> None:
        self._do(Said(text=text), agrees=True)

    @rule(number=st.integers(0, 4))
    def picks_by_number(self, number: int) -> None:
        offered = self._now().offered
        action = offered[number - 1].action if 0 < number <= len(offered) else ""
        self._do(Said(text=str(number)), agrees=action.startswith("draft.confirm/"))

    @precondition(lambda self: self._now().offered)
    @rule(at=st.integers(0, 20))
    def picks_by_label(self, at: int) -> None:
        offered = self._now().offered
        picked = offered[at % len(offered)]
        self._do(Said(text=picked.label), agrees=picked.action.startswith("draft.confirm/"))

    @precondition(lambda self: self.talk.offered)
    @rule(back=st.integers(1, 30))
    def presses(self, back: int) -> None:
        choices = self.talk.offered
        action = choices[-1 - back % len(choices)].action
        self._do(Pressed(action=action), agrees=action.startswith("draft.confirm/"))

    @precondition(lambda self: self.talk.forms)
    @rule(back=st.integers(0, 3), values=words.FIELDS, clear=st.booleans())
    def submits(self, back: int, values: Mapping[str, str], clear: bool) -> None:
        form = self.talk.forms[-1 - back % len(self.talk.forms)]
        kept = {} if clear else {field.name: field.value for field in form.fields}
        self._do(Submitted(form=form.id, values=kept | dict(values)))

    @rule(text=st.sampled_from(words.UNDOING))
    def undoes(self, text: str) -> None:
        before = self._now()
        self._do(Said(text=text), undoes=True)
        draft, after = before.draft, self._now().draft
        past = self.history.get(draft.id, []) if draft else []
        if draft is None or not past or self._waits(before):
            return
        assert after is not None
        assert content(after) == past.pop(), "undo brings back exactly what was"

    @precondition(lambda self: self._now().draft is not None and not self._waits(self._now()))
    @rule(text=st.sampled_from(words.CANCELLING), back=st.sampled_from(words.BACK))
    def cancels_and_brings_back(self, text: str, back: str) -> None:
        draft = self._now().draft
        assert draft is not None
        self._do(Said(text=text))
        after = self._now()
        assert self.talk.reply.standing.state == "cancelled"
        assert after.cancelled is not None
        assert content(after.cancelled) == content(draft)
        self._do(Pressed(action=f"draft.restore/{draft.id}") if back == "[]" else Said(text=back), undoes=True)
        again = self._now().draft
        assert again is not None
        assert content(again) == content(draft), "a cancelled draft comes back as it was"

    @rule(days=st.sampled_from((1, 9, 40)))
    def time_passes(self, days: int) -> None:
        self.house.later(days=days)

    @rule()
    def the_bot_is_restarted(self) -> None:
        self.house.restart()
        self._do(Opened())

    @rule()
    def leaves_and_begins_anew(self) -> None:
        """From wherever the conversation stands: cancel leads out, help says what can be done, and a deal gets registered."""
        for _ in range(2 + len(self._now().queue)):  # a question that waits, the draft, each deal that waits for it
            self._do(Said(text="cancel"))
        assert self._now().draft is None
        self._do(Said(text="help"))
        assert self.talk.reply.standing.state == "idle"
        assert any(isinstance(part, Choices) for part in self.talk.reply.parts), "help offers something to press"
        company = next(self.fresh)
        self._do(Said(text=f"Register {company}, contact Paula Probe, closing end of June"))
        assert self.talk.reply.standing.state == "confirming"
        count = len(self._rows())
        self._do(Said(text="yes"), agrees=True)
        assert self.talk.reply.standing.state == "submitted"
        assert len(self._rows()) == count + 1

    @override
    def teardown(self) -> None:
        if not self.failed:
            self.leaves_and_begins_anew()

    # ── what must hold after each ────────────────────────────────────────────────────────────────────────────────────────

    def _do(self, what: What, *, agrees: bool = False, undoes: bool = False) -> None:
        before, rows = self._now(), self._rows()
        self.said.append(str(what))
        self.failed = True
        self.talk.do(what)
        stored = self._stored()
        after, reply = load(stored), self.talk.reply
        assert faults_of(reply, self.secrets, said=" ".join(self.said)) == []
        assert json.loads(json.dumps(dump(after))) == stored
        self._check_standing(reply, before, after)
        if not undoes:
            self._check_values(before, after)
        self._check_registered(agrees=agrees or self._names_the_yes(what, before), before=before, known=rows)
        self._remember(reply, before, after, undoes=undoes)
        self.failed = False

    def _check_standing(self, reply: Reply, before: Conversation, after: Conversation) -> None:
        standing, draft = reply.standing, after.draft
        assert standing.state in STATES
        if standing.state == "idle":
            assert draft is None
        if standing.state in ("collecting", "confirming"):
            assert draft is not None
        if standing.state == "confirming":
            assert draft is not None
            assert self._is_complete(draft)
            assert (draft.id, draft.version) in self.shown or self._shows(reply, draft), "it can be confirmed, and was never shown"
        if standing.asks is not None:
            assert standing.state == "collecting"
            assert after.asked == standing.asks
        if standing.state == "cancelled":
            assert before.draft is not None
            assert after.cancelled is not None
            assert after.cancelled.id == before.draft.id
        meant = before.draft if standing.state in ("submitted", "cancelled") else draft
        known = {name: value for name, value in standing.draft.items() if value is not None}
        assert known == {name: meant.values[name] for name in known if meant is not None}
        assert draft is None or not (draft.values.keys() & draft.doubts.keys()), "a value that is in doubt"

    def _check_values(self, before: Conversation, after: Conversation) -> None:
        """What is taken in passes its check; what became past while it waited is judged when it is confirmed."""
        if after.draft is None:
            return
        known = [draft.values for draft in (before.draft, before.cancelled) if draft is not None and draft.id == after.draft.id]
        rules = self._rules()
        for name, value in after.draft.values.items():
            if not any(values.get(name) == value for values in known):
                assert check(Slot(name), value, rules) is None, f"took {value} as {name}"

    def _check_registered(self, *, agrees: bool, before: Conversation, known: Mapping[str, Mapping[str, Any]]) -> None:
        fresh = [row for id, row in self._rows().items() if id not in known]
        if not fresh:
            return
        assert agrees, "registered without a yes"
        (row,) = fresh  # one at a time
        draft = before.draft
        assert draft is not None
        assert self._is_complete(draft)
        assert self.shown.get((draft.id, draft.version)) == content(draft), "registered what was never shown"
        for name, value in draft.values.items():
            assert check(Slot(name), value, self._rules()) is None, f"registered {value} as {name}"
        assert row["company"] == draft.get(Slot.COMPANY)
        assert row["close_date"].isoformat() == draft.get(Slot.CLOSE_DATE)
        assert row["contact_email"] == draft.get(Slot.CONTACT_EMAIL)
        assert row["product"] == draft.get(Slot.PRODUCT)
        assert row["member_id"] == self.member

    def _remember(self, reply: Reply, before: Conversation, after: Conversation, *, undoes: bool) -> None:
        draft = after.draft
        if draft is None:
            return
        if self._shows(reply, draft):
            self.shown[draft.id, draft.version] = content(draft)
        past = self.history.setdefault(draft.id, [])
        was = before.draft if before.draft is not None and before.draft.id == draft.id else None
        if was is not None and not undoes and content(was) != content(draft):
            past.append(content(was))

    @staticmethod
    def _names_the_yes(what: What, before: Conversation) -> bool:
        """Whether the words are those of the button that confirms: "register" says "Register"."""
        confirming = [choice.label.casefold() for choice in before.offered if choice.action.startswith("draft.confirm/")]
        return isinstance(what, Said) and what.text.strip().casefold() in confirming

    @staticmethod
    def _waits(conversation: Conversation) -> bool:
        """Whether the next words are taken for something other than the draft."""
        return conversation.pending is not None and conversation.pending.kind != "pass_on"

    @staticmethod
    def _shows(reply: Reply, draft: Draft) -> bool:
        """Whether the reply reads the draft back and offers to confirm it."""
        offered = [choice.action for part in reply.parts if isinstance(part, Choices) for choice in part.choices]
        return f"draft.confirm/{draft.id}/{draft.version}" in offered and any(isinstance(part, Facts) for part in reply.parts)

    # ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _stored(self) -> dict[str, Any]:
        rows = [row["state"] for row in self.house.rows(conversations) if row["member_id"] == self.member]
        return rows[0] if rows else dump(Conversation())

    def _now(self) -> Conversation:
        return load(self._stored())

    def _rows(self) -> dict[str, Mapping[str, Any]]:
        return {row["id"]: row for row in self.house.rows(registrations)}

    def _rules(self) -> Rules:
        at = self.house.at
        return Rules(
            today=local_date(at, "Europe/Berlin"),
            policy=PROGRAM.in_force(at),
            products=_PRODUCTS,
            currency="EUR",
            words=Words("en"),
        )

    def _is_complete(self, draft: Draft) -> bool:
        lookalike = draft.lookalike is not None and draft.lookalike.is_open
        return not draft.doubts and not lookalike and not missing(draft.values, PROGRAM.in_force(self.house.at))


def on(stage: Stage) -> type[SellersConversation]:
    return type("SellersConversation", (SellersConversation,), {"stage": stage})


@pytest.fixture(scope="module")
def stage(furnished_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    built = Stage(furnished_sqlite, tmp_path_factory.mktemp("stage"))
    yield built
    built.house.close()


def test_whatever_a_seller_does_there_is_an_answer_and_a_way_on(stage: Stage) -> None:
    run_state_machine_as_test(on(stage), settings=settings(max_examples=20, stateful_step_count=20))


@pytest.mark.slow
def test_whatever_many_sellers_do_there_is_an_answer_and_a_way_on(stage: Stage) -> None:
    run_state_machine_as_test(on(stage), settings=settings(max_examples=1000, stateful_step_count=25))
