"""Which stories come first: how many outlets carry them, how fresh and how full they are - and not all of one kind."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.news.terms import likeness, terms_of
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from bot.domain import Article, Story

_OUTLETS, _FRESH, _LENGTH, _NAMED = 1.5, 1.0, 0.6, 0.4
_UNDATED = 0.15
_HALF_LIFE_HOURS = 18.0
_GOOD_WORDS, _LONG_WORDS = 180, 2_500
_LIKENESS_COST = 1.0
_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]+ (?:of (?:the )?)?[A-Z][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places of stories: the chosen, those held back because half is of their topic, and the rest; each best first."""

    chosen: tuple[int, ...]
    held_back: tuple[int, ...]
    rest: tuple[int, ...]


def importance(story: Story, day_end: datetime) -> float:
    """A story's own worth, whatever else the day brings."""
    lead = story.lead
    count = len(words(lead.text))
    length = min(1.0, count / _GOOD_WORDS) * (0.7 if count > _LONG_WORDS else 1.0)
    return (
        _OUTLETS * math.log(max(1, story.outlets))
        + _FRESH * _freshness(story, day_end)
        + _LENGTH * length
        + _NAMED * (_NAME.search(lead.text[:400]) is not None)
    )


def age(article: Article, day_end: datetime) -> timedelta | None:
    """How old an article is at the end of the day; None without a date."""
    return None if article.published_at is None else day_end - article.published_at


def topic(story: Story) -> str:
    """The story's first topic, or nothing."""
    return next((topics[0].casefold() for article in story.articles if (topics := article.topics)), "")


def ranked(stories: Sequence[Story], *, day_end: datetime, limit: int, variety: bool = True) -> Ranking:
    """Choose up to `limit` stories; with `variety`, no topic takes more than half while another has a story left."""
    worth = [importance(story, day_end) for story in stories]
    order = sorted(range(len(stories)), key=lambda place: (-worth[place], place))
    chosen, held = _varied(stories, worth, order, limit) if variety else (order[:limit], [])
    gone = {*chosen, *held}
    return Ranking(tuple(chosen), tuple(held), tuple(place for place in order if place not in gone))


def _freshness(story: Story, day_end: datetime) -> float:
    ages = [passed for article in story.articles if (passed := age(article, day_end)) is not None]
    if not ages:
        return _UNDATED
    hours = max(0.0, min(ages).total_seconds() / 3600)
    return float(0.5 ** (hours / _HALF_LIFE_HOURS))


def _varied(stories: Sequence[Story], worth: list[float], order: list[int], limit: int) -> tuple[list[int], list[int]]:
    """Take the best again and again, each the less worth the more it is like one taken before."""
    terms = terms_of([story.lead for story in stories])
    most = (limit + 1) // 2
    like = dict.fromkeys(order, 0.0)
    taken: dict[str, int] = {}
    chosen: list[int] = []
    while len(chosen) < limit and (open_ := [p for p in order if p in like and _has_room(stories[p], taken, most)]):
        best = max(open_, key=lambda place: worth[place] - _LIKENESS_COST * like[place])
        chosen.append(best)
        del like[best]
        name = topic(stories[best])
        taken[name] = taken.get(name, 0) + 1
        for place in like:
            like[place] = max(like[place], likeness(terms[place], terms[best]))
    full = [place for place in order if place in like and not _has_room(stories[place], taken, most)]
    short = limit - len(chosen)
    return chosen + full[:short], full[short:]


def _has_room(story: Story, taken: dict[str, int], most: int) -> bool:
    name = topic(story)
    return not name or taken.get(name, 0) < most
