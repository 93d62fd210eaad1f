"""Forty days of posts and reveals on Discord, by three workers of which some are killed, while Discord fails at random.

Replies are lost, lines drop, calls fail before and after they are done, and the store's replies are cut. Counted is
what stands in the channel at the end: each day once, with one thread, and revealed. The double forgets a nonce after
a second, so that what keeps a post from being doubled is the look. Run with `python -m benchmarks.discord_posts`.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any

import discord.http

from adapters.discord.calls import Calls
from adapters.discord.messenger import DiscordMessenger
from benchmarks.stages.delivery import LEASE, Stage, begin_replica, options
from bot.domain import Channel, ChannelKey, Matter, RevealRule, RevealWhen, Schedule, Sending
from bot.domain import Stage as Come
from bot.game.sentences import Words
from tests.doubles import discord_server
from tests.doubles.discord_server import DiscordServer

if TYPE_CHECKING:
    from adapters.store.schedule import RedisSchedule
    from bot.bootstrap import Store
    from bot.delivery.sending import Sender

FIRST = datetime.now(UTC).date() - timedelta(days=60)
HOURS = {Matter.POST: 9, Matter.REVEAL: 13}
REPLICAS, DEATHS, CUT = 3, 0.35, 0.002
LONGEST = 60.0
API, TOKEN = "DOUBLE_DISCORD_API", "DISCORD_TOKEN"
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("lost_reply", {}), ("drop", {}), ("status", {"status": 500}), ("status", {"status": 503}),
    ("lost_status", {"status": 502}), ("ratelimit", {"retry_after": 0.3}), ("malformed", {}),
)  # fmt: skip
TARGETS = ("POST /channels/*/messages", "POST /channels/*/messages/*/threads", "GET /channels/*/messages",
           "PATCH /channels/*/messages/*", "GET /channels/*")  # fmt: skip


def on_discord(who: Sender, store: Store) -> Sender:
    """A sender that speaks to Discord."""
    discord.http.Route.BASE = os.environ[API]
    messenger = DiscordMessenger(Calls(os.environ[TOKEN]), Words(), store.threads)
    return replace(who, messengers={"discord": messenger})


async def pass_moment(
    stage: Stage, server: DiscordServer, schedule: RedisSchedule, sending: Sending, dice: random.Random
) -> bool:
    """Go to a moment, put faults in the way, kill somebody, and wait until it is settled."""
    server.clear_faults()
    for _ in range(dice.randint(0, 3)):
        kind, more = dice.choice(KINDS)
        server.fault(dice.choice(TARGETS), kind, times=dice.randint(1, 2), **more)
    due = datetime.combine(sending.date, clock_time(HOURS[sending.matter]), UTC)
    stage.clock.set(due + timedelta(seconds=1))
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
        stage.settings = {API: server.api_base, TOKEN: server.token, LEASE: "3"}
        key = ChannelKey(f"discord:{server.guild}", server.channel_id("riddles"))
        rule = RevealRule(RevealWhen.AFTER, hours=HOURS[Matter.REVEAL] - HOURS[Matter.POST])
        schedule = await stage.prepare(FIRST, days, [Channel(key, Schedule(clock_time(9), reveal=rule))])
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
    asked = options(__doc__, days=40).parse_args()
    if asked.replica:
        return begin_replica(change=on_discord, at_once=10)
    return asyncio.run(prove(asked.days, asked.seed))


if __name__ == "__main__":
    sys.exit(main())
