from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.llm.likelihood import LocalLikelihood, likelihood_of, windows
from adapters.llm.local import LocalChatModel
from adapters.llm.weights import Source, load_weights
from bot.errors import ModelError, SettingsError
from bot.evaluation.likelihood import perplexity
from bot.ports.likelihood import Likely

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "A beaver built the dam in eleven nights, of willow and mud.",
    "Ærø, Łódź and 東京 have letters of several bytes each.",
    "One sentence after the other, and none of them ends before it has to. " * 4,
    "x",
)


@given(st.integers(0, 400), st.integers(2, 64), st.integers(1, 63))
def test_windows_predict_each_token_but_the_first_once_with_what_stands_before_it(
    length: int, size: int, stride: int
) -> None:
    stride = min(stride, size - 1)
    ids = list(range(length))
    seen: list[int] = []
    for one in windows(0, ids, size, stride):
        assert len(one.ids) <= size
        assert len(one.ids) > one.counted
        seen += one.ids[-one.counted :]
    assert seen == ids[1:]


@given(st.integers(100, 400))
def test_what_is_predicted_in_a_later_window_has_half_a_window_before_it(length: int) -> None:
    for one in list(windows(0, list(range(length)), 64, 32))[1:]:
        assert len(one.ids) - one.counted >= 32


def documented(folder: Path, text: str, size: int, stride: int) -> float:
    """The formula of "Perplexity of fixed-length models", one window at a time."""
    import torch

    model, tokenizer = load_weights(Source(str(folder)))
    ids = tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids
    total, tokens, before = 0.0, 0, 0
    for begin in range(0, ids.size(1), stride):
        end = min(begin + size, ids.size(1))
        target = ids[:, begin:end].clone()
        target[:, : -(end - before)] = -100
        with torch.no_grad():
            loss = model(ids[:, begin:end], labels=target).loss
        count = end - before - (before == 0)
        total, tokens, before = total + float(loss) * count, tokens + count, end
        if end == ids.size(1):
            break
    return math.exp(total / tokens)


def test_perplexity_is_that_of_the_documented_formula_whatever_shares_the_batch(tiny_weights: Path) -> None:
    ours = LocalLikelihood(Source(str(tiny_weights)), "tiny", window=48, stride=16, starts=False)
    found = ours.now(TEXTS[:3])
    for text, likely in zip(TEXTS, found, strict=False):
        assert perplexity(likely) == pytest.approx(documented(tiny_weights, text, 48, 16), rel=1e-5)


def test_every_byte_is_predicted_after_the_token_that_begins_a_text(tiny_weights: Path) -> None:
    ours = LocalLikelihood(Source(str(tiny_weights)), "tiny")
    found = ours.now(TEXTS)
    assert [one.bytes for one in found] == [len(text.encode()) for text in TEXTS]
    assert [one.tokens for one in found] == [len(text.encode()) for text in TEXTS]  # its tokens are single bytes
    without = LocalLikelihood(Source(str(tiny_weights)), "tiny", starts=False).now(TEXTS)
    assert [one.tokens for one in without] == [one.tokens - 1 for one in found]
    assert without[3] == Likely(0.0, 0, 0)


def test_probabilities_of_all_that_may_follow_make_up_one(tiny_weights: Path) -> None:
    found = LocalLikelihood(Source(str(tiny_weights)), "tiny").now([chr(at) for at in range(33, 127)])
    assert 0 < sum(math.exp(-one.nats) for one in found) < 1


async def test_an_empty_text_has_no_tokens_and_a_huge_one_is_refused(tiny_weights: Path) -> None:
    ours = likelihood_of(LocalChatModel(source=str(tiny_weights), model_name="tiny"))
    assert await ours.of(["", "a"]) == [Likely(0.0, 0, 0), (await ours.of(["a"]))[0]]
    with pytest.raises(ModelError, match="too long"):
        await ours.of(["a" * 300_000])
    ours.close()
    assert ours.label == "tiny, windows of 1024"


def test_a_model_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No model can be loaded"):
        LocalLikelihood(Source(str(tmp_path)), "none").now(["a"])
