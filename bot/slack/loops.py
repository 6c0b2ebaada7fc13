"""The second line against bots that answer each other: whoever says very much in one place for minutes is not answered any more.

The first line is that what bots post is never read. This one stands behind it, for those that write as if they were people.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final

from bot.incoming import Incoming
from bot.slack.address import read_address
from handlers.message import Said

#: Nobody types so many messages in so short a time.
MOST: Final = 60
WINDOW: Final = timedelta(minutes=5)
#: So many places are watched; the one where nothing was said for longest is forgotten first.
_PLACES: Final = 10_000
#: Whoever said more than this share in one process may have said too much in all of them: then they are asked.
_SHARE: Final = 6
_Place = tuple[str, str, str]


class LoopBreaker:
    """Counts the turns of each account in each channel, in this process, and knows when to count those of all processes.

    Buttons and forms are not counted: no bot presses them.
    """

    def __init__(self, *, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._most = most
        self._window = window
        self._turns: OrderedDict[_Place, deque[datetime]] = OrderedDict()

    @property
    def most(self) -> int:
        return self._most

    def since(self, at: datetime) -> datetime:
        """From when on turns count at the instant."""
        return at - self._window

    def is_doubtful(self, incoming: Incoming) -> bool:
        """Whether so much was said here that it may be too much with what other processes heard. To be asked after `is_broken`."""
        return len(self._turns.get(_place(incoming), ())) * _SHARE >= self._most and isinstance(incoming.what, Said)

    def is_broken(self, incoming: Incoming, at: datetime) -> bool:
        """Whether the message is one too many, so that nothing is to be made of it."""
        turns = self._turns.get(_place(incoming))
        while turns and turns[0] <= at - self._window:
            turns.popleft()
        return turns is not None and len(turns) >= self._most and isinstance(incoming.what, Said)

    def note(self, incoming: Incoming, at: datetime) -> None:
        """A message that will be answered."""
        if not isinstance(incoming.what, Said):
            return
        place = _place(incoming)
        self._turns.setdefault(place, deque(maxlen=self._most)).append(at)
        self._turns.move_to_end(place)
        if len(self._turns) > _PLACES:
            self._turns.popitem(last=False)


def _place(incoming: Incoming) -> _Place:
    to = read_address(incoming.conversation)
    return incoming.sender.tenant, "" if to is None else to.channel, incoming.sender.user
