"""Talking to the bot at a terminal: a line is a message, a number is a choice, a form is asked field by field."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.prompt import Prompt
from rich.text import Text as Line

from bot.console.upload import NoSuchFile, read_upload
from bot.console.view import show
from bot.ids import FreshIds
from bot.incoming import Incoming, Sender
from bot.plain import shown
from bot.turns import Turns
from handlers.message import Opened, Said, Submitted, What, sound
from handlers.reply import Field, FieldKind, Form, Reply

#: No e-mail address is longer; whoever gives a longer one is nobody we know.
_LONGEST_ADDRESS: Final = 320


def sender_of(email: str) -> Sender:
    """The account of a person at this machine's terminal."""
    return Sender(chat="console", tenant="local", user=sound(email).strip().casefold()[:_LONGEST_ADDRESS])


def incoming(key: str, email: str, what: What) -> Incoming:
    sender = sender_of(email)
    return Incoming(key=f"console:{sender.user}:{key}", sender=sender, conversation=sender.user, what=what)


class Chat:
    """One person's chat, until they leave by Ctrl-D, Ctrl-C or an empty goodbye."""

    def __init__(self, turns: Turns, ids: FreshIds, email: str, console: Console) -> None:
        self._turns = turns
        self._ids = ids
        self._email = email
        self._console = console

    def run(self) -> None:
        reply = self._take(Opened())
        while True:
            try:
                form = next((part for part in reply.parts if isinstance(part, Form)), None)
                what = self._fill(form) if form is not None else None
                reply = self._take(what or self._typed())
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return

    def _typed(self) -> What:
        """The next line: words, or the file that it names."""
        while True:
            line = self._console.input("[bold cyan]›[/] ")
            try:
                return read_upload(line) or Said(text=line)
            except NoSuchFile as missing:
                self._console.print(Line(shown(str(missing)), style="yellow"))

    def _take(self, what: What) -> Reply:
        reply = self._turns.take(incoming(self._ids.key(), self._email, what))
        show(self._console, reply)
        self._show_notices()
        return reply

    def _show_notices(self) -> None:
        sender = sender_of(self._email)
        waiting = self._turns.notices(sender)
        for _, notice in waiting:
            self._console.rule(style="dim")
            show(self._console, notice)
        if waiting:
            self._turns.notices_seen(sender, [key for key, _ in waiting])

    def _fill(self, form: Form) -> What | None:
        """Asks the form's fields one by one, Enter keeps what is there; Ctrl-C leaves the form without sending it."""
        values = {}
        try:
            for field in form.fields:
                values[field.name] = self._ask(field)
        except KeyboardInterrupt:
            self._console.print()
            return None
        return Submitted(form=form.id, values=values)

    def _ask(self, field: Field) -> str:
        if field.error:
            self._console.print(Line(shown(field.error), style="yellow"))
        options = [option.value for option in field.options] if field.kind is FieldKind.CHOICE else None
        if options:
            self._console.print(Line(shown("  ".join(option.label for option in field.options)), style="dim"))
        answer: str = Prompt.ask(
            Line(shown(f"{field.label}{' *' if field.required else ''}")),
            console=self._console,
            default=shown(field.value),
            show_default=bool(field.value),
        )
        return answer
