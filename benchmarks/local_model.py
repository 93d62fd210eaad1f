"""The local chat model beside plain `generate` and the stock LangChain pipeline: one run, one machine, same weights.

`python -m benchmarks.local_model [--weights FOLDER] [--tokens 48] [--articles 32] [--data FOLDER]`. Everybody writes
the same number of tokens, greedily. Every figure is the best of its rounds: what disturbs a measurement only makes it
slower. On a busy machine the ratios tell more than the rates. The stock pipeline needs `pip install
langchain-huggingface`; without it transformers' own pipeline stands in, one call a prompt, which is what it does.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.messages import HumanMessage, SystemMessage

from adapters.llm.embedded import prepare_embedded
from adapters.llm.local import LocalChatModel
from adapters.llm.request import Decoding, Request, Turn
from adapters.llm.weights import load_runtime
from adapters.news.sample import read_sample
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from langchain_core.messages import BaseMessage

    from adapters.llm.runtime import TransformersRuntime

ASKED = [
    f"Tell a long story about {what}."
    for what in ("a cat", "the rain", "an old bridge", "two ships", "a lighthouse", "a lost dog", "the moon", "bread")
]
TASK = (
    "You turn news into riddles. A riddle stands alone, says nothing that the article does not say, has one answer, "
    "which is a word or a short name from the article, and never holds the answer itself. It is two to six short lines "
    "with rhythm. Example. Article: A ferry that had carried cars over the fjord for forty years made its last "
    "crossing on Sunday, after a bridge was opened. Riddle: Forty years I went and came, each shore I knew, each car I "
    "bore; a road on legs now has my trade, and I shall cross the fjord no more. What am I? Answer: a ferry."
)


def plain(text: str) -> list[BaseMessage]:
    """A short request."""
    return [HumanMessage(text)]


def about(text: str, words: int) -> list[BaseMessage]:
    """The request for a riddle about an article's first words."""
    return [SystemMessage(TASK), HumanMessage("Article: " + " ".join(text.split()[:words]))]


def raw(runtime: TransformersRuntime, asked: Sequence[list[BaseMessage]], tokens: int) -> list[str]:
    """Plain `generate` over one batch, padded by hand."""
    import torch

    ids = [_encoded(runtime, messages, tokens) for messages in asked]
    width = max(map(len, ids))
    model: Any = runtime._model
    rows = torch.tensor([[0] * (width - len(one)) + one for one in ids], device=model.device)
    mask = torch.tensor([[0] * (width - len(one)) + [1] * len(one) for one in ids], device=model.device)
    with torch.inference_mode():
        written = model.generate(
            rows, attention_mask=mask, do_sample=False, min_new_tokens=tokens, max_new_tokens=tokens, pad_token_id=0
        )
    return list(runtime._tokenizer.batch_decode(written[:, width:], skip_special_tokens=True))


def ours(model: LocalChatModel, asked: Sequence[list[BaseMessage]], tokens: int) -> list[str]:
    """The chat model, asked at the same time."""

    async def ask() -> list[str]:
        answers = await asyncio.gather(*(model.ainvoke(messages, max_tokens=tokens) for messages in asked))
        assert all(one.usage_metadata["output_tokens"] == tokens for one in answers if one.usage_metadata)
        return [answer.text for answer in answers]

    return asyncio.run(ask())


def stock(runtime: TransformersRuntime, tokens: int) -> tuple[str, Callable[[Sequence[list[BaseMessage]]], list[str]]]:
    """The stock way to ask the same weights, and what it is called."""
    from transformers import pipeline

    settings = {"max_new_tokens": tokens, "min_new_tokens": tokens, "do_sample": False, "return_full_text": False}
    tokenizer: Any = runtime._tokenizer
    pipe: Any = pipeline("text-generation", model=runtime._model, tokenizer=tokenizer)
    if find_spec("langchain_huggingface") is None:
        print("langchain-huggingface is not installed: transformers' own pipeline stands in, one call a prompt.")
        return "transformers pipeline", lambda asked: [_piped(pipe, messages, settings) for messages in asked]
    from langchain_huggingface import ChatHuggingFace, HuggingFacePipeline

    chat = ChatHuggingFace(
        llm=HuggingFacePipeline(pipeline=pipe, pipeline_kwargs=settings, model_id="local"),
        tokenizer=tokenizer,
        model_id="local",
    )
    return "ChatHuggingFace", lambda asked: [
        str(chat.invoke(messages, pipeline_kwargs=settings).content) for messages in asked
    ]


def timed(rounds: int, measure: Callable[[], list[str]]) -> tuple[float, list[str]]:
    """The least seconds of some rounds, and what was written."""
    best, written = float("inf"), list[str]()
    for _ in range(rounds):
        begun = time.monotonic()
        written = measure()
        best = min(best, time.monotonic() - begun)
    return best, written


def first_piece(model: LocalChatModel, messages: list[BaseMessage], tokens: int) -> tuple[float, float]:
    """Seconds to the first piece of a stream, and to its end."""
    begun, first = time.monotonic(), 0.0
    for chunk in model.stream(messages, max_tokens=tokens):
        if chunk.text and not first:
            first = time.monotonic() - begun
    return first, time.monotonic() - begun


def compare_batches(runtime: TransformersRuntime, model: LocalChatModel, given: argparse.Namespace) -> None:
    """Ours beside plain `generate`, at batch 1 and 8."""
    asked = [plain(text) for text in ASKED]
    rates, texts = {}, {}
    print("batch   raw generate     ours            ours/raw")
    for size in (1, 8):
        one, _ = timed(given.rounds, lambda size=size: raw(runtime, asked[:size], given.tokens))  # type: ignore[misc]
        two, texts[size] = timed(given.rounds, lambda size=size: ours(model, asked[:size], given.tokens))  # type: ignore[misc]
        rates[size] = size * given.tokens / two
        print(f"{size:5}   {size * given.tokens / one:6.1f} tokens/s   {rates[size]:6.1f} tokens/s   {one / two:.2f}")
    print(f"batch 8 / batch 1, ours: {rates[8] / rates[1]:.2f} (to reach: 3.5)")
    alone = [ours(model, [messages], given.tokens)[0] for messages in asked]
    equal = sum(one == other for one, other in zip(alone, texts[8], strict=True))
    print(f"greedy text equal at batch 1 and 8: {equal} of {len(asked)}")
    first, whole = first_piece(model, asked[0], given.tokens)
    print(f"stream: first piece after {first:.2f} s, the end after {whole:.2f} s")


def compare_stock(runtime: TransformersRuntime, model: LocalChatModel, given: argparse.Namespace) -> None:
    """Ours beside the stock pipeline, over articles and over short requests."""
    texts = [article.text for article in read_sample(datetime.now(UTC))]
    articles = [texts[at % len(texts)] for at in range(given.articles)]
    cases = {
        f"articles of {given.words} words": [about(text, given.words) for text in articles],
        "short requests": [plain(f"{ASKED[at % 8]} Number {at}.") for at in range(given.articles)],
    }
    name, ask = stock(runtime, given.tokens)
    for case, asked in cases.items():
        size = sum(len(_encoded(runtime, messages, given.tokens)) for messages in asked) / len(asked)
        mine, said = timed(1, lambda asked=asked: ours(model, asked, given.tokens))  # type: ignore[misc]
        theirs, told = timed(1, lambda asked=asked: ask(asked))  # type: ignore[misc]
        equal = sum(one.strip() == other.strip() for one, other in zip(said, told, strict=True))
        print(
            f"{len(asked)} {case} ({size:.0f} tokens each, {given.tokens} written): ours {mine:.1f} s, "
            f"{name} {theirs:.1f} s: {theirs / mine:.2f} times (to reach: 4); same text: {equal}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weights", help="a model's folder; the embedded model by default")
    parser.add_argument("--data", type=Path, help="the data folder the embedded model lives in")
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--articles", type=int, default=32)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    logging.getLogger("transformers").setLevel(logging.ERROR)
    weights = given.weights or str(prepare_embedded(given.data or load_settings().data_dir, print))
    runtime = load_runtime(weights)
    # Every row writes the same number of tokens, whoever asks.
    runtime._ends = frozenset()
    runtime._model.generation_config.eos_token_id = None
    model = LocalChatModel(source=weights, model_name="benchmark", timeout=3600)
    model._engine._load = lambda: runtime
    model.invoke("warm up", max_tokens=2)
    compare_batches(runtime, model, given)
    compare_stock(runtime, model, given)
    model.close()


def _encoded(runtime: TransformersRuntime, messages: list[BaseMessage], tokens: int) -> list[int]:
    turns = tuple(Turn("system" if one.type == "system" else "user", one.text) for one in messages)
    return runtime.encode(Request(turns, Decoding(tokens), 600))


def _piped(pipe: Any, messages: list[BaseMessage], settings: dict[str, Any]) -> str:
    turns = [{"role": "system" if one.type == "system" else "user", "content": one.text} for one in messages]
    return str(pipe(turns, **settings)[0]["generated_text"])


if __name__ == "__main__":
    main()
