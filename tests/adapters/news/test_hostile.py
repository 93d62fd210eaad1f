"""Hostile feeds cost one sentence each, and nobody else anything."""

import asyncio
import gzip
import os
import signal
from collections.abc import Callable

import pytest

from adapters.news.feed import Feed
from adapters.news.gather import gather
from adapters.news.parse import Bounds, Parser
from bot.domain import Article
from bot.errors import SourceError

from .conftest import BadServer, Heartbeat, rss, rss_item

MakeFeed = Callable[..., Feed]

LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY l0 'lol'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
QUADRATIC = f"<!DOCTYPE rss [<!ENTITY a '{'a' * 50_000}'>]>"
OUTSIDE = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def with_dtd(dtd: str, title: str) -> str:
    return rss(rss_item(title=title)).replace("?>", f"?>{dtd}", 1)


HOSTILE = {
    "html": ("<!doctype html><html><body><p>Hello</p></body></html>", "is a web page, not a feed"),
    "html that names its feed": (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>',
        r"its feed may be http://127\.0\.0\.1:\d+/rss\.xml",
    ),
    "empty": ("", "is empty"),
    "blanks": (" \n\t ", "is empty"),
    "text": ("Just some words.", "is not a feed"),
    "binary": (bytes(range(256)) * 50, "is binary data"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 500, "is binary data"),
    "json": ('{"status": "ok"}', "not a JSON Feed"),
    "half a json": ('{"version": "https://jsonfeed.org/version/1", "items": [', "not JSON"),
    "deep json": ('{"a":' + "[" * 200_000, "nested too deep"),
    "entity bomb": (with_dtd(LAUGHS, "&l9;"), "unfold"),
    "quadratic": (with_dtd(QUADRATIC, "&a;" * 5_000), "unfold"),
    "nested 200,000 deep": (rss("<a>" * 200_000 + "</a>" * 200_000), "levels deep"),
    "nested in an unclosed way": (rss("<a>" * 200_000), "levels deep"),
    "items without a title": (rss("<item><description>x</description></item>"), "no article that has a title"),
    "json items without a title": ('{"version": "https://jsonfeed.org/version/1", "items": [{}]}', "that has a title"),
    "cut off": (rss(rss_item())[:60], "broken feed"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_feed_is_one_sentence(server: BadServer, feed: MakeFeed, name: str) -> None:
    body, said = HOSTILE[name]
    with pytest.raises(SourceError, match=said) as caught:
        await feed(server.put("/feed", body)).articles()
    sentence = str(caught.value)
    assert sentence.startswith("127.0.0.1")
    assert sentence.endswith(".")
    assert "\n" not in sentence


async def test_a_feed_cut_off_in_the_middle_gives_what_came(server: BadServer, feed: MakeFeed) -> None:
    whole = rss(rss_item(), rss_item("Two", "https://example.org/2"))
    articles = await feed(server.put("/feed", whole[: whole.index("Two") + 20])).articles()
    assert "A bridge opens" in [one.title for one in articles]


async def test_a_file_of_the_machine_is_not_read_through_an_entity(server: BadServer, feed: MakeFeed) -> None:
    articles = await feed(server.put("/feed", with_dtd(OUTSIDE, "Users: &x; end"))).articles()
    assert not any("root:" in one.title + one.text for one in articles)


async def test_a_feed_that_is_the_name_of_a_file_is_not_opened(server: BadServer, feed: MakeFeed) -> None:
    with pytest.raises(SourceError, match="is not a feed"):
        await feed(server.put("/feed", "/etc/passwd")).articles()


async def test_a_giant_item_is_cut_and_many_items_are_counted(server: BadServer, feed: MakeFeed) -> None:
    giant = rss_item(text="word " * 2_500_000)
    [article] = await feed(server.put("/feed", rss(giant))).articles()
    assert 99_000 < len(article.text) <= 100_000
    many = [rss_item(f"Title {n}", f"https://example.org/{n}") for n in range(1_000)]
    assert len(await feed(server.put("/feed", rss(*many))).articles()) == 200


async def test_a_small_feed_that_opens_to_much_is_refused(server: BadServer, feed: MakeFeed) -> None:
    bomb = gzip.compress(rss(rss_item(text="a" * 50_000_000)).encode())
    with pytest.raises(SourceError, match="sends more than 15 MB"):
        await feed(server.put("/feed", bomb, Content_Encoding="gzip")).articles()


async def test_a_parser_that_takes_too_long_is_ended_and_replaced() -> None:
    async with Parser(workers=1, bounds=Bounds(seconds=4)) as parser:
        [first] = await parser.read("It", "feed", rss().encode())
        assert first == {"outlet": "The Daily Loopback"}
        [process] = parser._running
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(SourceError, match=r"It takes longer than 4 seconds to read\."):
            await parser.read("It", "feed", rss().encode())
        assert await parser.read("It", "feed", rss().encode())
        assert process not in parser._running
    assert not parser._running


async def test_a_parser_that_dies_is_a_sentence_and_replaced(parser: Parser) -> None:
    await parser.read("It", "feed", rss().encode())
    [process] = parser._running
    process.kill()
    await process.wait()
    assert await parser.read("It", "feed", rss().encode())
    with pytest.raises(SourceError, match="It broke the parser"):
        await parser.read("It", "no such kind", b"")
    assert await parser.read("It", "feed", rss().encode())


async def test_a_reader_that_needs_too_much_memory_is_a_sentence() -> None:
    async with Parser(workers=1, bounds=Bounds(memory=400_000_000)) as parser:
        with pytest.raises(SourceError, match="too much"):
            await parser.read("It", "feed", b'{"a":[' + b"{}," * 4_900_000 + b"{}]}")


async def test_giving_up_on_a_reading_leaves_the_parser_usable(parser: Parser) -> None:
    await parser.read("It", "feed", rss().encode())
    [process] = parser._running
    os.kill(process.pid, signal.SIGSTOP)  # so that the reading is still going on, however fast the machine
    reading = asyncio.create_task(parser.read("It", "feed", rss().encode()))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await parser.read("It", "feed", rss().encode())


async def test_the_parser_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, parser: Parser) -> None:
    monkeypatch.setenv("NEWSAPI_KEY", "hunter2")
    await parser.read("It", "feed", rss().encode())
    [process] = parser._running
    try:
        with open(f"/proc/{process.pid}/environ", "rb") as file:  # noqa: ASYNC230, PTH123 - a file of the kernel
            assert b"hunter2" not in file.read()
    except FileNotFoundError:
        pytest.skip("this system does not show a process's environment")


class _Slow:
    name = "the slow one"

    async def articles(self) -> tuple[Article, ...]:
        await asyncio.sleep(60)
        return ()


async def test_bad_sources_never_stop_the_others_nor_hold_the_loop(server: BadServer, feed: MakeFeed) -> None:
    bodies = [rss(rss_item("First", "https://example.org/1")), *(body for body, _ in HOSTILE.values())]
    bodies.append(rss(rss_item("Last", "https://example.org/2")))
    feeds = [feed(server.put(f"/feed{number}", body)) for number, body in enumerate(bodies)]
    async with Heartbeat() as heart:
        found = await gather(feeds)
    assert [one.title for one in found.articles] == ["First", "Last"]
    assert [name for name, _ in found.failures] == [one.name for one in feeds[1:-1]]
    # The promise is 100 ms and the benchmark measures it; a busy test machine gets more.
    assert heart.longest < 0.5


async def test_a_slow_source_is_left_behind(server: BadServer, feed: MakeFeed) -> None:
    found = await gather([_Slow(), feed(server.put("/feed", rss(rss_item())))], seconds=3)
    assert [one.title for one in found.articles] == ["A bridge opens"]
    assert found.failures == (("the slow one", "the slow one took longer than 3 seconds."),)
