"""Our perplexity beside the formula of the transformers documentation and beside the `evaluate` metric.

    python -m benchmarks.likelihood FOLDER-OF-A-MODEL [--texts FILE.jsonl] [--count 20]

The first is written out plainly from "Perplexity of fixed-length models" with the sum it describes: each token is
counted once. (The listing there takes one token off the count of every window, though only the first window has one
less to predict; that is printed as well.) The second is the mean per text, with the token that begins a text before it.
It is taken of logits in 64 bits: in 32 bits its cross entropy over the second dimension sums a large vocabulary so
coarsely that it is wrong by more than the parity asked for, which is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from adapters.llm.likelihood import LocalLikelihood
from adapters.llm.weights import Source, load_weights
from bot.evaluation.likelihood import bits_per_byte, perplexity
from bot.ports.likelihood import Likely

TEXTS = files("prompts") / "evaluation_cases.jsonl"


def documented(model: Any, tokenizer: Any, text: str, size: int, stride: int, *, listing: bool = False) -> Likely:
    """The sliding window of the documentation; with `listing`, the counts of its listing to the letter."""
    import torch

    ids = tokenizer(text, add_special_tokens=False, return_tensors="pt", verbose=False).input_ids
    length, total, tokens, before = ids.size(1), 0.0, 0, 0
    for begin in range(0, length, stride):
        end = min(begin + size, length)
        target = ids[:, begin:end].clone()
        target[:, : -(end - before)] = -100
        with torch.no_grad():
            loss = model(ids[:, begin:end], labels=target).loss
        predicted = int((target != -100).sum() if not listing else (target != -100).sum() - 1)
        if not listing:
            predicted -= before == 0  # the first token of the text has nothing before it
        total += float(loss) * predicted
        tokens += predicted
        before = end
        if end == length:
            break
    return Likely(total, tokens, len(text.encode()))


def evaluated(model: Any, tokenizer: Any, text: str) -> tuple[float, float]:
    """The `evaluate` metric of one text: the token that begins a text before it, the mean over the rest, its power.

    In 64 bits, then in 32.
    """
    import torch

    start = torch.tensor([[tokenizer.bos_token_id]])
    ids = torch.cat([start, tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids], dim=1)
    with torch.no_grad():
        logits = model(ids).logits
    told = []
    for exact in (logits.double(), logits.float()):
        found = torch.nn.CrossEntropyLoss(reduction="none")(exact[:, :-1].transpose(1, 2), ids[:, 1:])
        told.append(math.exp(float(found.mean())))
    return told[0], told[1]


def main() -> None:
    """Compare, and tell the largest relative difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="a model's folder")
    parser.add_argument("--texts", type=Path, help="JSON lines with an `article`; ours where none are given")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--window", type=int, default=192, help="small, so that the articles need several")
    options = parser.parse_args()
    lines = (options.texts or TEXTS).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["article"] for line in lines if line.strip()][: options.count]
    model, tokenizer = load_weights(Source(options.folder))
    size, stride = options.window, options.window // 2

    ours = LocalLikelihood(Source(options.folder), "ours", window=size, stride=stride, starts=False)
    begun = time.monotonic()
    mine = ours.now(texts)
    batched = time.monotonic() - begun
    begun = time.monotonic()
    theirs = [documented(model, tokenizer, text, size, stride) for text in texts]
    alone = time.monotonic() - begun
    print(f"{len(texts)} texts, {sum(one.tokens for one in mine)} tokens, windows of {size} every {stride}")
    print(f"documented formula: largest relative difference of a text {_apart(mine, theirs):.1e}")
    printed = [documented(model, tokenizer, text, size, stride, listing=True) for text in texts]
    print(f"its listing, to the letter: {_apart(mine, printed):.1e}")
    print(f"seconds: ours {batched:.1f} (with loading), one window at a time {alone:.1f}")
    ours.close()

    if tokenizer.bos_token_id is not None:
        short = [text[:1500] for text in texts]
        started = LocalLikelihood(Source(options.folder), "ours").now(short)
        metric = [evaluated(model, tokenizer, text) for text in short]
        for at, bits in enumerate((64, 32)):
            apart = max(abs(perplexity(one) / told[at] - 1) for one, told in zip(started, metric, strict=True))
            print(f"`evaluate` metric in {bits} bits, one text at a time: {apart:.1e}")
        whole = sum(started, Likely(0.0, 0, 0))
        print(f"mean of texts {sum(one for one, _ in metric) / len(metric):.3f}, by tokens {perplexity(whole):.3f}, "
              f"{bits_per_byte(whole):.4f} bits a byte")  # fmt: skip


def _apart(mine: list[Likely], theirs: list[Likely]) -> float:
    return max(abs(perplexity(one) / perplexity(other) - 1) for one, other in zip(mine, theirs, strict=True))


if __name__ == "__main__":
    main()
