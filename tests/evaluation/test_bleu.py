"""BLEU is that of sacrebleu, and says how it was reckoned."""

from __future__ import annotations

import random

from sacrebleu import corpus_bleu, sentence_bleu

from bot.evaluation.metrics.bleu import Bleu
from tests.evaluation import plain


def test_the_score_is_that_of_sacrebleu():
    ours, chance = Bleu(), random.Random(8)
    pairs = [(plain.told(chance), plain.told(chance)) for _ in range(100)]
    for text, reference in pairs:
        assert ours.sentence(text, reference) == sentence_bleu(text, [reference]).score
    texts, references = [text for text, _ in pairs], [reference for _, reference in pairs]
    assert ours.corpus(texts, references).score == corpus_bleu(texts, [references]).score


def test_the_signature_is_there_before_the_first_score_and_stays():
    ours = Bleu()
    before = ours.signature
    assert before.startswith("nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:")
    ours.sentence("twelve boats were sold", "boats were sold")
    assert ours.signature == before
    assert "|eff:no|" in ours.corpus(["a"], ["a"]).signature


def test_a_short_text_that_is_its_reference_reaches_100_and_nothing_reaches_0():
    assert round(Bleu().sentence("twelve boats", "twelve boats"), 9) == 100
    assert Bleu().sentence("", "twelve boats") == 0
    assert Bleu().sentence("twelve boats", "") == 0
