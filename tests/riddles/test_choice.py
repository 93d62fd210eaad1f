"""Which riddle is taken, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Candidate, Form, Outcome
from bot.riddles.choice import Scale, choose
from bot.riddles.reckoning import AIM
from bot.riddles.trials import trials
from bot.riddles.variety import Week, week_of
from tests.riddles.made import candidate, crafted, played, tried

if TYPE_CHECKING:
    from bot.domain import Riddle

SUMMARY = "In houses they stay,\nthe people of the bay,\nfor the trams of the town\nhave all been shut down today."


class Expect:
    """Players of whom a given share solves a riddle, by its answer."""

    aim = AIM
    heard = 0
    urgency = 0.0

    def __init__(self, **shares: float) -> None:
        self.shares = shares

    def after(self, tries: int, urgency: float) -> Expect:
        """The same, once so many tries told how far the last fortnight was off."""
        self.heard, self.urgency = tries, urgency
        return self

    def chance(self, candidate: Candidate | Riddle) -> float:
        return self.shares.get(candidate.answer, AIM)


def test_only_what_passed_is_chosen() -> None:
    good, bad = tried(crafted("Oslo", score=1.0)), tried(candidate("Quito"), 1, copy=Outcome.FAILED)
    assert choose([good, bad], 2) == [good]


def test_a_trusted_model_comes_before_craft_and_a_summary_before_a_question() -> None:
    plain, verse = tried(candidate("Oslo")), tried(candidate("Quito", Form.SUMMARY, question=SUMMARY), 1)
    ours = tried(crafted("Vienna", Form.SUMMARY, score=30.0, question=SUMMARY), 2)
    assert choose([ours, plain, verse], 3) == [verse, plain, ours]


def test_no_form_opens_twice_running_unless_no_other_passed() -> None:
    best, other = tried(candidate("Oslo")), tried(crafted("Quito", Form.FIRST_PERSON, score=1.0), 1)
    assert choose([best, other], 1, Form.QUESTION) == [other]
    assert choose([best, other], 2, Form.QUESTION) == [other, best]
    assert choose([best], 1, Form.QUESTION) == [best]


def test_an_answer_is_taken_once_by_whatever_name() -> None:
    one = tried(candidate("the Netherlands"))
    other = tried(candidate("Holland", aliases=("Netherlands",)), 1)
    assert len(choose([one, other], 2)) == 1


def test_three_riddles_differ_in_form_where_there_is_a_choice() -> None:
    answers = ("Oslo", "Quito", "Vienna")
    every = [tried(candidate(answer, form), rank) for rank, answer in enumerate(answers) for form in Form]
    assert {one.candidate.form for one in choose(every, 3)} == set(Form)


def test_a_draft_longer_than_an_edition_takes_the_best_of_each_story() -> None:
    answers = ("Oslo", "Quito", "Vienna", "Lima", "Cairo", "Tunis")
    every = [
        tried(crafted(answer, form, score=score), rank)
        for rank, answer in enumerate(answers)
        for form, score in ((Form.FIRST_PERSON, 20.0), (Form.QUESTION, 15.0))
    ]
    assert {one.candidate.form for one in choose(every, 6)} == {Form.FIRST_PERSON}
    assert {one.candidate.form for one in choose(every, 5)} == {Form.FIRST_PERSON, Form.QUESTION}


def test_the_riddle_that_as_many_solve_as_one_aims_at_is_preferred() -> None:
    scale = Scale(chances=Expect(Oslo=0.1, Quito=AIM, Vienna=1.0))
    every = [tried(candidate(answer), rank, scale) for rank, answer in enumerate(("Oslo", "Quito", "Vienna"))]
    assert choose(every, 1)[0].candidate.answer == "Quito"


def test_the_further_off_the_last_fortnight_the_more_the_aim_counts() -> None:
    worths = [
        tried(candidate("Oslo"), scale=Scale(chances=Expect(Oslo=0.5).after(tries, urgency))).worth
        for tries, urgency in ((0, 1.0), (100, 0.0), (100, 0.5), (100, 1.0))
    ]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == 4


def test_a_doubt_and_a_bad_length_cost_worth() -> None:
    good = tried(candidate("Oslo"))
    assert tried(candidate("Oslo"), single=Outcome.SKIPPED).worth < good.worth
    assert tried(candidate("Oslo", question="Which city is that?")).worth < good.worth
    assert tried(candidate("Oslo", question="Which city is " + "very " * 60 + "old?")).worth < good.worth


def test_what_the_week_has_heard_is_worth_less() -> None:
    scale = Scale(week_of([[played(candidate("Oslo"))]]))
    assert tried(candidate("Oslo"), scale=scale).worth < tried(candidate("Oslo")).worth - 2


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(Form), st.floats(0, 30)), max_size=8))
def test_however_they_come_the_same_are_chosen(made: list[tuple[str, Form, float]]) -> None:
    every = [
        tried(crafted(f"{answer}ville", form, round(score + rank, 3)), rank)
        for rank, (answer, form, score) in enumerate(made)
    ]
    chosen = choose(every, 3, Form.SUMMARY)
    assert [one.rank for one in choose(every[::-1], 3, Form.SUMMARY)] == [one.rank for one in chosen]
    assert len({one.candidate.answer for one in chosen}) == len(chosen)
    if any(one.candidate.form is not Form.SUMMARY for one in every):
        assert chosen[0].candidate.form is not Form.SUMMARY


def test_every_candidate_is_told_why_it_won_or_not() -> None:
    scale = Scale(Week())
    winner = tried(crafted("Oslo", Form.FIRST_PERSON, 20.0), 0, scale)
    barred = tried(candidate("Quito"), 1, scale)
    twin = tried(crafted("Oslo", score=10.0), 2, scale)
    same = tried(crafted("Bergen", score=5.0), 0, scale)
    broken = tried(candidate("Vienna"), 3, scale, leak=Outcome.FAILED, copy=Outcome.FAILED)
    every = [winner, barred, twin, same, broken]
    said = {one.candidate: one for one in trials(every, choose(every, 1, Form.QUESTION), Form.QUESTION)}
    assert said[winner.candidate].chosen
    assert said[winner.candidate].reason.startswith("chosen: worth 2.")
    assert "the next best, of another story, is worth 4" in said[winner.candidate].reason
    assert "but a question opened the last edition" in said[winner.candidate].reason
    assert said[winner.candidate].reason.endswith("it opens the edition, as the last one was opened by a question")
    assert said[barred.candidate].reason.endswith("but a question opened the last edition")
    assert said[twin.candidate].reason.endswith('has the answer of a riddle that was chosen, "Oslo"')
    assert said[same.candidate].reason.endswith("but the story's first-person riddle was chosen")
    assert said[broken.candidate].reason == "failed leak and copy"
    assert not any(one.chosen for one in said.values() if one.candidate is not winner.candidate)


def test_trials_are_told_story_by_story_what_was_chosen_first() -> None:
    every = [
        tried(crafted("Oslo", score=1.0)),
        replace(tried(candidate("Vienna"), 1, leak=Outcome.FAILED)),
        tried(candidate("Quito"), 1),
        tried(crafted("Bergen", score=9.0)),
    ]
    told = [trial.candidate.answer for trial in trials(every, choose(every, 1), None)]
    assert told == ["Quito", "Vienna", "Bergen", "Oslo"]
