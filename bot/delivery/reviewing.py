"""Asking a community's hosts about the riddles of the next day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.delivery.posting import MAKING_SECONDS
from bot.delivery.reviews import fresh
from bot.delivery.sending import Excused, NotYet, Ready
from bot.domain import Asking, ChannelKey, Word
from bot.errors import ChannelGone, NotTaken
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.posting import Supply
    from bot.delivery.sending import Prepared
    from bot.domain import Channel, Content, Delivery, Review, RoundKey, Sending
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.reviews import ReviewStore
    from bot.ports.schedule import ScheduleStore

PLANNING_SECONDS = 30.0
"""How often one looks whether the post that is asked about is planned: the question is planned a moment before."""


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
        at = post_at(channel.schedule, sending.date)
        if not customs.review or not customs.host_channel:
            return Excused("The hosts want no review, or have no channel for it.")
        if at is None or self.now() >= at:
            return Excused("It is too late to ask.")
        if (await self.schedule.planned(channel.key)).next != sending.date:
            return NotYet("No post is planned for that day.", PLANNING_SECONDS)
        edition = await self.editions.edition(channel.deck, sending.date)
        if edition is None:
            await self.supply.make(channel.deck, sending.date)
            return NotYet("The day's riddles are not made yet.", MAKING_SECONDS)
        review = await self._begun(fresh(channel.key.community, edition, sending.name), sending.name)
        if review.asked != sending.name or review.word is not Word.WAITING:
            return Excused("The hosts were asked about these riddles already.")
        return Ready(Asking(review, at), edition.number, edition.deck)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Post it in the hosts' channel; that one's being gone says nothing of the players' channel."""
        try:
            return await messenger.post(await self._hosts(channel), content, sending.name)
        except ChannelGone as error:
            raise NotTaken(sentences.hosts_gone()) from error

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """The question of that name."""
        try:
            return await messenger.find(await self._hosts(channel), sending.name, since)
        except ChannelGone:
            return None

    async def settled(self, delivery: Delivery, channel: Channel) -> None:  # noqa: ARG002 - as the others
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)

    async def orphaned(self, sending: Sending) -> None:
        """Nothing: nothing will be posted."""

    async def _begun(self, review: Review, name: str) -> Review:
        """The review as it stands, asked about by this sending where no other has begun to."""
        found = await self.reviews.begin(review)
        if found.asked or found.word is not Word.WAITING:
            return found
        # A host looked at it before anybody was asked.
        mine = replace(found, asked=name, version=found.version + 1)
        return mine if await self.reviews.change(mine) else await self._standing(found.key, found)

    async def _standing(self, key: RoundKey, before: Review) -> Review:
        return await self.reviews.review(key) or before

    async def _hosts(self, channel: Channel) -> Channel:
        customs = await self.communities.customs(channel.key.community)
        return replace(channel, key=ChannelKey(channel.key.community, customs.host_channel), ping="")
