"""What is told later of a story that is known: the bar is lower than for one story's articles of one morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.news.terms import likeness, terms_of
from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Article
    from bot.news.terms import Terms

ALIKE = {1: 0.45, 2: 0.3}
"""Likeness from which on an article is taken for a sequel, by the names (or figures) that both have.

What happened next has words of its own.
"""

LEAST_SHARED = 4


def sequels(stories: Sequence[Sequence[Article]], fresh: Sequence[Article]) -> tuple[tuple[Article, ...], ...]:
    """For each story the articles of `fresh` that tell it again, or tell how it went on."""
    known = [article for story in stories for article in story]
    terms = terms_of([*known, *fresh])
    later, found, start = terms[len(known) :], [], 0
    for story in stories:
        told = terms[start : start + len(story)]
        start += len(story)
        ids = {article.id for article in story}
        found.append(
            tuple(
                article
                for article, its in zip(fresh, later, strict=True)
                if article.id in ids or any(_follows(its, one) for one in told)
            )
        )
    return tuple(found)


def speak_of(names: Iterable[str], fresh: Iterable[Article]) -> tuple[Article, ...]:
    """The articles whose title or first sentence gives a full name of somebody: first and last name at least."""
    full = [name for name in map(_words, names) if len(name) > 1]
    return tuple(article for article in fresh if any(_opens(article, name) for name in full))


def _follows(one: Terms, other: Terms) -> bool:
    both = one.weights.keys() & other.weights.keys()
    named = (one.names | other.names | {term for term in both if term[0].isdigit()}) & both
    if len(both) < LEAST_SHARED or not named:
        return False
    return likeness(one, other) >= ALIKE[min(len(named), max(ALIKE))]


def _opens(article: Article, name: tuple[str, ...]) -> bool:
    first = next(iter(sentences(article.text[:1_000])), "")
    return any(_stands(_words(text), name) for text in (article.title, first))


def _stands(told: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(told[at : at + len(name)] == name for at in range(len(told) - len(name) + 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word).removesuffix("'s") for word in words(text))
