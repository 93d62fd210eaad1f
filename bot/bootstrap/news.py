"""Everything that reads news: the sources of the settings, and the sample."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from adapters.news.desk import NewsDesk
    from bot.domain import Deck
    from bot.ports.news import FeedMemory, NewsSource
    from bot.riddles.press import Read
    from bot.settings import Settings


@asynccontextmanager
async def open_desk(
    settings: Settings, memory: FeedMemory | None, *, allow_private: bool = True
) -> AsyncIterator[NewsDesk]:
    """Everything that reads news; private addresses are read where both the settings and the caller allow it."""
    from adapters.news.desk import NewsDesk as Desk

    home = settings.public_url or ""
    private = allow_private and settings.allow_private_feeds
    async with Desk(memory=memory, allow_private=private, home=home) as desk:
        yield desk


def sources(settings: Settings, desk: NewsDesk, deck: Deck | None = None) -> list[NewsSource]:
    """The sources of a deck: its own feeds, or those of the settings and the news services there is a key for.

    The guard of the fetch lets what a community named reach public addresses alone.
    """
    from adapters.news.default_feeds import DEFAULT_FEEDS

    if deck is not None and deck.feeds:
        return [desk.feed(address, trusted=not deck.owner) for address in deck.feeds]
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
