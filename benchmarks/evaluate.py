"""Three pipelines with local weights on twenty articles, one seed, one draw (promise: 15 minutes at 50 tokens/s).

`python -m benchmarks.evaluate [--articles 20] [--data FOLDER] [--keep RUN] [--again]`. The embedded model writes by
`few_shot` and by `zero_shot`; where a model is registered that was trained here it writes by `fine_tuned`, elsewhere
the embedded one writes by `zero_shot` in one step, and that is said. Prints the minutes beside the machine's own rate
(plain `generate`, batch of eight), what they would be at 50 tokens a second, and the seconds of `riddle evaluate
--from` (promise: 5), the start of its process included. `--again` times that alone, on riddles written by rule.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.stages.written_run import written
from bot.bootstrap import entering, evaluating
from bot.evaluation.cases import gather
from bot.evaluation.journal import Journal
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.evaluation.entrant import Entrant
    from bot.settings import Settings

RATE = 50
MINUTES = 15
SECONDS = 5


def taking_part(settings: Settings) -> tuple[Entrant, ...]:
    """The three, said aloud."""
    from adapters.llm.tuned import registered

    two = entering.entrants(settings, ["embedded"], ["few_shot", "zero_shot"], [2], print)
    known = list(registered(settings.data_dir))
    if known:
        third = entering.entrants(settings, [f"tuned:{known[-1]}"], ["fine_tuned"], [], print)
    else:
        print("No fine-tuned model is registered: zero_shot in one step takes its place.")
        third = entering.entrants(settings, ["embedded"], ["zero_shot"], [1], print)
    return (*two, *third)


def made(settings: Settings, folder: Path, articles: int) -> tuple[float, float, int, int]:
    """Seconds of the run, the machine's tokens a second, riddles asked for and riddles that could be read."""
    gathered = gather(None, articles)
    who = taking_part(settings)
    planned = asyncio.run(evaluating.plan(settings, folder.name, who, gathered, [0], 1, print))
    with Journal.begun(folder, planned, gathered.cases) as journal:
        begun = time.perf_counter()
        asyncio.run(evaluating.runner(settings, journal, evaluating.Asked(), print).run())
        took = time.perf_counter() - begun
        record = journal.record
    read = sum(one.first is not None for one in record.generations)
    return took, float(planned.machine.get("tokens_a_second", 0)), len(record.generations), read


def scored_again(settings: Settings, folder: Path) -> bool:
    """Score it again by the command; whether that is fast enough."""
    words = [sys.executable, "-m", "bot", "evaluate", "--from", str(folder), "--plain"]
    told = {**os.environ, "RIDDLE_DATA_DIR": str(settings.data_dir)}
    begun = time.perf_counter()
    subprocess.run(words, check=True, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - begun
    print(f"scored again in {took:.1f} s on {os.cpu_count()} cores (promise {SECONDS})")
    return took <= SECONDS


def fast_enough(settings: Settings, folder: Path, articles: int) -> bool:
    """Make a run and tell how long it took."""
    took, rate, asked, read = made(settings, folder, articles)
    there = took * rate / RATE
    print(f"{asked} riddles of {articles} articles ({read} could be read): {took / 60:.1f} minutes here,")
    print(f"where plain generate writes {rate:.1f} tokens a second; {there / 60:.1f} at {RATE} (promise {MINUTES})")
    return there <= 60 * MINUTES


def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--data", type=Path, help="the data folder the models live in")
    parser.add_argument("--keep", type=Path, help="a new folder the run is kept in")
    parser.add_argument("--again", action="store_true", help="only how long it takes to score a run again")
    given = parser.parse_args()
    settings = load_settings(**({"RIDDLE_DATA_DIR": str(given.data)} if given.data else {}))
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name) / "run"
        if given.again:
            print(f"{written(folder, given.articles)} riddles of {given.articles} articles, written by rule")
        kept = given.again or fast_enough(settings, folder, given.articles)
        return int(not scored_again(settings, folder) or not kept)


if __name__ == "__main__":
    sys.exit(main())
