"""An answer in a model's words is seen while it is made, and in the end stands there whole and once, whatever breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.aids import Aids
from bot.clock import elapsed, now
from bot.composition import build_answerer
from bot.slack.labels import labels
from bot.slack.render import after, render
from bot.turns import Turns
from handlers.reply import Reply, Text
from handlers.wording import Words
from knowledge.analysing import LetterAnalyser
from knowledge.model import Model
from storage.slack_tables import slack_streams
from storage.tables import outbox
from tests.bot.house import House
from tests.bot.shelf import put
from tests.model.conftest import MakeModel, make_model, model, server, straight_to_the_stub, stub
from tests.model.stub import KEY, Stub, refused, says
from tests.model.test_claims import claims
from tests.slack import streaming_process
from tests.slack.bot_here import BotHere
from tests.slack.bot_process import links, running
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.wire_faults import DROPPED, Fault, busy, named, status
from tests.slack_fake.world import Message

__all__ = ["MakeModel", "make_model", "model", "server", "straight_to_the_stub", "stub"]

QUESTION = "Does the Enterprise edition support SAML with Okta?"
SAML = "The Enterprise edition supports SAML 2.0 with Okta."
USERS = "It takes up to 900 users."
INVENTED = "It costs 7 EUR."
SAID = f"{SAML} [1] {USERS} [1]"
FAULTS = named("not_allowed_token_type"), named("ratelimited"), status(500), status(500, accepts=True), DROPPED
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def eventually(is_so: Callable[[], bool]) -> bool:
    end = elapsed() + 90
    while not is_so() and elapsed() < end:
        Event().wait(0.02)
    return is_so()


class Scene:
    """A bot that answers from one document, in the words of the stub; Nora of Nordwind and her rival ask it."""

    def __init__(self, slack: FakeSlack, house: House, stub: Stub, model: Model, *, streams: bool = True) -> None:
        self.slack, self.house, self.stub = slack, house, stub
        self.model = model
        house.turns = self.turns()
        put(house, "sign-in.md", "Sign-in", f"The Enterprise edition supports SAML 2.0 with Okta. {USERS} Keys expire.")
        self.stub.answer = says(claims((SAML, [1]), (USERS, [1]), (INVENTED, [1])))
        self.bot = BotHere(slack, house, streams=streams)
        self.nora = self.joined("nordwind")

    def turns(self) -> Turns:
        house = self.house
        aids = Aids(answerer=build_answerer(self.model), analyser=LetterAnalyser())
        return Turns(house.database, house.program, house.ids, lambda: house.at, aids=aids)

    def joined(self, who: str) -> User:
        user = self.slack.north.join(who)
        self.bot.link(user, f"m-{who}")
        return user

    def shown(self, user: User | None = None) -> list[Message]:
        """What the bot has said to them."""
        return [message for message in (user or self.nora).messages() if message.is_bots]

    def ask(self, then: Callable[[Message], object] = lambda said: None, *, until: Callable[[], bool] | None = None) -> Message:
        """Nora asks; once something was told so far, and before the answer is whole, this happens."""
        said = self.nora.say(QUESTION)
        self.stub.halts_at = "costs 7"
        with ThreadPoolExecutor(1) as people:
            working = people.submit(self.bot.work)
            assert self.stub.begun.wait(timeout=30)
            assert eventually(until or (lambda: bool(self.calls("chat.appendStream"))))
            then(said)
            self.stub.go_on.set()
            working.result(timeout=60)
        return said

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [call["args"] for call in self.slack.calls(method)]

    def is_whole(self, user: User | None = None) -> bool:
        """The one answer, whole, in one message, with its source and thumbs, and nothing left of its making."""
        (message,) = self.shown(user)
        drawn = str(message.blocks)
        text = f"{message.text} {drawn}"
        assert text.count("supports SAML 2.0 with Okta. [1]") >= 1
        assert "900 users. [1]" in text
        assert "7 EUR" not in text
        assert drawn.count("sign-in.md") == 1
        assert drawn.count("feedback_buttons") >= 1
        assert not self.slack.platform.is_streaming(self.slack.north.team.id, message)
        assert [row for row in self.house.rows(outbox) if row["delivered_at"] is None] == []
        assert self.house.rows(slack_streams) == []
        return True


@pytest.fixture
def scene(furnished_url: str, stub: Stub, model: Model) -> Iterator[Scene]:
    house = House(furnished_url)
    with FakeSlack() as slack:
        scene = Scene(slack, house, stub, model)
        yield scene
        scene.bot.close()
    house.close()


def test_an_answer_is_seen_sentence_by_sentence_and_completed_in_its_message(scene: Scene) -> None:
    begun: list[Message] = []

    def look(said: Message) -> None:
        assert scene.slack.wait_for(lambda: bool(scene.shown()) and scene.shown()[0].text == SAID)
        begun.extend(scene.shown())
        assert [each.thread_ts for each in begun] == [said.ts]
        assert scene.slack.platform.is_streaming(scene.slack.north.team.id, begun[0])

    scene.ask(look)
    assert scene.is_whole()
    (message,) = scene.shown()
    assert (message.ts, message.text) == (begun[0].ts, SAID)
    assert [call["markdown_text"] for call in scene.calls("chat.startStream")] == [f"{SAML} [1]"]
    assert [call["markdown_text"] for call in scene.calls("chat.appendStream")] == [f" {USERS} [1]"]
    assert scene.calls("chat.postMessage") == scene.calls("chat.update") == []
    assert Words("en")("library.by_model") in str(message.blocks)
    scene.slack.assert_clean()


@ON_SQLITE
def test_a_stream_that_is_over_before_its_end_is_completed_in_its_message(scene: Scene) -> None:
    scene.ask(lambda said: scene.slack.platform.clock.advance(301))
    assert scene.is_whole()
    assert len(scene.calls("chat.update")) == 1
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state",))


@ON_SQLITE
def test_a_stream_that_is_over_in_the_middle_is_completed_in_its_message(scene: Scene) -> None:
    scene.slack.platform.stream_lives = -1
    scene.ask()
    assert scene.is_whole()
    assert len(scene.calls("chat.appendStream")) == 1
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state",))


@ON_SQLITE
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_whatever_breaks_the_answer_stands_there_whole_and_once(scene: Scene, method: str, fault: Fault) -> None:
    scene.slack.faults.add(method, fault)
    met = scene.slack.faults._waiting[method]
    scene.ask(until=None if method == "chat.stopStream" else lambda: not met)
    assert scene.is_whole()
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state",))


@ON_SQLITE
def test_a_stream_that_cannot_be_stopped_is_completed_once_it_has_ended(scene: Scene) -> None:
    scene.slack.faults.always["chat.stopStream"] = named("fatal_mystery")
    scene.slack.platform.stream_lives = 20
    scene.ask()
    assert scene.is_whole()
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state", "streaming_state_conflict"))


def test_when_the_workspaces_twenty_streams_are_used_up_the_answer_is_posted_at_once(scene: Scene) -> None:
    rates, team = scene.slack.platform.rates, scene.slack.north.team.id
    while not rates.wait(team, "chat.startStream", most=20, per_second=20 / 60):
        pass
    scene.ask(until=lambda: bool(scene.calls("chat.startStream")))
    assert scene.is_whole()
    assert len(scene.calls("chat.postMessage")) == 1


@ON_SQLITE
def test_a_slack_that_permits_no_more_streams_is_left_alone_for_as_long_as_it_says(scene: Scene) -> None:
    met = scene.slack.faults._waiting["chat.startStream"]
    met.append(busy("600"))
    scene.ask(until=lambda: not met)
    assert scene.is_whole()
    scene.stub.forget()
    scene.stub.answer = says(claims((SAML, [1])))
    scene.nora.say(QUESTION)
    scene.bot.work()
    assert scene.calls("chat.startStream") == []
    assert len(scene.calls("chat.postMessage")) == 2


@ON_SQLITE
def test_two_answers_at_once_are_kept_apart(scene: Scene) -> None:
    rival = scene.joined("rival")
    rival.say(QUESTION)
    scene.ask(until=lambda: len(scene.calls("chat.appendStream")) == 2)
    assert len(scene.calls("chat.startStream")) == 2
    assert scene.is_whole(scene.nora)
    assert scene.is_whole(rival)
    scene.slack.assert_clean()


@ON_SQLITE
def test_where_others_read_along_nothing_is_seen_before_it_is_whole(scene: Scene) -> None:
    scene.nora.team.channels[scene.slack.north.channel("general").id].members.add(scene.nora.id)
    scene.nora.mention(QUESTION, channel=scene.slack.north.channel("general"))
    scene.bot.work()
    assert scene.calls("chat.startStream") == []
    assert [request.get("stream") for request in scene.stub.requests] == [None]
    (answer,) = [message for message in scene.shown() if message.channel.startswith("D")]
    assert "900 users" in answer.shown


@ON_SQLITE
def test_switched_off_an_answer_is_posted_and_what_was_begun_is_completed(scene: Scene) -> None:
    scene.bot.chat._streams._is_on = False  # type: ignore[union-attr] # this bot has streams
    scene.nora.say(QUESTION)
    scene.bot.work()
    assert scene.is_whole()
    assert scene.calls("chat.startStream") == []


@ON_SQLITE
def test_when_the_model_breaks_off_the_documents_words_take_the_place_of_what_was_told(scene: Scene) -> None:
    scene.stub.answer = says(claims((SAML, [1]), (USERS, [1]), (INVENTED, [1])), finish_reason="length")
    scene.ask()
    (message,) = scene.shown()
    assert len(message.revisions) > 1
    assert Words("en")("library.by_model") not in message.shown
    assert f"{SAML} [1]" not in message.shown
    assert scene.house.rows(slack_streams) == []
    scene.slack.assert_clean()


@ON_SQLITE
def test_a_model_that_fails_before_it_says_anything_begins_nothing(scene: Scene) -> None:
    scene.stub.answer = refused(500, "server_error", "no")
    scene.nora.say(QUESTION)
    scene.bot.work()
    assert scene.calls("chat.startStream") == []
    assert len(scene.shown()) == 1


def test_who_stops_an_answer_keeps_what_was_seen_of_it(scene: Scene) -> None:
    def stop(said: Message) -> None:
        assert scene.slack.wait_for(lambda: scene.shown()[0].text == SAID)
        scene.nora.team.sessions[said.channel, said.ts] = "processing"
        began = elapsed()
        scene.nora.press_stop(said)
        assert scene.stub.hung_up.wait(timeout=10)
        assert elapsed() - began < 1, "the model is hung up on"

    said = scene.ask(stop)
    scene.bot.work()
    (message,) = scene.shown()
    assert message.text == SAID
    assert Words("en")("stopped") in str(message.blocks)
    assert not scene.slack.platform.is_streaming(scene.nora.team.id, message)
    assert scene.house.rows(slack_streams) == []
    assert scene.nora.team.sessions[said.channel, said.ts] == "active"
    scene.slack.assert_clean()


@ON_SQLITE
def test_who_stops_an_answer_whose_stream_is_over_is_told_in_a_message(scene: Scene) -> None:
    def stop(said: Message) -> None:
        scene.slack.platform.clock.advance(301)
        scene.nora.team.sessions[said.channel, said.ts] = "processing"
        scene.nora.press_stop(said)
        assert scene.stub.hung_up.wait(timeout=10)

    scene.ask(stop)
    scene.bot.work()
    begun, told = scene.shown()
    assert begun.text == SAID
    assert Words("en")("stopped") in told.shown
    assert scene.house.rows(slack_streams) == []
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state",))


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "when"),
    [
        ("chat.stopStream", "before"),
        pytest.param("chat.startStream", "after", marks=pytest.mark.slow),
        pytest.param("chat.startStream", "before", marks=pytest.mark.slow),
        pytest.param("chat.appendStream", "before", marks=pytest.mark.slow),
        pytest.param("chat.appendStream", "after", marks=pytest.mark.slow),
        pytest.param("chat.stopStream", "after", marks=pytest.mark.slow),
    ],
)
def test_a_bot_that_dies_at_any_call_leaves_nothing_that_another_does_not_complete(scene: Scene, method: str, when: str) -> None:
    token = scene.slack.north.token
    assert token is not None
    context = get_context("spawn")
    orders: dict[str, Any] = {"url": scene.house.url, "slack": scene.slack.api_url, "token": token.value, "model": scene.stub.url}
    scene.nora.say(QUESTION)
    scene.slack.settle()
    doomed = context.Process(target=streaming_process.run, args=(streaming_process.Orders(**orders, dies_at=(method, when)),))
    scene.stub.halts_at = "costs 7"  # what was told before that is on its way to Slack
    doomed.start()
    if method == "chat.stopStream":
        assert eventually(lambda: bool(scene.calls("chat.appendStream")))
        scene.stub.go_on.set()
    doomed.join(timeout=120)
    scene.stub.go_on.set()
    assert doomed.exitcode == 9
    scene.house.at = now() + timedelta(minutes=2)  # nobody holds anything any more
    scene.bot.work()
    assert scene.is_whole()
    scene.slack.assert_clean(allowed=("message_not_in_streaming_state",))


@ON_SQLITE
@pytest.mark.parametrize("streaming", ["true", pytest.param("false", marks=pytest.mark.slow)])
def test_the_bots_own_process_does_as_it_is_set(scene: Scene, tmp_path: Path, streaming: str) -> None:
    anna = scene.slack.north.user("anna")
    links(scene.house, (anna, "colleague"))
    token = scene.slack.north.token
    assert token is not None
    asked = {"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "stub-1", "OPENAI_BASE_URL": scene.stub.url, "SLACK_STREAMING": streaming}
    with running(scene.slack, scene.house, tmp_path / "bot.log", {"SLACK_BOT_TOKEN": token.value, **asked}):
        scene.stub.halts_at = "costs 7"
        anna.say(QUESTION)
        if streaming == "true":
            assert eventually(lambda: bool(scene.calls("chat.appendStream")))
        scene.stub.go_on.set()
        assert eventually(lambda: bool(scene.calls("chat.stopStream") or scene.calls("chat.postMessage")))
    assert scene.is_whole(anna)
    assert len(scene.calls("chat.startStream")) == (streaming == "true")
    scene.slack.assert_clean()


def test_only_what_a_message_begins_with_is_left_out_of_what_stands_below_it() -> None:
    (message,) = render(Reply(parts=(Text(text="a <b> *c*"), Text(text="d"))), labels("en"))
    assert after(message.blocks, "a <b> *c*") == list(message.blocks[1:])
    for said in (None, "", "a", "d"):
        assert after(message.blocks, said) is None
