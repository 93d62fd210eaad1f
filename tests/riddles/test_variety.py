"""What repeats itself costs worth, and what forms are asked for."""

from __future__ import annotations

from bot.domain import Form, Kind
from bot.riddles.variety import WEEK, body_of, closing_of, of_riddle, opening_of, sameness, week_of
from tests.riddles.made import candidate, played


def test_the_form_that_opened_the_last_edition_is_asked_for_last_and_a_summary_first() -> None:
    assert week_of([]).forms()[0] is Form.SUMMARY
    assert week_of([[played(candidate(form=Form.QUESTION))]]).forms() == (
        Form.SUMMARY,
        Form.FIRST_PERSON,
        Form.QUESTION,
    )
    after = week_of([[played(candidate(form=Form.SUMMARY))], [played(candidate(form=Form.QUESTION))]])
    assert after.forms() == (Form.FIRST_PERSON, Form.QUESTION, Form.SUMMARY)


def test_only_the_first_riddle_of_an_edition_opens_it() -> None:
    edition = [played(candidate(form=Form.FIRST_PERSON)), played(candidate(form=Form.SUMMARY))]
    assert week_of([edition]).opener is Form.FIRST_PERSON
    assert week_of([[]]).opener is None


def test_a_third_time_an_opening_costs_more_than_twice_a_second_time() -> None:
    one = of_riddle(played(candidate("Oslo", question="Which city by the sea sings?")))
    costs = [
        week_of([[played(candidate(f"City {n}", question=f"Which city by {n} hums?"))] for n in range(times)]).costs(
            one
        )
        for times in range(3)
    ]
    assert costs[0]["opening"] == 0
    assert costs[2]["opening"] > 2 * costs[1]["opening"] > 0


def test_an_answer_is_known_again_by_its_other_names() -> None:
    week = week_of([[played(candidate("The Netherlands", aliases=("Holland",)))]])
    assert week.costs(of_riddle(played(candidate("Holland"))))["answer"] > 0
    assert week.costs(of_riddle(played(candidate("Oslo"))))["answer"] == 0


def test_a_kind_and_a_topic_cost_by_their_share_of_the_week() -> None:
    one = of_riddle(played(candidate("Oslo"), "sport"))
    half = week_of([[played(candidate("Rome"), "sport")], [played(candidate("Nessie", kind=Kind.ANIMAL), "science")]])
    whole = week_of([[played(candidate("Rome"), "sport")]])
    assert 0 < half.costs(one)["kind"] == whole.costs(one)["kind"] / 2
    assert 0 < half.costs(one)["topic"] == whole.costs(one)["topic"] / 2


def test_what_was_played_before_the_week_is_forgotten() -> None:
    editions = [[played(candidate(f"City {n}"))] for n in range(WEEK + 5)]
    assert len(week_of(editions).riddles) == WEEK


def test_each_likeness_within_an_edition_costs_but_not_without_end() -> None:
    one = of_riddle(played(candidate("Oslo")))
    other = of_riddle(played(candidate("Nessie", Form.SUMMARY, kind=Kind.ANIMAL, question="A beast was seen.")))
    assert sameness(one, []) == 0 <= sameness(one, [other]) < sameness(one, [one]) < sameness(one, [one, one])
    assert sameness(one, [one] * 5) == sameness(one, [one] * 2)


def test_a_riddle_is_told_apart_from_its_closing_formula() -> None:
    question = "I wear my rings like a hat.\nI am beyond Jupiter.\nWhich planet am I?"
    assert opening_of(question) == "i wear my"
    assert closing_of(question) == "which planet am i?"
    assert body_of(question) == "I wear my rings like a hat. I am beyond Jupiter."
    assert closing_of("Which city is it?") == ""
    assert body_of("Which city is it?") == "Which city is it?"


def test_a_phrase_of_the_archive_costs_worth_however_long_ago_and_the_closing_formula_does_not() -> None:
    one = of_riddle(played(candidate(question="I have been ruled out of the final by a goose.\nWho am I?")))
    costs = [
        week_of([], archive).costs(one)["phrases"]
        for archive in (
            [],
            ["A swan sang. Who am I?"],
            ["He was ruled out of it."],
            ["I have been ruled out."],
        )
    ]
    assert costs[0] == costs[1] == 0 < costs[2] < costs[3]
