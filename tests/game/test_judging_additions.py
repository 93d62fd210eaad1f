"""The whole answer with something beside it: right where that describes it, never where it is another thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import Judgement, Kind
from bot.game.judging import judge

_ANOTHER, _, _DESCRIBED = (Path(__file__).parent / "additions.txt").read_text("utf-8").partition("[described]")


def each(section: str) -> list[tuple[str, str, tuple[str, ...], Kind]]:
    rows = [line.split(" | ") for line in section.splitlines() if line.count(" | ") == 3]
    return [
        (said.strip(), answer, tuple(filter(None, names.split("; "))), Kind(kind))
        for kind, answer, names, text in rows
        for said in text.split(";")
    ]


def right(said: str, answer: str, names: tuple[str, ...], kind: Kind) -> bool:
    return judge(said, answer, names, kind=kind).judgement is Judgement.CORRECT


def test_what_makes_another_thing_of_the_answer_is_never_right() -> None:
    assert len(each(_ANOTHER)) > 480
    assert not [one for one in each(_ANOTHER) if right(*one)]


def test_the_answer_with_a_description_of_it_is_right() -> None:
    assert len(each(_DESCRIBED)) > 100
    assert not [one for one in each(_DESCRIBED) if not right(*one)]


@pytest.mark.parametrize("between", [", ", " - ", " (", ": ", " in ", " of ", " the ", " aka "])
def test_two_answers_of_one_kind_are_two_guesses(between: str) -> None:
    names = sorted({(kind, answer) for _, answer, _, kind in each(_ANOTHER)})
    pairs = [(kind, one, two) for kind, one in names for other, two in names if kind is other and one != two]
    assert not [(one, two) for kind, one, two in pairs if right(f"{one}{between}{two}", one, (), kind)]


@pytest.mark.parametrize(
    ("said", "answer", "judged"),
    [
        ("southern sudan, i mean south sudan", "South Sudan", Judgement.CORRECT),
        ("london, i mean paris", "Paris", Judgement.CORRECT),
        ("paris, i mean london", "Paris", Judgement.WRONG),
        ("paris no wait london", "Paris", Judgement.WRONG),
    ],
)
def test_after_a_correction_the_last_name_counts(said: str, answer: str, judged: Judgement) -> None:
    assert judge(said, answer, kind=Kind.PLACE).judgement is judged
