"""Forty days of posts and reveals on Discord, by three workers of which some are killed, while Discord fails at random.

Replies are lost, lines drop, calls fail before and after they are done, and the store's replies are cut. Counted is
what stands in the channel at the end: each day once, with one thread, and revealed. The double forgets a nonce after
a second, so that what keeps a post from being doubled is the look. Run with `python -m benchmarks.discord_posts`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from adapters.store.communities import RedisCommunities
from adapters.store.editions import RedisEditions
from adapters.store.schedule import RedisSchedule
from benchmarks.stage import CLOCK, NoSupply, Stage
from bot.delivery.planning import Planning
from bot.domain import Channel, ChannelKey, Matter, RevealRule, RevealWhen, Schedule, Sending
from bot.domain import Stage as Come
from tests.adapters.store.samples import edition, riddle
from tests.doubles import discord_server
from tests.doubles.discord_server import DiscordServer
from tests.doubles.recorder import FileClock

if TYPE_CHECKING:
    from datetime import tzinfo

FIRST = datetime.now(UTC).date() - timedelta(days=60)
HOURS = {Matter.POST: 9, Matter.REVEAL: 13}
REPLICAS, DEATHS, CUT = 3, 0.35, 0.002
LONGEST = 60.0
LEASE = timedelta(seconds=3)
API, TOKEN = "DOUBLE_DISCORD_API", "DISCORD_TOKEN"
KINDS = (("lost_reply", {}), ("drop", {}), ("status", {"status": 500}), ("status", {"status": 503}),
         ("lost_status", {"status": 502}), ("ratelimit", {"retry_after": 0.3}), ("malformed", {}))  # fmt: skip
TARGETS = ("POST /channels/*/messages", "POST /channels/*/messages/*/threads", "GET /channels/*/messages",
           "PATCH /channels/*/messages/*", "GET /channels/*")  # fmt: skip


async def replica() -> None:
    """One process with a clock and a worker, wired as the program is, with shorter leases."""
    import discord.http

    from adapters.discord.calls import Calls
    from adapters.discord.messenger import DiscordMessenger
    from bot import bootstrap
    from bot.delivery.ticking import Ticking
    from bot.game.sentences import Words
    from bot.settings import load_settings

    discord.http.Route.BASE = os.environ[API]
    stop, now = asyncio.Event(), FileClock(Path(os.environ[CLOCK]))
    async with bootstrap.open_store(load_settings()) as store, bootstrap.open_tasks(store) as tasks:
        messenger = DiscordMessenger(Calls(os.environ[TOKEN]), Words(), store.threads)
        meter = bootstrap.metrics()
        who = bootstrap.sender(store, {"discord": messenger}, NoSupply(), meter, now)
        who = replace(who, lease=LEASE, grace=0.5, again=0.1)
        ticking = Ticking(bootstrap.clock(store, tasks, now), meter, seconds=0.25)
        await asyncio.gather(
            ticking.run(stop), bootstrap.work(store, "send", bootstrap.send_jobs(store, who, meter, now), 10, stop)
        )


def moment_of(matter: Matter, day: date, zone: tzinfo = UTC) -> datetime:
    """When something is due."""
    return datetime.combine(day, clock_time(HOURS[matter]), zone) + timedelta(seconds=1)


async def pass_moment(
    stage: Stage, server: DiscordServer, schedule: RedisSchedule, sending: Sending, dice: random.Random
) -> bool:
    """Go to a moment, put faults in the way, kill somebody, and wait until it is settled."""
    server.clear_faults()
    for _ in range(dice.randint(0, 3)):
        kind, more = dice.choice(KINDS)
        server.fault(dice.choice(TARGETS), kind, times=dice.randint(1, 2), **more)
    stage.clock.set(moment_of(sending.matter, sending.date))
    deadly = dice.random() < DEATHS
    begin, killed = time.monotonic(), False
    while time.monotonic() < begin + LONGEST:
        await asyncio.sleep(dice.uniform(0.02, 0.2))
        if deadly and not killed and dice.random() < 0.5:
            killed = True
            stage.kill(dice.randrange(REPLICAS))
        stage.tend(REPLICAS)
        found = await schedule.delivery(sending)
        if found is not None and found.settled:
            return found.stage is Come.SENT
    return False


def counted(server: DiscordServer, channel: str) -> tuple[Counter[str], int]:
    """The riddles in the channel by title, and how many of them show their answer."""
    titles: Counter[str] = Counter()
    revealed = 0
    for message in server.history(channel, bot_only=True):
        for embed in message["embeds"]:
            titles[embed["title"]] += 1
            revealed += bool(embed.get("fields"))
    return titles, revealed


async def prove(days: int, seed: int) -> int:
    """Let the days pass; 1 where one is missing or doubled."""
    dice = random.Random(seed)
    discord_server.NONCE_TTL = 1.0
    async with DiscordServer(enforce_rate_limits=False) as server, Stage(cut=CUT, seed=seed) as stage:
        stage.module = "benchmarks.discord_posts"
        stage.settings = {API: server.api_base, TOKEN: server.token}
        stage.clock.set(datetime.combine(FIRST, clock_time(8), UTC))
        key = ChannelKey(f"discord:{server.guild}", server.channel_id("riddles"))
        editions, schedule = RedisEditions(stage.redis), RedisSchedule(stage.redis, stage.clock)
        for number in range(days + 2):
            await editions.put(edition(riddle(f"thing{number}"), day=FIRST + timedelta(days=number), number=number + 1))
        rule = RevealRule(RevealWhen.AFTER, hours=HOURS[Matter.REVEAL] - HOURS[Matter.POST])
        planning = Planning(schedule, RedisCommunities(stage.redis), stage.clock, 12.0)
        await planning.set_up(Channel(key, Schedule(clock_time(9), reveal=rule)))
        stage.start(REPLICAS)
        settled = 0
        for number in range(days):
            for matter in HOURS:
                sending = Sending(matter, key, FIRST + timedelta(days=number))
                settled += await pass_moment(stage, server, schedule, sending, dice)
        titles, revealed = counted(server, key.channel)
        threads = Counter(one["name"] for one in server.channels.values() if one.get("parent_id") == key.channel)
        killed = stage.killed
    missing = days - len(titles)
    doubled = sum(number > 1 for number in (*titles.values(), *threads.values()))
    print(f"{days} days, {killed} killed, {stage.proxy.cut} replies of the store cut, settled {settled} of {2 * days}")
    print(f"posts {len(titles)}, missing {missing}, doubled {doubled}, threads {len(threads)}, revealed {revealed}")
    print(f"violations {len(server.violations)}: {server.violations[:3]}")
    good = not missing and not doubled and revealed == days and len(threads) == days and not server.violations
    return int(not good)


def main() -> int:
    """Prove it, or be a replica."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=int, default=40)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--replica", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.replica:
        from bot.logs import begin_logs

        begin_logs("text", "warning")
        asyncio.run(replica())
        return 0
    return asyncio.run(prove(asked.days, asked.seed))


if __name__ == "__main__":
    sys.exit(main())
