"""Servers that misbehave cost one sentence."""

import asyncio
import contextlib
import gzip
import socket
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.news.fetch import Fetcher, Limits
from bot.errors import FetchRefused, SourceError

from .conftest import BadServer, Heartbeat


@asynccontextmanager
async def raw_server(
    handler: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """A server below HTTP that leaves nothing open behind it; gives its port."""
    busy: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def start(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        busy.add(asyncio.create_task(serve(reader, writer)))

    async with await asyncio.start_server(start, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        await asyncio.gather(*busy, return_exceptions=True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(server: BadServer, fetcher: Fetcher, status: int) -> None:
    server.put("/there", "found")
    url = server.put("/here", "", status=status, Location="/there#part")
    page = await fetcher.get(url, trusted=True)
    assert (page.body, page.url) == (b"found", server.url + "/there")


async def test_endless_redirects_end(server: BadServer, fetcher: Fetcher) -> None:
    url = server.put("/loop", "", status=302, Location="/loop")
    with pytest.raises(FetchRefused, match="redirects more than 5 times"):
        await fetcher.get(url, trusted=True)
    assert server.asked["/loop"] == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:8080/",
        "http://localhost:8080/",
        "http://169.254.169.254/latest",
        "http://[::1]:8080/",
        "http://10.0.0.1/",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(server: BadServer, fetcher: Fetcher, target: str) -> None:
    url = server.put("/out", "", status=302, Location=target)
    with pytest.raises(FetchRefused, match="private"):
        await fetcher.get(url, trusted=True)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://u:p@example.org/"]
)
async def test_a_redirect_out_of_the_web_is_refused(server: BadServer, fetcher: Fetcher, target: str) -> None:
    url = server.put("/out", "", status=302, Location=target)
    with pytest.raises(FetchRefused):
        await fetcher.get(url, trusted=True)


async def test_a_key_is_not_carried_to_another_origin(server: BadServer) -> None:
    other = server.url.replace("127.0.0.1", "127.0.0.2")
    url = server.put("/api", "", status=302, Location=f"{other}/elsewhere")
    async with Fetcher(allow_private=True, allowed=lambda _: True) as fetcher:
        fetcher._guard.trust(other)
        with pytest.raises(SourceError):
            await fetcher.get(url, headers={"X-Api-Key": "hunter2"}, trusted=True)
    assert [one.get("x-api-key") for one in server.headers] == ["hunter2"]


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_of_200_megabytes_is_cut_off(server: BadServer, fetcher: Fetcher, declared: bool) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        if declared:
            response.content_length = 200_000_000
        await response.prepare(request)
        for _ in range(200):
            await response.write(b"x" * 1_000_000)
            sent += 1
        return response

    url = server.route("/big", endless)
    with pytest.raises(SourceError, match="sends more than 15 MB"):
        await fetcher.get(url, trusted=True)
    assert sent < 40


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate", "gzip in members"])
async def test_a_zip_bomb_is_met_before_it_grows(server: BadServer, fetcher: Fetcher, encoding: str) -> None:
    megabyte = b"\0" * 1_000_000
    pack = zlib.compressobj(9, zlib.DEFLATED, {"deflate": 15, "raw deflate": -15}.get(encoding, 31))
    bomb = b"".join(pack.compress(megabyte) for _ in range(100)) + pack.flush()
    if encoding == "gzip in members":
        bomb = gzip.compress(megabyte) * 40
    named = "gzip" if "gzip" in encoding else "deflate"
    url = server.put("/bomb", bomb, Content_Encoding=named)
    async with Heartbeat() as heart:
        with pytest.raises(SourceError, match="sends more than 15 MB"):
            await fetcher.get(url, trusted=True)
    assert heart.longest < 0.5


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
async def test_compressed_pages_are_opened(server: BadServer, fetcher: Fetcher, encoding: str) -> None:
    body = {"gzip": gzip.compress(b"hello" * 9), "deflate": zlib.compress(b"hello" * 9)}.get(encoding, b"hello" * 9)
    url = server.put("/page", body, Content_Encoding=encoding)
    assert (await fetcher.get(url, trusted=True)).body == b"hello" * 9


@pytest.mark.parametrize(
    ("encoding", "said"), [("br", "not asked for"), ("gzip, gzip", "not asked for"), ("gzip", "damaged")]
)
async def test_other_or_damaged_compression_is_a_sentence(
    server: BadServer, fetcher: Fetcher, encoding: str, said: str
) -> None:
    url = server.put("/page", b"this is not compressed", Content_Encoding=encoding)
    with pytest.raises(SourceError, match=said):
        await fetcher.get(url, trusted=True)


async def test_a_slow_loris_ends_with_the_time(server: BadServer) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1_000):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    url = server.route("/drip", drip)
    start = time.monotonic()
    async with Fetcher(allow_private=True, limits=Limits(seconds=0.5)) as fetcher:
        with pytest.raises(SourceError, match=r"took longer than 0\.5 seconds"):
            await fetcher.get(url, trusted=True)
    assert time.monotonic() - start < 20


async def test_a_server_that_never_answers_ends_with_the_time() -> None:
    async def silent(_: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.6)

    async with raw_server(silent) as port, Fetcher(allow_private=True, limits=Limits(seconds=0.3)) as fetcher:
        with pytest.raises(SourceError, match="took longer"):
            await fetcher.get(f"http://127.0.0.1:{port}/", trusted=True)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://exa mple.org:abc/\r\n\r\n",
        b"\x00\xff" * 100,
    ],
)
async def test_what_is_no_proper_http_is_a_sentence(answer: bytes) -> None:
    async def raw_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer)
        await writer.drain()

    async with raw_server(raw_answer) as port, Fetcher(allow_private=True, limits=Limits(seconds=3)) as fetcher:
        with pytest.raises(SourceError) as caught:
            await fetcher.get(f"http://127.0.0.1:{port}/feed?token=hunter2", trusted=True)
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).endswith(".")


async def test_nobody_listening_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        async with Fetcher(allow_private=True) as fetcher:
            with pytest.raises(SourceError, match=r"127\.0\.0\.1 does not accept connections\."):
                await fetcher.get(f"http://127.0.0.1:{port}/", trusted=True)


async def test_a_name_that_does_not_exist_is_a_sentence() -> None:
    async with Fetcher(limits=Limits(seconds=10)) as fetcher:
        with pytest.raises(SourceError, match=r"nowhere\.invalid (has no address|took longer)"):
            await fetcher.get("http://nowhere.invalid/")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 500, 503])
async def test_each_refusal_is_a_sentence(server: BadServer, fetcher: Fetcher, status: int) -> None:
    page = await fetcher.get(server.put("/no", "no", status=status), trusted=True)
    with pytest.raises(SourceError, match=rf"127\.0\.0\.1 .*\(HTTP {status}\)\."):
        page.good()


async def test_it_says_who_it_is_and_keeps_no_cookies(server: BadServer, fetcher: Fetcher) -> None:
    url = server.put("/page", "x", Set_Cookie="who=you")
    await fetcher.get(url, trusted=True)
    await fetcher.get(url, trusted=True)
    assert all(one["user-agent"].startswith("RiddleMeThis/") for one in server.headers)
    assert not any("cookie" in one for one in server.headers)
    assert not any("br" in one["accept-encoding"] for one in server.headers)


async def test_proxies_of_the_environment_are_ignored(
    server: BadServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert (await fetcher.get(server.put("/page", "x"), trusted=True)).body == b"x"


async def test_a_proxy_of_the_environment_is_used_when_asked(
    server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("/story", "through the proxy")
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    async with Fetcher(trust_env=True) as fetcher:
        page = await fetcher.get("http://news.example/story")
        assert page.body == b"through the proxy"
        with pytest.raises(FetchRefused):
            await fetcher.get("http://127.0.0.2/")


async def test_one_host_is_asked_at_most_twice_at_once(server: BadServer, fetcher: Fetcher) -> None:
    at_once = most = 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.05)
        at_once -= 1
        return web.Response(text="x")

    url = server.route("/slow", slow)
    await asyncio.gather(*(fetcher.get(url, trusted=True) for _ in range(8)))
    assert most == 2
