"""A round graded again: every result, point and board from its log, while people play on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain import Play, Result
from bot.errors import StoreError, StoreUnavailable
from bot.game.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Entry, Round
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

_PAGE = 1_000
_AT_ONCE = 16
_TRIES_AT_ONCE, _TRIES_ALONE = 3, 300
"""How often a player is graded anew who plays on meanwhile: at first beside others, then alone, which is quicker."""

_BREATH = 50
"""Entries after which others have their turn: judging thousands of guesses again takes a while."""


class _WentOn(StoreUnavailable):
    """The player did something else each time before his result could be written."""


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
    from a log that was read to its end after the revision was, and is written only where the revision and the version
    of the round are the same, is never older than what he did or what a host changed. Of a round whose log is purged
    the results stand; all that can still be done is to take a void riddle out of the count.
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
        names = sorted(await self.players.players(self.round_.key, self.place))
        gate, found = asyncio.Semaphore(_AT_ONCE), dict[str, Change | None]()

        async def try_at_once(name: str) -> None:
            async with gate:
                with suppress(_WentOn):
                    found[name] = await self._settle(name, _TRIES_AT_ONCE)

        await asyncio.gather(*map(try_at_once, names))
        for name in names:
            if name not in found:
                found[name] = await self._settle(name, _TRIES_ALONE)
        return tuple(change for _, change in sorted(found.items()) if change is not None)

    async def _settle(self, player: str, tries: int) -> Change | None:
        for _ in range(tries):
            results, revision = await self.players.results(self.round_.key.community, player)
            replay = await self._catch_up()
            before = next((one for one in results if self._is_it(one)), None)
            after = _result(replay, player, before)
            after = await self._earned(player, before, after)
            if after is None or (before == after and not after.void):
                return None
            others = [one for one in results if not self._is_it(one)]
            key, version = replay.round_.key, replay.round_.version
            if await self.players.settle(key, self.place, player, revision, [*others, after], version):
                return Change(player, before, after) if before != after else None
            if before is None and player not in await self.players.players(key, self.place):
                return None  # he was forgotten meanwhile
            await self._renew()
        raise _WentOn("A result could not be written because the player went on all the time: try again.")

    async def _earned(self, player: str, before: Result | None, after: Result | None) -> Result | None:
        """The result with the points it may have: where the account scored elsewhere meanwhile it has none."""
        if after is None or not after.points or (before is not None and before.points):
            return after
        may = await self.players.claim_later(self.round_.key, player)
        return after if may else replace(after, points=0)

    async def _catch_up(self) -> Replay:
        """Play what the log has by now."""
        async with self._reading:
            replay = self._replay or await self._begin()
            while page := await self._page():
                await _feed(replay, page)
            return replay

    async def _begin(self) -> Replay:
        """Read the whole log before any of it is played: what was accepted at its end reaches back to its beginning."""
        self._read = 0
        entries: list[Entry] = []
        while page := await self._page():
            entries.extend(page)
        self._replay = Replay.ready(self.round_, self.place, entries)
        await _feed(self._replay, entries)
        return self._replay

    async def _page(self) -> tuple[Entry, ...]:
        page = await self.rounds.log(self.round_.key, self.place, self._read, _PAGE)
        self._read += len(page)
        return page

    async def _renew(self) -> None:
        """Begin anew where the round has another version by now."""
        async with self._reading:
            found = await self.rounds.round(self.round_.key)
            if found is None:
                raise StoreError("A round went away while it was graded.")
            if found.version != self.round_.version:
                self.round_, self._replay = found, None

    def _is_it(self, result: Result) -> bool:
        key = self.round_.key
        return (result.deck, result.date, result.place) == (key.deck, key.date, self.place)


def _result(replay: Replay, player: str, before: Result | None) -> Result | None:
    """What a player's result is now; None where nothing can be said of it any more."""
    round_, place = replay.round_, replay.place
    void = place in round_.void
    if round_.purged:
        return replace(before, void=void, points=0 if void else before.points) if before else None
    play = replay.plays.get(player) or Play()
    return Result(
        round_.key.deck, round_.key.date, place, round_.number, solved=play.solved, given_up=play.given_up,
        points=0 if void else play.points, hints=play.hints, guesses=play.guesses, scored=play.scored, void=void,
        season=round_.season,
    )  # fmt: skip


async def _feed(replay: Replay, entries: Sequence[Entry]) -> None:
    for at, entry in enumerate(entries, 1):
        replay.feed(entry)
        if at % _BREATH == 0:
            await asyncio.sleep(0)
