"""What the rules leave open, and what no model may ever make right."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Judgement, Kind
from bot.game import knowledge
from bot.game.fitness import agreed, shipped_cases
from bot.game.judging import judge
from bot.game.matching import normalise
from bot.game.openness import OPEN, barred, is_open
from bot.game.trials import shipped
from tests.adapters.store.samples import riddle

LIGHTHOUSE = riddle()
PORTO = replace(riddle(), kind=Kind.PLACE, question="Where am I?", answer="Porto", aliases=("Oporto",))
WALL = replace(
    riddle(),
    kind=Kind.EVENT,
    answer="the Berlin Wall fell",
    aliases=("fall of the Berlin Wall", "Berlin Wall came down"),
)


def test_every_shipped_guess_is_left_open_and_may_be_shown() -> None:
    for case in shipped_cases():
        one, guess = case.guess, case.guess.guess
        kind = Kind.EVENT if "demolished" in one.answer else Kind.THING
        asked = replace(LIGHTHOUSE, kind=kind, answer=one.answer, aliases=one.aliases)
        assert guess == normalise(guess)
        assert barred(guess, asked, one.evidence) == "", guess
    assert sum(case.right for case in shipped_cases()) >= 25


def test_no_labelled_wrong_guess_with_another_name_would_be_shown() -> None:
    near = [
        case
        for case in shipped()
        if judge(case.guess, case.answer, case.aliases, kind=case.kind).reason[:7] == "another"
    ]
    assert near
    assert not [case.guess for case in near if is_open(case.guess, case) or not barred(normalise(case.guess), case)]


@given(text=st.text(max_size=120))
def test_what_is_open_was_not_decided_and_holds_nothing_personal(text: str) -> None:
    if is_open(text, LIGHTHOUSE):
        verdict = judge(text, LIGHTHOUSE.answer, LIGHTHOUSE.aliases, kind=LIGHTHOUSE.kind)
        assert verdict.judgement in {Judgement.WRONG, Judgement.CLOSE}
        assert verdict.reason.partition(":")[0] in OPEN
        assert not set("@<>") & set(text)


@given(
    before=st.sampled_from(["", "city of ", "old town in ", "river at "]),
    name=st.sampled_from(sorted(set(knowledge.places()) - {"porto", "oporto"})),
    after=st.sampled_from(["", " bridge", " wine"]),
)
def test_a_guess_with_another_place_in_it_is_never_shown(before: str, name: str, after: str) -> None:
    assert barred(normalise(f"{before}{name}{after}"), PORTO)


@pytest.mark.parametrize(
    ("guess", "kept"),
    [
        ("the wall came crashing to the ground", True),
        ("Berlin Wall pulled apart by the crowd in one night", True),
        ("the Berlin Wall", False),
        ("Berlin", False),
        ("the Great Wall of China fell", False),
    ],
)
def test_an_event_in_other_words_is_open_but_its_subject_alone_is_not(guess: str, *, kept: bool) -> None:
    assert (not barred(normalise(guess), WALL)) is kept


@pytest.mark.parametrize(
    "guess",
    [
        "write to @ann", "<@U024BE7LH>", "see https://evil.example", "call 004912345678", "a" * 100,
        "one two three four five six seven eight nine ten eleven",
    ],
)  # fmt: skip
def test_what_may_tell_who_somebody_is_or_is_no_answer_stays_here(guess: str) -> None:
    assert not is_open(guess, LIGHTHOUSE)


def test_a_number_beside_the_one_of_the_answer_is_never_shown() -> None:
    asked = replace(LIGHTHOUSE, kind=Kind.NUMBER, answer="42 riders", aliases=("42",))
    assert barred("47 people on horses", asked)
    assert not barred("a whole troop on horses", asked)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], (0.0, 0.0)),
        ([(True, True), (False, False)], (1.0, 1.0)),
        ([(True, True), (True, True)], (1.0, 0.0)),
        ([(True, False), (False, False)], (0.5, 0.0)),
        ([(True, False), (False, True)], (0.0, -1.0)),
    ],
)
def test_kappa_is_what_agreement_is_beyond_luck(pairs: list[tuple[bool, bool]], expected: tuple[float, float]) -> None:
    assert agreed(pairs) == pytest.approx(expected)


def test_who_plays_loads_no_model() -> None:
    code = (
        "import sys, bot.game.club, bot.game.table, bot.bootstrap, adapters.store.looks\n"
        "print(sorted({'torch', 'transformers', 'langchain_core', 'bot.game.second_look'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
