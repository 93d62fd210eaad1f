"""One answer, and no other of its kind: against a labelled set, and case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain import Article, Candidate, Form, Kind, Outcome, Story
from bot.riddles.checks import general, single
from bot.riddles.checks.context import Context
from tests.content.shipped import Row, reserve

ROWS = [
    json.loads(line) for line in (Path(__file__).parents[2] / "data" / "single.jsonl").read_text("utf-8").splitlines()
]


def _story(told: dict[str, Any]) -> Story:
    return Story((Article(told["title"], told["title"], told["text"]),))


def _refused(text: str, question: str, answer: str, kind: Kind, others: tuple[Story, ...] = ()) -> bool:
    story = _story({"title": "News of the day", "text": text})
    candidate = Candidate(Form.FIRST_PERSON, kind, question, answer)
    return single.check(candidate, Context(story, others)).outcome is Outcome.FAILED


def _judged(split: str) -> list[tuple[bool, bool]]:
    """Whether two fit, and whether the check says so."""
    found = []
    for row in ROWS:
        context = Context(_story(row), tuple(map(_story, row.get("others", ()))))
        for one in row["riddles"] if row["split"] == split else ():
            candidate = Candidate(Form.FIRST_PERSON, Kind(one["kind"]), one["question"], one["answer"])
            found.append((not one["one"], single.check(candidate, context).outcome is Outcome.FAILED))
    return found


@pytest.mark.parametrize("split", ["seen", "held_out"])
def test_riddles_that_two_fit_are_told_from_those_that_one_fits(split: str) -> None:
    judged = _judged(split)
    right, missed, wrong = judged.count((True, True)), judged.count((True, False)), judged.count((False, True))
    assert right / (right + missed) >= 0.8
    assert right / (right + wrong) >= 0.95


def test_the_labelled_set_is_large() -> None:
    assert sum(len(row["riddles"]) for row in ROWS) >= 120


@pytest.mark.parametrize("row", reserve(), ids=lambda row: row["answer"])
def test_every_riddle_of_the_reserve_tells_enough(row: Row) -> None:
    assert general.tells(row["question"], None) >= general.ENOUGH


def test_a_detail_told_of_the_answer_alone_is_enough() -> None:
    text = "The bakers Olga Prent and Marek Sool share an oven. Olga Prent bakes at night and Marek Sool at dawn."
    assert _refused(text, "I share an oven with another baker of my street. Who am I?", "Olga Prent", Kind.PERSON)
    assert not _refused(text, "I share an oven, and use it at night. Who am I?", "Olga Prent", Kind.PERSON)


def test_one_whom_the_article_names_in_another_role_is_no_rival() -> None:
    text = "The Arden Museum bought four letters of the painter Ilse Brandt for 90,000 euros."
    question = "I paid 90,000 euros for four letters of a painter. Which museum am I?"
    assert not _refused(text, question, "Arden Museum", Kind.ORGANISATION)


def test_what_follows_a_name_and_an_aside_is_told_of_that_name() -> None:
    text = "Peru may have won but was tedious. Chile, on the other hand, has played with joy since it lost in 1994."
    assert not _refused(text, "I have played with joy since 1994. Which country am I?", "Chile", Kind.PLACE)


def test_a_question_may_ask_at_its_very_end() -> None:
    assert general.asked("Rain fell for nine days in which European country?") == {"european", "country"}
    assert general.asked("Which old town am I?") == {"old", "town"}


def test_what_both_did_is_told_of_both_even_where_neither_is_named_again() -> None:
    text = (
        "Ghent and Bruges have banned cars. In both cities bread came by boat, and a free lunch was laid on the quays."
    )
    question = "Bread came to me by boat, and a free lunch was laid on my quays. Which city am I?"
    assert _refused(text, question, "Ghent", Kind.PLACE)


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("I am a country in Europe. Which country am I?", "Portugal", Kind.PLACE),
        ("I am a bank with more than 1,000 staff. Which bank am I?", "Arden Bank", Kind.ORGANISATION),
        ("I am an opera with music and a choir. Which opera am I?", "Silent Harvest", Kind.WORK),
        ("I help people to see far. What am I?", "telescope", Kind.THING),
    ],
)
def test_what_is_true_of_many_has_more_than_one_answer(question: str, answer: str, kind: Kind) -> None:
    assert _refused(f"{answer} was in the news on Monday. More was not told.", question, answer, kind)


def test_a_town_is_no_rival_of_a_country_nor_a_country_of_a_town() -> None:
    text = "In Greece the village of Lithari sells the shadow of its tree by the hour. Italy wants to do the same."
    question = "In one of my villages the shadow of a tree is sold by the hour. Which country am I?"
    assert not _refused(text, question, "Greece", Kind.PLACE)


def test_two_lakes_two_films_and_two_animals_are_rivals() -> None:
    assert _refused(
        "Lake Rossa and Lake Min turned pink on Thursday because of algae.",
        "I turned pink on Thursday because of algae. Which lake am I?",
        "Lake Rossa",
        Kind.PLACE,
    )
    assert _refused(
        "The films Low Tide and The Last Baker shared the main prize at the festival of Trebon on Sunday.",
        "I shared the main prize of a festival on Sunday. Which film am I?",
        "Low Tide",
        Kind.WORK,
    )
    assert _refused(
        "A camera filmed a wolf and a bear at an apple tree in the Apennines.",
        "A camera filmed me at an apple tree in the Apennines. What am I?",
        "wolf",
        Kind.ANIMAL,
    )
