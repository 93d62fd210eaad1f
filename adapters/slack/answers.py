"""Whatever is asked, answered within Slack's time: with cards, or with one kind sentence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from bot.desk.cards import Card
from bot.desk.finding import NotPosted
from bot.errors import NothingToPlay, StoreUnavailable, TooMany, UsageError
from bot.ports.reading import one_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.game.sentences import Words

T = TypeVar("T")

ANSWER_SECONDS = 2.0
"""Longest that an answer may take: Slack waits for three."""

AGAIN_SECONDS = 0.6
"""Until when a step is tried again whose answer was lost: each delivery counts once however often it is tried."""

_PAUSE = 0.05


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask the store, once more where an answer was lost; raises `StoreUnavailable` where it does not answer in time."""
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                try:
                    with one_answer():
                        return await ask()
                except StoreUnavailable:
                    if clock() - began > AGAIN_SECONDS:
                        raise
                await asyncio.sleep(_PAUSE)
    except TimeoutError:
        raise StoreUnavailable("The store did not answer in time.") from None


async def cards(words: Words, ask: Callable[[], Awaitable[Sequence[Card]]]) -> tuple[Card, ...]:
    """The cards asked for; what the game refuses is told in a card of its own."""
    try:
        return tuple(await patiently(ask))
    except NotPosted as error:
        return (Card(text=words.not_posted(f"{error.at:%Y-%m-%d %H:%M} UTC" if error.at else "")),)
    except (NothingToPlay, TooMany, UsageError) as error:
        return (Card(text=words.error(error)),)
