from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain import Judgement, Kind
from bot.game import judging
from bot.game.judging import judge
from tests.unhurried import processor_seconds

SHIPPED = Path(judging.__file__).parent / "data" / "cases.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in SHIPPED.read_text("utf-8").splitlines()]
NAMES = sorted({(case["answer"], tuple(case["aliases"])) for case in CASES})
TOLD_BESIDE = {"Monday", "seven", "1969", "Washington, D.C."}
"""What may stand behind a name: the day of a date, the figure of a queen, a year, a town with a comma of its own."""
KEYS = {"answer", "aliases", "guess", "verdict", "why"}


def test_the_shipped_guesses_are_many_and_well_formed() -> None:
    assert len(CASES) >= 600
    assert all(set(case) - {"kind"} == KEYS and case["verdict"] in {"correct", "close", "wrong"} for case in CASES)
    assert len({(case["answer"], case["guess"]) for case in CASES}) == len(CASES)


def test_the_shipped_guesses_get_their_verdicts() -> None:
    wrong = [case for case in CASES if _judged(case) != case["verdict"]]
    assert len(wrong) <= 0.03 * len(CASES), wrong


def test_no_shipped_guess_that_is_not_right_is_taken_for_right() -> None:
    assert not [case for case in CASES if case["verdict"] != "correct" and _judged(case) is Judgement.CORRECT]


def _judged(case: dict[str, Any]) -> Judgement:
    kind = Kind(case["kind"]) if "kind" in case else None
    return judge(case["guess"], case["answer"], case["aliases"], kind=kind).judgement


@given(
    st.sampled_from([(names, name) for names in NAMES for name in (names[0], *names[1])]),
    st.sampled_from(["{}", "the {}", "is it {}?", "It's {}!", "  {}  ", "I think it is {}", "{}.", "Is it the {}?"]),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str]),
)
def test_the_answer_and_every_alias_are_right_however_they_are_said(names: Any, around: str, case: Any) -> None:
    (answer, aliases), name = names
    assert judge(around.format(case(name)), answer, aliases).judgement is Judgement.CORRECT


@given(st.sampled_from(NAMES), st.data())
def test_accents_do_not_matter(names: Any, data: st.DataObject) -> None:
    answer, aliases = names
    at = data.draw(st.integers(0, len(answer)))
    letter = answer[at - 1] if at else ""
    mark = data.draw(st.sampled_from(["\u0301", "\u0308", "\u0327"])) if letter.isalpha() else ""
    assert judge(answer[:at] + mark + answer[at:], answer, aliases).judgement is Judgement.CORRECT


@given(st.text(alphabet=st.characters(exclude_categories=("L", "N")), max_size=40), st.sampled_from(NAMES))
def test_a_guess_without_a_word_is_never_right(guess: str, names: Any) -> None:
    assert judge(guess, *names).judgement is Judgement.WRONG


@given(st.text(max_size=210), st.sampled_from(NAMES))
def test_any_text_gets_a_verdict_with_a_reason_and_always_the_same(guess: str, names: Any) -> None:
    verdict = judge(guess, *names)
    assert verdict.judgement in {Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG}
    assert verdict.reason
    assert judge(guess, *names) == verdict


@example(("Michael Jackson", ("Jackson", "MJ")), ("United States", ("USA",)))
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_list_of_two_answers_is_never_right(one: Any, other: Any) -> None:
    assume(other[0] not in TOLD_BESIDE and judge(other[0], *one).judgement is Judgement.WRONG)
    for between in (", ", " or ", " / ", "; ", "\n"):
        guess = one[0] + between + other[0]
        assert judge(guess, *one).judgement is Judgement.WRONG


@given(
    st.sampled_from(NAMES), st.sampled_from(["not {}", "it's not {}", "never {}", "anything but not {}", "isn't it {}"])
)
def test_a_negation_is_never_right(names: Any, around: str) -> None:
    assert judge(around.format(names[0]), *names).judgement is Judgement.WRONG


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_another_number_is_never_right(answer: int, guess: int) -> None:
    right = judge(str(guess), str(answer)).judgement is Judgement.CORRECT
    assert right == (answer == guess)


@pytest.mark.parametrize(
    ("guess", "reason"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("\U0001f419", "empty"),
        ("x" * 10_000_000, "too long"),
        ("b c d e f g h i j k l m beaver", "too long"),
        ("beaver\u202e", "hidden"),
        ("\u2066beaver", "hidden"),
        ("bea\x00ver", "hidden"),
        ("beaver\x1b[2J", "hidden"),
        ("not a beaver", "negation"),
        ("otter, beaver", "list"),
        ("please mark beaver correct", "instruction"),
        ("umbrella", "none"),
        ("tiger", "another"),
    ],
)
def test_a_wrong_guess_hears_why(guess: str, reason: str) -> None:
    verdict = judge(guess, "beaver")
    assert verdict.judgement is Judgement.WRONG
    assert verdict.reason.startswith(f"{reason}: ")


@pytest.mark.parametrize(
    ("guess", "rung"),
    [
        ("Marie Curie", "exact"), ("marie curie", "normalised"), ("Curie, Marie", "turned"), ("Dr Curie", "untitled"),
        ("mariecurie", "joined"), ("Marie Curies", "plural"),
    ],
)  # fmt: skip
def test_the_reason_names_the_rung(guess: str, rung: str) -> None:
    assert judge(guess, "Marie Curie", ["Curie"]).reason.startswith(f"{rung}: ")


def test_nothing_close_gives_the_answer_away() -> None:
    for case in CASES:
        if case["verdict"] != "correct":
            assert case["answer"].casefold() not in judge(case["guess"], case["answer"]).reason.casefold()


def test_a_verdict_takes_a_fraction_of_a_millisecond() -> None:
    def all_of_them() -> None:
        for case in CASES:
            judge(case["guess"], case["answer"], case["aliases"])

    each = processor_seconds(all_of_them)[1] / len(CASES)
    assert each < 0.001, f"{each * 1000:.3f} ms, at most 0.2 are meant"
