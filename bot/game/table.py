"""What a player can do with an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Guess, Verdict
from bot.game.judging import judge

if TYPE_CHECKING:
    from bot.domain import Edition, Play, Riddle
    from bot.ports.now import Now
    from bot.ports.rounds import RoundStore

HINTS = 3
"""Hints of a riddle."""


@dataclass(frozen=True, slots=True)
class Table:
    """One player of one community at today's edition."""

    rounds: RoundStore
    community: str
    player: str
    edition: Edition
    now: Now

    def riddle(self, place: int) -> Riddle:
        """The riddle at a place, counted from 1."""
        return self.edition.riddles[place - 1]

    async def play(self, place: int) -> Play:
        """How far the player has come."""
        return await self.rounds.play(self.community, self.edition.deck, self.edition.date, place, self.player)

    async def guess(self, place: int, text: str, delivery: str) -> Verdict:
        """Judge a guess and record it; one delivery counts once."""
        riddle = self.riddle(place)
        verdict = judge(text, riddle.answer, riddle.aliases)
        guess = Guess(self.player, text, self.now(), delivery)
        return await self.rounds.guess(self.community, self.edition.deck, self.edition.date, place, guess, verdict)

    async def hint(self, place: int) -> str | None:
        """The next hint, or None when all were taken."""
        before = await self.play(place)
        if before.hints >= HINTS:
            return None
        after = await self.rounds.take_hint(self.community, self.edition.deck, self.edition.date, place, self.player)
        return self.riddle(place).hints[after.hints - 1]

    async def give_up(self, place: int) -> Play:
        """Give up, which opens the reveal."""
        return await self.rounds.give_up(self.community, self.edition.deck, self.edition.date, place, self.player)
