"""Riddles that give way: spares, the reserve, what is told later of a story, and what a deck borrows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.articles import RedisArticles
from adapters.store.decks import RedisDecks
from adapters.store.editions import RedisEditions
from bot.domain import (
    Article,
    Candidate,
    Deck,
    Edition,
    Kind,
    Origin,
    Riddle,
    Rule,
    Story,
    Strictness,
    deck_name,
    may_be_released,
)
from bot.errors import ReplyError
from bot.news.decks import new_deck
from bot.records import dump, load
from bot.riddles.borrowing import SPENT
from bot.riddles.making import Maker, Order, Way
from bot.riddles.replacing import replaced, replacement
from bot.riddles.reserve import shipped
from tests.riddles.made import candidate, played
from tests.riddles.test_edition import DAY, DOINGS, FILLER, NOW, Crafter, Desk, TwoForms, article, desk, editor
from tests.riddles.test_edition import candidate as city
from tests.riddles.test_making import Model

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.riddles.edition import Editor

PLACES = tuple(DOINGS)


def writer() -> Model:
    """A model that writes a riddle of every story."""
    return Model({place: [replace(city(place), pipeline="service", model="a model")] for place in DOINGS})


# --- spares ------------------------------------------------------------------------------------------------------


async def test_what_passed_and_was_not_needed_is_kept_with_the_edition(redis: Redis) -> None:
    edition = await editor(redis, desk(*DOINGS)).edition(DAY)
    assert {riddle.answer for riddle in (*edition.riddles, *edition.spares)} == set(DOINGS)
    assert len(edition.spares) == 3
    assert all(may_be_released(riddle.checks, with_article=True) for riddle in edition.spares)
    assert await RedisEditions(redis).edition("default", DAY) == edition


async def test_spares_are_of_other_stories_and_ask_for_other_things(redis: Redis) -> None:
    one = replace(editor(redis, desk(*DOINGS)), maker=Maker(TwoForms()))
    edition = await one.edition(DAY)
    told = (*edition.riddles, *edition.spares)
    assert len({riddle.article.id for riddle in told if riddle.article}) == len({one.answer for one in told}) == 4


async def test_spares_cost_no_call_of_a_model() -> None:
    stories = tuple(Story((article(place),)) for place in DOINGS)
    asked = []
    for spares in (0, 3):
        model = writer()
        batch = await Maker(Crafter(), Way(model)).make(Order(stories, 1, spares=spares))
        asked.append((model.forms, batch.riddles, batch.usage))
        assert len(batch.spares) == spares
    assert asked[0] == asked[1]


def test_an_edition_from_before_there_were_spares_is_read_still() -> None:
    old = a_day("Lisbon")
    record = dump(old).replace(b',"spares":[]', b"")
    assert b"spares" not in record
    assert load(Edition, record) == old


async def test_unneeded_spares_go_to_the_reserve_when_the_next_day_is_made(redis: Redis) -> None:
    one = editor(redis, desk(*DOINGS))
    first = await one.edition(DAY)
    assert await one.editions.reserve("default") == ()
    await one.edition(DAY + timedelta(days=1))
    assert await one.editions.reserve("default") == first.spares


async def test_news_long_past_are_no_riddle_of_the_reserve(redis: Redis) -> None:
    one = editor(redis, desk("Lisbon", "Oslo"))
    spare = (await one.edition(DAY)).spares[0]
    await one.editions.add_reserve("default", [spare])
    assert spare in await one.shelf(DAY + timedelta(days=30)).stock()
    assert spare not in await one.shelf(DAY + timedelta(days=31)).stock()


# --- one gives way -----------------------------------------------------------------------------------------------


def a_day(*answers: str, spares: tuple[str, ...] = ()) -> Edition:
    return Edition("default", DAY, 1, tuple(map(told, answers)), Origin.NEWS, (), NOW, spares=tuple(map(told, spares)))


def told(answer: str) -> Riddle:
    riddle = played(candidate(answer))
    return replace(riddle, article=article("Lisbon").ref if answer == "Lisbon" else replace(riddle.article, id=answer))


def test_the_best_spare_stands_in_that_asks_for_something_else() -> None:
    edition = a_day("Lisbon", "Oslo", spares=("Oslo", "Quito", "Vienna"))
    found = replacement(edition, 1, shipped(), {})
    assert found is not None
    assert found.answer == "Quito"


def test_without_a_spare_the_reserve_stands_in_and_nothing_comes_twice() -> None:
    edition = a_day("Lisbon", "kite")
    found = replacement(edition, 1, shipped(), {shipped()[1].question: DAY})
    assert found in shipped()
    assert found not in (*edition.riddles, shipped()[1])
    assert found is not None
    assert found.answer != "kite"


def test_what_was_asked_for_lately_comes_only_where_there_is_no_other() -> None:
    first, second, *_ = shipped()
    past = [replace(a_day(), riddles=(first,))]
    assert replacement(a_day("Lisbon"), 1, (first, second), {}, past) == second
    assert replacement(a_day("Lisbon"), 1, (first,), {}, past) == first
    assert replacement(a_day("Lisbon"), 1, (), {}) is None
    assert replacement(replace(a_day(), riddles=(first,)), 1, (first,), {}) is None


def test_what_stood_in_once_and_had_to_go_does_not_come_back() -> None:
    edition = a_day("Lisbon", spares=("Quito", "Vienna"))
    for answer in ("Quito", "Vienna"):
        found = replacement(edition, 1, (), {})
        assert found is not None
        assert found.answer == answer
        edition = replaced(edition, 1, found, "It was reported.")
    assert replacement(edition, 1, (), {}) is None
    assert edition.spares == ()


async def test_a_riddle_is_replaced_for_all_who_play_later_and_the_log_says_why(redis: Redis) -> None:
    one = editor(redis, desk(*DOINGS))
    before = await one.edition(DAY)
    riddle = await one.replace(DAY, 1, "Three players reported it.")
    after = await one.edition(DAY)
    assert riddle == before.spares[0] == after.riddles[0]
    assert after.spares == before.spares[1:]
    rules = {decision.article.id: decision for decision in after.decisions}
    gone = rules[before.riddles[0].article.id]
    assert gone.rule is Rule.REPLACED
    assert gone.reason.endswith("It was replaced: Three players reported it.")
    assert rules[riddle.article.id].taken
    assert riddle.article.id in await one.editions.used("default")


async def test_what_comes_from_the_reserve_is_remembered_as_played(redis: Redis) -> None:
    one = editor(redis, desk("Lisbon"))
    await one.edition(DAY)
    riddle = await one.replace(DAY, 1, "It was reported.")
    assert riddle in shipped()
    assert await one.editions.last_played("default") == {riddle.question: DAY}
    again = await one.replace(DAY, 1, "It was reported.")
    assert again in shipped()
    assert again != riddle


@pytest.mark.parametrize("place", [0, 2, -1])
async def test_what_is_not_there_is_not_replaced(redis: Redis, place: int) -> None:
    one = editor(redis, desk("Lisbon"))
    assert await one.replace(DAY, 1, "") is None
    await one.edition(DAY)
    assert await one.replace(DAY, place, "") is None


async def test_of_many_who_replace_a_riddle_at_once_one_does(redis: Redis) -> None:
    one = editor(redis, desk(*DOINGS))
    await one.edition(DAY)
    found = await asyncio.gather(*(one.replace(DAY, 1, "It was reported.") for _ in range(5)))
    assert len([riddle for riddle in found if riddle]) == 1


# --- what is told later ------------------------------------------------------------------------------------------


AFTER = "The council meets on Tuesday evening to talk about it, and the doors are open to all who want to come. " * 4


def sequel(title: str, text: str, name: str = "later") -> Article:
    return Article(name, title, f"{text} {AFTER}", f"https://other.example/{name}", "The Gazette", NOW)


async def two_riddles(redis: Redis) -> tuple[Editor, int, Desk]:
    """An editor with two riddles in the edition, the place of Lisbon's, and the news that he reads."""
    news = desk("Lisbon", "Oslo")
    one = editor(redis, news, per_day=2)
    edition = await one.edition(DAY)
    return one, [riddle.answer for riddle in edition.riddles].index("Lisbon") + 1, news


async def test_where_nothing_new_is_told_nothing_is_refused(redis: Redis) -> None:
    one, _, _ = await two_riddles(redis)
    assert await one.look_again(DAY) == ()
    assert await one.look_again(DAY + timedelta(days=1)) == ()


async def test_a_story_that_ended_badly_is_refused_and_no_other(redis: Redis) -> None:
    one, place, news = await two_riddles(redis)
    news.articles += (
        sequel(
            "Two killed as swing above Lisbon harbour wall breaks",
            "Two people were killed on Sunday when the swing that Lisbon has hung above its oldest harbour wall broke.",
        ),
        sequel("Floods kill nine in the Orrin valley", "Nine people were killed by floods in the Orrin valley.", "far"),
    )
    ((found, reason),) = await one.look_again(DAY)
    assert found == place
    assert reason.startswith('"Two killed as swing above Lisbon harbour wall breaks" of The Gazette tells of its story')
    assert "killed" in reason


async def test_a_harmless_sequel_changes_nothing(redis: Redis) -> None:
    one, _, news = await two_riddles(redis)
    news.articles += (
        sequel(
            "Lisbon hangs a second swing above its harbour wall",
            "A second swing for two was hung above the oldest harbour wall of Lisbon on Sunday.",
        ),
    )
    assert await one.look_again(DAY) == ()


async def test_an_article_that_says_something_else_by_now_is_read_again(redis: Redis) -> None:
    one, place, news = await two_riddles(redis)
    changed = replace(article("Lisbon"), title="Man dies on Lisbon swing", text=f"A man died on the swing. {FILLER}")
    news.articles = (changed, article("Oslo"))
    assert [found for found, _ in await one.look_again(DAY)] == [place]


async def test_it_is_told_also_where_the_texts_are_gone(redis: Redis) -> None:
    one, place, news = await two_riddles(redis)
    await one.articles.keep("default", DAY, (), timedelta(hours=1))
    news.articles += (
        sequel(
            "Swing for two kills visitor at the oldest harbour wall of Lisbon",
            "A visitor of Lisbon was killed by the swing for two above the oldest harbour wall.",
        ),
    )
    assert [found for found, _ in await one.look_again(DAY)] == [place]


@pytest.mark.parametrize(
    ("title", "text", "refused"),
    [
        ("Orla Venn dies at 71", "The pianist Orla Venn has died at her home in Skerra.", True),
        ("Orla Venn in hospital after crash", "Orla Venn was seriously injured in a crash on Sunday.", True),
        ("Orla Venn to play in Skerra", "The pianist Orla Venn plays in Skerra on Friday.", False),
        ("Nine killed in Skerra", "Nine people were killed on Sunday. Orla Venn had played there.", False),
        ("Venn dies at 60", "The sculptor Ulrik Venn has died.", False),
    ],
)
async def test_nobody_is_asked_for_on_the_day_of_his_misfortune(
    redis: Redis, title: str, text: str, *, refused: bool
) -> None:
    news = desk()
    one = editor(redis, news)
    about = replace(played(candidate("Orla Venn")), kind=Kind.PERSON, article=article("Oslo").ref)
    await one.editions.put(replace(a_day("Lisbon"), riddles=(about,)))
    news.articles = (sequel(title, text),)
    assert [place for place, _ in await one.look_again(DAY)] == ([1] if refused else [])


async def test_a_riddle_without_a_story_is_not_looked_at(redis: Redis) -> None:
    news = desk("Lisbon")
    one = editor(redis, news)
    await one.stand_in(DAY)
    assert await one.look_again(DAY) == ()
    assert news.reads == 0


# --- decks, and what they may spend ------------------------------------------------------------------------------


TOKENS = 15
"""What the model of these tests uses each time it is asked."""

OWN = new_deck("club", "slack:T1", per_day=1)


def counting(redis: Redis, deck: Deck = OWN, tokens: int = 1_000, **more: object) -> tuple[Editor, Model, RedisDecks]:
    """An editor of a deck beside `default`, its model, and who counts."""
    decks = RedisDecks(redis, Deck(), tokens=tokens)
    model = writer()
    lender = editor(redis, desk("Lisbon", "Oslo"))
    maker = Maker(Crafter(), Way(model))
    one = replace(editor(redis, desk("Quito", "Vienna")), deck=deck, decks=decks, lender=lender, maker=maker)
    return replace(one, **more), model, decks


async def test_what_a_deck_uses_is_counted(redis: Redis) -> None:
    one, _, decks = counting(redis)
    await decks.keep(OWN)
    edition = await one.edition(DAY)
    assert edition.deck == deck_name("club", "slack:T1")
    assert edition.usage.tokens == TOKENS
    assert edition.riddles[0].answer in {"Quito", "Vienna"}
    assert await decks.left(OWN.name, DAY) == 500 - TOKENS
    assert await decks.left("default", DAY) == 500


async def test_a_deck_whose_share_is_spent_plays_the_default_one_and_says_so(redis: Redis) -> None:
    one, model, decks = counting(redis)
    await decks.keep(OWN)
    await decks.spend(OWN.name, NOW.astimezone(UTC).date(), 500)
    theirs = await one.lender.edition(DAY)
    edition = await one.edition(DAY)
    assert model.forms == []
    assert edition.deck == OWN.name
    assert edition.riddles == theirs.riddles
    assert edition.notice == SPENT
    assert edition.number == 1
    assert await one.edition(DAY) == edition
    assert await RedisArticles(redis).articles(OWN.name, DAY) == await RedisArticles(redis).articles("default", DAY)
    assert {riddle.article.id for riddle in theirs.riddles} <= await one.editions.used(OWN.name)


async def test_on_the_next_day_it_makes_its_own_again(redis: Redis) -> None:
    one, _, decks = counting(redis)
    await decks.keep(OWN)
    await decks.spend(OWN.name, DAY, 500)
    await one.edition(DAY)
    later = replace(one, now=lambda: NOW + timedelta(days=1))
    assert (await later.edition(DAY + timedelta(days=1))).riddles[0].answer in {"Quito", "Vienna"}


async def test_the_default_deck_goes_on_without_a_model_when_nothing_is_left(redis: Redis) -> None:
    one, model, decks = counting(redis, Deck(), lender=None)
    await decks.spend("default", DAY, 1_000)
    edition = await one.edition(DAY)
    assert model.forms == []
    assert edition.riddles[0].fallback
    assert edition.notice == "The deck's share of the day's model tokens is used up."


async def test_a_model_is_asked_no_more_when_a_share_is_used_up_on_the_way(redis: Redis) -> None:
    useless: dict[str, list[Candidate] | Exception] = {place: ReplyError("It is not JSON.") for place in DOINGS}
    for share, asked in ((100 * TOKENS, 4), (2 * TOKENS, 2), (TOKENS, 1)):
        model = Model(useless)
        await redis.flushall()
        one, _, decks = counting(redis, tokens=2 * share, maker=Maker(Crafter(), Way(model)), news=desk(*DOINGS))
        await decks.keep(OWN)
        edition = await one.edition(DAY)
        assert len(model.forms) == asked
        assert edition.origin is Origin.NEWS
        assert ("used up" in edition.notice) == (asked < 4)


async def test_a_void_riddle_is_not_borrowed_and_a_spare_stands_in(redis: Redis) -> None:
    one, _, _ = counting(redis, borrows="This deck was removed.")
    theirs = await one.lender.edition(DAY)
    await one.editions.amend("default", DAY, 1, theirs.riddles[0], void=True)
    edition = await one.edition(DAY)
    assert edition.riddles == theirs.spares[:1]
    assert edition.notice == "This deck was removed."


async def test_a_gentle_deck_borrows_only_what_is_gentle(redis: Redis) -> None:
    told = article("Lisbon")
    vote = replace(told, text=f"The parliament voted. The prime minister spoke of the elections. {told.text}")
    gentle = replace(OWN, strictness=Strictness.GENTLE)
    one, _, _ = counting(redis, gentle, borrows="It was removed.", lender=editor(redis, Desk((vote,))))
    edition = await one.edition(DAY)
    assert edition.origin is Origin.RESERVE
    assert edition.riddles[0] in shipped()
    assert edition.notice == "It was removed. None of them suits this deck, so these are from the reserve."
    other, _, _ = counting(redis, gentle, borrows="It was removed.")
    assert (await other.edition(DAY + timedelta(days=1))).riddles[0].answer in PLACES


async def test_in_a_hurry_nothing_is_spent_and_nobody_is_waited_for(redis: Redis) -> None:
    one, model, decks = counting(redis)
    await decks.keep(OWN)
    await decks.spend(OWN.name, DAY, 500)
    edition = await one.quick(DAY, 10)
    assert edition.riddles[0].answer in {"Quito", "Vienna"}
    assert model.forms == []


async def test_an_edition_takes_the_stories_of_its_decks_topics_alone(redis: Redis) -> None:
    deck = Deck("clocks", topics=("clock",))
    one = replace(editor(redis, desk(*DOINGS)), deck=deck)
    edition = await one.edition(DAY)
    assert [riddle.answer for riddle in edition.riddles] == ["Quito"]
    rules = sorted(decision.rule for decision in edition.decisions)
    assert rules == [Rule.TAKEN, Rule.TOPIC, Rule.TOPIC, Rule.TOPIC]
    assert await one.decide([article("Oslo")], fresh=False)
    (decided,) = await one.decide([article("Oslo")])
    assert decided.rule is Rule.TOPIC
