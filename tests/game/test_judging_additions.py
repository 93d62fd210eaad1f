"""The whole answer with something beside it: right where that describes it, never where it makes another thing of it."""

from __future__ import annotations

import pytest

from bot.domain import Judgement, Kind
from bot.game.judging import judge
from tests.game.additions_samples import DESCRIBED, OTHERS

_EACH = [(kind, answer, aliases) for kind, answer, aliases, _ in OTHERS]


def each(rows: tuple[tuple[Kind, str, tuple[str, ...], str], ...]) -> list[tuple[Kind, str, tuple[str, ...], str]]:
    return [(kind, answer, names, said.strip()) for kind, answer, names, text in rows for said in text.split(";")]


def test_what_makes_another_thing_of_the_answer_is_never_right() -> None:
    wrong = each(OTHERS)
    assert len(wrong) > 400
    assert not [
        (answer, said) for kind, answer, names, said in wrong
        if judge(said, answer, names, kind=kind).judgement is Judgement.CORRECT
    ]  # fmt: skip


def test_the_answer_with_a_description_of_it_is_right() -> None:
    assert not [
        (answer, said) for kind, answer, names, said in each(DESCRIBED)
        if judge(said, answer, names, kind=kind).judgement is not Judgement.CORRECT
    ]  # fmt: skip


@pytest.mark.parametrize("between", [", ", " - ", " (", ": ", " in ", " of ", " the ", " aka "])
def test_two_answers_of_one_kind_are_two_guesses(between: str) -> None:
    names = [(kind, answer) for kind, answer, _ in _EACH]
    pairs = [(kind, one, two) for kind, one in names for other, two in names if kind is other and one != two]
    found = [
        (one, two) for kind, one, two in pairs
        if judge(f"{one}{between}{two}", one, kind=kind).judgement is Judgement.CORRECT
    ]  # fmt: skip
    assert not found
