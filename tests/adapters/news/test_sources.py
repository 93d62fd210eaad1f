"""The sample, the default feeds, and what they all have in common."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.news.default_feeds import DEFAULT_FEEDS
from adapters.news.desk import NewsDesk
from adapters.news.gather import gather
from adapters.news.guard import Guard
from adapters.news.sample import SampleNews

from .conftest import NOW, now, rss, rss_item


async def test_the_sample_is_fresh_and_whole() -> None:
    articles = await SampleNews(now).articles()
    assert len(articles) >= 30
    assert len({one.id for one in articles}) == len(articles)
    assert all(one.title and one.outlet and one.published_at for one in articles)
    assert all(one.published_at is None or one.published_at <= NOW for one in articles)
    assert list(articles) == sorted(articles, key=lambda one: one.published_at or NOW, reverse=True)


def test_the_default_feeds_are_eight_outlets_on_four_topics() -> None:
    assert len({feed.outlet for feed in DEFAULT_FEEDS}) >= 8
    assert {"world", "business", "science", "culture"} <= {topic for feed in DEFAULT_FEEDS for topic in feed.topics}
    assert len({feed.url for feed in DEFAULT_FEEDS}) == len(DEFAULT_FEEDS)
    for feed in DEFAULT_FEEDS:
        assert feed.url.startswith("https://")
        Guard().check(feed.url)


def test_every_default_feed_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
    for feed in DEFAULT_FEEDS:
        assert feed.url in text
        assert feed.outlet in text


async def test_the_desk_makes_sources_that_work_together(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(rss_item()), "utf-8")
    (tmp_path / "article.txt").write_text("A title\nA text.", "utf-8")
    async with NewsDesk(now=now) as desk:
        sources = [
            desk.feed(str(tmp_path / "feed.xml")),
            desk.article_file(str(tmp_path / "article.txt")),
            desk.feed("http://127.0.0.1:1/feed"),
            desk.article_file(str(tmp_path / "none.txt")),
        ]
        found = await gather(sources)
        assert desk.feed(DEFAULT_FEEDS[0].url).name == "feeds.bbci.co.uk/news/world/rss.xml"
        assert (desk.newsapi("k").name, desk.guardian("k").name) == ("NewsAPI.org", "the Guardian Open Platform")
    assert [one.title for one in found.articles] == ["A bridge opens", "A title"]
    assert [name for name, _ in found.failures] == ["127.0.0.1:1/feed", str(tmp_path / "none.txt")]
    assert "private" in found.failures[0][1]


def test_importing_the_package_is_light() -> None:
    code = "import sys, adapters.news, adapters.news.sample, adapters.news.gather; print([m for m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not any(f"'{heavy}'" in loaded for heavy in ("aiohttp", "trafilatura", "feedparser", "lxml", "pydantic"))


async def test_the_clock_is_the_system_s_by_default() -> None:
    newest = (await SampleNews().articles())[0]
    assert newest.published_at is not None
    assert datetime.now(UTC) - newest.published_at < timedelta(days=2)
