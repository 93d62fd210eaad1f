"""1,000 answers, each sent four times, to two processes, over a store that loses replies, with a kill -9 in the middle.

Half are typed as commands, half as direct messages, which Slack sends again until they are acknowledged; a player sends
a command again that was not answered, as people do. Promise: each scored once, none lost, all caught up within 10 s of
the dead process's successor being there.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.stages.figures import Figures
from benchmarks.stages.slack import COMMUNITY, clock, staged, until
from bot import bootstrap
from bot.domain import Judgement
from tests.adapters.store.resp import breaking

if TYPE_CHECKING:
    from benchmarks.stages.slack import Bot, Stage
    from bot.domain import RoundKey
    from tests.doubles.slack_server import Delivery, SlackServer

ANSWERS = 1_000
AT_ONCE = 25
CHANCE = 0.004
COUNTS_SECONDS = 12.0
"""In which the numbers that posts tell follow: for many players they are kept for ten seconds and not counted anew."""


async def main() -> int:
    """Play; 1 where anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    number = parser.parse_args().answers
    async with staged(retry_scale=0.02, enforce_rate_limits=False) as stage:
        await stage.play()
        path = stage.url.removeprefix("unix://")
        async with breaking(path, chance=CHANCE) as door:
            stage.url = f"redis://127.0.0.1:{door.port}/0"
            first, _ = stage.start(), stage.start()
            await stage.connected(2)
            try:
                return await _play(stage, first, number)
            finally:  # the door waits for who came in by it
                for bot in stage.bots:
                    await asyncio.to_thread(bot.end)


async def _play(stage: Stage, first: Bot, answers: int) -> int:
    slack, gate, under_way, done = stage.slack, asyncio.Semaphore(AT_ONCE), set[int](), set[int]()
    for place in range(answers):
        slack.add_user(f"U0A{place:04d}", f"a{place}")

    async def answer(place: int) -> None:
        async with gate:
            under_way.add(place)
            await _answered(slack, place)
            under_way.discard(place)
            done.add(place)

    began = clock()
    playing = asyncio.gather(*(answer(place) for place in range(answers)))
    await until(lambda: len(done) >= answers // 2)
    await asyncio.to_thread(first.end, signal.SIGKILL)
    interrupted = set(under_way)
    stage.start()
    await slack.wait_until(lambda: len(slack.connections) >= 2, 30)
    back = clock()
    await until(lambda: interrupted <= done)
    caught_up = clock() - back
    await playing
    print(f"{answers} answers, {4 * answers} deliveries in {clock() - began:.1f} s")
    return await _count(stage, answers, caught_up)


async def _answered(slack: SlackServer, place: int) -> None:
    """One answer, four times at once, and again until it was taken."""
    user, text = f"U0A{place:04d}", "harbour" if place % 3 == 0 else "lighthouse"
    if place % 2:
        channel = slack._im(slack.teams["T0FAKE001"], user).id
        sent = await slack.say(text, user=user, channel=channel, copies=4)
        while not sent.acked:
            await asyncio.sleep(0.2)
            sent = await slack.redeliver(sent)
        return
    sent = await slack.slash("/riddle", f"guess {text}", user=user)
    again = await asyncio.gather(*(slack.redeliver(sent) for _ in range(3)))
    while not any(_counted(one) for one in (sent, *again)):
        await asyncio.sleep(0.2)
        again = [await slack.redeliver(sent)]


def _counted(sent: Delivery) -> bool:
    return sent.acked and bool(sent.responses) and "try again" not in str(sent.responses[-1]["blocks"])


async def _count(stage: Stage, answers: int, caught_up: float) -> int:
    found = await bootstrap.club(stage.store, COMMUNITY).latest("default")
    assert found is not None
    log = await stage.store.rounds.log(found.key, 1)
    guessed = Counter(entry.player for entry in log)
    right = sum(entry.judgement is Judgement.CORRECT for entry in log)
    plays = await stage.store.rounds.plays(found.key, 1)
    exact = (len(plays), sum(one.solved for one in plays.values()), sum(one.guesses for one in plays.values()))
    settled, told_so = await _told_at_last(stage, found.key, exact)
    print(f"right {right}; of each player: {exact}, told at last: {told_so}; log {len(log)}")
    figures = Figures()
    figures.bound("answers lost", answers - len(guessed), 0, unit="")
    figures.bound("answers doubled", sum(count > 1 for count in guessed.values()), 0, unit="")
    figures.bound("scored otherwise than they were sent", abs(right - len(range(0, answers, 3))), 0, unit="")
    figures.bound("kept of each player otherwise than logged", _apart(exact, (answers, right, len(log))), 0, unit="")
    figures.bound("told in numbers otherwise than kept", _apart(told_so, exact), 0, unit="")
    figures.bound("the numbers that are told were right after", settled, COUNTS_SECONDS)
    figures.bound("what the kill interrupted was caught up after", caught_up, 10)
    return figures.end()


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


async def _told_at_last(stage: Stage, key: RoundKey, exact: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
    """How long it took until what posts tell is what is kept: where players are many it is counted once in a while."""
    began = clock()
    while True:
        told_so = (await stage.store.rounds.counts(key, 1))[:3]
        if told_so == exact or clock() - began > 2 * COUNTS_SECONDS:
            return clock() - began, told_so
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
