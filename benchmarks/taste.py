"""How well taste tells tragic stories from harmless ones: shares of `tests/data/taste.jsonl` with 95 % intervals.

    python benchmarks/taste.py [FILE.jsonl] [--strictness gentle|standard|open] [--wrong]

Both splits were mended for once they had been measured, so neither tells what unseen articles get. What new sets got
when first measured does: 60 tragic articles, 59 refused, and 60 harmless ones, 42 kept, written before the patterns
were read; then, written by one who had read them and each measured after the mending for the one before, 40 and 40
(32 and 32), 30 and 30 (25 and 25), 30 and 30 (27 and 26), 15 and 15 (15 and 15).

Later sets are harder on purpose: tragic ones in soft prose, and harmless ones full of grave words in another sense or
close to a soft loss in wording. At first contact, before their words were mended for: `sense` 36 of 60 tragic refused
and 30 of 60 harmless kept; with the words read by their setting and the score for soft losses, `fresh` 37 of 40 and
27 of 40, `softer` (no grave word in 20 of its 25 tragic ones) 13 of 25 and 15 of 25, `unseen` 13 of 15 and 9 of 15.
`prose` was written to learn from: 7 of 60 and 53 of 56. `unseen` alone was never learned from. Soft wording is what
still gets through in short texts, and a grave word used in jest what is still refused.

What we write is measured too, on `tests/data/taste_output.jsonl`: three sets, each written before its words were mended
for: of the rude ones 24 of 80, 20 of 48 and 4 of 22 were refused at first contact, and 9 of 74, 5 of 47 and 1 of 23
clean ones. Mockery in free words, without any word that is rude by itself, is what gets through.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain import Candidate, Form, Kind, Outcome, Strictness
from bot.news.taste import refusal
from bot.riddles.checks.context import Context
from bot.riddles.checks.taste import check

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "tests" / "data" / "taste.jsonl"
OUTPUTS = CASES.with_name("taste_output.jsonl")
RIGHT = {"tragic": "refused", "harmless": "kept"}


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale


def measured(path: Path, strictness: Strictness) -> tuple[dict[tuple[str, str], list[bool]], list[str]]:
    """Whether each case was told right, by split and label; and a line for each that was not."""
    told: dict[tuple[str, str], list[bool]] = defaultdict(list)
    wrong = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reason = refusal(case["title"], case["text"], strictness)
        right = (reason is not None) == (case["label"] == "tragic")
        told[case.get("split", ""), case["label"]].append(right)
        if not right:
            wrong.append(f"{case['label']}: {case['title']} - {reason or 'kept'}")
    return told, wrong


def outputs() -> Iterator[str]:
    """How well rude texts of our own making are told from clean ones, by split."""
    cases = [json.loads(line) for line in OUTPUTS.read_text(encoding="utf-8").splitlines()]
    for split in dict.fromkeys(case["split"] for case in cases):
        told = [(case["rude"], _refused(case["text"])) for case in cases if case["split"] == split]
        found, refused = told.count((True, True)), told.count((False, True))
        missed = told.count((True, False))
        rates = f"recall {found / (found + missed):.3f} precision {found / (found + refused):.3f}"
        yield f"output {split:7} n={len(told):3} {rates}"


def _refused(text: str) -> bool:
    candidate = Candidate(Form.QUESTION, Kind.THING, text, "xylophone")
    return check(candidate, Context()).outcome is Outcome.FAILED


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=CASES)
    parser.add_argument("--strictness", type=Strictness, default=Strictness.STANDARD)
    parser.add_argument("--wrong", action="store_true", help="name the cases that were told wrong")
    asked = parser.parse_args()
    told, wrong = measured(asked.file, asked.strictness)
    for (split, label), results in sorted(told.items()):
        low, high = wilson(sum(results), len(results))
        share = f"{sum(results)}/{len(results)} ({low:.0%} to {high:.0%})"
        print(f"{split or 'all':6} {label:9} {RIGHT[label]:8} {share}")
    print("\n".join(outputs()))
    print("\n".join(wrong) if asked.wrong else "")


if __name__ == "__main__":
    main()
