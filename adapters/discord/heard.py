"""What is typed in threads: what of it may be a guess, and how much of one player is read."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

EPOCH = 1_420_070_400_000

LONGEST = 80
"""Characters of a guess; longer messages are talk."""

AT_ONCE, A_SECOND = 150, 1.0
"""Messages of one player that are judged: many at once, for they may be read late, and then one a second."""

MOST_PLAYERS = 20_000
"""Players whose rate is remembered."""

MOST_COUNTED = 50_000
"""Messages of which it is remembered that they were counted: what is judged again counts once."""


@dataclass(frozen=True, slots=True, order=True)
class Heard:
    """A message in a thread. Messages have an order: their ids grow."""

    id: int
    user: str = ""
    text: str = ""

    @property
    def seconds(self) -> float:
        """When it was typed, by its id."""
        return ((self.id >> 22) + EPOCH) / 1000

    @property
    def delivery(self) -> str:
        """Its name, the same however often it is read."""
        return f"message:{self.id}"


def told(text: str, several: bool) -> tuple[int | None, str]:
    """The place and the guess of a text like `2 harbour`, where there are several riddles."""
    head, _, rest = text.partition(" ")
    number = head.rstrip(".:)#").lstrip("#")
    if several and rest.strip() and len(number) == 1 and number in "12345":
        return int(number), rest.strip()
    return None, text


class Rates:
    """How many messages of each player may be judged, by the times they were typed at: the same in every process."""

    def __init__(self) -> None:
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._allowed: OrderedDict[int, bool] = OrderedDict()

    def allows(self, thread: str, heard: Heard) -> bool:
        """Count a message, once; whether it is judged."""
        if heard.id not in self._allowed:
            self._allowed[heard.id] = self._count(thread, heard)
            if len(self._allowed) > MOST_COUNTED:
                self._allowed.popitem(last=False)
        return self._allowed[heard.id]

    def _count(self, thread: str, heard: Heard) -> bool:
        key = (thread, heard.user)
        left, before = self._left.pop(key, (float(AT_ONCE), heard.seconds))
        left = min(float(AT_ONCE), left + max(0.0, heard.seconds - before) * A_SECOND)
        self._left[key] = (max(0.0, left - 1.0), heard.seconds)
        if len(self._left) > MOST_PLAYERS:
            self._left.popitem(last=False)
        return left >= 1.0
