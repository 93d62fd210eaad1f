"""How many will solve a riddle, and what follows for the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Candidate, Difficulty, Form, Kind, Tally
from bot.riddles.cues import PRIOR, cues_of, step_of
from bot.riddles.difficulty import EASY, HARD, label
from bot.riddles.helping import fitted, ladder, letters
from bot.riddles.reckoning import AIM, BOUNDS, Reckoner, Result, results_of
from tests.adapters.store.samples import DAY, edition, riddle

PORTUGAL = Candidate(
    form=Form.FIRST_PERSON,
    kind=Kind.PLACE,
    question="I grow half of the cork of the world.\nI am the westernmost of my neighbours.\nWhich country am I?",
    answer="Portugal",
    hints=("Look for a country.", "____ has opened a long footbridge.", 'It starts with "P" and has eight letters.'),
)
OBSCURE = replace(PORTUGAL, form=Form.SUMMARY, kind=Kind.WORK, answer="The Skerryvore Variations")

candidates = st.builds(
    replace,
    st.just(PORTUGAL),
    form=st.sampled_from(Form),
    kind=st.sampled_from(Kind),
    answer=st.sampled_from(["Portugal", "Bo", "The Skerryvore Variations", "42", "the otter", "\u00df"]),
    question=st.sampled_from(["Who?", PORTUGAL.question, "word " * 90]),
    hints=st.sampled_from([(), PORTUGAL.hints, ladder(PORTUGAL)[-1].hints]),
)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    counts = [draw(st.integers(0, 400)) for _ in range(5)]
    none, one, two, three, given_up = counts
    return Tally(DAY, 1, sum(counts) + draw(st.integers(0, 50)), (none, one, two, three), given_up)


results = st.builds(Result, candidates, tallies(), st.integers(1, 60))


def played(solved: int, players: int = 100, riddle: Candidate = PORTUGAL, days: int = 1) -> Result:
    return Result(riddle, Tally(DAY, 1, players, (0, 0, 0, solved)), days)


# --- the reckoner -------------------------------------------------------------------------------------------------


def test_without_results_common_sense_speaks() -> None:
    assert Reckoner.of([]) == Reckoner() == Reckoner.of([played(0, players=0)])
    assert Reckoner().chance(PORTUGAL) > Reckoner().chance(OBSCURE)
    assert label(Reckoner().chance(PORTUGAL)) is not Difficulty.HARD
    assert label(Reckoner().chance(OBSCURE)) is Difficulty.HARD


@settings(max_examples=60, deadline=None)
@given(seen=st.lists(results, max_size=8), asked=candidates)
def test_a_chance_lies_between_none_and_all(seen: list[Result], asked: Candidate) -> None:
    reckoner = Reckoner.of(seen)
    assert 0 < reckoner.chance(asked) < 1
    assert BOUNDS[0] <= reckoner.aim <= BOUNDS[1]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), seen=st.lists(results, min_size=2, max_size=6), asked=candidates)
def test_the_order_of_results_does_not_matter(data: st.DataObject, seen: list[Result], asked: Candidate) -> None:
    shuffled = data.draw(st.permutations(seen))
    assert Reckoner.of(shuffled).chance(asked) == pytest.approx(Reckoner.of(seen).chance(asked), abs=1e-6)
    assert Reckoner.of(shuffled).aim == pytest.approx(Reckoner.of(seen).aim)


@settings(max_examples=40, deadline=None)
@given(seen=st.lists(results, max_size=5), asked=candidates, solved=st.integers(0, 99), days=st.integers(1, 60))
def test_the_more_solve_a_riddle_the_better_the_chance_of_one_like_it(
    seen: list[Result], asked: Candidate, solved: int, days: int
) -> None:
    fewer, more = (Reckoner.of([*seen, played(count, 100, asked, days)]) for count in (solved, solved + 1))
    assert more.chance(asked) >= fewer.chance(asked) - 1e-9
    assert more.aim <= fewer.aim


def test_few_players_move_little_and_many_do() -> None:
    before = Reckoner().chance(PORTUGAL)
    one, many = (Reckoner.of([played(0, players)]).chance(PORTUGAL) for players in (1, 200))
    assert before - 0.2 < one < before
    assert many < one - 0.1


def test_what_lies_long_back_moves_less() -> None:
    lately, long_ago = (Reckoner.of([played(0, days=days)]).chance(PORTUGAL) for days in (1, 59))
    assert lately < long_ago < Reckoner().chance(PORTUGAL)


def test_what_is_learnt_of_one_kind_says_less_of_another() -> None:
    after = Reckoner.of([played(5, days=day) for day in range(1, 15)])
    lost = [Reckoner().chance(one) - after.chance(one) for one in (PORTUGAL, OBSCURE)]
    assert lost[0] > lost[1] > 0


def test_after_riddles_that_were_too_hard_the_next_one_is_to_be_easier() -> None:
    assert Reckoner.of([played(40)]).aim > AIM > Reckoner.of([played(95)]).aim
    assert Reckoner.of([played(0, days=20)]).aim == AIM
    assert Reckoner.of([played(0, players=1)]).aim < Reckoner.of([played(0, players=50)]).aim


def test_a_fortnight_off_the_aim_is_urgent_whichever_way_and_one_day_is_not() -> None:
    right, hard, easy = (
        Reckoner.of([played(solved, days=day) for day in range(1, 14)]).urgency for solved in (70, 55, 90)
    )
    assert right == pytest.approx(0, abs=1e-9)
    assert hard == easy == 1
    assert 0 < Reckoner.of([played(40)]).urgency < 0.5
    assert Reckoner().urgency == 0


# --- results ------------------------------------------------------------------------------------------------------


def test_tallies_meet_their_riddles_by_day_and_place() -> None:
    one = edition(riddle("lighthouse"), riddle("harbour"))
    told = [Tally(DAY, 2, 3), Tally(DAY, 3, 3), Tally(DAY - timedelta(days=9), 1, 3)]
    (found,) = results_of([one], told, DAY + timedelta(days=4))
    assert (found.riddle, found.days) == (one.riddles[1], 4)


def test_a_tally_never_has_fewer_players_than_ends() -> None:
    assert Tally(DAY, 1, began=1, solved=(1, 0, 0, 1), given_up=2).players == 4
    assert Tally(DAY, 1).rate == 0


# --- words and help -----------------------------------------------------------------------------------------------


@given(chance=st.floats(0, 1))
def test_a_label_is_what_its_bounds_say(chance: float) -> None:
    assert (label(chance) is Difficulty.EASY) == (chance >= EASY)
    assert (label(chance) is Difficulty.HARD) == (chance < HARD)


def test_there_are_as_many_cues_as_beliefs() -> None:
    assert len(cues_of(PORTUGAL)) == len(cues_of(riddle())) == len(PRIOR)


def test_the_ladder_of_help_rises_from_the_length_to_three_of_four() -> None:
    steps = {step_of(one.hints): one for one in ladder(PORTUGAL)}
    assert [steps[step].hints[-1] for step in (-2, -1, 0, 1, 2, 3)] == [
        "Letters in it, figures counted too: 8.",
        'It starts with "P".',
        'It starts with "P" and has eight letters.',
        'It starts with "P" and has eight letters. Every other letter: P?r?u?a?',
        'It starts with "P" and has eight letters. Two letters of three: Po?tu?al',
        'It starts with "P" and has eight letters. Three letters of four: Por?uga?',
    ]
    chances = [Reckoner().chance(steps[step]) for step in (-2, -1, 0, 1, 2, 3)]
    assert chances == sorted(chances)


@given(answer=st.text(st.characters(codec="utf-8"), max_size=40), step=st.sampled_from([1, 2, 3]))
def test_letters_never_spell_the_whole_answer(answer: str, step: int) -> None:
    shown = letters(answer, step)
    assert not shown or shown != " ".join(answer.split())


def test_too_few_solves_bring_more_letters_and_too_many_fewer() -> None:
    hard, easy = (Reckoner.of([played(solved, days=day) for day in range(1, 9)]) for solved in (30, 99))
    assert step_of(fitted(PORTUGAL, hard).hints) > 0
    assert step_of(fitted(PORTUGAL, easy).hints) < 0
    assert fitted(PORTUGAL, Reckoner.of([played(70)])) == PORTUGAL
    assert fitted(OBSCURE, Reckoner()) == OBSCURE == fitted(OBSCURE, Reckoner.of([played(0, players=9)]))
    assert fitted(replace(PORTUGAL, hints=()), hard).hints == ()
