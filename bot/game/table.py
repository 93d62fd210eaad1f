"""What a player can do with a round: guess, take hints, give up, see the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Guess, Judgement, Verdict
from bot.errors import NothingToPlay
from bot.game.judging import judge
from bot.game.points import terms

if TYPE_CHECKING:
    from bot.domain import Customs, Play, Riddle, Round, RoundKey, Terms
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

HINTS = 3
"""Hints of a riddle."""

_CHANGES = 5
"""How often a guess is judged anew because a host changes the round meanwhile."""


@dataclass(frozen=True, slots=True)
class Table:
    """One player of one community at a round.

    `account` is the person's account across communities, where the platform has one: the first finish of an edition
    by an account is the one that scores.
    """

    rounds: RoundStore
    players: PlayerStore
    key: RoundKey
    player: str
    customs: Customs
    now: Now
    account: str = ""

    async def round(self) -> Round:
        """The round as it stands."""
        found = await self.rounds.round(self.key)
        if found is None:
            raise NothingToPlay("That riddle was never played here.")
        return found

    async def play(self, place: int) -> Play:
        """How far the player has come."""
        return self._limited(await self.rounds.play(self.key, place, self.player))

    async def guess(self, place: int, text: str, delivery: str) -> Verdict:
        """Judge a guess and record it; one delivery counts once, and a guess belongs to the round it was made on."""
        if self._is_over():
            return Verdict(Judgement.CLOSED, "over")
        for _ in range(_CHANGES):
            found = await self.round()
            riddle = found.riddle(place)
            verdict = judge(text, riddle.answer, riddle.aliases)
            guess = Guess(self.player, text, self.now(), delivery)
            stands = await self.rounds.guess(self.key, place, guess, verdict, await self._terms(found, place, verdict))
            if stands is not None:
                return stands
        raise NothingToPlay("This riddle is being changed just now: please say that again.")

    async def hint(self, place: int, delivery: str = "") -> tuple[int, str] | None:
        """The next hint with its number, or None when there is none to be had."""
        if self._is_over() or (before := await self.play(place)).finished or before.hints >= HINTS:
            return None
        found = await self.round()
        after = await self.rounds.take_hint(self.key, place, self.player, await self._terms(found, place), delivery)
        return (after.hints, found.riddle(place).hints[after.hints - 1]) if after.hints else None

    async def give_up(self, place: int, delivery: str = "") -> Play:
        """Give up, which shows the answer to this player alone."""
        found = await self.round()
        return await self.rounds.give_up(self.key, place, self.player, await self._terms(found, place), delivery)

    async def answer(self, place: int) -> Riddle | None:
        """The riddle with all it tells, where this player may see it."""
        found = await self.round()
        if found.readable_at is not None or self._is_over() or (await self.play(place)).may_see:
            return found.riddle(place)
        return None

    async def _terms(self, found: Round, place: int, verdict: Verdict | None = None) -> Terms:
        return terms(found, place, self.customs, scored=await self._scores(verdict))

    async def _scores(self, verdict: Verdict | None) -> bool:
        """Whether this community is where the account scores; a right guess makes it so."""
        if not self.account:
            return True
        if verdict is not None and verdict.judgement is Judgement.CORRECT:
            return await self.players.claim(self.account, self.key.deck, self.key.date, self.key.community)
        return await self.players.claimed(self.account, self.key.deck, self.key.date) in {"", self.key.community}

    def _limited(self, play: Play) -> Play:
        limit = self.customs.guess_limit
        return replace(play, out=0 < limit <= play.guesses and not play.solved)

    def _is_over(self) -> bool:
        """Whether the riddle is too old to be played."""
        return (self.now().date() - self.key.date).days > self.customs.open_days
