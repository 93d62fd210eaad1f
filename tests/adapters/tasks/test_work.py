"""A worker that is stopped, killed, and left by its store."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from adapters.tasks.queue import Entry, declared, open_queue
from adapters.tasks.work import PATIENCE, Labour, work
from tests.adapters.tasks.conftest import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.tasks.queue import Job, Queue
    from tests.adapters.tasks.conftest import Server

QUICK = timedelta(seconds=1)


@asynccontextmanager
async def working(address: str, job: Job, labour: Labour) -> AsyncIterator[tuple[Queue, asyncio.Event]]:
    stop = asyncio.Event()
    async with open_queue("send", address, {"send": job}) as queue:
        worker = asyncio.create_task(work(queue, labour, stop))
        try:
            yield queue, stop
        finally:
            stop.set()
            await worker


def entry(key: str) -> Entry:
    return Entry("send", key, (key,))


@pytest.mark.parametrize("seconds", [0, 0.004, 0.008, 0.016, 0.024, 0.2])
async def test_a_worker_stops_at_once_at_whatever_moment_it_is_told(address: str, seconds: float) -> None:
    stop = asyncio.Event()
    async with open_queue("send", address, {"send": declared}) as queue:
        worker = asyncio.create_task(work(queue, Labour(5), stop))
        await asyncio.sleep(seconds)
        stop.set()
        await asyncio.wait_for(worker, PATIENCE / 2)


async def test_what_was_begun_is_finished_and_nothing_more_is_begun(address: str) -> None:
    begun, done = [], []

    async def send(key: str) -> None:
        begun.append(key)
        await asyncio.sleep(0.5)
        done.append(key)

    async with working(address, send, Labour(3)) as (queue, _):
        await queue.put([entry(str(number)) for number in range(10)])
        await until(lambda: len(begun) == 3)
    assert begun == done
    assert len(done) == 3
    async with working(address, send, Labour(10)):
        await until(lambda: len(done) == 10)
    assert sorted(done) == sorted(str(number) for number in range(10))


async def test_what_is_not_finished_in_time_is_taken_by_another(address: str) -> None:
    begun, go = [], asyncio.Event()

    async def send(key: str) -> None:
        begun.append(key)
        await go.wait()

    async with asyncio.timeout(20), working(address, send, Labour(3, QUICK, patience=0.3)) as (queue, _):
        await queue.put([entry("slow")])
        await until(lambda: len(begun) == 1)
    go.set()
    async with working(address, send, Labour(3, QUICK)):
        await until(lambda: len(begun) == 2)


async def test_a_long_task_is_begun_once(address: str) -> None:
    begun, done = [], []

    async def send(key: str) -> None:
        begun.append(key)
        await asyncio.sleep(3)
        done.append(key)

    labour = Labour(3, QUICK)
    async with working(address, send, labour) as (queue, _), working(address, send, labour):
        await queue.put([entry("long")])
        await until(lambda: bool(done))
        await asyncio.sleep(1.5)
    assert begun == ["long"]


DYING = """
import asyncio, sys
from adapters.tasks.queue import open_queue
from adapters.tasks.work import Labour, work

async def send(key):
    print(key, flush=True)
    await asyncio.sleep(600)

async def main():
    async with open_queue("send", sys.argv[1], {"send": send}) as queue:
        await work(queue, Labour(5), asyncio.Event())

asyncio.run(main())
"""


async def test_the_task_of_a_worker_that_was_killed_is_taken_by_another(address: str) -> None:
    taken: list[str] = []

    async def send(key: str) -> None:
        assert key == "orphan"
        taken.append(key)

    async with open_queue("send", address, {"send": declared}) as queue:
        await queue.put([entry("orphan")])
    dying = await asyncio.create_subprocess_exec(sys.executable, "-c", DYING, address, stdout=asyncio.subprocess.PIPE)
    assert dying.stdout
    async with asyncio.timeout(40):
        assert await dying.stdout.readline() == b"orphan\n"
    async with working(address, send, Labour(5)):
        await asyncio.sleep(4)
        assert not taken, "its lease is renewed while it lives"
        dying.kill()
        await until(lambda: bool(taken))
    await dying.wait()


async def test_a_server_that_dies_and_comes_back_is_worked_with_again(server: Server) -> None:
    done: list[str] = []

    async def send(key: str) -> None:
        await asyncio.sleep(0.2)
        done.append(key)

    async with working(server.address, send, Labour(5, QUICK)) as (queue, _):
        await queue.put([entry(f"before {number}") for number in range(20)])
        await until(lambda: len(done) > 5)
        server.kill()
        await asyncio.sleep(1.5)
        await asyncio.to_thread(server.revive)
        await queue.put([entry("after")])
        await until(lambda: "after" in done and len(set(done)) == 21)


@pytest.mark.parametrize(
    ("trouble", "end"),
    [
        (["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"]),
        (["CONFIG", "SET", "maxmemory", "1"], ["CONFIG", "SET", "maxmemory", "0"]),
    ],
    ids=["read-only", "full"],
)
async def test_a_server_that_takes_no_writes_for_a_while_is_waited_for(
    server: Server, trouble: list[str], end: list[str]
) -> None:
    done: list[str] = []

    async def send(key: str) -> None:
        await asyncio.sleep(0.3)
        done.append(key)

    async with working(server.address, send, Labour(5, QUICK)) as (queue, _):
        await queue.put([entry("before")])
        await asyncio.sleep(0.1)
        async with Redis(unix_socket_path=str(server.path)) as raw:
            await raw.execute_command(*trouble)
            await asyncio.sleep(1.5)
            await raw.execute_command(*end)
        await queue.put([entry("after")])
        await until(lambda: {"before", "after"} <= set(done))


async def test_a_server_that_forgot_everything_is_worked_with_all_the_same(server: Server) -> None:
    done: list[str] = []

    async def send(key: str) -> None:
        done.append(key)

    async with working(server.address, send, Labour(5, QUICK)) as (queue, _):
        await queue.put([entry("before")])
        await until(lambda: done == ["before"])
        async with Redis(unix_socket_path=str(server.path)) as raw:
            await raw.flushall()
            await raw.script_flush()
        await queue.put([entry("after")])
        await until(lambda: done == ["before", "after"])


async def test_a_fault_of_the_engine_is_told_and_it_begins_again(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from docket import Worker

    done: list[str] = []
    real, faults = Worker.run_forever, [ValueError("a fault")]

    async def send(key: str) -> None:
        done.append(key)

    async def failing(self: Worker) -> None:
        if faults:
            raise faults.pop()
        await real(self)

    monkeypatch.setattr(Worker, "run_forever", failing)
    async with working(server.address, send, Labour(5)) as (queue, _):
        await queue.put([entry("one")])
        await until(lambda: bool(done))
    assert "begins again" in caplog.text
    assert "a fault" in caplog.text
