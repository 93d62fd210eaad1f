"""Learn the weights of `bot/news/data/soft.toml` from the labelled cases, and tell how well held-out cases are told.

    python benchmarks/soft_words.py [--write]

A linear model over the stems of a case and families of words (kin, grief, gladness), learned from all splits but
`unseen`, which was written and measured after the last mending. What is printed is five-fold: of the tragic cases that
no pattern refuses, the share above each limit, and the share of harmless ones that would be lost.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import torch

from bot.domain import Strictness
from bot.news.soft import families, features, share
from bot.news.taste import weighed

CASES = Path(__file__).parents[1] / "tests" / "data" / "taste.jsonl"
WEIGHTS = Path(__file__).parents[1] / "bot" / "news" / "data" / "soft.toml"
SAMPLES = Path(__file__).parents[1] / "adapters" / "news" / "sample_articles.jsonl"
UNSEEN = "unseen"
FOLDS = 5
PENALTY = 2e-4
LEAST = 2
SMALLEST = 0.05

Model = tuple[dict[str, float], float]


def learned(cases: list[dict[str, Any]]) -> Model:
    """Weights of features and the start, by logistic regression with a penalty on large weights."""
    found = [features(case["title"], case["text"], families()) for case in cases]
    counted = Counter(feature for each in found for feature in each)
    places = {feature: place for place, feature in enumerate(sorted(f for f, n in counted.items() if n >= LEAST))}
    table = torch.zeros(len(cases), len(places), dtype=torch.float64)
    for row, each in enumerate(found):
        for feature, times in each.items():
            if feature in places:
                table[row, places[feature]] = times * share(each)
    weights, start = _fitted(table, torch.tensor([float(case["label"] == "tragic") for case in cases]).double())
    return {feature: weights[place] for feature, place in places.items() if abs(weights[place]) >= SMALLEST}, start


def _fitted(table: torch.Tensor, labels: torch.Tensor) -> tuple[list[float], float]:
    weights = torch.zeros(table.shape[1], dtype=torch.float64, requires_grad=True)
    start = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([weights, start], max_iter=400)

    def loss() -> torch.Tensor:
        search.zero_grad()
        told = torch.nn.functional.binary_cross_entropy_with_logits(table @ weights + start, labels)
        told = told + PENALTY * (weights * weights).sum()
        told.backward()  # type: ignore[no-untyped-call]
        return told

    search.step(loss)  # type: ignore[no-untyped-call]
    return weights.tolist(), start.item()


def score(model: Model, case: dict[str, Any]) -> float:
    """What a model says of a case."""
    weights, start = model
    found = features(case["title"], case["text"], families())
    return sum(times * weights.get(feature, 0.0) for feature, times in found.items()) * share(found) + start


def held_out(cases: list[dict[str, Any]]) -> list[tuple[float, dict[str, Any]]]:
    """Each case with what a model says that was not shown it."""
    told = []
    for fold in range(FOLDS):
        model = learned([case for place, case in enumerate(cases) if place % FOLDS != fold])
        told += [(score(model, case), case) for case in cases[fold::FOLDS]]
    return told


def samples() -> list[dict[str, Any]]:
    """The sample articles, which are longer than the cases, as harmless ones, whole and in part."""
    articles = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    texts = [(each["title"], text) for each in articles for text in (each["text"], each["text"][:240])]
    return [
        {"title": title, "text": text, "label": "harmless", "split": "sample"}
        for title, text in texts
        if not weighed(title, text, Strictness.STANDARD)
    ]


def main() -> None:
    """Print the held-out shares, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the weights learned from all")
    asked = parser.parse_args()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case["split"] != UNSEEN] + samples()
    random.Random(1).shuffle(cases)
    kept = [(s, case) for s, case in held_out(cases) if not weighed(case["title"], case["text"], Strictness.STANDARD)]
    for limit in (0.0, 0.1, 0.2, 0.3, 0.5, 0.8):
        shares = [
            f"{sum(s > limit for s, case in kept if case['label'] == label)}"
            f"/{sum(case['label'] == label for _, case in kept)}"
            for label in ("tragic", "harmless")
        ]
        print(f"above {limit}: tragic {shares[0]}, harmless {shares[1]}")
    if asked.write:
        weights, start = learned(cases)
        lines = [f'"{feature}" = {weight:.2f}' for feature, weight in sorted(weights.items())]
        head = "# Learned by benchmarks/soft_words.py from the labelled cases; above zero speaks of loss.\n"
        WEIGHTS.write_text(head + f"start = {start:.3f}\n\n[words]\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
