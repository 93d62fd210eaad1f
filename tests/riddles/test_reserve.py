"""The reserve, as the edition of a bad day takes from it."""

from dataclasses import replace
from datetime import date

from bot.domain import ArticleRef, Strictness, may_be_released
from bot.riddles.reserve import least_recent, shipped, suits


def test_every_riddle_of_the_reserve_may_be_released() -> None:
    assert len(shipped()) >= 60
    for riddle in shipped():
        assert may_be_released(riddle.checks, with_article=False), riddle.question
        assert riddle.fallback
        assert riddle.article is None


def test_what_was_never_played_comes_first_and_then_what_was_played_longest_ago() -> None:
    first, second, third, *_ = shipped()
    played = {first.question: date(2026, 11, 2), second.question: date(2026, 11, 1)}
    assert least_recent([first, second, third], played) == [third, second, first]


def test_an_answer_that_is_to_be_avoided_is_left_out() -> None:
    first, second, *_ = shipped()
    assert least_recent([first, second], {}, [first.answer.upper()]) == [second]


def test_every_riddle_that_ships_suits_all_but_a_gentle_deck_and_most_suit_that_too() -> None:
    for strictness in (Strictness.STANDARD, Strictness.OPEN):
        assert all(suits(riddle, strictness) for riddle in shipped())
    assert sum(suits(riddle, Strictness.GENTLE) for riddle in shipped()) >= 45


def test_a_riddle_of_news_suits_a_deck_as_its_story_would() -> None:
    told = replace(
        shipped()[0],
        article=ArticleRef("vote", "Parliament of Skerra votes on ferries", "", "The Post", None),
        summary="The parliament of Skerra voted on the ferries on Monday.",
    )
    assert suits(told, Strictness.STANDARD)
    assert not suits(told, Strictness.GENTLE)
