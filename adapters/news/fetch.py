"""Fetching from servers nobody vouches for: bounded in time, size, redirects, and in where it may go."""

from __future__ import annotations

import asyncio
import ssl
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

import aiohttp

from adapters.news.guard import PRIVATE, ClosedAddress, Guard, GuardedResolver, is_public
from adapters.news.inflate import opener_for
from adapters.news.page import Page
from bot import __version__
from bot.errors import FetchRefused, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from aiohttp.abc import AbstractResolver

    from adapters.news.inflate import Opener

MEGABYTE = 1_000_000
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
# A turn of the event loop is given up after this much work at a stretch, far below what a player would notice.
_STRETCH_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take."""

    seconds: float = 20.0
    size: int = 15 * MEGABYTE
    redirects: int = 5
    per_host: int = 2


def user_agent(home: str = "") -> str:
    """How the program introduces itself; `home` is where its operator can be found."""
    return f"RiddleMeThis/{__version__} ({'+' + home if home else 'news riddle bot'})"


class Fetcher:
    """One client for all sources. `allow_private` lets addresses called `trusted` be on a private network."""

    def __init__(
        self,
        *,
        agent: str = "",
        allow_private: bool = False,
        trust_env: bool = False,
        limits: Limits | None = None,
        allowed: Callable[[str], bool] = is_public,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self.agent = agent or user_agent()
        self.limits = limits or Limits()
        self._guard = Guard(allowed)
        self._allow_private = allow_private
        self._trust_env = trust_env
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._gates: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.limits.per_host))

    async def __aenter__(self) -> Self:
        """Open the client."""
        if self._trust_env:
            for proxy in getproxies().values():
                self._guard.trust(proxy)
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(self._guard, self._resolver),
            socket_factory=self._guard.socket,
            use_dns_cache=False,
            limit=20,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Accept": _ACCEPT},
            auto_decompress=False,
            trust_env=self._trust_env,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: bool = False,
        size: int | None = None,
    ) -> Page:
        """Fetch an address, whatever its status; `headers` go to its own origin alone.

        Raises `FetchRefused` for what is not fetched, `SourceError` for what could not be. `trusted` means that the
        operator gave this address: any port, and a private network where that was allowed.
        """
        if trusted and self._allow_private:
            self._guard.trust(url)
        self._guard.check(url, any_port=trusted)
        host = urlsplit(url).hostname or ""
        async with self._gates[host]:
            return await self._get(url, host, dict(headers or {}), trusted, size or self.limits.size)

    async def _get(self, url: str, host: str, headers: dict[str, str], trusted: bool, size: int) -> Page:
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._follow(url, headers, trusted, size)
        except TimeoutError:
            raise SourceError(f"{host} took longer than {self.limits.seconds:g} seconds.") from None
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            raise SourceError(explain(host, error)) from error

    async def _follow(self, url: str, headers: dict[str, str], trusted: bool, size: int) -> Page:
        start = urlsplit(url)
        for _ in range(self.limits.redirects + 1):
            answer = await self._once(url, headers, size)
            if isinstance(answer, Page):
                return answer
            if urlsplit(url).scheme == "https" and urlsplit(answer).scheme == "http":
                raise FetchRefused(f"{start.hostname} sends us from https to plain http, so it is not followed.")
            if urlsplit(answer).netloc != start.netloc:
                headers, trusted = {}, False
            url = answer
            self._guard.check(url, any_port=trusted)
        raise FetchRefused(f"{start.hostname} redirects more than {self.limits.redirects} times.")

    async def _once(self, url: str, headers: dict[str, str], size: int) -> Page | str:
        """Make one request: a page, or the address it redirects to."""
        if self._session is None:
            raise RuntimeError("A Fetcher is used inside `async with`.")
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            known = {name.lower(): value for name, value in response.headers.items()}
            if response.status in _REDIRECTS and known.get("location"):
                response.close()
                return urljoin(url, known["location"].strip()).partition("#")[0]
            host = response.url.host or ""
            body = b"" if response.status == 304 else await _body(response, host, size)
            return Page(url, host, response.status, known, body)


async def _body(response: aiohttp.ClientResponse, host: str, size: int) -> bytes:
    opener = opener_for(response.headers.get("Content-Encoding", ""))
    if opener is None:
        response.close()
        raise SourceError(f"{host} answers in a compression that was not asked for.")
    whole = bytearray()
    received = 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        received += len(chunk)
        await _open(opener, chunk, whole, size)
        if max(received, len(whole)) > size:
            response.close()
            raise SourceError(f"{host} sends more than {size / MEGABYTE:g} MB.")
    return bytes(whole)


async def _open(opener: Opener, chunk: bytes, whole: bytearray, size: int) -> None:
    since = time.monotonic()
    for piece in opener.feed(chunk):
        whole += piece
        if len(whole) > size:
            return
        if time.monotonic() - since > _STRETCH_SECONDS:
            await asyncio.sleep(0)
            since = time.monotonic()


def explain(host: str, error: BaseException) -> str:
    """Say in one sentence what went wrong with a host; never more of the address than that."""
    cause: Any = getattr(error, "os_error", None) or error
    for kinds, meaning in _REASONS:
        if isinstance(error, kinds) or isinstance(cause, kinds):
            return f"{host} {meaning}."
    return f"{host} could not be read ({type(error).__name__})."


_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (ClosedAddress, PRIVATE),
    (aiohttp.ClientConnectorDNSError, "has no address that could be found"),
    ((aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError), "shows a certificate that cannot be trusted"),
    (ConnectionRefusedError, "does not accept connections"),
    (zlib.error, "sends compressed data that is damaged"),
    (aiohttp.ClientPayloadError, "broke off in the middle of its answer"),
    (aiohttp.InvalidURL, "has an address that is malformed"),
    ((aiohttp.ServerDisconnectedError, ConnectionResetError), "closed the connection without an answer"),
    (aiohttp.ClientResponseError, "does not answer in proper HTTP"),
    (aiohttp.ClientConnectionError, "cannot be reached"),
    (OSError, "cannot be reached"),
)
