"""A channel's riddles of a day: what is posted, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.delivery.calendar import post_at, reveal_at, window_end
from bot.delivery.sending import Excused, NotYet, Ready
from bot.domain import EVERY_DAY, Matter, Post, RoundKey, Sending, Stage
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.delivery.planning import Planning
    from bot.delivery.sending import Prepared
    from bot.domain import Board, Channel, Content, Delivery, Edition, Round, Schedule, Yesterday
    from bot.game.club import Club
    from bot.ports.articles import ArticleStore
    from bot.ports.editions import EditionStore
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

WINDOW_HOURS = 12.0
"""How late a post may come after an outage."""

MAKING_SECONDS = 3.0
"""How often one looks whether a missing edition is there."""

PATIENCE = timedelta(minutes=3)
"""How long after its moment a post waits for the day's news before what is at hand is taken."""

LATEST = time(23, 59)

_SETTLED_OUT = frozenset({Stage.EXCUSED, Stage.FAILED})


class Supply(Protocol):
    """Who makes editions that are missing."""

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Have an edition made; `quick` takes what is at hand."""


class Release(Protocol):
    """What a community lets be played."""

    async def released(self, channel: Channel, edition: Edition) -> Edition | Excused | NotYet:
        """The edition as this community plays it: approved, with its host's changes, or why not."""

    async def skipped(self, community: str, edition: Edition) -> bool:
        """Whether a host skipped the day meanwhile."""


class Telling(Protocol):
    """What is told beside the riddle."""

    async def yesterday(self, club: Club, deck: str, day: date) -> Yesterday | None:
        """How the community's last riddle went."""

    async def board(self, club: Club, last: date | None, day: date) -> Board | None:
        """Last week's board with the first post of a week."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The errand of a day's post."""

    schedule: ScheduleStore
    planning: Planning
    editions: EditionStore
    articles: ArticleStore
    club: Callable[[str], Club]
    supply: Supply
    release: Release
    telling: Telling
    now: Now
    window_hours: float = WINDOW_HOURS

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """The riddles, once they are there and released; excused where their time is over."""
        now, schedule = self.now(), self._schedule(sending, channel)
        end = window_end(schedule, sending.date, self.window_hours)
        if end is None or now >= end:
            return Excused("It could not be posted in time; the day does not count.")
        begin = post_at(channel.schedule, sending.date) or now
        if now < begin and sending.date != channel.asked_for:
            return NotYet("Its time has not come.", (begin - now).total_seconds())
        edition = await self.editions.edition(channel.deck, sending.date)
        if edition is None:
            await self.supply.make(channel.deck, sending.date, quick=now > begin + PATIENCE)
            return NotYet("The day's riddles are not made yet.", MAKING_SECONDS)
        released = await self._released(channel, edition)
        if isinstance(released, Excused | NotYet):
            return released
        club = self.club(channel.key.community)
        opened = await club.open(released)
        if len(opened.void) >= len(opened.riddles):
            return Excused("The day's riddles were taken back.")
        return Ready(await self._post(club, opened, channel, released.notice), opened.number, opened.key.deck)

    async def _released(self, channel: Channel, edition: Edition) -> Edition | Excused | NotYet:
        """What is played, whose round begins with it where it has not."""
        released = await self.release.released(channel, edition)
        if isinstance(released, Excused | NotYet):
            return released
        await self.club(channel.key.community).open(released)
        skipped = await self.release.skipped(channel.key.community, released)
        return Excused(sentences.skipped()) if skipped else released

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Post it."""
        return await messenger.post(channel, content, sending.name)

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """The post of that name."""
        return await messenger.find(channel, sending.name, since)

    async def settled(self, delivery: Delivery, channel: Channel) -> None:
        """Plan the reveal and the next post; a day on which nothing came does not count."""
        sending = delivery.sending
        if delivery.stage in _SETTLED_OUT:
            await self._uncount(delivery, channel)
        else:
            await self._follow(delivery, channel)
        await self.planning.after(sending, channel)

    async def orphaned(self, sending: Sending) -> None:
        """Nothing: without a channel there is no post."""

    @staticmethod
    def _schedule(sending: Sending, channel: Channel) -> Schedule:
        """What a host asked for at once has its window from the end of its day on."""
        if sending.date != channel.asked_for:
            return channel.schedule
        return replace(channel.schedule, time=LATEST, weekdays=EVERY_DAY)

    async def _post(self, club: Club, opened: Round, channel: Channel, notice: str) -> Post:
        places = range(1, len(opened.riddles) + 1)
        counts = [await club.rounds.counts(opened.key, place) for place in places]
        planned = await self.schedule.planned(channel.key)
        return Post(
            opened,
            tuple(solved for _, solved, _, _ in counts),
            notice,
            channel.ping,
            await self.telling.yesterday(club, opened.key.deck, opened.key.date),
            await self.telling.board(club, planned.last, opened.key.date),
        )

    async def _follow(self, delivery: Delivery, channel: Channel) -> None:
        """Plan the reveal; the day counts, also where another channel of the community missed it."""
        sending, key = delivery.sending, RoundKey(channel.key.community, delivery.deck, delivery.sending.date)
        await self.club(key.community).rounds.excuse(key, undo=True)
        await self.articles.prolong(key.deck, key.date)
        reveal = Sending(Matter.REVEAL, sending.channel, sending.date)
        before = await self.schedule.delivery(reveal)
        if before is None or not before.settled:
            await self.schedule.plan(reveal, reveal_at(channel.schedule, sending.date, delivery.at or self.now()))

    async def _uncount(self, delivery: Delivery, channel: Channel) -> None:
        """Take the day out of what was delivered, where no other channel of the community got it."""
        key = RoundKey(channel.key.community, delivery.deck, delivery.sending.date)
        rounds = self.club(key.community).rounds
        # Who begins the round after this sees to its end himself; to look for him in many channels takes long.
        if await rounds.round(key) is not None and not await self._came_elsewhere(key):
            await rounds.excuse(key)
            if await self._came_elsewhere(key):
                await rounds.excuse(key, undo=True)

    async def _came_elsewhere(self, key: RoundKey) -> bool:
        """Whether a channel of the community got the post of a day, or may get it just now."""
        found = await self.schedule.deliveries(key.community, key.date, key.date)
        posts = [one for one in found if one.sending.matter is Matter.POST and one.stage not in _SETTLED_OUT]
        return any(not one.settled or one.deck == key.deck for one in posts)
