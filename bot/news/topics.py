"""Whether a story is about what a deck is about: by its source's topics, and by the words of its titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Article

_PLURALS = ("s", "es")

_TOLD = 5
"""Topics of a deck that a reason names."""


def off_topic(articles: Iterable[Article], topics: Sequence[str]) -> str:
    """Why a story is none of a deck's; nothing where one of its articles is, or the deck takes every topic."""
    if not topics:
        return ""
    wanted = [_words(topic) for topic in topics]
    if any(_about(article, wanted) for article in articles):
        return ""
    more = f" and {len(topics) - _TOLD} more" if len(topics) > _TOLD else ""
    return f"Neither its topics nor its title speak of {', '.join(topics[:_TOLD])}{more}."


def _about(article: Article, wanted: Sequence[tuple[str, ...]]) -> bool:
    told = [_words(topic) for topic in article.topics] + [_words(article.title)]
    return any(_holds(one, topic) for one in told for topic in wanted)


def _holds(told: tuple[str, ...], topic: tuple[str, ...]) -> bool:
    """Whether the words of a topic stand side by side, in one number or the other."""
    spans = (told[at : at + len(topic)] for at in range(len(told) - len(topic) + 1))
    return any(all(map(_same, span, topic)) for span in spans)


def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 2 and longer in {shorter + plural for plural in _PLURALS})


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, those of a compound one by one."""
    return tuple(part for word in words(text) for part in fold(word).removesuffix("'s").split("-") if part)
