"""A fortnight of editions: the days do not repeat each other."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from adapters.store.articles import RedisArticles
from adapters.store.editions import RedisEditions
from bot.domain import Article, Candidate, Deck, Form, Kind, Riddle
from bot.riddles.choice import Scale, Tried, choose, riddle
from bot.riddles.edition import Editor
from bot.riddles.making import Maker
from bot.riddles.press import Read
from bot.riddles.variety import opening_of, week_of
from tests.riddles.made import PASSED, candidate, story
from tests.riddles.test_edition import Crafter

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAYS = 14
A_DAY = 20
POOL = 200
OPENINGS = ("Which city has", "I am the", "I have a", "In the old", "Where the river", "They say that", "Who is it")


def candidates(number: int) -> list[Candidate]:
    """The riddles of one of many articles: five articles an answer, and most of them begin like many others."""
    chance = random.Random(number)
    kind = chance.choice((Kind.PLACE, Kind.PLACE, Kind.PERSON, Kind.ANIMAL))
    forms = chance.sample(list(Form), chance.choice((1, 2, 3)))
    return [
        candidate(
            f"Answer{number % 100}",
            form,
            kind=kind,
            pipeline="craft",
            score=chance.uniform(5, 25),
            question=f"{chance.choices(OPENINGS, range(7, 0, -1))[0]} town {number}, told in a dozen words\nor so.",
        )
        for form in forms
    ]


def fortnight(seed: int, per_day: int) -> list[list[Riddle]]:
    chance = random.Random(seed)
    editions: list[list[Riddle]] = []
    for _ in range(DAYS):
        scale = Scale(week_of(editions[::-1]))
        tried = [one for rank in range(A_DAY) for one in weighed(scale, rank, chance.randrange(POOL), editions)]
        editions.append([riddle(one) for one in choose(tried, per_day, scale.week.opener)])
    return editions


def weighed(scale: Scale, rank: int, number: int, editions: list[list[Riddle]]) -> list[Tried]:
    """The candidates of a day's story on the scale; like the check of novelty it lets no old answer pass."""
    old = {riddle.answer for edition in editions for riddle in edition}
    told = story(f"s{number}", ("travel", "culture", "sport")[number % 3])
    return [scale.weigh(one, PASSED, told, rank, trusted=False) for one in candidates(number) if one.answer not in old]


def heard(editions: list[list[Riddle]]) -> Counter[str]:
    return Counter(opening_of(riddle.question) for edition in editions for riddle in edition)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("per_day", [1, 2])
def test_no_form_opens_twice_running_and_nothing_comes_back(seed: int, per_day: int) -> None:
    editions = fortnight(seed, per_day)
    assert [len(edition) for edition in editions] == [per_day] * DAYS
    assert all(one[0].form is not other[0].form for one, other in pairwise(editions))
    riddles = [riddle for edition in editions for riddle in edition]
    assert len({riddle.answer for riddle in riddles}) == len(riddles)


@pytest.mark.parametrize("seed", range(5))
def test_no_opening_is_heard_more_than_twice_a_week(seed: int) -> None:
    editions = fortnight(seed, 1)
    assert all(max(heard(editions[start : start + 7]).values()) <= 2 for start in range(DAYS - 6))


@pytest.mark.parametrize("seed", range(5))
def test_an_edition_of_three_mixes_forms_kinds_and_topics(seed: int) -> None:
    riddles = [edition for edition in fortnight(seed, 3) if len(edition) == 3]
    forms = [len({riddle.form for riddle in edition}) for edition in riddles]
    kinds = [len({riddle.kind for riddle in edition}) for edition in riddles]
    assert sum(forms) / len(forms) > 2.5
    assert sum(kinds) / len(kinds) > 2
    assert min(forms) >= 2


class Days:
    """The clock of a fortnight, and news that give nothing."""

    day = 0

    def now(self) -> datetime:
        return datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(days=self.day)

    async def nothing(self, seconds: float = 25.0) -> Read:  # noqa: ARG002
        return Read((Article("thin", "Nothing happened", "Thin.", published_at=self.now()),))


async def test_on_days_without_news_the_reserve_opens_with_other_forms_too(redis: Redis) -> None:
    days = Days()
    editor = Editor(
        Deck(), RedisEditions(redis), RedisArticles(redis), days.nothing, days.nothing, Maker(Crafter()), days.now
    )
    opened: list[Riddle] = []
    for days.day in range(DAYS):
        opened += (await editor.edition(date(2026, 11, 2) + timedelta(days=days.day))).riddles
    assert all(one.form is not other.form for one, other in pairwise(opened))
    assert len({riddle.question for riddle in opened}) == DAYS
    assert max(heard([[one] for one in opened]).values()) <= 2
