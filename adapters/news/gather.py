"""All sources at once; a bad one costs nobody else anything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import RiddleError
from bot.ports.news import LeavesOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article
    from bot.ports.news import NewsSource


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came, in the order of the sources; the sources that failed, and the items left out, each with a sentence."""

    articles: tuple[Article, ...]
    failures: tuple[tuple[str, str], ...]


async def gather(sources: Sequence[NewsSource], *, seconds: float = 20.0) -> Gathered:
    """Read all sources concurrently, none for longer than `seconds`."""
    answers = await asyncio.gather(*(_read(source, seconds) for source in sources))
    articles = tuple(article for answer in answers if not isinstance(answer, str) for article in answer)
    failures = tuple(
        (source.name, answer) for source, answer in zip(sources, answers, strict=True) if isinstance(answer, str)
    )
    left_out = tuple(
        (source.name, said) for source in sources if isinstance(source, LeavesOut) for said in source.left_out
    )
    return Gathered(articles, failures + left_out)


async def _read(source: NewsSource, seconds: float) -> tuple[Article, ...] | str:
    try:
        async with asyncio.timeout(seconds):
            return await source.articles()
    except TimeoutError:
        return f"{source.name} took longer than {seconds:g} seconds."
    except RiddleError as error:
        return str(error)
