"""A round graded again: every result, point and board from its log, while people play on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import Play, Result
from bot.errors import StoreUnavailable
from bot.game.replay import Replay

if TYPE_CHECKING:
    from bot.domain import Entry, Round
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

_PAGE = 2_000
_AT_ONCE = 32
_TRIES = 50
"""How often a player is graded anew who plays on meanwhile."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a regrade changed for one player: the result before and after."""

    player: str
    before: Result | None
    after: Result


@dataclass(slots=True)
class Regrade:
    """Grades one place of a round from its log. It may be stopped and run again: it always ends in the same state.

    A player's step and its entry in the log are one, and the revision of his results grows with it. So what is graded
    from a log that was read to its end after the revision was, and is written only where the revision is the same, is
    never older than what he did.
    """

    rounds: RoundStore
    players: PlayerStore
    round_: Round
    place: int
    _replay: Replay | None = None
    _read: int = 0
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> tuple[Change, ...]:
        """Bring every player's result up to date; returns what changed, by player."""
        names = await self.players.players(self.round_.key, self.place)
        await self._catch_up()
        gate = asyncio.Semaphore(_AT_ONCE)
        changes = await asyncio.gather(*(self._settle(name, gate) for name in sorted(names)))
        return tuple(change for change in changes if change is not None)

    async def _settle(self, player: str, gate: asyncio.Semaphore) -> Change | None:
        async with gate:
            for _ in range(_TRIES):
                results, revision = await self.players.results(self.round_.key.community, player)
                after = self._result((await self._catch_up()).plays.get(player) or Play())
                before = next((one for one in results if self._is_it(one)), None)
                if before == after:
                    return None
                others = [one for one in results if not self._is_it(one)]
                if await self.players.settle(self.round_.key, self.place, player, revision, [*others, after]):
                    return Change(player, before, after)
        raise StoreUnavailable("A result could not be written because the player went on all the time: try again.")

    async def _catch_up(self) -> Replay:
        """Play what the log has by now."""
        async with self._reading:
            page = await self._page()
            if self._replay is None:
                entries = list(page)
                while page := await self._page():
                    entries.extend(page)
                self._replay = Replay.of(self.round_, self.place, entries)
                return self._replay
            while page:
                for entry in page:
                    self._replay.feed(entry)
                page = await self._page()
            return self._replay

    async def _page(self) -> tuple[Entry, ...]:
        page = await self.rounds.log(self.round_.key, self.place, self._read, _PAGE)
        self._read += len(page)
        return page

    def _is_it(self, result: Result) -> bool:
        key = self.round_.key
        return (result.deck, result.date, result.place) == (key.deck, key.date, self.place)

    def _result(self, play: Play) -> Result:
        key, void = self.round_.key, self.place in self.round_.void
        return Result(
            key.deck, key.date, self.place, self.round_.number, solved=play.solved, given_up=play.given_up,
            points=0 if void else play.points, hints=play.hints, guesses=play.guesses, scored=play.scored, void=void,
            season=self.round_.season,
        )  # fmt: skip
