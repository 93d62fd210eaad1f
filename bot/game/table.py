"""What a player can do with a round: guess, take hints, give up, see the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Guess, Judgement, Verdict
from bot.errors import NothingToPlay
from bot.game.authors import author_mark
from bot.game.judging import judge
from bot.game.offering import offer, with_accepted
from bot.game.points import terms
from bot.game.sentences import being_changed, never_played

if TYPE_CHECKING:
    from bot.domain import Customs, Play, Riddle, Round, RoundKey, Terms
    from bot.ports.looks import LookStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

HINTS = 3
"""Hints of a riddle."""

UNREAD = frozenset({"empty", "too long", "hidden"})
"""Reasons why the words of a guess are not read: it is not counted either."""

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
    looks: LookStore | None = None

    async def round(self) -> Round:
        """The round as it stands."""
        found = await self.rounds.round(self.key)
        if found is None:
            raise NothingToPlay(never_played())
        return found

    async def play(self, place: int) -> Play:
        """How far the player has come."""
        return self._limited(await self.rounds.play(self.key, place, self.player))

    async def guess(self, place: int, text: str, delivery: str) -> Verdict:
        """Judge a guess and record it; one delivery counts once, and a guess belongs to the round it was made on."""
        if self.is_over() and not await self.rounds.knows(self.key, place, self.player, delivery):
            return Verdict(Judgement.CLOSED, "over")
        for _ in range(_CHANGES):
            found = await self.round()
            riddle = _at(found, place)
            verdict = with_accepted(found, place, text, judge(text, riddle.answer, riddle.aliases, kind=riddle.kind))
            if verdict.reason.partition(":")[0] in UNREAD:
                return verdict
            guess = Guess(self.player, text, self.now(), delivery)
            asked = await self._terms(found, place, finishes=await self._finishes(found, place, guess, verdict))
            stands = await self.rounds.guess(self.key, place, guess, verdict, asked, self.account)
            if stands is not None:
                await offer(self.looks, self.customs, found, place, text, stands)
                return replace(stands, play=self._limited(stands.play)) if stands.play is not None else stands
        raise NothingToPlay(being_changed())

    async def hint(self, place: int, delivery: str = "") -> tuple[int, str] | None:
        """The next hint with its number, or None when there is none to be had."""
        found = await self.round()
        hints = _at(found, place).hints[:HINTS]
        if self.is_over() or (before := await self.play(place)).finished:
            return None
        if before.hints >= len(hints) and not await self.rounds.knows(self.key, place, self.player, delivery):
            return None
        asked = await self._terms(found, place)
        after = await self.rounds.take_hint(self.key, place, self.player, asked, delivery, self.account)
        return (after.hints, hints[after.hints - 1]) if 0 < after.hints <= len(hints) else None

    async def give_up(self, place: int, delivery: str = "") -> Play:
        """Give up, which shows the answer to this player alone; a riddle that is over stays as it was."""
        found = await self.round()
        _at(found, place)
        if self.is_over():
            return await self.play(place)
        asked = await self._terms(found, place, finishes=True)
        return await self.rounds.give_up(self.key, place, self.player, asked, delivery, self.account)

    async def answer(self, place: int) -> Riddle | None:
        """The riddle with all it tells, where this player may see it."""
        found = await self.round()
        riddle = _at(found, place)
        if self.is_over() and found.readable_at is None and not found.purged:
            # Who reads it now earns nothing where a host lets it be played longer, or a clock goes back.
            await self.rounds.make_readable(self.key, self.now())
        if found.is_readable(place) or self.is_over() or (await self.play(place)).may_see:
            return riddle
        return None

    async def unscored(self, place: int) -> str:
        """Why a solve earns nothing: `void`, `author`, `scores`, `elsewhere`, `late`, or "" where it earns points."""
        found = await self.round()
        if place in found.void:
            return "void"
        if self._is_own(_at(found, place)):
            return "author"
        if not self.customs.scores:
            return "scores"
        if not await self._scores():
            return "elsewhere"
        return "late" if found.is_readable(place) else ""

    def is_over(self) -> bool:
        """Whether the riddle is too old to be played."""
        return (self.now().date() - self.key.date).days > self.customs.open_days

    def _is_own(self, riddle: Riddle) -> bool:
        return bool(riddle.author) and riddle.author == author_mark(self.key.community, self.player)

    async def _finishes(self, found: Round, place: int, guess: Guess, verdict: Verdict) -> bool:
        """Whether a guess ends the riddle; who guesses too soon, or has none left, may still score elsewhere."""
        if verdict.judgement is not Judgement.CORRECT or not self.account or found.purged:
            return False
        return await self.rounds.may_solve(self.key, place, guess, terms(found, place, self.customs))

    async def _terms(self, found: Round, place: int, *, finishes: bool = False) -> Terms:
        late = self._is_own(found.riddle(place)) or found.is_readable(place)
        return terms(found, place, self.customs, scored=not late and await self._scores(finishes=finishes))

    async def _scores(self, *, finishes: bool = False) -> bool:
        """Whether this community is where the account scores; who solves a riddle or gives up here makes it so."""
        if not self.account:
            return True
        if finishes:
            return await self.players.claim(self.account, self.key.deck, self.key.date, self.key.community)
        return await self.players.claimed(self.account, self.key.deck, self.key.date) in {"", self.key.community}

    def _limited(self, play: Play) -> Play:
        limit = self.customs.guess_limit
        return replace(play, out=not play.solved) if 0 < limit <= play.guesses else play


def _at(found: Round, place: int) -> Riddle:
    """The riddle at a place, where there is one."""
    if not 1 <= place <= len(found.riddles):
        raise NothingToPlay(never_played())
    return found.riddle(place)
