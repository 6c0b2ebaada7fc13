"""The house with its people at clients of Slack: what they do is delivered to the bot, and what they hear is on their screens."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from handlers.message import Sender
from handlers.reply import Reply, Standing
from handlers.reply_json import load
from handlers.wording import LANGUAGES, Words
from storage.tables import inbox, outbox
from tests.bot.house import PEOPLE, House
from tests.slack.bot_here import BotHere
from tests.slack.read_aloud import read_aloud
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.world import Message

_OPEN: Final = tuple(Words(language)("slack.open_form") for language in LANGUAGES)


class Stage:
    """As `tests.bot.transcripts` plays on it."""

    def __init__(self, slack: FakeSlack, house: House) -> None:
        self.slack = slack
        self.house = house
        self.bot = BotHere(slack, house)
        self._talks: dict[str, Talk] = {}
        for who, person in PEOPLE.items():
            user = slack.north.join(who, person.name)
            self.bot.link(user, f"m-{who}")
            self._talks[who] = Talk(self, user)

    @property
    def at(self) -> datetime:
        return self.house.at

    @at.setter
    def at(self, at: datetime) -> None:
        self.house.at = at

    def talk(self, who: str) -> Talk:
        """Whoever is not of the house has an account that belongs to nobody."""
        if who not in self._talks:
            self._talks[who] = Talk(self, self.slack.north.join(who, who.partition("@")[0].title()))
        return self._talks[who]

    def later(self, **duration: int) -> None:
        self.house.later(**duration)

    def restart(self) -> None:
        self.house.restart()
        self.bot.restart()

    def sweep(self) -> None:
        self.house.sweep()

    def remind(self) -> None:
        self.house.remind()

    def pays(self, registration_id: str, amount: Decimal) -> None:
        self.house.pays(registration_id, amount)

    def finish(self) -> None:
        """Cards are brought up to date, and Slack had nothing to object to in all that was done."""
        while self.bot.update_cards():
            pass
        self.bot.work()
        self.slack.assert_clean()


class Talk:
    """One person's direct messages with the bot."""

    def __init__(self, stage: Stage, user: User) -> None:
        self.stage = stage
        self.user = user
        self.standing = ""
        self._heard: set[str] = set()
        self._told: list[Message] = []

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
        self.standing = _stands(self.stage.house.turns.look(sender).standing)
        return read_aloud(home.body["blocks"])

    def notices(self) -> tuple[str, ...]:
        """What the bot told by itself since this was asked for last."""
        self.stage.bot.work()
        self._sort()
        told, self._told = self._told, []
        return tuple(_read(message, 0) for message in told)

    # ── hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self) -> str:
        """What the person sees for what they did: a form in a modal, what is wrong with it, the messages of the answer."""
        self.stage.bot.work()
        last = self._last_reply()
        self.standing = _stands(last.standing)
        view = self.user.modal
        said = []
        if view is not None:
            fields = read_aloud(view.body["blocks"], errors=self.user.errors)
            said = [self._marks(last.language), view.body["title"]["text"], fields]
        buttons = 0
        for message in self._sort():
            said.append(_read(message, buttons))
            buttons += len(message.buttons)
        return "\n\n".join(said)

    def _marks(self, language: str) -> str:
        """What other chats say in a sentence, Slack shows by its marks: how many fields have one."""
        marked = len(self.user.errors)
        return Words(language).count("register.form_faults", marked) if marked else ""

    def _sort(self) -> list[Message]:
        """The new messages that answer what was done; the others, which the bot sent by itself, are kept for `notices`."""
        fresh = [message for message in self.user.messages() if message.ts not in self._heard]
        self._heard |= {message.ts for message in fresh}
        by_itself = self._by_itself() if fresh else set()
        self._told += [message for message in fresh if message.ts in by_itself]
        return [message for message in fresh if message.ts not in by_itself]

    def _by_itself(self) -> set[str]:
        with self.stage.house.database.reading() as connection:
            rows = connection.execute(select(outbox.c.posted).where(outbox.c.chat == "slack", ~outbox.c.key.startswith("reply:")))
            return {str(id) for row in rows for id in row.posted}

    def _last_reply(self) -> Reply:
        """What was recorded for the last turn."""
        mine = inbox.c.chat == "slack", inbox.c.user_id == self.user.id, inbox.c.reply.is_not(None)
        with self.stage.house.database.reading() as connection:
            last = connection.execute(select(inbox.c.reply).where(*mine).order_by(inbox.c.id.desc()).limit(1)).scalar()
        return Reply(parts=()) if last is None else load(last)

    def _close(self) -> None:
        """Nobody gets at the chat behind an open modal."""
        while self.user.modal is not None:
            self.user.close_modal()
        self.user.errors = {}


def _stands(standing: Standing) -> str:
    return f"{standing.state} {standing.asks}" if standing.asks else standing.state


def _read(message: Message, buttons: int) -> str:
    files = [f"{file.title}: {file.name}" for file in message.files]
    return "\n\n".join(each for each in (read_aloud(message.blocks, buttons=buttons), *files) if each)
