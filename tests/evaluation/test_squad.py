"""Exact match and F1 are reckoned as SQuAD's scripts do it, and never flatter."""

from __future__ import annotations

import random

import pytest

from bot.evaluation.metrics.squad import Question, Version, best, by_chance, exact, f1, normalised, score, score_one
from bot.evaluation.squad import chosen, outcome
from bot.evaluation.squad_files import shipped
from tests.evaluation import plain

ONE, TWO = Version.ONE, Version.TWO


def asked(*answers: str, id_: str = "1", context: str = "") -> Question:
    return Question(id_, context, "", answers)


@pytest.mark.parametrize("version", [ONE, TWO])
def test_every_score_is_that_of_the_published_rules(version: Version):
    chance = random.Random(version)
    for _ in range(250):
        paper = plain.paper(chance, answerless=version is TWO)
        scored = score(paper.questions, paper.said, version)
        for one in paper.questions:
            found = scored.exact[one.id], scored.f1[one.id]
            assert found == pytest.approx(plain.squad_score(one, paper.said[one.id], version), abs=1e-9)


def test_the_best_threshold_is_the_best_of_all():
    chance = random.Random(5)
    for _ in range(100):
        paper = plain.paper(chance, answerless=True)
        scored = score(paper.questions, paper.said, TWO)
        found = best(paper.questions, paper.said, scored, paper.no_answer)
        assert (found.exact, found.exact_threshold) == pytest.approx(plain.squad_best(paper, 0))
        assert (found.f1, found.f1_threshold) == pytest.approx(plain.squad_best(paper, 1))


def test_case_punctuation_articles_and_blanks_do_not_count():
    assert normalised("  The U.S.  Council,\n an\u00a0Office ") == "us council office"
    assert exact("the ferry company", "Ferry Company.") == 1
    assert normalised("théâtre the-cat") == "théâtre thecat"


def test_f1_is_the_harmonic_mean_of_shared_words():
    assert f1("seven tall ships", "seven ships", ONE) == pytest.approx(0.8)
    assert f1("ships ships", "ships", ONE) == pytest.approx(2 / 3)
    assert f1("seven", "eight", ONE) == 0


def test_two_empty_answers_agree_by_the_rules_of_v2_alone():
    assert (f1("the", "", ONE), f1("the", "", TWO)) == (0, 1)
    assert score_one(asked(), "", TWO) == (1, 1)
    assert score_one(asked(), "the", TWO) == (1, 1)
    assert score_one(asked(), "cat", TWO) == (0, 0)


def test_the_answer_that_suits_best_counts():
    assert score_one(asked("nine", "nine votes to four"), "nine votes", ONE) == (0, pytest.approx(2 / 3))


def test_a_question_without_a_prediction_counts_as_wrong_even_where_there_is_no_answer():
    scored = score([asked("x"), asked(id_="2")], {"1": "x"}, TWO)
    assert scored.exact == {"1": 1, "2": 0}
    assert scored.missing == ("2",)


def test_above_the_threshold_no_answer_is_taken_as_given():
    questions = [asked("x"), asked(id_="2"), asked("z", id_="3")]
    said = {"1": "x", "2": "y", "3": "z"}
    assert score(questions, said, TWO, {"1": 0.1, "2": 0.9, "3": 0.9}, 0.5).exact == {"1": 1, "2": 1, "3": 0}
    assert score(questions, said, TWO, {"1": 0.1, "2": 1.0, "3": 0.9}).exact == {"1": 1, "2": 0, "3": 1}


def test_the_gold_answers_of_the_small_set_score_full_marks_by_both_rules():
    _, questions = shipped()
    said = {one.id: one.answers[0] if one.answers else "" for one in questions}
    for version, count in ((ONE, 40), (TWO, 60)):
        some = chosen(questions, version)
        found = outcome(some, said, version)
        assert len(some) == count
        assert [figure.value.mean for figure in found.figures[:2]] == [1, 1]
        assert found.missing == 0
        # Fifteen texts that agree are no certainty.
        assert found.figures[0].value.low == pytest.approx(0.025 ** (1 / 15))


def test_to_answer_nothing_reaches_just_its_share_and_the_chance_level_says_so():
    _, questions = shipped()
    found = outcome(questions, {one.id: "" for one in questions}, TWO)
    by_name = {figure.name: figure for figure in found.figures}
    assert by_name["exact match"].value.mean == pytest.approx(1 / 3)
    assert by_name["HasAns F1"].value.mean == 0
    assert (by_name["NoAns exact match"].value.mean, by_name["NoAns exact match"].questions) == (1, 20)
    assert [one.chance for one in found.scores("x")] == pytest.approx([1 / 3, 1 / 3])


def test_the_interval_is_over_texts_and_the_mean_over_questions():
    questions = [asked("x", id_=str(at), context="long") for at in range(9)] + [asked("x", id_="9", context="short")]
    figure = outcome(questions, {"9": "x", **{str(at): "y" for at in range(9)}}, ONE).figures[0]
    assert (figure.value.mean, figure.questions, figure.texts) == (pytest.approx(0.1), 10, 2)
    assert figure.value[1:] == (0, 1)


def test_chance_seldom_finds_an_answer_and_finds_the_same_again():
    _, questions = shipped()
    found = by_chance(chosen(questions, ONE), ONE, 1)
    assert 0 < found[0] < 0.05
    assert found[0] < found[1] < 0.2
    assert found == by_chance(chosen(questions, ONE), ONE, 1)


def test_some_questions_are_drawn_with_the_seed_and_stay_in_order():
    _, questions = shipped()
    some = chosen(questions, TWO, 10, seed=3)
    assert some == chosen(questions, TWO, 10, seed=3) != chosen(questions, TWO, 10, seed=4)
    assert sorted(some, key=questions.index) == list(some)
    assert len(chosen(questions, TWO, 100)) == 60
