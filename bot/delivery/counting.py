"""A post that stands, made again with how many have solved it by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.sending import Excused, NotYet
from bot.domain import Matter, Post, RoundKey, Sending, Stage, Unveiling, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.delivery.posting import Release, Telling
    from bot.domain import Channel, Content, Delivery, Round
    from bot.game.club import Club
    from bot.ports.editions import EditionStore
    from bot.ports.schedule import ScheduleStore

BEFORE = timedelta(days=14)
"""How far back the post before one is looked for."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Makes posts again; one that was revealed or recalled is left as it is."""

    schedule: ScheduleStore
    editions: EditionStore
    club: Callable[[str], Club]
    release: Release
    telling: Telling

    async def posts(self, key: RoundKey) -> tuple[Delivery, ...]:
        """The posts of a round that still show its riddles."""
        found = await self.schedule.deliveries(key.community, key.date, key.date)
        posts = [one for one in found if one.sending.matter is Matter.POST and one.stage is Stage.SENT and one.message]
        return tuple([one for one in posts if one.deck == key.deck and not await self.is_revealed(one)])

    async def is_revealed(self, post: Delivery) -> bool:
        """Whether the post shows its answers, or somebody is about to put them there."""
        sending = Sending(Matter.REVEAL, post.sending.channel, post.sending.date)
        reveal = await self.schedule.delivery(sending)
        return reveal is not None and (reveal.settled or reveal.tries > 0)

    async def content(self, post: Delivery, channel: Channel) -> Post | None:
        """The post with the counts of now, or None where it is not to be touched."""
        club, key = self.club(channel.key.community), self._key(post)
        found, edition = await club.rounds.round(key), await self.editions.edition(post.deck, post.sending.date)
        if found is None or edition is None or found.void or found.readable_at is not None:
            return None
        released = await self.release.released(channel, edition)
        if isinstance(released, Excused | NotYet):
            return None
        last = await self._last(channel, post.sending.date)
        return Post(
            found, await self._solved(club, found), released.notice, channel.ping,
            await self.telling.yesterday(club, key.deck, key.date), await self.telling.board(club, last, key.date),
        )  # fmt: skip

    async def overtaken(self, post: Delivery) -> Content | None:
        """What belongs into the post where it was revealed or recalled while it was being written."""
        club, key = self.club(post.sending.channel.community), self._key(post)
        found = await club.rounds.round(key)
        if found is None:
            return None
        if await self.is_revealed(post):
            recaps = [await club.recap(key, place) for place in range(1, len(found.riddles) + 1)]
            return Unveiling(found, tuple(recaps))
        return Withdrawal(found, found.void) if found.void else None

    @staticmethod
    def _key(post: Delivery) -> RoundKey:
        return RoundKey(post.sending.channel.community, post.deck, post.sending.date)

    @staticmethod
    async def _solved(club: Club, found: Round) -> tuple[int, ...]:
        counts = [await club.rounds.counts(found.key, place) for place in range(1, len(found.riddles) + 1)]
        return tuple(solved for _, solved, _, _ in counts)

    async def _last(self, channel: Channel, day: date) -> date | None:
        """The date of the post before."""
        found = await self.schedule.deliveries(channel.key.community, day - BEFORE, day - timedelta(days=1))
        posts = [one.sending for one in found if one.sending.matter is Matter.POST]
        days = [sending.date for sending in posts if sending.channel == channel.key]
        return max(days, default=None)
