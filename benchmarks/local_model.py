"""Tokens a second of the local chat model beside plain `generate`, at batch 1 and 8, on the same weights.

Run it on a quiet machine: `python -m benchmarks.local_model [--weights FOLDER] [--tokens 48] [--data FOLDER]`.
Each figure is the best of `--rounds`; a ratio of 1.00 means that nothing is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.llm.embedded import prepare_embedded
from adapters.llm.local import LocalChatModel
from adapters.llm.request import Decoding, Request, Turn
from adapters.llm.weights import load_runtime
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.llm.runtime import TransformersRuntime

ASKED = [
    f"Tell a long story about {what}."
    for what in ("a cat", "the rain", "an old bridge", "two ships", "a lighthouse", "a lost dog", "the moon", "bread")
]


def raw(runtime: TransformersRuntime, asked: list[str], tokens: int) -> float:
    """Tokens a second of plain `generate`, padded by hand."""
    import torch

    ids = [runtime.encode(Request((Turn("user", text),), Decoding(tokens), 600)) for text in asked]
    width = max(map(len, ids))
    model: Any = runtime._model  # noqa: SLF001 -- the very weights ours runs on
    rows = torch.tensor([[0] * (width - len(one)) + one for one in ids], device=model.device)
    mask = torch.tensor([[0] * (width - len(one)) + [1] * len(one) for one in ids], device=model.device)
    begun = time.monotonic()
    with torch.inference_mode():
        model.generate(
            rows, attention_mask=mask, do_sample=False, min_new_tokens=tokens, max_new_tokens=tokens, pad_token_id=0
        )
    return len(asked) * tokens / (time.monotonic() - begun)


def ours(model: LocalChatModel, asked: list[str], tokens: int) -> float:
    """Tokens a second of the chat model, asked at the same time."""

    async def ask() -> int:
        answers = await asyncio.gather(*(model.ainvoke(text, max_tokens=tokens) for text in asked))
        return sum(answer.usage_metadata["output_tokens"] for answer in answers if answer.usage_metadata)

    begun = time.monotonic()
    return asyncio.run(ask()) / (time.monotonic() - begun)


def best(rounds: int, measure: Callable[[], float]) -> float:
    """The best of some rounds: what disturbs a measurement only ever makes it slower."""
    return max(measure() for _ in range(rounds))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weights", help="a model's folder; the embedded model by default")
    parser.add_argument("--data", type=Path, help="the data folder the embedded model lives in")
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    weights = given.weights or str(prepare_embedded(given.data or load_settings().data_dir, print))
    runtime = load_runtime(weights)
    runtime._ends = frozenset()  # noqa: SLF001 -- every row writes the same number of tokens
    model = LocalChatModel(source=weights, model_name="benchmark", timeout=600)
    model._engine._load = lambda: runtime  # noqa: SLF001 -- one copy of the weights for both
    model.invoke("warm up", max_tokens=2)
    figures = {}
    print("batch   raw generate   ours        ours/raw")
    for size in (1, 8):
        one = best(given.rounds, lambda size=size: raw(runtime, ASKED[:size], given.tokens))  # type: ignore[misc]
        other = best(given.rounds, lambda size=size: ours(model, ASKED[:size], given.tokens))  # type: ignore[misc]
        figures[size] = other
        print(f"{size:5}   {one:6.1f} tok/s   {other:6.1f} tok/s   {other / one:.2f}")
    print(f"batch 8 / batch 1, ours: {figures[8] / figures[1]:.2f}")
    model.close()


if __name__ == "__main__":
    main()
