"""One connection to the store: the server in `REDIS_URL`, or the one that comes with the install."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

import hiredis
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import DataError, NoScriptError, RedisError
from redis.exceptions import TimeoutError as NotInTime

from adapters.store.bundles import Bundles, written
from adapters.store.embedded import EmbeddedServer
from adapters.store.faults import fault
from adapters.store.schema import migrate
from bot.errors import SettingsError, StoreError, StoreUnavailable

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from adapters.store.bundles import Command

    Mend = Callable[[], Awaitable[None]]

OLDEST = (6, 2)
"""The oldest Redis that knows every command used here."""

_CONNECTIONS = 32
"""Most connections of one process; who comes later waits."""

_CONNECT_SECONDS = 4.0
ANSWER_SECONDS = 5.0
QUICK_SECONDS = 0.5
"""Longest that is waited for the answers to what is sent together ..."""

CONNECTING = 2
"""... and so often that for a connection."""

_NO_ADDRESS = (
    "REDIS_URL is not an address like redis://:password@host:6379/0 "
    "(in a password, write / as %2F, # as %23, ? as %3F and @ as %40)."
)
_AT = "@"
"""Behind the host it means that a password with a slash in it was not encoded."""

_SCHEMES = ("redis", "rediss", "unix")


class StoreClient(Redis):
    """A client whose errors are ours.

    It never repeats a command by itself: when only the answer was lost, a second `INCR` would count twice. After a
    failure `mend` is called, so that the next command may succeed.
    """

    def __init__(
        self, pool: BlockingConnectionPool, called: str, seconds: float = ANSWER_SECONDS, mend: Mend | None = None
    ) -> None:
        super().__init__(connection_pool=pool)
        self.seconds = seconds
        self.auto_close_connection_pool = True
        self.called = called
        self._mend = mend
        self._bundles = Bundles(self._together)

    async def _fault(self, error: RedisError) -> StoreError:
        """What a person may read of an error; whatever can be mended is being mended."""
        found = fault(error, self.called)
        if self._mend and isinstance(found, StoreUnavailable):
            await self._mend()
        return found

    async def execute_command(self, *args: Any, **options: Any) -> Any:  # as its parent
        """Run one command, sent with the others of the same moment."""
        return await self.told(self._bundles.ask(args, options))

    async def _together(self, commands: Sequence[Command]) -> list[Any]:
        pipeline = _StorePipeline(self, transaction=False, shard_hint=None)
        for args, options in commands:
            pipeline.execute_command(*args, **options)
        return await pipeline.in_time(raise_on_error=False)

    async def told(self, reply: Awaitable[T]) -> T:
        """A reply, or an error of ours."""
        try:
            return await reply
        except NoScriptError:  # a script that is not loaded yet is no fault
            raise
        except RedisError as error:
            raise await self._fault(error) from error

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        """Close it, once what is on its way has been answered."""
        await self._bundles.finish()
        await super().aclose(close_connection_pool)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        """Collect commands to be run together."""
        return _StorePipeline(self, transaction, shard_hint)


class _StorePipeline(Pipeline):
    def __init__(self, client: StoreClient, transaction: bool, shard_hint: str | None) -> None:
        super().__init__(client.connection_pool, client.response_callbacks, transaction, shard_hint)
        self._client = client

    async def execute(self, raise_on_error: bool = True) -> list[Any]:
        """Run what was collected."""
        with written():
            return await self._client.told(self.in_time(raise_on_error))

    async def in_time(self, raise_on_error: bool) -> list[Any]:
        """Run it, or give up: there is one limit for all of it, as one for each reply costs more than to read it."""
        if not len(self):
            return []
        seconds = self._client.seconds
        try:
            async with asyncio.timeout(seconds * CONNECTING) as limit:
                if self.connection is None:
                    self.connection = await self.connection_pool.get_connection()  # type: ignore[no-untyped-call]
                limit.reschedule(asyncio.get_running_loop().time() + seconds)
                return await super().execute(raise_on_error)
        except TimeoutError as error:
            raise NotInTime from error


class _Packing:
    """Writes commands in C, which takes a sixth of the library's own time for it."""

    def pack_command(self, *args: Any) -> list[bytes]:
        """One command as it is sent."""
        try:
            return [hiredis.pack_command((*args[0].split(), *args[1:]))]
        except TypeError as error:
            raise DataError(str(error)) from error


@asynccontextmanager
async def open_redis(
    url: str | None, data_dir: Path, ca_file: Path | None = None, *, quick: bool = False
) -> AsyncIterator[Redis]:
    """Open the store, whose layout is then the one this version knows.

    A `quick` one gives up on an answer after half a second: who waits for it has no more time.

    Raises `SettingsError` for an address or a certificate file that cannot be meant, `StoreError` for a store that
    cannot be used, `StoreUnavailable` for one that may work later.
    """
    if url:
        async with _client(_pool(url, ca_file), f"The store at {shown(url)}", quick=quick) as client:
            await _refuse_old(client)
            await migrate(client)
            yield client
        return
    async with (
        _embedded(data_dir) as (path, mend),
        _client(_pool_at(path), "The embedded store", mend, quick=quick) as client,
    ):
        await migrate(client)
        yield client


def address(client: Redis, url: str | None, ca_file: Path | None) -> str:
    """Where an open store is, as one address that another client of it can be given, with what is secret in it."""
    if not url:
        return f"unix://{quote(client.connection_pool.connection_kwargs['path'])}"
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}ssl_ca_certs={quote(str(ca_file))}" if ca_file else url


def shown(url: str) -> str:
    """An address without what is secret in it: the host and port, or the socket's path."""
    try:
        parts = urlsplit(url)
        if _AT in parts.path + parts.query + parts.fragment:
            return "REDIS_URL"
        if parts.scheme == "unix":
            return parts.path
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "localhost"
        return f"{host}:{parts.port or 6379}"
    except ValueError:
        return "REDIS_URL"


@asynccontextmanager
async def _embedded(data_dir: Path) -> AsyncIterator[tuple[Path, Mend]]:
    """Use the embedded server; a cancellation while it starts does not leave it behind."""
    server = await asyncio.to_thread(EmbeddedServer, data_dir)
    entering = asyncio.ensure_future(asyncio.to_thread(server.enter))
    try:
        yield await asyncio.shield(entering), lambda: asyncio.to_thread(server.revive)
    finally:
        await asyncio.wait([entering])
        await asyncio.to_thread(server.leave)


@asynccontextmanager
async def _client(
    pool: BlockingConnectionPool, called: str, mend: Mend | None = None, *, quick: bool = False
) -> AsyncIterator[StoreClient]:
    pool.connection_class = type("Connection", (_Packing, pool.connection_class), {})
    client = StoreClient(pool, called, QUICK_SECONDS if quick else ANSWER_SECONDS, mend)
    try:
        yield client
    finally:
        await client.aclose()


def _pool(url: str, ca_file: Path | None) -> BlockingConnectionPool:
    scheme = url.partition("://")[0]
    if scheme not in _SCHEMES:
        raise SettingsError("REDIS_URL must begin with redis://, rediss:// or unix://.")
    if shown(url) == "REDIS_URL":
        raise SettingsError(_NO_ADDRESS)
    options = _options()
    if ca_file is not None:
        options |= _authority(ca_file, scheme)
    try:
        pool = BlockingConnectionPool.from_url(url, **options)
        pool.connection_class(**pool.connection_kwargs)  # refuses options that there are not
        return pool
    except (ValueError, TypeError):
        # The client's own words may quote a part of the password.
        raise SettingsError(_NO_ADDRESS) from None


def _authority(ca_file: Path, scheme: str) -> dict[str, Any]:
    if scheme != "rediss":
        raise SettingsError(
            "REDIS_CA_FILE is set, but REDIS_URL does not begin with rediss://, so nothing is encrypted."
        )
    if not ca_file.is_file():
        raise SettingsError(f"REDIS_CA_FILE names {ca_file}, which is not a file.")
    try:
        ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise SettingsError(f"REDIS_CA_FILE names {ca_file}, which holds no readable certificate.") from error
    return {"ssl_ca_certs": str(ca_file)}


def _pool_at(path: Path) -> BlockingConnectionPool:
    from redis.asyncio import UnixDomainSocketConnection

    return BlockingConnectionPool(connection_class=UnixDomainSocketConnection, path=str(path), **_options())


def _options() -> dict[str, Any]:
    return {
        "max_connections": _CONNECTIONS,
        "timeout": None,
        "socket_timeout": None,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "retry": Retry(NoBackoff(), 0),
        "protocol": 2,
        "decode_responses": False,
    }


async def _refuse_old(client: StoreClient) -> None:
    """Refuse a server that lacks commands used here."""
    info = await client.info("server")
    version = str(info.get("redis_version", ""))
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < OLDEST:
        raise StoreError(f"{client.called} is Redis {version or 'of unknown age'}: 6.2 or newer is needed.")
