"""Taking a riddle back after it was posted: void, another in its place, and every post says so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.sending import Excused, Ready
from bot.domain import Matter, RoundKey, Sending, Stage, Withdrawal
from bot.errors import MessageGone, NothingToPlay, StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.delivery.release import StandIn
    from bot.delivery.sending import Prepared
    from bot.domain import Channel, Content, Delivery, Round
    from bot.game.amending import Amending
    from bot.game.club import Club
    from bot.game.hosting import Hosting
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Recalling:
    """The errand that shows in a post that its riddle was taken back, and what is played instead."""

    schedule: ScheduleStore
    club: Callable[[str], Club]

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """The round as it stands, where its post is known."""
        post = await self.schedule.delivery(self._post(sending))
        if post is None or not post.message:
            return Excused("It is not known where the post is.")
        found = await self.club(channel.key.community).rounds.round(self._key(sending, post))
        if found is None:
            return Excused("The round of the post is gone.")
        return Ready(Withdrawal(found, found.void), post.number, post.deck)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Put it into the post; a post that somebody deleted needs no recall."""
        post = await self.schedule.delivery(self._post(sending))
        message = post.message if post is not None else ""
        with suppress(MessageGone):
            await messenger.edit(channel, message, content)
        return message

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:  # noqa: ARG002
        """To write it again does no harm."""
        return None

    async def settled(self, delivery: Delivery, channel: Channel) -> None:  # noqa: ARG002 - as the others
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)

    @staticmethod
    def _post(sending: Sending) -> Sending:
        return Sending(Matter.POST, sending.channel, sending.date)

    @staticmethod
    def _key(sending: Sending, post: Delivery) -> RoundKey:
        return RoundKey(sending.channel.community, post.deck, sending.date)


@dataclass(frozen=True, slots=True)
class Recall:
    """Who takes a riddle back: a host in his community, an operator everywhere. Done again it ends the same."""

    schedule: ScheduleStore
    rounds: RoundStore
    stand_in: StandIn
    now: Now

    async def by_host(self, hosting: Hosting, key: RoundKey, place: int) -> int:
        """Take a riddle of a community back; returns how many posts will say so."""
        found = await self._round(key, place)
        if place not in found.void:
            await hosting.void(key, place)
        await self._stand_in(key, place)
        return await self._announce(key, place)

    async def by_operator(self, amending: Amending, deck: str, day: date, number: int, place: int) -> int:
        """Take a riddle of a deck back in every community; returns how many posts will say so."""
        await amending.void(deck, f"{number}.{place}")
        told = 0
        for community in await self.rounds.communities(deck):
            key = RoundKey(community, deck, day)
            found = await self.rounds.round(key)
            if found is not None and place in found.void:
                await self._stand_in(key, place)
                told += await self._announce(key, place)
        return told

    async def _stand_in(self, key: RoundKey, place: int) -> None:
        """Add a riddle for the one that was taken back, unless there is one for each already."""
        for _ in range(_TRIES):
            found = await self._round(key, place)
            if found.added >= len(found.void):
                return
            riddle = await self.stand_in(key.community, key.deck, key.date, found.riddles)
            if riddle is None or await self.rounds.add(key, found.version, riddle) is not None:
                return
        raise StoreUnavailable("The round is being changed by others; try again in a moment.")

    async def _announce(self, key: RoundKey, place: int) -> int:
        """Have each post of the round say so."""
        told = 0
        for one in await self.schedule.deliveries(key.community, key.date, key.date):
            if one.sending.matter is Matter.POST and one.deck == key.deck and one.stage is Stage.SENT:
                recall = Sending(Matter.RECALL, one.sending.channel, key.date, place)
                await self.schedule.plan(recall, self.now())
                told += 1
        return told

    async def _round(self, key: RoundKey, place: int) -> Round:
        found = await self.rounds.round(key)
        if found is None:
            raise NothingToPlay("That riddle was not played here.")
        if not 1 <= place <= len(found.riddles):
            raise UsageError(f"There is no riddle at place {place}.")
        return found
