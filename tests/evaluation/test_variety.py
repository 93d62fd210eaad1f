"""Self-BLEU is sacrebleu's, Distinct-2 is what it says, and neither is fooled by how many there are."""

from __future__ import annotations

import random

import pytest
from sacrebleu.metrics.bleu import BLEU

from bot.evaluation.metrics.variety import distinct_2, distinct_2_of, pairs_of, self_bleu, self_bleu_of
from tests.evaluation import plain


def test_self_bleu_is_that_of_sacrebleu():
    reference, chance = BLEU(effective_order=True, tokenize="none"), random.Random(11)
    for _ in range(150):
        texts = plain.texts(chance)
        for case, values in self_bleu_of(texts).items():
            others = [" ".join(text) for other, some in texts.items() if other != case for text in some if text]
            for text, value in zip([one for one in texts[case] if one], values, strict=True):
                assert value == pytest.approx(reference.sentence_score(" ".join(text), others).score / 100, abs=1e-9)


def test_the_draws_of_one_case_are_no_references_of_each_other():
    twice = self_bleu({"a": ["the ferry sank at dawn today"] * 2, "b": ["nobody saw twelve oaks fall over"]})
    assert twice == {"a": [0.0, 0.0], "b": [0.0]}


def test_riddles_that_are_the_same_reach_1_and_one_case_alone_is_not_measured():
    assert self_bleu({"a": ["The ferry sank at dawn."], "b": ["the ferry SANK at dawn"]}) == {"a": [1.0], "b": [1.0]}
    assert self_bleu({"a": ["The ferry sank."]}) == {}
    assert self_bleu({"a": ["The ferry sank."], "b": ["..."], "c": []}) == {}


def test_a_closing_formula_is_nobodys_own():
    riddles = ["Twelve oaks fell over. What am I?", "Ferries sank at dawn. What am I?"]
    assert distinct_2(riddles, 0) == (1.0, 6)
    assert pairs_of(riddles) == 6
    assert self_bleu({str(at): [riddle] for at, riddle in enumerate(riddles)}) == {"0": [0.0], "1": [0.0]}


def test_distinct_2_is_the_share_of_different_pairs_and_draws_as_many_as_it_is_told():
    chance = random.Random(5)
    for _ in range(100):
        texts = [text for some in plain.texts(chance).values() for text in some]
        assert distinct_2_of(texts, 0).share == pytest.approx(plain.distinct_2(texts))
    assert distinct_2_of([["a", "b"] * 40], 3, most=10).pairs == 10
    assert distinct_2_of([["a"], []], 0) == (0.0, 0)
