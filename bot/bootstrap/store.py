"""The store of the settings."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import Deck

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.ports.articles import ArticleStore
    from bot.ports.communities import CommunityStore
    from bot.ports.decks import DeckStore
    from bot.ports.editions import EditionStore
    from bot.ports.examples import ExampleStore
    from bot.ports.heard import HeardStore
    from bot.ports.installs import InstallStore
    from bot.ports.looks import LookStore
    from bot.ports.news import FeedMemory
    from bot.ports.players import PlayerStore
    from bot.ports.reminders import ReminderStore
    from bot.ports.results import ResultStore
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore
    from bot.ports.spending import Spending
    from bot.ports.threads import ThreadStore
    from bot.ports.tidying import TidyStore
    from bot.settings import Settings

MEMORY_HOURS = 1.0
"""Least time a feed is remembered: it spares its server while one tries things out."""


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, over one connection.

    `installs` is there where a key is set to encrypt them with.
    `address` is where it is, as the queues take it, with what is secret in it; `answers` raises where it does not.
    """

    decks: DeckStore
    editions: EditionStore
    examples: ExampleStore
    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    articles: ArticleStore
    results: ResultStore
    looks: LookStore
    schedule: ScheduleStore
    reviews: ReviewStore
    reminders: ReminderStore
    tidying: TidyStore
    threads: ThreadStore
    feeds: FeedMemory
    installs: InstallStore | None
    heard: HeardStore
    spending: Spending
    answers: Callable[[], Awaitable[object]]
    address: str = field(repr=False)


@asynccontextmanager
async def open_store(settings: Settings, *, quick: bool = False) -> AsyncIterator[Store]:
    """Open the store of the settings: a server by its address, or the embedded one; `quick` for who has no time."""
    from adapters.store.articles import RedisArticles
    from adapters.store.communities import RedisCommunities
    from adapters.store.connection import address, open_redis
    from adapters.store.decks import RedisDecks
    from adapters.store.editions import RedisEditions
    from adapters.store.examples import RedisExamples
    from adapters.store.feeds import RedisFeedMemory
    from adapters.store.heard import RedisHeard
    from adapters.store.looks import RedisLooks
    from adapters.store.players import RedisPlayers
    from adapters.store.reminders import RedisReminders
    from adapters.store.results import RedisResults
    from adapters.store.reviews import RedisReviews
    from adapters.store.rounds import RedisRounds
    from adapters.store.schedule import RedisSchedule
    from adapters.store.spending import RedisSpending
    from adapters.store.threads import RedisThreads
    from adapters.store.tidying import RedisTidying

    async with open_redis(settings.redis_url, settings.data_dir, settings.redis_ca_file, quick=quick) as redis:
        memory = RedisFeedMemory(redis, timedelta(hours=max(settings.article_hours, MEMORY_HOURS)))
        yield Store(
            decks=RedisDecks(
                redis, deck(settings), per_community=settings.decks_per_community, tokens=settings.tokens_per_day
            ),
            editions=RedisEditions(redis),
            examples=RedisExamples(redis),
            rounds=RedisRounds(redis),
            players=RedisPlayers(redis),
            communities=RedisCommunities(redis),
            articles=RedisArticles(redis, timedelta(hours=settings.article_hours)),
            results=RedisResults(redis),
            looks=RedisLooks(redis),
            schedule=RedisSchedule(redis),
            reviews=RedisReviews(redis),
            reminders=RedisReminders(redis),
            tidying=RedisTidying(redis, ours=not settings.redis_url),
            threads=RedisThreads(redis),
            feeds=memory,
            installs=_installs(redis, settings),
            heard=RedisHeard(redis),
            spending=RedisSpending(redis, tokens=settings.tokens_per_day, dollars=settings.dollars_per_day),
            answers=redis.ping,
            address=address(redis, settings.redis_url, settings.redis_ca_file),
        )


def _installs(redis: Any, settings: Settings) -> InstallStore | None:
    if settings.token_key is None:
        return None
    from adapters.store.installs import RedisInstalls

    return RedisInstalls(redis, settings.token_key.get_secret_value())


def new_key() -> str:
    """A new key for `RIDDLE_TOKEN_KEY`."""
    from adapters.store.installs import new_key as made

    return made()


def deck(settings: Settings) -> Deck:
    """The deck `default`, which the settings make."""
    return Deck(per_day=settings.per_day, strictness=settings.strictness)
