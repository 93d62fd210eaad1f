"""The platform `terminal`: prints what would be posted, and remembers the names of what it printed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Asking, Post, Unveiling, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.domain import Channel, ChannelKey, Content, Limit, Yesterday
    from bot.game.sentences import Words
    from bot.ports.screen import Screen

LOG = "posted.log"
"""In the data folder: a line for each message, so that one is found again as on a platform."""

LONGEST_LOG = 1_000_000
"""Bytes of it; of a longer one the older half is dropped."""


@dataclass(frozen=True, slots=True)
class TerminalMessenger:
    """A `Messenger` that prints. To take a message back or to change it is to print it anew."""

    screen: Screen
    words: Words
    folder: Path

    def limits(self, channel: ChannelKey) -> Sequence[Limit]:  # noqa: ARG002 - a terminal allows all
        """A terminal allows all."""
        return ()

    async def post(self, channel: Channel, content: Content, name: str) -> str:  # noqa: ARG002 - there is one terminal
        """Print it, and note that it was."""
        self._print(content)
        self._note(name)
        return name

    async def find(self, channel: Channel, name: str, since: datetime) -> str | None:  # noqa: ARG002 - as platforms do
        """The message of that name, if it was printed."""
        return name if any(one.get("name") == name for one in self._noted()) else None

    async def edit(self, channel: Channel, message: str, content: Content) -> None:  # noqa: ARG002 - what is printed stays
        """Print it anew."""
        self._print(content)

    async def tell(self, community: str, player: str, text: str, channel: str = "") -> None:  # noqa: ARG002 - as platforms do
        """Print it, and whom it is for."""
        self.screen.say(f"(to {player or 'the hosts'}) {text}")

    def _print(self, content: Content) -> None:
        match content:
            case Post():
                self._post(content)
            case Unveiling():
                self._reveal(content)
            case Withdrawal():
                self._withdrawal(content)
            case Asking():
                self._asking(content)

    def _post(self, post: Post) -> None:
        if post.yesterday is not None:
            self.screen.say(self._yesterday(post.yesterday))
        if post.board is not None:
            self.screen.say(self.words.board(post.board, lambda player: player))
        if post.notice:
            self.screen.say(post.notice, "yellow")
        several = len(post.round.riddles)
        for place, riddle in enumerate(post.round.riddles, 1):
            if place not in post.round.void:
                self.screen.box(self.words.title(post.round.number, place, several), self.words.question(riddle))

    def _reveal(self, told: Unveiling) -> None:
        for place, (riddle, recap) in enumerate(zip(told.round.riddles, told.recaps, strict=False), 1):
            title = self.words.title(told.round.number, place, len(told.round.riddles))
            (_, answer), *rows = self.words.reveal(riddle, recap=recap)
            self.screen.box(title, answer, "green")
            if place in told.round.void:
                self.screen.say(self.words.withdrawn(), "yellow")
            self.screen.rows(rows)

    def _withdrawal(self, told: Withdrawal) -> None:
        several = len(told.round.riddles)
        for place in told.places:
            self.screen.say(f"{self.words.title(told.round.number, place, several)} was taken back.", "yellow")
        self._post(Post(told.round, ()))

    def _asking(self, asked: Asking) -> None:
        review = asked.review
        day, several = review.key.date.isoformat(), len(review.riddles)
        self.screen.say(f"(to the hosts) {self.words.to_review(review.number, day, review.word.value)}", "yellow")
        for place, riddle in enumerate(review.riddles, 1):
            self.screen.box(self.words.title(review.number, place, several), self.words.question(riddle))
            self.screen.rows(self.words.for_host(riddle))
        self.screen.say(f"`riddle review approve --community {review.key.community} --date {day}`", "dim")

    def _yesterday(self, told: Yesterday) -> str:
        from bot.domain import Recap

        said = f"{self.words.title(told.number, 1, 1)}: {self.words.recap(Recap(told.players, told.solved, 0))}"
        return " ".join(filter(None, (said, self.words.group_streak(told.streak))))

    # --- what was printed ---

    def _note(self, name: str) -> None:
        """Note a message in one write, which other processes see whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._shorten()
        line = json.dumps({"name": name}, ensure_ascii=False) + "\n"
        file = os.open(self.folder / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
            os.fsync(file)
        finally:
            os.close(file)

    def _noted(self) -> list[dict[str, str]]:
        try:
            lines = (self.folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        return [found for line in lines if isinstance(found := _read(line), dict)]

    def _shorten(self) -> None:
        log = self.folder / LOG
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
            fresh = log.with_suffix(".new")
            fresh.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")
            fresh.replace(log)


def _read(line: str) -> object:
    """A line of the log; one that was cut off by a death is nothing."""
    try:
        return json.loads(line)
    except ValueError:
        return None
