"""What is put into the queues, and under which names."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tasks.engine import LATE, MAKE, QueuedTasks, open_tasks, sending_of, words_of
from adapters.tasks.queue import declared, open_queue
from adapters.tasks.work import Labour, work
from bot.domain import ChannelKey, Due, Matter, Sending
from bot.errors import StoreUnavailable
from tests.adapters.tasks.conftest import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from adapters.tasks.queue import Job
    from tests.adapters.tasks.conftest import Server

DAY = date(2026, 3, 14)
NINE = datetime(2026, 3, 14, 9, tzinfo=UTC)


def due(channel: str = "C1", at: datetime = NINE) -> Due:
    return Due(Sending(Matter.POST, ChannelKey("slack:T1", channel), DAY), at)


@asynccontextmanager
async def working(address: str, name: str, jobs: Mapping[str, Job], at_once: int = 10) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with open_queue(name, address, jobs) as queue:
        worker = asyncio.create_task(work(queue, Labour(at_once), stop))
        try:
            yield
        finally:
            stop.set()
            await worker


sendings = st.builds(
    Sending,
    st.sampled_from(Matter),
    st.builds(ChannelKey, st.text(), st.text()),
    st.dates(),
    st.integers(0, 9),
)


@given(sendings)
def test_a_sending_comes_back_from_its_words(sending: Sending) -> None:
    assert sending_of(words_of(sending)) == sending


async def test_what_is_asked_for_twice_before_it_is_done_is_done_once(address: str) -> None:
    done, go = [], asyncio.Event()

    async def send(*words: str) -> None:
        done.append(sending_of(words))
        await go.wait()

    async with open_tasks(address) as first, open_tasks(address) as second:
        await first.send([due("C1"), due("C2")])
        await second.send([due("C1"), due("C2")])
        async with working(address, "send", {"send": send}):
            await until(lambda: len(done) == 2)
            async with open_tasks(address) as third:
                await third.send([due("C1")])  # it is being done just now
                await asyncio.sleep(0.3)
                go.set()
            await asyncio.sleep(0.3)
    assert sorted(one.channel.channel for one in done) == ["C1", "C2"]


async def test_what_was_done_can_be_asked_for_again(address: str) -> None:
    done = []

    async def send(*words: str) -> None:
        done.append(words)

    async with working(address, "send", {"send": send}):
        for count in (1, 2, 3):
            async with open_tasks(address) as tasks:
                await tasks.send([due()])
                await until(lambda: len(done) == count)  # noqa: B023


async def test_the_same_moment_is_put_in_again_only_after_a_while(address: str) -> None:
    now, done = [0.0], []

    async def send(*words: str) -> None:
        done.append(words)

    async with open_tasks(address) as opened, working(address, "send", {"send": send}):
        tasks = QueuedTasks(opened.sending, opened.making, lambda: NINE, lambda: now[0])
        await tasks.send([due()])
        await until(lambda: len(done) == 1)
        await tasks.send([due()])
        await asyncio.sleep(0.2)
        assert len(done) == 1
        await tasks.send([due(at=NINE + timedelta(seconds=1))])  # put off: another moment
        await until(lambda: len(done) == 2)
        now[0] = 6.0
        await tasks.send([due()])
        await until(lambda: len(done) == 3)


async def test_a_queue_that_lost_a_task_and_kept_its_name_does_not_lose_it_for_ever(address: str) -> None:
    done = []

    async def send(*words: str) -> None:
        done.append(words)

    async with open_tasks(address) as tasks:
        await tasks.sending.put([])
        await QueuedTasks(tasks.sending, tasks.making, lambda: NINE).send([due()])
        async with tasks.sending.docket.redis() as raw:
            await raw.delete(tasks.sending.docket.stream_key)  # as an eviction would
        async with working(address, "send", {"send": send}):
            await QueuedTasks(tasks.sending, tasks.making, lambda: NINE).send([due()])
            await asyncio.sleep(0.3)
            assert not done
            late = NINE + timedelta(seconds=LATE + 1)
            await QueuedTasks(tasks.sending, tasks.making, lambda: late).send([due()])
            await until(lambda: len(done) == 1)


async def test_what_is_at_hand_does_not_wait_behind_the_news(address: str) -> None:
    done, go = [], asyncio.Event()

    async def make(deck: str, day: str, how: str) -> None:
        done.append((deck, day, how))
        if not how:
            await go.wait()

    jobs = {MAKE: make, "look_again": declared, "tidy": declared}
    async with open_tasks(address) as tasks, working(address, "make", jobs, at_once=2):
        await tasks.make("default", DAY)
        await until(lambda: len(done) == 1)
        await tasks.make("default", DAY)
        await tasks.make("default", DAY, quick=True)
        await until(lambda: len(done) == 2)
        go.set()
    assert done == [("default", "2026-03-14", ""), ("default", "2026-03-14", "quick")]


async def test_the_other_tasks_of_making_come_with_their_words(address: str) -> None:
    done = []

    def noting(name: str) -> Job:
        async def job(*words: str) -> None:
            done.append((name, *words))

        return job

    jobs = {name: noting(name) for name in ("make", "look_again", "tidy")}
    async with open_tasks(address) as tasks, working(address, "make", jobs):
        await tasks.look_again("default", DAY)
        await tasks.tidy(DAY)
        await until(lambda: len(done) == 2)
    assert set(done) == {("look_again", "default", "2026-03-14"), ("tidy", "2026-03-14")}


async def test_a_queue_that_is_away_says_so_in_a_sentence_and_takes_work_when_it_is_back(server: Server) -> None:
    async with open_tasks(server.address) as tasks:
        await tasks.answers()
        server.kill()
        with pytest.raises(StoreUnavailable, match="queue cannot be used"):
            await tasks.send([due()])
        with pytest.raises(StoreUnavailable):
            await tasks.answers()
        await asyncio.to_thread(server.revive)
        await tasks.send([due()])
        await tasks.answers()


async def test_every_key_of_the_queues_has_our_prefix_and_one_tag_for_a_queue(address: str, redis) -> None:
    async def send(*words: str) -> None:
        pass

    async with open_tasks(address) as tasks, working(address, "send", {"send": send}):
        await tasks.send([due()])
        await tasks.make("default", DAY)
        await asyncio.sleep(0.3)
        names = [key.decode() for key in await redis.keys("*")]
    ours = [name for name in names if "schema" not in name]
    assert ours
    assert all(name.startswith(("riddle:{tasks-send}:", "riddle:{tasks-make}:")) for name in ours)


async def test_a_queue_that_is_closed_at_once_leaves_nothing_behind(address: str) -> None:
    before = len(asyncio.all_tasks())
    for milliseconds in (0, 1, 2, 4, 8, 12):
        async with asyncio.timeout(20), open_tasks(address):
            await asyncio.sleep(milliseconds / 1000)
    assert len(asyncio.all_tasks()) == before
