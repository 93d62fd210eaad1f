"""A post office: everything that delivers, over a real store and a recording platform, at a time that a test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from adapters.store.articles import RedisArticles
from adapters.store.communities import RedisCommunities
from adapters.store.editions import RedisEditions
from adapters.store.looks import RedisLooks
from adapters.store.players import RedisPlayers
from adapters.store.reviews import RedisReviews
from adapters.store.rounds import RedisRounds
from adapters.store.schedule import RedisSchedule
from bot.delivery.planning import Planning
from bot.delivery.posting import Posting
from bot.delivery.release import Releasing
from bot.delivery.revealing import Revealing
from bot.delivery.sending import Sender
from bot.delivery.telling import Told
from bot.domain import Channel, ChannelKey, Matter, RevealRule, Schedule, Sending
from bot.game.club import Club
from tests.adapters.store.samples import edition, riddle
from tests.doubles.recording_messenger import RecordingMessenger

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from bot.domain import Delivery, Edition, Riddle

FIRST = date(2026, 3, 14)
SHORT = 1.0
"""A wait up to which an office stays at what it is doing."""


class Killed(BaseException):
    """A process ends here: nobody catches it, nothing is given back."""


@dataclass
class Dying(RecordingMessenger):
    """A messenger whose process is killed at a call: `before` it reaches the platform, or `after`."""

    at: list[str] = field(default_factory=list)

    async def _ask(self, what: str, asked: dict[str, str]) -> dict[str, object]:
        end = self.at.pop(0) if self.at and what in {"post", "edit"} else ""
        if end == "before":
            raise Killed
        said = await super()._ask(what, asked)
        if end == "after":
            raise Killed
        return said


@dataclass
class Shelf:
    """Makes editions at once where it may, and remembers who asked."""

    editions: RedisEditions
    open: bool = True
    asked: list[tuple[str, date, bool]] = field(default_factory=list)
    per_day: int = 1

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        self.asked.append((deck, day, quick))
        if self.open:
            await self.editions.put(self.edition(deck, day))

    async def stock(self, days: int, *decks: str) -> None:
        """Have the editions of some days there already."""
        for deck in decks or ("default",):
            for day in range(-1, days):
                await self.editions.put(self.edition(deck, FIRST + timedelta(days=day)))

    def edition(self, deck: str, day: date) -> Edition:
        riddles = [riddle(f"thing{place}") for place in range(1, self.per_day + 1)]
        return edition(*riddles, day=day, deck=deck, number=max(1, (day - FIRST).days + 1))


async def nobody_stands_in(*_: object) -> Riddle | None:
    """A reserve that is empty."""
    return None


@dataclass
class Office:
    """One process that sends; several over one store are several processes."""

    redis: Redis
    messenger: RecordingMessenger
    now: Callable[[], datetime]
    window_hours: float = 12.0
    lease: float = 0.9
    grace: float = 0.15
    again: float = 0.02

    def __post_init__(self) -> None:
        self.schedule = RedisSchedule(self.redis, self.now)
        self.rounds = RedisRounds(self.redis, self.now)
        self.editions = RedisEditions(self.redis)
        self.communities = RedisCommunities(self.redis)
        self.articles = RedisArticles(self.redis)
        self.shelf = Shelf(self.editions)
        self.planning = Planning(self.schedule, self.communities, self.now, self.window_hours)
        self.reviews = RedisReviews(self.redis)
        releasing = Releasing(self.rounds, self.communities, self.reviews, nobody_stands_in)
        self.posting = Posting(
            self.schedule, self.planning, self.editions, self.articles, self.club, self.shelf, releasing, Told(),
            self.now, self.window_hours,
        )  # fmt: skip
        self.revealing = Revealing(self.schedule, self.club, self.now)
        self.sender = Sender(
            self.schedule, self.communities, {"slack": self.messenger},
            {Matter.POST: self.posting, Matter.REVEAL: self.revealing}, self.now,
            timedelta(seconds=self.lease), self.grace, self.again,
        )  # fmt: skip

    def club(self, community: str) -> Club:
        players, looks = RedisPlayers(self.redis), RedisLooks(self.redis)
        return Club(self.rounds, players, self.communities, community, self.now, self.editions, looks)

    async def send(self, sending: Sending) -> float:
        """Send until it is settled or the wait is long; gives that wait."""
        while 0 < (wait := await self.sender.send(sending)) <= SHORT:  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(wait)
        return wait

    async def deliver(self) -> list[float]:
        """Send all that is due by now, until nothing can be sent; gives the long waits, put off as by a worker."""
        waits: list[float] = []
        while due := await self.schedule.due(self.now(), 500):
            for one in due:
                wait = await self.send(one.sending)
                if wait:
                    waits.append(wait)
                    await self.schedule.plan(one.sending, self.now() + timedelta(seconds=wait))
        return waits

    async def delivery(self, sending: Sending) -> Delivery:
        found = await self.schedule.delivery(sending)
        assert found is not None
        return found


@dataclass
class Time:
    """A clock that only the test moves."""

    at: datetime = datetime(FIRST.year, FIRST.month, FIRST.day, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def to(self, day: int, hour: int, minute: int = 0) -> None:
        """Go to a moment of so many days after the first."""
        self.at = datetime.combine(FIRST, time(hour, minute), UTC) + timedelta(days=day)


def channel(
    name: str = "C1", at: time = time(9), zone: str = "UTC", community: str = "slack:T1", deck: str = "default",
    reveal: RevealRule | None = None, weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6),
) -> Channel:  # fmt: skip
    """A channel that asks for riddles."""
    schedule = Schedule(at, zone, weekdays, reveal or RevealRule())
    return Channel(ChannelKey(community, name), schedule, deck)


def post(name: str = "C1", day: int = 0, community: str = "slack:T1") -> Sending:
    """The post of so many days after the first."""
    return Sending(Matter.POST, ChannelKey(community, name), FIRST + timedelta(days=day))


def reveal(name: str = "C1", day: int = 0, community: str = "slack:T1") -> Sending:
    """The reveal of the post of a day."""
    return Sending(Matter.REVEAL, ChannelKey(community, name), FIRST + timedelta(days=day))
