"""The filter of similar texts decides as rouge-score would, pair by pair."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score import rouge_scorer

from bot.training.seeds import seed_examples
from bot.training.similarity import Kept, f_measure, tokens

SCORER = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
FEW = st.lists(st.sampled_from("the owl, Clock of VRANA stood-still at ten 10 é ß".split()), max_size=14).map(" ".join)


def score(one: str, other: str) -> float:
    return float(SCORER.score(one, other)["rougeL"].fmeasure)


@given(st.lists(FEW, max_size=8), st.floats(0.2, 0.9))
def test_what_is_kept_and_dropped_is_what_plain_rouge_keeps_and_drops(texts: list[str], most: float) -> None:
    kept, plainly = Kept(most), list[str]()
    for text in texts:
        expected = next((at for at, other in enumerate(plainly) if score(text, other) > most), None)
        found = kept.like(text)
        assert (found.number if found else None) == expected
        if found is None:
            kept.keep(text)
            plainly.append(text)
        else:
            assert found.score == score(text, plainly[found.number])
    assert len(kept) == len(plainly)


@given(st.text())
def test_words_are_those_that_rouge_counts(text: str) -> None:
    assert tokens(text) == SCORER._tokenizer.tokenize(text)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_scores_are_rounded_as_the_published_ones(common: int, one: int, other: int) -> None:
    common = min(common, one, other)
    shared = [f"s{at}" for at in range(common)]
    first, second = [*shared, *(["a"] * (one - common))], [*shared, *(["b"] * (other - common))]
    assert f_measure(common, one, other) == rouge_scorer._score_lcs(first, second).fmeasure


def test_exactly_seven_tenths_is_decided_as_rounding_decides() -> None:
    for common in range(7, 71, 7):
        length = common * 10 // 7
        one = " ".join([f"s{at}" for at in range(common)] + ["a"] * (length - common))
        other = " ".join([f"s{at}" for at in range(common)] + ["b"] * (length - common))
        kept = Kept()
        kept.keep(one)
        assert (kept.like(other) is not None) == (score(other, one) > 0.7)


def test_the_seed_tasks_are_not_alike_and_their_near_copies_are() -> None:
    kept, chance = Kept(), random.Random(1)
    for seed in seed_examples():
        assert kept.like(seed.question) is None
        kept.keep(seed.question)
    for at, seed in enumerate(seed_examples()):
        words = seed.question.split()
        words[chance.randrange(len(words))] = "otherwise"
        found = kept.like(" ".join(words))
        assert found is not None
        assert found.number == at


@pytest.mark.parametrize("text", ["", "...", "éß"])
def test_a_text_without_words_is_like_none(text: str) -> None:
    kept = Kept()
    kept.keep(text)
    assert kept.like(text) is None
