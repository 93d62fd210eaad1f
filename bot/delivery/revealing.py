"""The reveal of a post: its answers, its stories, and how the community did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.delivery.sending import EARLIER, Excused, Ready
from bot.domain import Matter, RoundKey, Sending, Stage, Unveiling
from bot.errors import CannotLook, MessageGone

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.sending import Prepared
    from bot.domain import Channel, Content, Delivery
    from bot.game.club import Club
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore

OLDEST = timedelta(days=14)
"""How long after its post an answer is still of interest."""

_THERE = frozenset({Stage.SENT, Stage.UNSURE})


@dataclass(frozen=True, slots=True)
class Revealing:
    """The errand of a reveal: from its moment on the answer is readable, and a solve earns no points."""

    schedule: ScheduleStore
    club: Callable[[str], Club]
    now: Now

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """The answers with the recap, where there is a post to show them in."""
        post = await self.schedule.delivery(self._post(sending))
        if post is None:
            return Excused("There is no post to reveal.")
        club = self.club(channel.key.community)
        key = RoundKey(channel.key.community, post.deck, sending.date)
        if await club.rounds.round(key) is None:
            return Excused("The round of the post is gone.")
        found = await club.rounds.make_readable(key, self.now())
        if not post.message:
            return Excused("It is not known where the post is; the answer can be asked for.")
        if post.at is not None and self.now() > post.at + OLDEST:
            return Excused("The post is too old by now.")
        recaps = [await club.recap(key, place) for place in range(1, len(found.riddles) + 1)]
        return Ready(Unveiling(found, tuple(recaps)), post.number, post.deck)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Put the answers into the post; where somebody deleted it, post them."""
        post = await self.schedule.delivery(self._post(sending))
        message = post.message if post is not None else ""
        try:
            await messenger.edit(channel, message, content)
            again = await self.prepare(sending, channel)
            if isinstance(again, Ready) and _voids(again.content) != _voids(content):
                # A riddle was taken back meanwhile, and what says so is overwritten.
                await messenger.edit(channel, message, again.content)
        except MessageGone:
            return await self._post_anew(messenger, channel, sending, content)
        return message

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """A reveal that stands for itself; one in the post is written again, which does no harm."""
        try:
            return await messenger.find(channel, sending.name, since)
        except CannotLook:
            return None

    async def settled(self, delivery: Delivery, channel: Channel) -> None:  # noqa: ARG002 - as the others
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)

    async def orphaned(self, sending: Sending) -> None:
        """The channel was removed: the answer becomes readable all the same, for those who still play."""
        post = await self.schedule.delivery(self._post(sending))
        if post is None or post.stage not in _THERE:
            return
        key, rounds = RoundKey(sending.channel.community, post.deck, sending.date), self._rounds(sending)
        if await rounds.round(key) is not None:
            await rounds.make_readable(key, self.now())

    async def _post_anew(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Post what cannot be put into the post; who comes second looks, though it may be that nobody can."""
        if not await self.schedule.once(channel.key.community, f"anew:{sending.name}", OLDEST.total_seconds()):
            since = datetime.combine(sending.date, time(), UTC) - EARLIER
            found = await messenger.find(channel, sending.name, since)
            if found is not None:
                return found
        return await messenger.post(channel, content, sending.name)

    def _rounds(self, sending: Sending) -> RoundStore:
        return self.club(sending.channel.community).rounds

    @staticmethod
    def _post(sending: Sending) -> Sending:
        return Sending(Matter.POST, sending.channel, sending.date)


def _voids(content: Content) -> tuple[int, ...]:
    return content.round.void if isinstance(content, Unveiling) else ()
