"""How well the rules tell right guesses from wrong ones, and how long a verdict takes.

Run: python benchmarks/judging.py [FILE.jsonl]
Judges the shipped guesses (or those of a file) and prints agreement, Cohen's kappa, each rung's share and the
microseconds of a verdict, beside exact match as the baseline in the same run. Exits 1 when a promise is missed:
agreement 0.97, kappa 0.93, none but right guesses accepted of more than one in a hundred, and 0.2 ms a verdict.
The shipped set is a regression set: the rules were mended with most of it in view.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from bot.game import trials

AGREEMENT, KAPPA, WRONG, MICROSECONDS = 0.97, 0.93, 0.01, 200.0
ROUNDS = 5


def microseconds(cases: list[trials.Case]) -> list[float]:
    """What each verdict takes, the best of some rounds, once the riddle is known."""
    best = [float("inf")] * len(cases)
    for _ in range(ROUNDS):
        for at, case in enumerate(cases):
            start = time.perf_counter()
            trials.judged(case)
            best[at] = min(best[at], (time.perf_counter() - start) * 1e6)
    return sorted(best)


def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="JSON lines of guesses; those that ship by default")
    file = parser.parse_args().file
    cases = trials.read(file.read_text("utf-8")) if file else trials.shipped()
    summary = trials.summary([trials.judged(case) for case in cases])
    took = microseconds(cases)
    for name, value in summary.items():
        if isinstance(value, dict):
            print(f"{name}: " + ", ".join(f"{rung} {share:.3f}" for rung, share in value.items()))
        else:
            print(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
    print(f"microseconds a verdict: p50 {p50:.0f}, p99 {p99:.0f} (promise {MICROSECONDS:.0f})")
    kept = (
        summary["agreement"] >= AGREEMENT,
        summary["kappa"] >= KAPPA,
        summary["wrong_accepted"] <= WRONG,
        p99 <= MICROSECONDS,
    )
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
