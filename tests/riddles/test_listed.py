"""Words are told as lemminflect tells them when it reads its tables whole."""

from __future__ import annotations

import pytest
from lemminflect import config
from lemminflect.codecs.InflectionLUCodec import InflectionLUCodec
from lemminflect.codecs.LemmaLUCodec import LemmaLUCodec

from bot.riddles.craft.engine import base_form, forms, inflect, is_adjective, lemmas, singular


@pytest.mark.parametrize(
    ("codec", "file", "listed"),
    [(LemmaLUCodec, config.lemma_lu_fn, lemmas), (InflectionLUCodec, config.inflection_lu_fn, forms)],
)
def test_every_row_is_found(codec, file, listed):
    whole = codec.load(file)
    assert all(listed().get(word, {}) == told for word, told in whole.items())
    assert not any(listed().get(f"{word}q", {}) for word in list(whole)[::50] if f"{word}q" not in whole)


def test_words_in_their_forms():
    assert [base_form("ran"), base_form("were"), base_form("googled")] == ["run", "be", "google"]
    assert [inflect("be", "VBZ"), inflect("will", "VBD"), inflect("carry", "VBZ")] == ["is", "would", "carries"]
    assert [singular("wolves"), singular("zorbles")] == ["wolf", "zorble"]
    assert is_adjective("quirky")
    assert not is_adjective("lisbon")
