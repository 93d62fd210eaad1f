"""Everything that reads news: the sources of the settings, and the sample."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from adapters.news.desk import NewsDesk
    from bot.ports.news import FeedMemory, NewsSource
    from bot.riddles.press import Read
    from bot.settings import Settings


@asynccontextmanager
async def open_desk(settings: Settings, memory: FeedMemory | None) -> AsyncIterator[NewsDesk]:
    """Everything that reads news."""
    from adapters.news.desk import NewsDesk as Desk

    home = settings.public_url or ""
    async with Desk(memory=memory, allow_private=settings.allow_private_feeds, home=home) as desk:
        yield desk


def sources(settings: Settings, desk: NewsDesk) -> list[NewsSource]:
    """The sources of the deck `default`: its feeds, and the news services there is a key for."""
    from adapters.news.default_feeds import DEFAULT_FEEDS

    feeds = settings.feed_list or tuple(feed.url for feed in DEFAULT_FEEDS)
    found: list[NewsSource] = [desk.feed(address) for address in feeds]
    if settings.newsapi_key:
        found.append(desk.newsapi(settings.newsapi_key.get_secret_value()))
    if settings.guardian_api_key:
        found.append(desk.guardian(settings.guardian_api_key.get_secret_value()))
    return found


async def gather(found: Sequence[NewsSource], seconds: float | None = None) -> Read:
    """Read all sources at once, none longer than that; one that cannot be read gives its sentence."""
    from adapters.news.gather import gather as gathered
    from bot.riddles.press import READ_SECONDS
    from bot.riddles.press import Read as Reading

    result = await gathered(found, seconds=seconds or READ_SECONDS)
    return Reading(result.articles, tuple(named(name, said) for name, said in result.failures))


def named(source: str, said: str) -> str:
    """What is wrong with a source, with its name: a sentence may speak of where it redirects to."""
    return said if said.startswith(source) else f"{source}: {said}"


async def sample(seconds: float = 0) -> Read:  # noqa: ARG001 - it is at hand at once
    """The sample that ships."""
    from adapters.news.sample import SampleNews
    from bot.riddles.press import Read as Reading

    return Reading(await SampleNews().articles())
