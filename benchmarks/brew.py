"""Three riddles from twenty articles with the embedded model, against the clock (promise: three minutes).

Prints the seconds of the brew, the seconds the model's conversion took before that, the seconds of the wave of stories
that the model writes about where craft alone does not do (asked for here in any case, its loading included), and the
machine's own rate: raw `generate` tokens a second at batch 8, all in the same run. The promise is for the sum.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from adapters.news.sample import read_sample
from bot import bootstrap
from bot.news.choose import choose
from bot.ports.now import system_now
from bot.riddles.making import Order
from bot.settings import load_settings

PROMISE = 180
COUNT = 3
ARTICLES = 20
BATCH = 8
TOKENS = 64


def raw_rate(folder: Path) -> float:
    """Tokens a second of `generate` alone on the converted weights."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    home = next((folder / "models").glob("smollm2*/"))
    model: Any = AutoModelForCausalLM.from_pretrained(home, dtype=torch.float32)
    tokens = AutoTokenizer.from_pretrained(home)(["The news of the day is"] * BATCH, return_tensors="pt")
    with torch.inference_mode():
        model.generate(**tokens, max_new_tokens=4, do_sample=False)
        start = time.perf_counter()
        model.generate(**tokens, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False)
    return BATCH * TOKENS / (time.perf_counter() - start)


async def brew(folder: Path) -> tuple[float, float, float]:
    """Seconds of preparing the model, of brewing, and of one wave of stories by the model."""
    from adapters.llm.embedded import prepare_embedded

    start = time.perf_counter()
    await asyncio.to_thread(prepare_embedded, folder)
    prepared = time.perf_counter() - start
    settings = load_settings(RIDDLE_DATA_DIR=str(folder), RIDDLE_MODEL="embedded")
    stories = choose(read_sample(system_now()), day_end=system_now(), limit=ARTICLES).stories
    start = time.perf_counter()
    batch = await bootstrap.maker(settings, print).make(Order(stories, COUNT))
    brewed = time.perf_counter() - start
    for riddle in batch.riddles:
        print(f"  {riddle.answer} ({riddle.pipeline}): {' / '.join(riddle.question.splitlines())}")
    if len(batch.riddles) != COUNT:
        raise SystemExit(f"{COUNT} riddles were asked for and {len(batch.riddles)} made")
    start = time.perf_counter()
    way = bootstrap.way(settings, print)
    assert way is not None
    made = await asyncio.gather(
        *(way.pipeline.candidates(story, 1, 0) for story in stories[:BATCH]), return_exceptions=True
    )
    print(f"  the model wrote {sum(isinstance(one, list) for one in made)} readable candidates for {BATCH} stories")
    return prepared, brewed, time.perf_counter() - start


def main() -> int:
    """Measure, print, and tell by the exit code whether the promise holds."""
    with tempfile.TemporaryDirectory() as name:
        prepared, brewed, wave = asyncio.run(brew(Path(name)))
        rate = raw_rate(Path(name))
    together = prepared + brewed + wave
    print(f"{COUNT} riddles from {ARTICLES} articles: {brewed:.0f} s; the model: {prepared:.0f} s to prepare it once,")
    print(f"{wave:.0f} s to load it and write about {BATCH} stories; together {together:.0f} s (promise {PROMISE})")
    print(f"this machine: {rate:.0f} tokens a second at batch {BATCH}")
    return int(together > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
