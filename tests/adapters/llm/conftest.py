"""A tiny model of random weights, and the embedded one, each made once."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.llm.embedded import embedded_available, prepare_embedded
from adapters.llm.local import LocalChatModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def soon(told: Callable[[], bool]) -> None:
    """Wait for what another thread or a server does."""
    until = time.monotonic() + 30
    while not told():
        assert time.monotonic() < until
        time.sleep(0.002)


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of two layers over single bytes; its tokenizer puts a begin token before every text, as many do."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
    from transformers.utils import logging as noise

    noise.disable_progress_bar()
    torch.set_num_threads(1)  # two threads of one model wait for each other where other tests run
    folder = tmp_path_factory.mktemp("tiny")
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    specials = ["<s>", "</s>", "<|im_start|>", "<|im_end|>"]
    vocabulary = {token: at for at, token in enumerate([*specials, *letters])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 0)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="<|im_end|>",
        additional_special_tokens=["<|im_start|>"],
    )
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=1024,
        bos_token_id=0,
        eos_token_id=3,
        initializer_range=0.3,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture
def tiny(tiny_weights: Path) -> Iterator[LocalChatModel]:
    model = LocalChatModel(source=str(tiny_weights), model_name="tiny", max_tokens=24, timeout=30)
    yield model
    model.close()


@pytest.fixture
def passes(tiny: LocalChatModel, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each step of the tiny model wrote a token of, from now on; it knows no end of a text."""
    tiny.invoke("warm up", max_tokens=1)
    runtime, told = tiny._engine._runtime, list[int]()
    forward = runtime._forward
    monkeypatch.setattr(runtime, "_ends", frozenset())
    monkeypatch.setattr(
        runtime, "_forward", lambda cache, ids, *rest: (told.append(len(ids)), forward(cache, ids, *rest))[1]
    )
    return told


@pytest.fixture(scope="session")
def embedded_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the embedded model in it; kept between runs where RIDDLE_TEST_MODEL_DIR names a folder."""
    if not embedded_available():
        pytest.skip("the embedded model is not installed")
    kept = os.environ.get("RIDDLE_TEST_MODEL_DIR")
    if kept:
        folder = Path(kept)
    elif "PYTEST_XDIST_WORKER" in os.environ:  # the folder of this process lies in one that all of them share
        folder = tmp_path_factory.getbasetemp().parent / "embedded"
    else:
        folder = tmp_path_factory.mktemp("data")
    prepare_embedded(folder)
    return folder
