"""Which riddle somebody means: the one of a button, of a number, or today's in the place where he asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.domain import DEFAULT_DECK, Round, RoundKey
from bot.errors import NothingToPlay

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain import ChannelKey
    from bot.game.club import Club
    from bot.ports.editions import EditionStore
    from bot.ports.schedule import ScheduleStore
    from bot.ports.tasks import Makes


class BeingMade(NothingToPlay):
    """Today's riddle is not made yet, but soon."""


class NotPosted(NothingToPlay):
    """Today's riddle is not posted yet; `at` is when it will be."""

    def __init__(self, message: str, at: datetime | None = None) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Finding:
    """Finds riddles of one community. Where riddles are posted, nothing is played before it was posted."""

    club: Club
    schedule: ScheduleStore
    editions: EditionStore
    tasks: Makes

    async def deck(self, channel: ChannelKey | None) -> str:
        """The deck of the channel in which somebody asks, else the community's first."""
        here = await self.schedule.channel(channel) if channel is not None else None
        if here is not None:
            return here.deck
        channels = await self.schedule.channels(self.club.community)
        return channels[0].deck if channels else DEFAULT_DECK

    async def today(self, deck: str) -> Round:
        """The newest round that was posted; where nothing is ever posted, today's edition, begun here.

        Raises `NotPosted` before a community's first post, `BeingMade` where an edition is missing.
        """
        channels = [one for one in await self.schedule.channels(self.club.community) if one.deck == deck]
        if channels:
            found = await self.club.latest(deck)
            if found is None:
                raise NotPosted("The first riddle is not posted yet.", await self._next(channels[0].key))
            return found
        day = self.club.now().date()
        standing = await self.club.rounds.round(RoundKey(self.club.community, deck, day))
        if standing is not None:
            return standing
        edition = await self.editions.edition(deck, day)
        if edition is None:
            await self.tasks.make(deck, day)
            raise BeingMade("Today's riddle is being made; ask again in a minute.")
        return await self.club.open(edition)

    async def spot(self, text: str, deck: str) -> tuple[RoundKey, int | None]:
        """The round and the place of `142`, `142.2` or `deck/142.2`; today's where the text is empty."""
        if not text.strip():
            return (await self.today(deck)).key, None
        return await self.club.find(text, deck)

    async def _next(self, key: ChannelKey) -> datetime | None:
        planned = await self.schedule.planned(key)
        channel = await self.schedule.channel(key)
        if planned.next is None or channel is None:
            return None
        return post_at(channel.schedule, planned.next)
