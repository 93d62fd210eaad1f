"""Which riddle somebody means: the one of a button, of a number, or today's in the place where he asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.delivery.calendar import post_at
from bot.delivery.sending import Excused
from bot.domain import DEFAULT_DECK, Matter, Round, RoundKey, Sending, Stage
from bot.errors import NothingToPlay
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain import ChannelKey, Edition
    from bot.game.club import Club
    from bot.ports.editions import EditionStore
    from bot.ports.schedule import ScheduleStore
    from bot.ports.tasks import Makes


LATELY = 14
"""Days among which the newest post of a channel is looked for ..."""

OLDEST = 400
"""... and the newest round of a community."""

_THERE = frozenset({Stage.SENT, Stage.UNSURE})


class BeingMade(NothingToPlay):
    """Today's riddle is not made yet, but soon."""


class NotPosted(NothingToPlay):
    """Today's riddle is not posted yet; `at` is when it will be."""

    def __init__(self, message: str, at: datetime | None = None) -> None:
        super().__init__(message)
        self.at = at


class Release(Protocol):
    """What a community lets be played."""

    async def for_community(self, community: str, edition: Edition) -> Edition | Excused:
        """The edition as it is played there, or why none is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Finds riddles of one community. Where riddles are posted, nothing is played before it was posted."""

    club: Club
    schedule: ScheduleStore
    editions: EditionStore
    tasks: Makes
    release: Release

    async def deck(self, channel: ChannelKey | None) -> str:
        """The deck of the channel in which somebody asks, else the community's first."""
        channels = await self.schedule.channels(self.club.community)
        here = next((one for one in channels if one.key == channel), None)
        if here is not None:
            return here.deck
        return channels[0].deck if channels else DEFAULT_DECK

    async def today(self, deck: str, where: ChannelKey | None = None) -> Round:
        """The newest round that was posted where somebody asks, or else in the community.

        Where nothing is ever posted, today's edition, begun here. Raises `NotPosted` before a community's first post,
        `BeingMade` where an edition is missing, `NothingToPlay` where the hosts let none be played.
        """
        here = await self._posted_in(where, deck) if where is not None else None
        if here is not None:
            return here
        channels = [one for one in await self.schedule.channels(self.club.community) if one.deck == deck]
        if not channels:
            return await self._unposted(deck)
        found = await self._newest(deck)
        if found is None:
            first = next((one for one in channels if one.key == where), channels[0])
            raise NotPosted(sentences.first_not_posted(), await self._next(first.key))
        return found

    async def spot(self, text: str, deck: str, where: ChannelKey | None = None) -> tuple[RoundKey, int | None]:
        """The round and the place of `142`, `142.2` or `deck/142.2`; today's where the text is empty."""
        if not text.strip():
            return (await self.today(deck, where)).key, None
        return await self.club.find(text, deck)

    async def _posted_in(self, channel: ChannelKey, deck: str) -> Round | None:
        """The newest round that was posted in a channel: one of a later zone may have tomorrow's already."""
        planned = await self.schedule.planned(channel)
        last = [planned.last - timedelta(days=back) for back in range(LATELY)] if planned.last is not None else []
        # The next one may be there by now, and not settled.
        for day in [*filter(None, (planned.next,)), *last]:
            post = await self.schedule.delivery(Sending(Matter.POST, channel, day))
            if post is not None and post.stage in _THERE and post.deck == deck:
                return await self.club.rounds.round(RoundKey(channel.community, deck, day))
        return None

    async def _newest(self, deck: str) -> Round | None:
        """The newest round that was posted anywhere, or was begun before anything was."""
        today = self.club.now().date()
        first, community = today - timedelta(days=OLDEST), self.club.community
        for key in await self.club.rounds.open_rounds(community, first, today + timedelta(days=2)):
            if key.deck == deck and await self._came(key):
                return await self.club.rounds.round(key)
        return None

    async def _came(self, key: RoundKey) -> bool:
        """Whether a round was posted; one that no channel was to have is there to be played."""
        found = await self.schedule.deliveries(key.community, key.date, key.date)
        posts = [one for one in found if one.sending.matter is Matter.POST]
        return not posts or any(one.stage in _THERE and one.deck == key.deck for one in posts)

    async def _unposted(self, deck: str) -> Round:
        """Today's round of a community in which nothing is posted."""
        day = self.club.now().date()
        standing = await self.club.rounds.round(RoundKey(self.club.community, deck, day))
        if standing is not None:
            return standing
        edition = await self.editions.edition(deck, day)
        if edition is None:
            await self.tasks.make(deck, day)
            raise BeingMade(sentences.being_made())
        released = await self.release.for_community(self.club.community, edition)
        if isinstance(released, Excused):
            raise NothingToPlay(released.reason)
        return await self.club.open(released)

    async def _next(self, key: ChannelKey) -> datetime | None:
        planned = await self.schedule.planned(key)
        channel = await self.schedule.channel(key)
        if planned.next is None or channel is None:
            return None
        return post_at(channel.schedule, planned.next)
