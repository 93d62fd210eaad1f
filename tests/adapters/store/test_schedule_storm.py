"""Many senders and admins at once, who die at any step, on connections that break before and after a step ran."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.schedule import RedisSchedule
from bot.domain import ChannelKey, Claim, Delivery, Planned, Stage
from bot.errors import StoreUnavailable
from tests.adapters.store.resp import breaking
from tests.adapters.store.samples import DAY, NOON, days

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from redis.asyncio import Redis

    from bot.domain import Sending

CHANNELS = [ChannelKey(f"slack:T{number % 3}", f"C{number}") for number in range(9)]
DATES = days(DAY, 6)
LEASE = timedelta(milliseconds=800)
DEATHS = 0.1


class Died(Exception):
    """A process ended where it stood."""


@dataclass
class Platform:
    """What was posted, by channel."""

    posted: dict[ChannelKey, list[date]] = field(default_factory=lambda: {key: [] for key in CHANNELS})

    def find(self, sending: Sending) -> str:
        return sending.name if sending.date in self.posted[sending.channel] else ""

    def post(self, sending: Sending) -> str:
        self.posted[sending.channel].append(sending.date)
        return sending.name


@dataclass
class Crowd:
    schedule: RedisSchedule
    platform: Platform
    dice: random.Random
    deaths: int = 0

    def may_die(self) -> None:
        if self.dice.random() < DEATHS:
            self.deaths += 1
            raise Died

    async def deliver(self, sending: Sending) -> None:
        claim = await self.schedule.claim(sending, LEASE)
        if isinstance(claim, Claim):
            self.may_die()
            message = self.platform.find(sending) if claim.tried else ""
            made = Delivery(sending, Stage.SENT, message, NOON, tries=claim.tries)
            if not message:
                if self.dice.random() < 0.1:
                    await self.schedule.release(claim, tried=claim.tried, reason="not yet")
                    return
                begin = time.monotonic()
                if not await self.schedule.trying(claim, LEASE, made):
                    return
                self.may_die()
                if time.monotonic() - begin > LEASE.total_seconds() / 2:
                    raise Died  # a machine that is too slow for the lease posts nothing with it
                message = self.platform.post(sending)
                self.may_die()
            stands = await self.schedule.settle(claim, Delivery(sending, Stage.SENT, message, NOON))
            assert stands.settled
            self.may_die()
        elif claim is None:
            return
        following = sending.date + timedelta(days=1)
        await self.schedule.advance(sending, *((following, NOON) if following <= DATES[-1] else (None, None)))

    async def send(self, done: asyncio.Event) -> None:
        while not done.is_set():
            try:
                for due in await self.schedule.due(NOON, 50):
                    await self.deliver(due.sending)
            except (StoreUnavailable, Died):
                await asyncio.sleep(0.002)
            await asyncio.sleep(0.005)

    async def meddle(self, done: asyncio.Event) -> None:
        """An admin sets the time of channels again and again, which keeps their dates."""
        while not done.is_set():
            key = self.dice.choice(CHANNELS)
            try:
                before = await self.schedule.planned(key)
                if before.next is not None:
                    await self.schedule.replan(key, before, before.next, NOON)
            except StoreUnavailable:
                pass
            await asyncio.sleep(0.003)


async def until_all_came(schedule: RedisSchedule, done: asyncio.Event) -> None:
    for _ in range(600):
        plans = [await schedule.planned(key) for key in CHANNELS]
        if all(planned.last == DATES[-1] for planned in plans):
            break
        await asyncio.sleep(0.05)
    done.set()


async def test_every_post_comes_once_and_in_order(redis: Redis, redis_url: str, data_dir: Path) -> None:
    direct, platform, done = RedisSchedule(redis), Platform(), asyncio.Event()
    for key in CHANNELS:
        assert await direct.replan(key, Planned(), DAY, NOON)
    async with breaking(redis_url.removeprefix("unix://"), 0.02, seed=3) as door:
        door.chance, chance = 0, door.chance
        async with open_redis(f"redis://127.0.0.1:{door.port}", data_dir) as shaky:
            door.chance = chance
            crowds = [
                Crowd(RedisSchedule(one), platform, random.Random(seed))
                for seed, one in enumerate((shaky, shaky, redis))
            ]
            work = [one for crowd in crowds for one in (crowd.send(done), crowd.send(done), crowd.meddle(done))]
            await asyncio.gather(until_all_came(direct, done), *work)
            door.chance = 0
    assert door.requests_lost > 0
    assert door.answers_lost > 0
    assert sum(crowd.deaths for crowd in crowds) > 3
    assert platform.posted == dict.fromkeys(CHANNELS, DATES)
    found = [one for name in range(3) for one in await direct.deliveries(f"slack:T{name}", DATES[0], DATES[-1])]
    assert Counter((one.stage, one.message == one.sending.name) for one in found) == {
        (Stage.SENT, True): len(CHANNELS) * len(DATES)
    }
    assert await direct.due(NOON, 99) == ()
