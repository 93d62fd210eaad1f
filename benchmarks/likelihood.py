"""Our perplexity beside the formula of the transformers documentation and beside the `evaluate` metric.

    python -m benchmarks.likelihood [FOLDER-OF-A-MODEL] [--texts FILE.jsonl] [--count 20]

The first is written out plainly from "Perplexity of fixed-length models" with the sum it describes: each token is
counted once. (The listing there takes one token off the count of every window, though only the first window has one
less to predict; that is printed as well.)

The second is the mean per text, with the token that begins a text before it. Its loss is reckoned three ways from the
same logits: in 32 bits with the vocabulary as the last dimension, in 64 bits, and in 32 bits as the package lays it
out, with the vocabulary in the middle. There a processor adds the terms of a sum one after the other, and 32 bits lose
more than the parity asked for; what they lose is printed of one sum of each text that is added just so.

Exit code 1 where the formula, or the metric in one of the first two ways, is further off than 1e-4.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from adapters.llm.embedded import prepare_embedded
from adapters.llm.likelihood import LocalLikelihood
from adapters.llm.weights import Source, load_weights
from bot.evaluation.likelihood import bits_per_byte, perplexity
from bot.ports.likelihood import Likely
from bot.settings import load_settings

TEXTS = files("prompts") / "evaluation_cases.jsonl"
CLOSE = 1e-4

WAYS = ("in 32 bits, vocabulary last", "in 64 bits", "in 32 bits, as the package lays it out")


def documented(model: Any, tokenizer: Any, text: str, size: int, stride: int) -> tuple[Likely, Likely]:
    """The sliding window of the documentation: by its formula, and with the counts of its listing to the letter."""
    import torch

    ids = tokenizer(text, add_special_tokens=False, return_tensors="pt", verbose=False).input_ids
    length, before = ids.size(1), 0
    formula = listing = Likely(0.0, 0, 0)
    for begin in range(0, length, stride):
        end = min(begin + size, length)
        target = ids[:, begin:end].clone()
        target[:, : -(end - before)] = -100
        with torch.no_grad():
            loss = float(model(ids[:, begin:end], labels=target).loss)
        told = int((target != -100).sum())
        predicted = told - (before == 0)  # the first token of the text has nothing before it
        formula += Likely(loss * predicted, predicted, 0)
        listing += Likely(loss * (told - 1), told - 1, 0)
        before = end
        if end == length:
            break
    return formula, listing


def evaluated(model: Any, tokenizer: Any, text: str) -> tuple[tuple[float, ...], float]:
    """The `evaluate` metric of one text in each of the ways, and what 32 bits lose of the sum for its last token.

    The token that begins a text before it, the mean over the rest, its power.
    """
    import torch

    start = torch.tensor([[tokenizer.bos_token_id]])
    ids = torch.cat([start, tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids], dim=1)
    with torch.no_grad():
        logits = model(ids).logits[:, :-1].float().contiguous()
    loss, wanted = torch.nn.CrossEntropyLoss(reduction="none"), ids[:, 1:]
    found = (loss(logits[0], wanted[0]), loss(logits[0].double(), wanted[0]), loss(logits.transpose(1, 2), wanted)[0])
    return tuple(math.exp(float(one.double().mean())) for one in found), lost(logits[0, -1])


def lost(row: Any) -> float:
    """What the logarithm of a sum over the vocabulary loses where 32 bits add one term after the other."""
    import numpy as np

    terms = (row - row.max()).exp().numpy()
    plain = np.float32(0)
    for term in terms:
        plain += term
    return math.log(terms.astype(np.float64).sum()) - math.log(plain)


def main() -> int:
    """Compare, tell the largest relative differences, and by the exit code whether they are small enough."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="a model's folder; the embedded model by default")
    parser.add_argument("--texts", type=Path, help="JSON lines with an `article`; ours where none are given")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--window", type=int, default=192, help="small, so that the articles need several")
    options = parser.parse_args()
    lines = (options.texts or TEXTS).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["article"] for line in lines if line.strip()][: options.count]
    folder = options.folder or str(prepare_embedded(load_settings().data_dir, print))
    model, tokenizer = load_weights(Source(folder))
    good = windowed(folder, model, tokenizer, texts, options.window)
    if tokenizer.bos_token_id is not None:
        good &= metric(folder, model, tokenizer, [text[:1500] for text in texts])
    return int(not good)


def windowed(folder: str, model: Any, tokenizer: Any, texts: list[str], size: int) -> bool:
    """Beside the documentation."""
    stride = size // 2
    ours = LocalLikelihood(Source(folder), "ours", window=size, stride=stride, starts=False)
    begun = time.monotonic()
    mine = ours.now(texts)
    batched = time.monotonic() - begun
    begun = time.monotonic()
    formula, listing = zip(*(documented(model, tokenizer, text, size, stride) for text in texts), strict=True)
    alone = time.monotonic() - begun
    most = apart(map(perplexity, mine), map(perplexity, formula))
    print(f"{len(texts)} texts, {sum(one.tokens for one in mine)} tokens, windows of {size} every {stride}")
    print(f"documented formula: largest relative difference of a text {most:.1e}")
    print(f"its listing, to the letter: {apart(map(perplexity, mine), map(perplexity, listing)):.1e}")
    print(f"seconds: ours {batched:.1f} (with loading), one window at a time {alone:.1f}", flush=True)
    return most <= CLOSE


def metric(folder: str, model: Any, tokenizer: Any, texts: list[str]) -> bool:
    """Beside the metric of the package."""
    mine = LocalLikelihood(Source(folder), "ours").now(texts)
    found, losses = zip(*(evaluated(model, tokenizer, text) for text in texts), strict=True)
    ways = [apart(map(perplexity, mine), way) for way in zip(*found, strict=True)]
    for name, most in zip(WAYS, ways, strict=True):
        print(f"`evaluate` metric {name}: {most:.1e}")
    print(f"32 bits lose, adding a token's sum term by term: {min(losses):.1e} to {max(losses):.1e}")
    whole = sum(mine, Likely(0.0, 0, 0))
    mean = sum(one for one, *_ in found) / len(found)
    print(f"mean of texts {mean:.3f}, by tokens {perplexity(whole):.3f}, {bits_per_byte(whole):.4f} bits a byte")
    return max(ways[:2]) <= CLOSE


def apart(mine: Any, theirs: Any) -> float:
    """The largest relative difference."""
    return max(abs(float(one / other) - 1) for one, other in zip(mine, theirs, strict=True))


if __name__ == "__main__":
    sys.exit(main())
