"""Taking a riddle back after it was posted: void, another in its place, and every post says so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.sending import Excused, NotYet, Ready
from bot.domain import Matter, RoundKey, Sending, Stage, Unveiling, Withdrawal
from bot.errors import MessageGone, NothingToPlay, StoreUnavailable, UsageError
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.delivery.release import StandIn
    from bot.delivery.sending import Prepared
    from bot.domain import Channel, Content, Delivery, Edition, Round
    from bot.game.amending import Amended, Amending
    from bot.game.club import Club
    from bot.game.hosting import Hosting
    from bot.game.regrade import Change
    from bot.ports.editions import EditionStore
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

_TRIES = 5

_AHEAD = timedelta(days=3)
_LATELY = 60
"""Days among which an edition is looked for by its number."""

MOST_PLACES = 9
"""Riddles of a round: a place is one figure."""

_SHOWN = frozenset({Stage.SENT, Stage.OPEN})

UNDER_WAY_SECONDS = 15.0
"""How often one looks whether a post that is being sent is there."""


@dataclass(frozen=True, slots=True)
class Recalling:
    """The errand that shows in a post that its riddle was taken back, and what is played instead."""

    schedule: ScheduleStore
    club: Callable[[str], Club]

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """The round as it stands, where its post is known."""
        post = await self.schedule.delivery(self._post(sending))
        if post is None:
            return Excused("There is no post.")
        if not post.settled:
            return NotYet("The post is being sent.", UNDER_WAY_SECONDS)
        if not post.message:
            return Excused("It is not known where the post is.")
        club, key = self.club(channel.key.community), self._key(sending, post)
        found = await club.rounds.round(key)
        if found is None:
            return Excused("The round of the post is gone.")
        if found.readable_at is None:
            return Ready(Withdrawal(found, found.void), post.number, post.deck)
        # Its answers stand there, or will in a moment: those of the others stay.
        recaps = [await club.recap(key, place) for place in range(1, len(found.riddles) + 1)]
        return Ready(Unveiling(found, tuple(recaps)), post.number, post.deck)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Put it into the post; a post that somebody deleted needs no recall."""
        post = await self.schedule.delivery(self._post(sending))
        message = post.message if post is not None else ""
        with suppress(MessageGone):
            await messenger.edit(channel, message, content)
            again = await self.prepare(sending, channel)
            if isinstance(again, Ready) and type(again.content) is not type(content):
                # It was revealed meanwhile, and what was revealed is overwritten.
                await messenger.edit(channel, message, again.content)
        return message

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:  # noqa: ARG002
        """To write it again does no harm."""
        return None

    async def settled(self, delivery: Delivery, channel: Channel) -> None:  # noqa: ARG002 - as the others
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)

    async def orphaned(self, sending: Sending) -> None:
        """Nothing: nobody plays there any more."""

    @staticmethod
    def _post(sending: Sending) -> Sending:
        return Sending(Matter.POST, sending.channel, sending.date)

    @staticmethod
    def _key(sending: Sending, post: Delivery) -> RoundKey:
        return RoundKey(sending.channel.community, post.deck, sending.date)


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of a recall in a community.

    `posts` will say so; `instead` tells whether another riddle stands in.
    """

    key: RoundKey
    place: int
    posts: int
    instead: bool
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Recall:
    """Who takes a riddle back: a host in his community, an operator everywhere. Done again it ends the same.

    What was solved of it earns nothing any more; the riddle that is played instead counts for points and not for the
    streak, so that nobody who played in the morning loses his by it.
    """

    schedule: ScheduleStore
    editions: EditionStore
    club: Callable[[str], Club]
    stand_in: StandIn
    now: Now

    async def by_host(self, hosting: Hosting, key: RoundKey, place: int) -> Recalled:
        """Take a riddle of a community back."""
        if key.community != hosting.community:
            raise NothingToPlay(sentences.not_played_here())
        for _ in range(_TRIES):
            if place in (await self._round(key, place)).void:
                return await self._recalled(key, place, ())
            with suppress(StoreUnavailable):  # where several hosts do it at once, one of them has
                return await self._recalled(key, place, await hosting.void(key, place))
        raise StoreUnavailable(sentences.round_at_once())

    async def by_operator(self, amending: Amending, deck: str, number: int, place: int) -> tuple[Recalled, ...]:
        """Take a riddle of a deck back in every community, and let it not be played where it was not yet.

        A community that plays another one at that place keeps it.
        """
        edition = await self._edition(deck, number)
        found = []
        for one in await self._amended(amending, deck, number, place, edition):
            key, _ = await self.club(one.community).find(f"{deck}/{number}", deck)
            found.append(await self._recalled(key, place, one.changes))
        return tuple(found)

    async def _amended(
        self, amending: Amending, deck: str, number: int, place: int, edition: Edition | None
    ) -> tuple[Amended, ...]:
        try:
            return await amending.void(deck, f"{number}.{place}")
        except NothingToPlay:
            # Nobody plays it: then nobody shall.
            if edition is None:
                raise
            if not 1 <= place <= len(edition.riddles):
                raise UsageError(sentences.no_place(place)) from None
            await self.editions.amend(deck, edition.date, place, edition.riddles[place - 1], void=True)
            return ()

    async def _edition(self, deck: str, number: int) -> Edition | None:
        """The edition of a number, where it is not long past."""
        lately = await self.editions.recent(deck, self.now().date() + _AHEAD, _LATELY)
        return next((one for one in lately if one.number == number), None)

    async def _recalled(self, key: RoundKey, place: int, changes: tuple[Change, ...]) -> Recalled:
        instead = await self._stand_in(key, place)
        return Recalled(key, place, await self._announce(key, place), instead, changes)

    async def _stand_in(self, key: RoundKey, place: int) -> bool:
        """Add a riddle for the one that was taken back, unless there is one for each already, or all was revealed."""
        rounds = self.club(key.community).rounds
        for _ in range(_TRIES):
            found = await self._round(key, place)
            if found.readable_at is not None or found.purged:
                return False
            if found.added >= len(found.void):
                return True
            if len(found.riddles) >= MOST_PLACES:
                return False
            riddle = await self.stand_in(key.community, key.deck, key.date, found.riddles)
            if riddle is None:
                return False
            if await rounds.add(key, found.version, riddle) is not None:
                return True
        raise StoreUnavailable(sentences.round_at_once())

    async def _announce(self, key: RoundKey, place: int) -> int:
        """Have each post of the round say so; also one that is under way, which may show the riddle still."""
        told = 0
        for one in await self.schedule.deliveries(key.community, key.date, key.date):
            if one.sending.matter is Matter.POST and one.stage in _SHOWN and (not one.settled or one.deck == key.deck):
                recall = Sending(Matter.RECALL, one.sending.channel, key.date, place)
                await self.schedule.plan(recall, self.now())
                told += one.stage is Stage.SENT
        return told

    async def _round(self, key: RoundKey, place: int) -> Round:
        found = await self.club(key.community).rounds.round(key)
        if found is None:
            raise NothingToPlay(sentences.not_played_here())
        if not 1 <= place <= len(found.riddles):
            raise UsageError(sentences.no_place(place))
        return found
