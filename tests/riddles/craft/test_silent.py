"""No hint made by rule gives the answer away by the check's own rules, and a model's hint that does is replaced."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.riddles.checks import leak
from bot.riddles.checks.context import Context
from bot.riddles.craft import Crafter
from bot.riddles.craft.clue import Clue, three_hints
from bot.riddles.craft.complete import REPLACED
from bot.riddles.craft.lists import animals, known
from bot.riddles.craft.reading import read

STORY = Story((Article("a1", "A day of races", "A bridge has opened. Many people came to see it."),))
AWKWARD = [
    "forty-two", "one hundred and eighty", "four", "one", "Gulliver's Travels", "Happy Birthday to You",
    "Letter to the World", "The Four Seasons", "Three Men in a Boat", "J.K. Rowling", "Two Words", "What You Seek",
    "First Lady", "The End", "Preston North End", "Halo 2", "Marks & Spencer", "Initials", "Vitamin C", "hide-and-seek",
]  # fmt: skip
TENS, ONES = "twenty thirty forty fifty sixty seventy eighty ninety", "one two three four five six seven eight nine"
NUMBERS = [f"{ten}-{one}" for ten in TENS.split() for one in ONES.split()] + ONES.split()
ANSWERS = {(answer, ()) for answer in (*AWKWARD, *NUMBERS, *animals())}
ANSWERS |= {(entry.name, tuple(entry.others)) for entry in known().values()}
INITIALS = ("3M", "B B King")
"""Of these the last hint says too much, whatever it says."""


def silent(answer: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """The hints made of the letters of an answer alone, which the check lets pass; none where there are none."""
    clue = Clue(answer, Kind.THING)
    made = three_hints(clue, "What is it?", (0,), (), (answer, *aliases), read(STORY.lead), STORY) or ()
    candidate = Candidate(Form.QUESTION, Kind.THING, "", answer, aliases, made)
    said = leak.check(candidate, Context())
    assert said.passed, f"{answer}: {said.reason}"
    return made


@pytest.mark.parametrize("answer", AWKWARD)
def test_an_answer_that_has_words_of_the_hints_gets_three_that_do_not_say_them(answer: str) -> None:
    assert len(silent(answer, ())) == 3


@settings(deadline=None)
@given(st.sampled_from(sorted(ANSWERS)))
def test_names_animals_and_numbers_have_three_hints_that_give_nothing_away(named: tuple[str, tuple[str, ...]]) -> None:
    assert len(silent(*named)) == 3 or named[0] in INITIALS


STORY_OF_FOG = Story(
    (
        Article(
            "a2",
            "Museum shows nothing but fog",
            "Iceland has opened a museum that shows nothing but fog. It stands on a cliff and has seven rooms. "
            "Visitors find their way by a bell on a string. Iceland has more museums than most countries of its size.",
        ),
    )
)


def test_only_the_hint_of_a_model_that_leaks_is_replaced_and_the_candidate_says_so() -> None:
    own = ("It is an island.", "Icelanders like museums.", "It begins with I.")
    made = Candidate(
        Form.SUMMARY, Kind.PLACE, "Seven rooms of fog,\nand a bell.", "Iceland", hints=own, note="It was cut."
    )
    whole = Crafter().complete(made, STORY_OF_FOG)
    assert (whole.hints[0], whole.hints[2]) == (own[0], own[2])
    assert whole.hints[1] != own[1]
    assert leak.check(whole, Context(STORY_OF_FOG)).passed
    assert whole.note == f"It was cut. {REPLACED}"
    again = Crafter().complete(replace(made, note=whole.note), STORY_OF_FOG)
    assert (again.hints, again.note) == (whole.hints, whole.note)


def test_nothing_is_told_of_hints_by_rule_where_none_can_be_made() -> None:
    made = Candidate(Form.SUMMARY, Kind.ORGANISATION, "It sticks.\nWhat is it?", "3M", hints=("3M is it.", "Two", "M"))
    none = Crafter().complete(made, STORY)
    assert (none.hints, none.note) == ((), "")


def test_the_last_hint_of_a_model_may_give_letters() -> None:
    own = (
        "It makes films.",
        "It is to be seen at home.",
        "The initials are B.B.C., of seven, twelve and eleven letters.",
    )
    answer = "British Broadcasting Corporation"
    made = Candidate(Form.SUMMARY, Kind.ORGANISATION, "It tells.\nWho is it?", answer, hints=own)
    assert Crafter().complete(made, STORY_OF_FOG).hints == made.hints
