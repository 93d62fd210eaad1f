"""Each part tried once, for the doctor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, chat_model, model_name, way
from bot.bootstrap.news import named, open_desk, sources
from bot.bootstrap.store import deck, open_store
from bot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports.news import NewsSource
    from bot.settings import Settings


async def try_store(settings: Settings) -> str:
    """Open the store and read from it; a sentence that it works."""
    async with open_store(settings) as store:
        await store.editions.used(deck(settings).name)
    return "The store of REDIS_URL answers." if settings.redis_url else "The embedded Valkey starts and answers."


async def store_advice(settings: Settings) -> str:
    """What would make a server of one's own quicker, or nothing."""
    from adapters.store.advice import advice
    from adapters.store.connection import open_redis

    if not settings.redis_url:
        return ""
    async with open_redis(settings.redis_url, settings.data_dir, settings.redis_ca_file) as redis:
        return await advice(redis)


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
        return named(source.name, str(error))
    return "" if articles else f"{source.name} has no article at the moment."


async def try_model(settings: Settings) -> str:
    """Ask the model for a word; a sentence that it answered."""
    name = model_name(settings)
    if name == NO_MODEL:
        return "None is used: riddles are made from the articles' own sentences."
    way(settings, lambda _: None)
    reply = await chat_model(settings, name, lambda _: None).ainvoke("Say yes.", max_tokens=16)
    return f"{name} answers." if reply.text.strip() else f"{name} can be reached, but answered nothing."
