"""Asking a community's hosts about the riddles of the next day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.delivery.posting import MAKING_SECONDS
from bot.delivery.sending import Excused, NotYet, Ready
from bot.domain import Asking, ChannelKey, Review, RoundKey

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.posting import Supply
    from bot.delivery.sending import Prepared
    from bot.domain import Channel, Content, Delivery, Sending
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.reviews import ReviewStore
    from bot.ports.schedule import ScheduleStore


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The errand that shows riddles to the hosts, once for a community, deck and day, in their own channel."""

    schedule: ScheduleStore
    editions: EditionStore
    communities: CommunityStore
    reviews: ReviewStore
    supply: Supply
    now: Now

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """The riddles that would be played, unless another channel's sending shows them."""
        customs = await self.communities.customs(channel.key.community)
        moment = post_at(channel.schedule, sending.date)
        if not customs.review or not customs.host_channel:
            return Excused("The hosts want no review, or have no channel for it.")
        if moment is not None and self.now() >= moment:
            return Excused("It is too late to ask.")
        edition = await self.editions.edition(channel.deck, sending.date)
        if edition is None:
            await self.supply.make(channel.deck, sending.date)
            return NotYet("The day's riddles are not made yet.", MAKING_SECONDS)
        key = RoundKey(channel.key.community, edition.deck, edition.date)
        fresh = Review(key, edition.number, edition.riddles, edition.spares, asked=sending.name)
        review = await self.reviews.begin(fresh)
        if review.asked != sending.name:
            return Excused("The hosts were asked about these riddles already.")
        return Ready(Asking(review, moment), edition.number, edition.deck)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Post it in the hosts' channel."""
        return await messenger.post(await self._hosts(channel), content, sending.name)

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """The question of that name."""
        return await messenger.find(await self._hosts(channel), sending.name, since)

    async def settled(self, delivery: Delivery, channel: Channel) -> None:  # noqa: ARG002 - as the others
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)

    async def _hosts(self, channel: Channel) -> Channel:
        customs = await self.communities.customs(channel.key.community)
        return replace(channel, key=ChannelKey(channel.key.community, customs.host_channel), ping="")
