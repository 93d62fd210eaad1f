"""What is not kept for ever: the text of guesses, and communities that left."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.domain import deck_owner
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection

    from bot.domain import Round, RoundKey
    from bot.ports.communities import CommunityStore
    from bot.ports.now import Now
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore
    from bot.ports.tidying import TidyStore

_log = logging.getLogger(__name__)

GUESS_DAYS = 30
"""Days after the reveal that the text of guesses is kept."""

LATE = timedelta(days=40)
"""How long after its day a round may still be begun, and more."""

REST = timedelta(hours=1)
"""How long after a community left one looks whether anything was written meanwhile."""

_A_DAY = 86_400.0
_BEGIN = date(2000, 1, 1)
_FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Tidying:
    """Done once a day, and when a community leaves; done again it changes nothing."""

    rounds: RoundStore
    communities: CommunityStore
    schedule: ScheduleStore
    store: TidyStore
    now: Now
    guess_days: int = GUESS_DAYS

    async def run(self, day: date) -> None:
        """Delete what is past its time; what goes wrong in one community keeps no other."""
        for community in await self.store.leaving():
            await self._safely(community, self._forget(community))
        playing = await self.store.communities()
        for community in await self.store.gone(self.now() - REST):
            await self._safely(community, self._look_again(community, playing))
        for community in playing:
            await self._safely(community, self._purge_guesses(community, day))
        if await self.schedule.once("", f"compact:{day}", _A_DAY):
            await self._safely("", self.store.compact())
        _log.info("tidied day=%s communities=%d", day, len(playing))

    async def leave(self, community: str) -> None:
        """A community removed us: nothing is sent there any more, and nothing is kept of it.

        It is noted first, so that the rest is done within a day where this is stopped half-way.
        """
        await self.store.leave(community, self.now())
        await self._forget(community)

    async def arrive(self, community: str) -> None:
        """A community is new, or came back: what is still to be forgotten of it goes before anything is kept."""
        if community in await self.store.leaving():
            await self._forget(community)
        await self.store.settle(community)

    @staticmethod
    async def _safely(community: str, work: Awaitable[None]) -> None:
        try:
            await work
        except RiddleError as error:
            _log.warning("community=%s could not be tidied: %s", community, error)

    async def _forget(self, community: str) -> None:
        for deck, day, _ in await self.schedule.needed(self.now() + _FAR):
            if deck_owner(deck) == community:
                await self.schedule.have(deck, day)
        await self.schedule.purge(community)
        await self.store.purge(community)
        await self.store.left(community, self.now())
        _log.info("community=%s left, nothing is kept of it", community)

    async def _look_again(self, community: str, playing: Collection[str]) -> None:
        """Delete what a worker wrote that was sending to it while it left; not what it began since, if it is back."""
        if community not in playing and not await self.schedule.channels(community):
            await self.schedule.purge(community)
            await self.store.purge(community)
        await self.store.settle(community)

    async def _purge_guesses(self, community: str, day: date) -> None:
        last = day - timedelta(days=self.guess_days)
        open_days = (await self.communities.customs(community)).open_days
        first, done = await self.store.tidied(community) or _BEGIN, last
        for key in reversed(await self.rounds.open_rounds(community, first, last)):
            found = await self.rounds.round(key)
            if found is None or found.purged:
                continue
            if self.now() < self._end(found, open_days):
                done = min(done, key.date)
                continue
            await self.rounds.purge(key)
        if done - LATE > first:
            await self.store.keep_tidied(community, done - LATE)

    def _end(self, found: Round, open_days: int) -> datetime:
        """Until when guesses of a round are kept: some days after the reveal, and as long as it can be played."""
        revealed = found.readable_at or _midnight(found.key, 1)
        return max(revealed + timedelta(days=self.guess_days), _midnight(found.key, open_days + 2))


def _midnight(key: RoundKey, days: int) -> datetime:
    return datetime.combine(key.date + timedelta(days=days), time(), UTC)
