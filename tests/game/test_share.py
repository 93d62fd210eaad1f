"""The line that is shared: it spoils nothing of any riddle that ships, whatever its numbers, and reads well aloud."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Play, Riddle
from bot.game.sentences import Words
from bot.game.share import share
from bot.riddles.checks.leak import leaks
from tests.adapters.store.samples import riddle
from tests.content import shipped

ENGLISH, GERMAN = Words("en"), Words("de")


@cache
def everything() -> tuple[Riddle, ...]:
    """Each riddle that ships, and each answer the sample news may have."""
    rows: list[Any] = [*shipped.reserve(), *shipped.examples()]
    made = [(row["answer"], tuple(row.get("aliases", ()))) for row in rows]
    made += [(str(row["title"]).partition(":")[0], ()) for row in shipped.articles()]
    return tuple(replace(riddle(), answer=answer, aliases=aliases) for answer, aliases in made)


AWKWARD = (
    *("three", "142", "Riddle", "The Streak", "Hints", "Solved", "Guess", "7 Days", "One Direction", "Points", "2"),
    *("Time", "Me", "First", "Without You"),
)


def line(one: Riddle, number: int, play: Play, streak: int, words: Words = ENGLISH) -> str:
    return share(words, str(number), one, play, streak)


def test_it_reads_well_aloud() -> None:
    play = Play(3, 1, solved=True, points=5)
    assert line(riddle(), 142, play, 5) == "Riddle 142: solved in 3 guesses with one hint, streak 5"
    assert line(riddle(), 142, Play(1, solved=True), 1) == "Riddle 142: solved at the first guess without a hint"
    assert line(riddle(), 142, Play(4, 3, given_up=True), 0) == "Riddle 142: not solved this time"
    assert line(riddle(), 142, play, 5, GERMAN) == "Rätsel 142: in 3 Versuchen mit einem Hinweis gelöst, Serie 5"


def test_no_riddle_that_ships_is_spoiled() -> None:
    plays = [Play(1, solved=True), Play(3, 1, solved=True), Play(12, 3, solved=True), Play(2, given_up=True)]
    assert len(everything()) > 100
    for one in everything():
        for play in plays:
            for words in (ENGLISH, GERMAN):
                said = line(one, 142, play, 5, words)
                assert leaks(one.answer, one.aliases, said) is None, (one.answer, said)


@given(
    one=st.sampled_from(everything()),
    number=st.integers(1, 99_999),
    guesses=st.integers(1, 1_000),
    hints=st.integers(0, 3),
    streak=st.integers(0, 5_000),
    solved=st.booleans(),
)
def test_whatever_the_numbers(one: Riddle, number: int, guesses: int, hints: int, streak: int, solved: bool) -> None:
    play = Play(guesses, hints, solved=solved, given_up=not solved)
    said = line(one, number, play, streak)
    assert leaks(one.answer, one.aliases, said) is None, said
    assert said.isascii()
    assert len(said) < 100
    assert "\n" not in said


@pytest.mark.parametrize("answer", AWKWARD)
@pytest.mark.parametrize("numbers", [(142, 3, 1, 5), (3, 3, 3, 3), (7, 7, 2, 7), (1, 1, 1, 1), (2, 2, 2, 2)])
def test_a_part_that_would_tell_the_answer_is_left_out(answer: str, numbers: tuple[int, int, int, int]) -> None:
    number, guesses, hints, streak = numbers
    one = replace(riddle(), answer=answer, aliases=())
    said = line(one, number, Play(guesses, hints, solved=True), streak)
    assert leaks(answer, (), said) is None, said
