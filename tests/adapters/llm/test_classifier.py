from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.llm.classifier import LocalClassifier
from bot.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def weights(tiny_weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny classifier with the tokenizer of the tiny model."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForSequenceClassification

    folder = tmp_path_factory.mktemp("classifier")
    tokenizer = AutoTokenizer.from_pretrained(tiny_weights)
    tokenizer.pad_token = tokenizer.eos_token
    tokenizer.save_pretrained(folder)
    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=1024,
        id2label={0: "neutral", 1: "Hate"},
        label2id={"neutral": 0, "Hate": 1},
        pad_token_id=tokenizer.pad_token_id,
    )
    LlamaForSequenceClassification(config).save_pretrained(folder)
    return folder


async def test_labels_that_exclude_each_other_share_one_and_a_batch_changes_nothing(weights: Path) -> None:
    texts = ["a", "a longer text", "x" * 3_000]
    hate, neutral = LocalClassifier(str(weights)), LocalClassifier(str(weights), "neutral")
    found = await hate.of(texts)
    assert [one + other for one, other in zip(found, await neutral.of(texts), strict=True)] == pytest.approx([1.0] * 3)
    assert [hate.now([text])[0] for text in texts] == pytest.approx(found, abs=1e-4)
    assert hate.label.endswith("(hate)")


def test_a_model_without_such_a_label_is_refused(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no label spite; it has neutral, hate"):
        LocalClassifier(str(weights), "spite").now(["a"])
    with pytest.raises(SettingsError, match="No classifier can be loaded"):
        LocalClassifier(str(tmp_path)).now(["a"])
