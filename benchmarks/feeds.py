"""What the worst feeds cost: the longest stall of the event loop, the longest fetch, the largest process.

Run with `python -m benchmarks.feeds`. A real server on loopback sends everything the tests know to be hostile, all at
once, to the same client and parsers that read the news. The promise: no fetch above 20 seconds, no stall above 100 ms.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
import zlib
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.news.feed import Feed
from adapters.news.fetch import Fetcher
from adapters.news.gather import gather
from adapters.news.parse import Parser
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

MEGABYTE = 1_000_000
STALL_PROMISE = 0.1
FETCH_PROMISE = 20.0
_BEAT = 0.002


def rss(inner: str, dtd: str = "") -> bytes:
    """A feed with one item."""
    item = f"<item><title>Title</title><link>https://example.org/1</link><description>{inner}</description></item>"
    return f'<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>T</title>{item}</channel></rss>'.encode()


def laughs() -> str:
    """Ten levels of entities, each ten of the one before."""
    levels = (f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{''.join(levels)}]>"


def bomb(megabytes: int) -> bytes:
    """Zeros, a thousand times smaller than they are."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(pack.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + pack.flush()


def bodies() -> dict[str, tuple[bytes, str]]:
    """Every hostile body, with its Content-Encoding."""
    return {
        "html": (b"<!doctype html><html><body>" + b"<p>Hello</p>" * 100_000, ""),
        "empty": (b"", ""),
        "binary": (bytes(range(256)) * 40_000, ""),
        "200 MB": (b"<rss>" + b"x" * 200 * MEGABYTE, ""),
        "zip bomb, 1 GB": (bomb(1_000), "gzip"),
        "entity bomb": (rss("&l9;", laughs()), ""),
        "quadratic": (rss("&a;" * 50_000, f"<!DOCTYPE rss [<!ENTITY a '{'a' * 900}'>]>"), ""),
        "nested 200,000": (rss("<a>" * 200_000 + "</a>" * 200_000), ""),
        "nested 200,000, broken": (b"<rss><channel>&nope;<item>" + b"<a>" * 200_000, ""),
        "14 MB item": (rss("word " * 2_800_000), ""),
        "14 MB of markup": (rss("&lt;b&gt;x" * 1_400_000), ""),
        "200,000 items": (rss("x").replace(b"<item>", b"<item><title>y</title></item>" * 200_000 + b"<item>"), ""),
        "deep JSON": (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 5_000_000, ""),
        "wide JSON": (b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * 4_000_000 + b"{}]}", ""),
        "wrong charset": (rss("caf\u00e9 " * 1_000_000).decode().encode("utf-16"), ""),
    }


class Server:
    """Sends the bodies, redirects for ever, and drips."""

    def __init__(self) -> None:
        self.bodies = bodies()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by the name in the path."""
        name = request.match_info["name"]
        if name == "endless redirects":
            raise web.HTTPFound(request.path)
        if name == "private redirect":
            raise web.HTTPFound("http://169.254.169.254/latest/meta-data")
        response = web.StreamResponse(
            headers={"Content-Encoding": encoding} if (encoding := self._encoding(name)) else {}
        )
        await response.prepare(request)
        if name == "slow loris":
            await self._drip(response)
        body = self.bodies[name][0]
        for start in range(0, len(body), 65_536):
            await response.write(body[start : start + 65_536])
            await asyncio.sleep(0)
        return response

    def _encoding(self, name: str) -> str:
        return self.bodies[name][1] if name in self.bodies else ""

    async def _drip(self, response: web.StreamResponse) -> None:
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.2)


class Heart:
    """Beats every two milliseconds and remembers the longest pause."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            start = time.perf_counter()
            await asyncio.sleep(_BEAT)
            self.longest = max(self.longest, time.perf_counter() - start - _BEAT)


async def timed(name: str, feed: Feed, heart: Heart) -> tuple[float, float]:
    """Read one feed; gives its seconds and the longest stall while it was read."""
    heart.longest, start = 0.0, time.perf_counter()
    try:
        said = f"{len(await feed.articles())} articles"
    except RiddleError as error:
        said = str(error)
    seconds = time.perf_counter() - start
    print(f"{name:24} {seconds:6.2f} s  stall {heart.longest * 1_000:5.1f} ms  {said[:110]}", flush=True)
    return seconds, heart.longest


async def in_a_server(work: Callable[[str, list[str]], Coroutine[None, None, bool]]) -> bool:
    """Run against a server in a process of its own, so that its work is not counted as ours."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.feeds",
        "serve",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # clients that hang up are what this is about
    )
    assert process.stdout is not None
    try:
        port, *names = (await process.stdout.readline()).decode().strip().split("\t")
        return await work(f"http://127.0.0.1:{port}", names)
    finally:
        process.kill()
        await process.wait()


async def measure(url: str, names: list[str]) -> bool:
    """Read everything, one after another and then all at once."""
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    async with Fetcher(allow_private=True) as fetcher, Parser() as parser:
        feeds = {name: Feed(f"{url}/{name}", fetcher=fetcher, parser=parser, trusted=True) for name in names}
        results = [await timed(name, feed, heart) for name, feed in feeds.items()]
        heart.longest, start = 0.0, time.perf_counter()
        await gather(list(feeds.values()), seconds=FETCH_PROMISE)
        print(f"{'all at once':24} {time.perf_counter() - start:6.2f} s  stall {heart.longest * 1_000:5.1f} ms")
    beating.cancel()
    slowest = max(seconds for seconds, _ in results)
    stall = max(heart.longest, *(stall for _, stall in results))
    unit = 1 if sys.platform == "darwin" else 1_024
    own, child = (
        resource.getrusage(who).ru_maxrss * unit / MEGABYTE for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"longest stall {stall * 1_000:.0f} ms (promise {STALL_PROMISE * 1_000:.0f} ms)")
    print(f"longest fetch with reading {slowest:.1f} s (promise {FETCH_PROMISE:.0f} s for the fetch)")
    print(f"largest process: ours {own:.0f} MB, parser {child:.0f} MB")
    return stall <= STALL_PROMISE and slowest <= FETCH_PROMISE + 1


async def serve() -> None:
    """Serve on a free port of loopback until killed; prints the port and the names."""
    server, app = Server(), web.Application()
    app.router.add_get("/{name}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    names = [*server.bodies, "endless redirects", "private redirect", "slow loris"]
    print(runner.addresses[0][1], *names, sep="\t", flush=True)
    await asyncio.Event().wait()


def main() -> int:
    """Measure; exit 1 when a promise is not kept."""
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    return 0 if asyncio.run(in_a_server(measure)) else 1


if __name__ == "__main__":
    sys.exit(main())
