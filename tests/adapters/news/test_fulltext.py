"""Teasers get the text of their page where the publisher lets programs read it."""

from collections.abc import Callable

import pytest

from adapters.news.feed import Feed

from .conftest import BadServer, rss, rss_item
from .test_feed import Memory

MakeFeed = Callable[..., Feed]

SENTENCE = "The engineers opened the new bridge over the river this morning after nine years of patient work. "
PAGE = f"""<!doctype html><html><head><title>A bridge opens</title>HEAD</head><body><nav><a href="/">Home</a></nav>
<article><h1>A bridge opens</h1>{"".join(f"<p>{n}. {SENTENCE * 3}</p>" for n in range(4))}</article>
<footer>All rights reserved</footer></body></html>"""


def teaser(server: BadServer, path: str = "/story", page: str = PAGE, **headers: str) -> str:
    """A page and a feed that points to it."""
    headers.setdefault("Content_Type", "text/html; charset=utf-8")
    link = server.put(path, page, **headers)
    return server.put("/feed", rss(rss_item(link=link, text="A teaser.")))


async def test_a_teaser_gets_the_text_of_its_page(server: BadServer, feed: MakeFeed) -> None:
    [article] = await feed(teaser(server), whole=True).articles()
    assert article.text.count(SENTENCE.strip()) == 12
    assert "\n\n1. The engineers" in article.text
    assert "Home" not in article.text
    assert server.asked["/robots.txt"] == server.asked["/.well-known/tdmrep.json"] == 1


async def test_a_feed_with_whole_articles_asks_for_no_page(server: BadServer, feed: MakeFeed) -> None:
    server.put("/feed", rss(rss_item(link=f"{server.url}/story", text=SENTENCE * 9)))
    await feed(f"{server.url}/feed", whole=True).articles()
    assert set(server.asked) == {"/feed"}


@pytest.mark.parametrize(
    ("robots", "read"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: RiddleMeThis\nDisallow: /story", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: RiddleMeThis\nAllow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*ory$", False),
        ("\x00\xff garbage" * 1_000, True),
        ("", True),
    ],
)
async def test_robots_txt_is_obeyed(server: BadServer, feed: MakeFeed, robots: str, read: bool) -> None:
    url = teaser(server)
    server.put("/robots.txt", robots)
    [article] = await feed(url, whole=True).articles()
    assert (article.text != "A teaser.") == read
    assert (server.asked["/story"] == 1) == read


async def test_a_site_that_cannot_say_what_it_allows_is_left_alone(server: BadServer, feed: MakeFeed) -> None:
    url = teaser(server)
    server.put("/robots.txt", "", status=503)
    [article] = await feed(url, whole=True).articles()
    assert article.text == "A teaser."
    assert not server.asked["/story"]


@pytest.mark.parametrize(
    ("tdmrep", "read"),
    [
        ('[{"location": "/*", "tdm-reservation": 1}]', False),
        ('[{"location": "/st*y$", "tdm-reservation": 1, "tdm-policy": "https://example.org/policy"}]', False),
        ('[{"location": "/story", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', True),
        ('[{"location": "/other", "tdm-reservation": 1}]', True),
        ('[{"location": "/story$", "tdm-reservation": "1"}]', False),
        ('[{"location": "/stor$", "tdm-reservation": 1}]', True),
        ('[{"location": "/story*y$", "tdm-reservation": 1}]', True),
        ('[{"location": "' + "*s" * 5_000 + '", "tdm-reservation": 1}]', True),
        ("garbage", True),
        ('[{"location": 7}, null]', True),
    ],
)
async def test_reservations_of_a_site_are_obeyed(server: BadServer, feed: MakeFeed, tdmrep: str, read: bool) -> None:
    url = teaser(server)
    server.put("/.well-known/tdmrep.json", tdmrep)
    [article] = await feed(url, whole=True).articles()
    assert (article.text != "A teaser.") == read


@pytest.mark.parametrize("headers", [{"TDM_Reservation": "1"}, {"X_Robots_Tag": "noindex, noai"}])
async def test_reservations_in_headers_are_obeyed(server: BadServer, feed: MakeFeed, headers: dict[str, str]) -> None:
    [article] = await feed(teaser(server, **headers), whole=True).articles()
    assert article.text == "A teaser."


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ('<meta name="tdm-reservation" content="1">', False),
        ('<META NAME="robots" CONTENT="index, NoAI">', False),
        ('<meta name="robots" content="noindex">', True),
        ('<meta name="tdm-reservation" content="0">', True),
    ],
)
async def test_reservations_in_pages_are_obeyed(server: BadServer, feed: MakeFeed, head: str, read: bool) -> None:
    [article] = await feed(teaser(server, page=PAGE.replace("HEAD", head)), whole=True).articles()
    assert (article.text != "A teaser.") == read


@pytest.mark.parametrize(
    ("page", "headers"),
    [
        ("", {}),
        ("<html>", {}),
        ("%PDF-1.7", {"Content_Type": "application/pdf"}),
        ("\x00" * 1_000, {}),
        ("<div>" * 200_000, {}),
        ("x" * 6_000_000, {}),
        (PAGE, {"Content_Encoding": "br"}),
    ],
)
async def test_a_page_that_cannot_be_read_leaves_the_teaser(
    server: BadServer, feed: MakeFeed, page: str, headers: dict[str, str]
) -> None:
    [article] = await feed(teaser(server, page=page, **headers), whole=True).articles()
    assert article.text == "A teaser."


async def test_a_page_on_a_private_network_is_not_fetched(server: BadServer, feed: MakeFeed) -> None:
    inside = server.url.replace("127.0.0.1", "127.0.0.2")
    url = server.put("/feed", rss(rss_item(link=f"{inside}/story", text="A teaser.")))
    server.put("/story", PAGE, Content_Type="text/html")
    [article] = await feed(url, whole=True).articles()
    assert article.text == "A teaser."
    assert set(server.asked) == {"/feed"}


async def test_at_most_forty_pages_are_asked_for(server: BadServer, feed: MakeFeed) -> None:
    links = [server.put(f"/{n}", "<p>short</p>", Content_Type="text/html") for n in range(50)]
    server.put("/feed", rss(*(rss_item(f"Title {n}", link) for n, link in enumerate(links))))
    assert len(await feed(f"{server.url}/feed", whole=True).articles()) == 50
    assert sum(count for path, count in server.asked.items() if path[1:].isdigit()) == 40


async def test_a_text_that_was_fetched_is_not_fetched_again(server: BadServer, feed: MakeFeed) -> None:
    memory = Memory()
    url = teaser(server)
    first = await feed(url, whole=True, memory=memory).articles()
    second = await feed(url, whole=True, memory=memory).articles()
    assert first == second
    assert server.asked["/story"] == 1
