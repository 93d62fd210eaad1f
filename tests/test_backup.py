"""The lines of docs/backup.md against real servers: after a loss all is there again, and nothing is posted twice."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from redis import Redis as Plain

from adapters.store.connection import open_redis
from adapters.store.places import server_binary
from bot.domain import RoundKey, Span, Stage
from tests.delivery.office import FIRST, Dying, Office, Time, channel, post, reveal
from tests.doubles.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from redis.asyncio import Redis

PAGE = Path(__file__).parents[1] / "docs" / "backup.md"
HERE = "slack:T1"
PLAYERS = ("ann", "bob")
CHANNELS = ("C1", "C2")


def lines_of_the_page() -> list[str]:
    """The shell lines that an operator copies: how to copy, and how to restore."""
    return re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)


COPY, RESTORE = lines_of_the_page()


@dataclass
class Town:
    """A platform that outlives the store, a data folder, and a place for copies."""

    folder: Path
    recorder: Recorder
    messenger: Dying
    now: Time
    data: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.folder / "data"

    def shell(self, lines: str, copy: str = "copy", **more: str) -> None:
        """Run lines of the page."""
        subprocess.run(
            ["/bin/sh", "-eu", "-c", lines],
            cwd=PAGE.parents[1],
            env=os.environ | {"DATA": str(self.data), "COPY": str(self.folder / copy), **more},
            check=True,
            capture_output=True,
            timeout=30,
        )

    @asynccontextmanager
    async def open(self, url: str | None = None) -> AsyncIterator[Office]:
        async with open_redis(url, self.data) as redis:
            yield Office(redis, self.messenger, self.now)

    def lose_everything(self) -> None:
        shutil.rmtree(self.data)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    at = Time()
    async with Recorder(at) as recorder, Dying(recorder.url) as messenger:
        yield Town(tmp_path, recorder, messenger, at)


async def found(office: Office) -> None:
    await office.shelf.stock(9)
    for name in CHANNELS:
        await office.planning.set_up(channel(name))


async def live(office: Office, now: Time, day: int) -> None:
    """A day: the posts at nine, and what is played after."""
    now.to(day, 9)
    await office.deliver()
    key = RoundKey(HERE, "default", post(day=day).date)
    for player in PLAYERS:
        table = await office.club(HERE).table(key, player)
        await table.guess(1, "Atlantis", f"{player}{day}a")
        if player == "ann" or day % 2:
            await table.guess(1, "thing1", f"{player}{day}b")


async def told(office: Office) -> dict[str, Any]:
    """All that people see of what was kept."""
    club, schedule = office.club(HERE), office.schedule
    first, last = FIRST, office.now().date()
    return {
        "results": {player: await club.players.results(HERE, player) for player in PLAYERS},
        "records": {player: await club.record(player) for player in PLAYERS},
        "export": await club.players.export(HERE, "ann"),
        "streak": await club.streak(),
        "boards": [await club.board(span, "ann") for span in Span],
        "channels": await schedule.channels(),
        "plans": [await schedule.planned(one.key) for one in await schedule.channels()],
        "due": await schedule.due(office.now().replace(year=2030), 100),
        "deliveries": await schedule.deliveries(HERE, first, last),
        "needed": await schedule.needed(office.now().replace(year=2030)),
    }


async def goes_on_as_if_nothing_had_happened(town: Town, office: Office, day: int) -> None:
    """What was posted is not posted again, and tomorrow comes once."""
    before = len(town.recorder.messages)
    await office.deliver()
    assert len(town.recorder.messages) == before
    await live(office, town.now, day + 1)
    assert len(town.recorder.messages) == before + len(CHANNELS)
    assert town.recorder.doubled() == []
    assert (await office.club(HERE).record("ann")).streak.current == day + 2
    for name in CHANNELS:
        assert (await office.delivery(reveal(name, day))).stage is Stage.SENT


async def test_a_copy_made_while_the_server_runs_brings_everything_back(town: Town) -> None:
    async with town.open() as office:
        await found(office)
        for day in range(3):
            await live(office, town.now, day)
        before = await told(office)
        town.shell(COPY)
    town.lose_everything()
    town.shell(RESTORE)
    async with town.open() as office:
        assert await told(office) == before
        assert (await office.club(HERE).streak()) == 3
        await goes_on_as_if_nothing_had_happened(town, office, 2)


async def test_a_copy_of_a_stopped_store_replaces_the_one_that_is_there(town: Town) -> None:
    async with town.open() as office:
        await found(office)
        await live(office, town.now, 0)
        before = await told(office)
    town.shell(COPY)
    async with town.open() as office:
        await office.club(HERE).players.forget(HERE, "ann")
        assert await told(office) != before
    town.shell(RESTORE)
    async with town.open() as office:
        assert await told(office) == before
    assert len([*town.data.glob("store.*")]) == 1


async def test_a_copy_during_which_the_log_was_begun_anew_is_made_again(town: Town) -> None:
    async with town.open() as office:
        await found(office)
        await live(office, town.now, 0)
        before = await told(office)
        tearing = town.folder / "bin"
        tearing.mkdir()
        (tearing / "cp").write_text(torn_cp(town))
        (tearing / "cp").chmod(0o755)
        await asyncio.to_thread(town.shell, COPY, PATH=f"{tearing}:{os.environ['PATH']}")
        assert (town.folder / "torn").exists()
    town.lose_everything()
    town.shell(RESTORE)
    async with town.open() as office:
        assert await told(office) == before


def torn_cp(town: Town) -> str:
    """A `cp` that at its first call is so slow that the server begins its log anew in the middle."""
    address, torn = (town.data / "store" / "address").read_text(), town.folder / "torn"
    return f"""#!/bin/sh
if [ -e {torn} ]; then exec /bin/cp "$@"; fi
touch {torn}
mkdir "$3"
/bin/cp "$2"/*.base.rdb "$3"
{sys.executable} -m tests.test_backup {address}
/bin/cp "$2"/*.incr.aof "$2"/*.manifest "$3"
"""


def begin_anew(address: str) -> None:
    """Have the log begun anew, and wait until the old one is gone."""
    with Plain(unix_socket_path=address) as redis:
        redis.bgrewriteaof()
        until(lambda: not redis.info("persistence")["aof_rewrite_in_progress"])
        assert redis.info("persistence")["aof_last_bgrewrite_status"] == "ok"


async def test_a_copy_made_under_constant_writing_has_no_hole(town: Town) -> None:
    async with town.open() as office:
        await office.redis.rpush("written", *range(100_000))
        stop = asyncio.Event()
        writing = asyncio.create_task(keep_writing(office.redis, stop))
        try:
            for number in range(3):
                await asyncio.to_thread(town.shell, COPY, f"copy{number}")
        finally:
            stop.set()
            await writing
    for number in range(3):
        town.lose_everything()
        town.shell(RESTORE, f"copy{number}")
        async with town.open() as office:
            written = [int(one) for one in await office.redis.lrange("written", 0, -1)]
            assert written == list(range(len(written)))
            assert len(written) >= 100_000


async def keep_writing(redis: Redis, stop: asyncio.Event) -> None:
    number = 100_000
    while not stop.is_set():
        if number % 500 == 0 and not (await redis.info("persistence"))["aof_rewrite_in_progress"]:
            await redis.bgrewriteaof()
        await redis.rpush("written", number)
        number += 1


async def test_what_was_posted_after_the_copy_is_due_again_and_is_dropped_by_a_pause(town: Town) -> None:
    """As the page says: the store cannot know of it, so a person looks before all is started."""
    async with town.open() as office:
        await found(office)
        await live(office, town.now, 0)
        town.shell(COPY)
        await live(office, town.now, 1)
        posted = len(town.recorder.messages)
    town.shell(RESTORE)
    town.now.to(1, 13)
    async with town.open() as office:
        due = [one.sending for one in await office.schedule.due(office.now(), 100)]
        assert {post("C1", 1), post("C2", 1)} <= set(due)
        for name in CHANNELS:
            await office.planning.pause(channel(name).key, "restored")
            await office.planning.resume(channel(name).key)
        await office.deliver()
        assert len(town.recorder.messages) == posted
        assert town.recorder.doubled() == []
        await live(office, town.now, 2)
        assert len(town.recorder.messages) == posted + len(CHANNELS)
        assert (await office.club(HERE).record("ann")).streak.current == 2, "the lost day was not delivered"
        assert (await office.delivery(reveal("C1", 0))).stage is Stage.SENT


async def test_what_is_posted_after_its_window_is_excused_by_a_store_that_does_not_know_it(town: Town) -> None:
    async with town.open() as office:
        await found(office)
        town.shell(COPY)
        await live(office, town.now, 0)
        posted = len(town.recorder.messages)
    town.shell(RESTORE)
    town.now.to(0, 22)
    async with town.open() as office:
        await office.deliver()
        assert len(town.recorder.messages) == posted
        assert (await office.delivery(post("C1"))).stage is Stage.EXCUSED


@dataclass
class Server:
    """A server of one's own, in a folder."""

    folder: Path

    @contextmanager
    def running(self, *options: str) -> Iterator[str]:
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "own.sock"
        words = [str(server_binary()), "--port", "0", "--unixsocket", str(path), "--save", "", *options]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log)
        try:
            with Plain(unix_socket_path=str(path)) as redis:
                until(lambda: path.exists() and redis.ping())
                yield f"unix://{path}"
        finally:
            process.kill()
            process.wait()
            path.unlink(missing_ok=True)


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def snapshot(url: str) -> None:
    """As the page says: ask for it, and wait until it is done."""
    with Plain.from_url(url) as redis:
        last = redis.lastsave()
        time.sleep(1.05)  # it tells whole seconds
        redis.bgsave()
        until(lambda: redis.lastsave() != last)


async def test_a_snapshot_of_a_server_of_ones_own_brings_everything_back(town: Town) -> None:
    server, kept = Server(town.folder / "own"), town.folder / "kept.rdb"
    with server.running("--appendonly", "yes") as url:
        async with town.open(url) as office:
            await found(office)
            for day in range(2):
                await live(office, town.now, day)
            before = await told(office)
        snapshot(url)
        shutil.copy(server.folder / "dump.rdb", kept)
    shutil.rmtree(server.folder)

    server.folder.mkdir()
    shutil.copy(kept, server.folder / "dump.rdb")
    with server.running("--appendonly", "no") as url:
        async with town.open(url) as office:
            await office.redis.config_set("appendonly", "yes")
            assert await told(office) == before
            await goes_on_as_if_nothing_had_happened(town, office, 1)
            after = await told(office)
        with Plain.from_url(url) as redis:
            until(lambda: not redis.info("persistence")["aof_rewrite_in_progress"])
            until(lambda: redis.info("persistence")["aof_last_bgrewrite_status"] == "ok")
    with server.running("--appendonly", "yes") as url:
        async with town.open(url) as office:
            assert await told(office) == after


async def test_a_server_with_a_log_does_not_read_a_snapshot(town: Town) -> None:
    """Why the page tells to start it without."""
    server = Server(town.folder / "own")
    with server.running() as url:
        with Plain.from_url(url) as redis:
            redis.set("kept", 1)
        snapshot(url)
    with server.running("--appendonly", "yes") as url, Plain.from_url(url) as redis:
        assert redis.dbsize() == 0


if __name__ == "__main__":
    begin_anew(sys.argv[1])
