"""The edition of a day on a real store: made once, whatever the news gives, and honest about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.articles import RedisArticles
from adapters.store.editions import RedisEditions
from adapters.store.rounds import RedisRounds
from bot.domain import (
    Article,
    Candidate,
    Customs,
    Deck,
    Form,
    Guess,
    Judgement,
    Kind,
    Origin,
    Round,
    RoundKey,
    Rule,
    Story,
    Summary,
    Tally,
    Verdict,
    may_be_released,
)
from bot.errors import NothingToPlay, ReplyError, StoreError
from bot.game.points import terms
from bot.riddles.edition import Editor
from bot.riddles.making import Maker, Way
from bot.riddles.press import Read
from bot.riddles.reserve import shipped
from tests.riddles.test_making import Model

if TYPE_CHECKING:
    from redis.asyncio import Redis

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
FILLER = (
    "Visitors who come before noon are given a slice of cake, and in the afternoon there is music by the river. " * 4
)
DOINGS = {
    "Lisbon": "has hung a swing for two above its oldest harbour wall",
    "Oslo": "has moved its smallest library on a barge while a band played",
    "Vienna": "has taught a waltz to the drivers of its night buses",
    "Quito": "has put a clock without hands above its market",
}


def article(place: str) -> Article:
    return Article(
        id=place.lower(),
        title=f"{place} {DOINGS[place]}",
        text=f"{place} {DOINGS[place]}. The mayor of {place} came by bicycle. {FILLER}",
        url=f"https://news.example/{place.lower()}",
        outlet="The Post",
        published_at=NOW - timedelta(hours=3),
    )


def candidate(place: str) -> Candidate:
    return Candidate(
        form=Form.QUESTION,
        kind=Kind.PLACE,
        question=f"Which city {DOINGS[place]}?",
        answer=place,
        hints=("It is a city.", "Its mayor came by bicycle.", f"It begins with {place[0]}."),
        explanation=f"{place} {DOINGS[place]}.",
        summary=Summary(f"{place} {DOINGS[place]}."),
        pipeline="craft",
        model="none",
        raw="strict",
    )


class Crafter:
    def candidates(self, story: Story, limit: int = 6) -> list[Candidate]:
        return [candidate(story.lead.id.capitalize())][:limit]

    def complete(self, candidate: Candidate, story: Story) -> Candidate:  # noqa: ARG002
        return candidate


@dataclass
class Desk:
    """What the news gives, and how often it was read."""

    articles: tuple[Article, ...] = ()
    failures: tuple[str, ...] = ()
    reads: int = field(default=0)

    async def __call__(self, seconds: float = 25.0) -> Read:  # noqa: ARG002
        self.reads += 1
        await asyncio.sleep(0.01)
        return Read(self.articles, self.failures)


def editor(redis: Redis, news: Desk, sample: Desk | None = None, per_day: int = 1) -> Editor:
    return Editor(
        deck=Deck(per_day=per_day),
        editions=RedisEditions(redis),
        articles=RedisArticles(redis),
        news=news,
        sample=sample or Desk(),
        maker=Maker(Crafter()),
        now=lambda: NOW,
    )


def desk(*places: str) -> Desk:
    return Desk(tuple(article(place) for place in places))


async def test_ten_who_ask_at_once_get_the_same_edition_made_once(redis: Redis) -> None:
    news = desk("Lisbon", "Oslo")
    editions = await asyncio.gather(*(editor(redis, news).edition(DAY) for _ in range(10)))
    assert news.reads == 1
    assert len(set(editions)) == 1
    assert editions[0].number == 1
    assert editions[0].origin is Origin.NEWS
    assert editions[0].notice == ""


async def test_every_released_riddle_passed_its_checks(redis: Redis) -> None:
    edition = await editor(redis, desk(*DOINGS), per_day=4).edition(DAY)
    assert {riddle.answer for riddle in edition.riddles} == set(DOINGS)
    assert all(may_be_released(riddle.checks, with_article=True) for riddle in edition.riddles)


async def test_a_story_is_used_once_and_its_text_is_kept_for_a_while(redis: Redis) -> None:
    news = desk("Lisbon", "Oslo")
    first = await editor(redis, news).edition(DAY)
    second = await editor(redis, news).edition(DAY + timedelta(days=1))
    assert {first.riddles[0].answer, second.riddles[0].answer} == {"Lisbon", "Oslo"}
    assert second.number == 2
    assert Rule.USED in {decision.rule for decision in second.decisions}
    kept = await RedisArticles(redis).articles("default", DAY)
    told = (*first.riddles, *first.spares)
    assert sorted(one.title for one in kept) == sorted(one.article.title for one in told if one.article)


class TwoForms(Crafter):
    """Crafts a question and, with less joy, a first-person riddle."""

    def candidates(self, story: Story, limit: int = 6) -> list[Candidate]:
        (asked,) = super().candidates(story)
        question = f"I {asked.question.removeprefix('Which city ').removesuffix('?').replace('has', 'have', 1)}.\n"
        told = replace(asked, form=Form.FIRST_PERSON, question=f"{question}My mayor came by bicycle.\nWhich city am I?")
        return [replace(asked, score=20.0), told][:limit]


async def test_an_edition_opens_with_another_form_than_the_one_before(redis: Redis) -> None:
    one = replace(editor(redis, desk(*DOINGS)), maker=Maker(TwoForms()))
    forms = [(await one.edition(DAY + timedelta(days=day))).riddles[0].form for day in range(4)]
    assert forms == [Form.QUESTION, Form.FIRST_PERSON, Form.QUESTION, Form.FIRST_PERSON]


@pytest.mark.parametrize(
    "said", ["The model refused to answer.", "The model's reply is not JSON.", "It never came to an end."]
)
async def test_what_a_model_did_wrong_is_on_record_and_the_day_has_its_riddle(redis: Redis, said: str) -> None:
    useless = Way(Model(dict.fromkeys(DOINGS, ReplyError(said))))
    edition = await replace(editor(redis, desk(*DOINGS)), maker=Maker(Crafter(), useless)).edition(DAY)
    assert edition.riddles[0].fallback is True
    assert edition.notice == f"The model gave nothing that could be used: {said}"
    (taken,) = [decision for decision in edition.decisions if decision.taken]
    assert taken.reason.endswith(f"A riddle was made of it. Others were refused: a model: {said}")


async def test_players_results_are_weighed_in_the_next_edition(redis: Redis) -> None:
    asked: list[tuple[str, date]] = []

    class Results:
        async def tallies(self, deck: str, before: date, days: int) -> tuple[Tally, ...]:
            asked.append((deck, before))
            return (Tally(before - timedelta(days=1), 1, began=days, solved=(days, 0, 0, 0)),)

    one = replace(editor(redis, desk(*DOINGS)), results=Results())
    assert len((await one.edition(DAY)).riddles) == 1
    assert len((await one.edition(DAY + timedelta(days=1))).riddles) == 1
    assert asked == [("default", DAY), ("default", DAY + timedelta(days=1))]


async def test_where_no_source_can_be_read_the_sample_is_taken_and_said_so(redis: Redis) -> None:
    news = Desk(failures=("feeds.example does not answer.",))
    edition = await editor(redis, news, desk("Vienna")).edition(DAY)
    assert edition.origin is Origin.SAMPLE
    assert edition.riddles[0].answer == "Vienna"
    assert "sample" in edition.notice
    assert "riddle doctor" in edition.notice


async def test_what_the_news_does_not_give_comes_from_the_reserve_and_is_said_so(redis: Redis) -> None:
    edition = await editor(redis, desk("Lisbon"), per_day=2).edition(DAY)
    assert edition.origin is Origin.MIXED
    assert edition.riddles[1] in shipped()
    assert "reserve" in edition.notice


async def test_no_riddle_of_the_reserve_comes_twice_while_others_are_left(redis: Redis) -> None:
    asked = []
    for day in range(12):
        edition = await editor(redis, Desk((replace(article("Lisbon"), text="Thin."),)), per_day=5).edition(
            DAY + timedelta(days=day)
        )
        assert edition.origin is Origin.RESERVE
        asked += [riddle.question for riddle in edition.riddles]
    assert len(asked) == len(set(asked)) == 60


async def test_when_the_reserve_is_spent_the_least_recently_played_of_the_sample_comes(redis: Redis) -> None:
    nothing = Desk((replace(article("Oslo"), text="Thin."),))
    for day in range(12):
        await editor(redis, nothing, per_day=5).edition(DAY + timedelta(days=day))
    played = [
        await editor(redis, nothing, desk("Lisbon", "Vienna")).edition(DAY + timedelta(days=day))
        for day in (12, 13, 14)
    ]
    answers = [edition.riddles[0].answer for edition in played]
    assert set(answers[:2]) == {"Lisbon", "Vienna"}
    assert answers[2] == answers[0]
    assert all("sample" in edition.notice for edition in played)


async def test_an_edition_is_made_anew_only_while_nobody_plays_it(redis: Redis) -> None:
    one = editor(redis, desk("Lisbon", "Oslo"))
    first = await one.edition(DAY)
    second = await one.again(DAY)
    assert second.riddles != first.riddles
    assert await one.edition(DAY) == second
    rounds, key = RedisRounds(redis), RoundKey("terminal", "default", DAY)
    opened = await rounds.open(Round(key, second.number, second.riddles, NOW))
    guess = Guess("you", "Bergen", NOW, "delivery-1")
    await rounds.guess(key, 1, guess, Verdict(Judgement.WRONG), terms(opened, 1, Customs()))
    with pytest.raises(StoreError, match="being played already"):
        await one.again(DAY)
    assert await one.edition(DAY) == second


async def test_a_day_long_past_gets_no_edition_and_renumbers_nothing(redis: Redis) -> None:
    one = editor(redis, desk("Lisbon", "Oslo"))
    await one.edition(DAY)
    with pytest.raises(NothingToPlay, match="so long past"):
        await one.edition(date(2001, 1, 1))
    assert (await one.edition(DAY)).number == 1


async def test_a_story_that_was_not_needed_is_not_called_taken(redis: Redis) -> None:
    edition = await editor(redis, desk("Lisbon", "Oslo")).edition(DAY)
    rules = sorted(decision.rule for decision in edition.decisions)
    assert rules == [Rule.RANK, Rule.TAKEN]
    (taken,) = [decision for decision in edition.decisions if decision.taken]
    assert taken.article.id == edition.riddles[0].article.id


async def test_the_log_of_the_day_has_a_reason_for_every_article(redis: Redis) -> None:
    sad = f"Three people were killed when two cars met on the bridge, the police of Oslo said. {FILLER}"
    tragic = replace(article("Oslo"), id="sad", text=sad, title="Three killed in a crash")
    news = Desk((article("Lisbon"), tragic, replace(article("Quito"), id="thin", text="Thin.")))
    edition = await editor(redis, news).edition(DAY)
    rules = {decision.article.id: decision.rule for decision in edition.decisions}
    assert rules == {"lisbon": Rule.TAKEN, "sad": Rule.TASTE, "thin": Rule.THIN}
    assert all(decision.reason for decision in edition.decisions)


async def test_an_edition_stands_in_from_the_reserve_at_once(redis: Redis) -> None:
    news = desk("Lisbon")
    one = editor(redis, news, per_day=2)
    edition = await one.stand_in(DAY)
    assert news.reads == 0
    assert edition.origin is Origin.RESERVE
    assert set(edition.riddles) < set(shipped())
    assert all(may_be_released(riddle.checks, with_article=False) for riddle in edition.riddles)
    assert edition.notice == "The day's news was not read in time, so these riddles are from the reserve."
    assert await one.edition(DAY) == edition == await one.stand_in(DAY)
    assert (await RedisEditions(redis).last_played("default")).keys() == {each.question for each in edition.riddles}


async def test_who_was_making_the_edition_meanwhile_finds_the_one_that_stands_in(redis: Redis) -> None:
    one = editor(redis, desk("Lisbon"))
    made, stood = await asyncio.gather(one.edition(DAY), one.stand_in(DAY))
    assert made == stood
    assert [riddle.answer for riddle in await RedisEditions(redis).reserve("default")] == ["Lisbon"]


async def test_one_stands_in_on_every_day_and_says_what_was_played_before(redis: Redis) -> None:
    one = editor(redis, desk(), per_day=5)
    editions = [await one.stand_in(DAY + timedelta(days=day)) for day in range(13)]
    asked = [riddle.question for edition in editions for riddle in edition.riddles]
    assert len(set(asked[:60])) == 60
    assert len(asked) == 65
    assert not any("played before" in edition.notice for edition in editions[:12])
    assert "played before" in editions[12].notice


async def test_none_stands_in_for_a_day_long_past(redis: Redis) -> None:
    with pytest.raises(NothingToPlay, match="so long past"):
        await editor(redis, desk()).stand_in(date(2001, 1, 1))


async def test_in_a_hurry_the_news_is_played_without_a_model(redis: Redis) -> None:
    model = Model({})
    one = replace(editor(redis, desk(*DOINGS)), maker=Maker(Crafter(), Way(model)))
    edition = await one.quick(DAY, 10)
    assert edition.origin is Origin.NEWS
    assert edition.riddles[0].fallback is True
    assert edition.usage.calls == 0
    assert await one.edition(DAY) == edition


@pytest.mark.parametrize("seconds", [0.05, 0.2])
async def test_where_the_news_takes_too_long_the_reserve_stands_in(redis: Redis, seconds: float) -> None:
    class Slow(Desk):
        async def __call__(self, seconds: float = 25.0) -> Read:  # noqa: ARG002
            await asyncio.sleep(60)
            return Read(())

    edition = await editor(redis, Slow()).quick(DAY, seconds)
    assert edition.origin is Origin.RESERVE
    assert "not read in time" in edition.notice


async def test_where_people_play_every_day_the_reserve_comes_before_the_sample(redis: Redis) -> None:
    one = replace(editor(redis, Desk(failures=("feeds.example does not answer.",)), desk("Vienna")), timeless=True)
    edition = await one.edition(DAY)
    assert edition.origin is Origin.RESERVE
    assert edition.riddles[0] in shipped()
    assert edition.notice == "No news source could be reached, so these riddles are from the reserve."
