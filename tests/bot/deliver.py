"""A process of its own that takes messages over the database it is told, and prints what it answered: for tests of two at once.

Standard input: the database's URL, lines of JSON [key, account, instant, text], an empty line. It says "ready", waits for "go", and
answers in one line of JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime

from bot.clock import now
from bot.console.chat import sender_of
from bot.ids import FreshIds
from bot.incoming import Incoming
from bot.log import configure_logging
from bot.plain import render
from bot.turns import Turns
from handlers.message import Said
from storage.engine import Database
from tests.bot.house import PROGRAM


def main() -> None:
    configure_logging("ERROR")
    database = Database(sys.stdin.readline().strip())
    turns = Turns(database, PROGRAM, FreshIds(), now)
    messages = [json.loads(line) for line in iter(sys.stdin.readline, "\n")]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    answers = []
    for key, account, instant, text in messages:
        incoming = Incoming(key=key, sender=sender_of(account), conversation=account, what=Said(text=text))
        answers.append(render(turns.take(incoming, at=datetime.fromisoformat(instant))))
    database.close()
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
