"""ROUGE is that of the package, with a line for each sentence."""

from __future__ import annotations

import random

import pytest
from rouge_score.rouge_scorer import RougeScorer

from bot.evaluation.metrics.rouge import NAMES, Rouge
from bot.text import sentences
from tests.evaluation import plain


def test_the_score_is_that_of_the_package_as_it_is_documented():
    ours, chance = Rouge(), random.Random(8)
    theirs = RougeScorer(list(NAMES), use_stemmer=True)
    for _ in range(80):
        reference, text = plain.told(chance), plain.told(chance)
        found = theirs.score("\n".join(sentences(reference)), "\n".join(sentences(text)))
        assert ours.score(reference, text) == {name: found[name].fmeasure for name in NAMES}


def test_lsum_does_not_mind_the_order_of_sentences_and_l_does():
    found = Rouge().score("The cat sat. A dog ran home.", "A dog ran home. The cat sat.")
    assert found["rougeLsum"] == 1
    assert found["rouge1"] == 1
    assert found["rougeL"] < 1


def test_inflected_words_count_as_the_same_and_nothing_has_nothing_in_common():
    assert Rouge().score("twelve boats", "twelve boat")["rouge2"] == 1
    assert set(Rouge().score("", "twelve boats").values()) == {0.0}
    assert Rouge().version == "rouge-score 0.1.2, stemmed, F1"


def test_a_reference_of_two_words_in_another_order_is_half_of_l():
    assert Rouge().score("oak bridge", "bridge oak")["rougeL"] == pytest.approx(0.5)
