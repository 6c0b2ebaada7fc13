"""The house with its people at clients of Slack: what they do is delivered to the bot, and what they hear is on their screens."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from handlers.message import Sender
from handlers.wording import LANGUAGES, Words
from tests.bot import staging
from tests.bot.house import PEOPLE, House
from tests.slack.bot_here import BotHere
from tests.slack.read_aloud import read_aloud
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.world import Message

_OPEN: Final = tuple(Words(language)("slack.open_form") for language in LANGUAGES)


class Stage(staging.Stage["Talk"]):
    """As `tests.bot.transcripts` plays on it."""

    def __init__(self, slack: FakeSlack, house: House) -> None:
        self.slack = slack
        self.bot = BotHere(slack, house)
        super().__init__(house, self.bot)
        for who, person in PEOPLE.items():
            user = slack.north.join(who, person.name)
            self.bot.link(user, f"m-{who}")
            self._talks[who] = Talk(self, user)

    @override
    def newcomer(self, who: str) -> Talk:
        return Talk(self, self.slack.north.join(who, who.partition("@")[0].title()))

    @override
    def assert_clean(self) -> None:
        self.slack.assert_clean()


class Talk(staging.Talk[Message]):
    """One person's direct messages with the bot."""

    def __init__(self, stage: Stage, user: User) -> None:
        super().__init__(stage.house, stage.bot, "slack", user.id)
        self.stage = stage
        self.user = user

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str) -> str:
        self._close()
        self.user.say(text)
        return self._hear()

    def upload(self, text: str) -> str:
        self._close()
        self.user.upload("deals.csv", text.encode())
        return self._hear()

    def press(self, label: str) -> str:
        """Presses the newest button whose label has these words in it; where no message has one, that of the Home tab."""
        self._close()
        for message in reversed(self.user.messages()):
            found = [each for each in message.buttons if label.casefold() in each.casefold()]
            if found:
                assert self.user.click(found[-1], at=message).is_good
                return self._hear()
        assert self.user.click(label).is_good
        return self._hear()

    def submit(self, **values: str) -> str:
        """In the modal that is open, or that the newest button for a form opens."""
        if self.user.modal is None:
            shown = next(message for message in reversed(self.user.messages()) if set(_OPEN) & set(message.buttons))
            self.user.click(next(each for each in shown.buttons if each in _OPEN), at=shown)
            self.stage.bot.work()
        view = self.user.modal
        assert view is not None, "no modal was opened"
        assert self.user.submit(values, is_checked=False).is_good
        return self._hear()

    def open(self) -> str:
        """Looks at the Home tab, which is no turn: nobody says anything."""
        self._close()
        self.user.open_home()
        self.stage.bot.work()
        home = self.user.team.homes[self.user.id]
        sender = Sender(chat="slack", tenant=self.user.team.id, user=self.user.id)
        self.standing = staging.stands(self.stage.house.turns.look(sender).standing)
        return read_aloud(home.body["blocks"])

    # ── hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self) -> str:
        """What the person sees for what they did: a form in a modal, what is wrong with it, the messages of the answer."""
        self.stage.bot.work()
        last = self.last_reply()
        view = self.user.modal
        said = []
        if view is not None:
            fields = read_aloud(view.body["blocks"], errors=self.user.errors)
            said = [self._marks(last.language), view.body["title"]["text"], fields]
        buttons = 0
        for message in self.fresh():
            said.append(self.read(message, buttons))
            buttons += len(message.buttons)
        return "\n\n".join(said)

    def _marks(self, language: str) -> str:
        """What other chats say in a sentence, Slack shows by its marks: how many fields have one."""
        marked = len(self.user.errors)
        return Words(language).count("register.form_faults", marked) if marked else ""

    @override
    def messages(self) -> list[Message]:
        return self.user.messages()

    @override
    def id_of(self, message: Message) -> str:
        return message.ts

    @override
    def read(self, message: Message, buttons: int) -> str:
        files = [f"{file.title}: {file.name}" for file in message.files]
        return "\n\n".join(each for each in (read_aloud(message.blocks, buttons=buttons), *files) if each)

    def _close(self) -> None:
        """Nobody gets at the chat behind an open modal."""
        while self.user.modal is not None:
            self.user.close_modal()
        self.user.errors = {}
