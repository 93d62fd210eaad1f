"""Three riddles from twenty articles with the embedded model, against the clock (promise: three minutes).

Prints the seconds of the brew with the model loaded anew, the seconds its conversion took before that, and the
machine's own rate: raw `generate` tokens a second at batch 8, measured in the same run.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

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
    model = AutoModelForCausalLM.from_pretrained(home, dtype=torch.float32)
    tokens = AutoTokenizer.from_pretrained(home)(["The news of the day is"] * BATCH, return_tensors="pt")
    with torch.inference_mode():
        model.generate(**tokens, max_new_tokens=4, do_sample=False)
        start = time.perf_counter()
        model.generate(**tokens, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False)
    return BATCH * TOKENS / (time.perf_counter() - start)


async def brew(folder: Path) -> tuple[float, float]:
    """Seconds of preparing the model, and of brewing."""
    from adapters.llm.embedded import prepare_embedded

    start = time.perf_counter()
    await asyncio.to_thread(prepare_embedded, folder)
    prepared = time.perf_counter() - start
    settings = load_settings(RIDDLE_DATA_DIR=str(folder), RIDDLE_MODEL="embedded")
    stories = choose(read_sample(system_now()), day_end=system_now(), limit=ARTICLES).stories
    start = time.perf_counter()
    batch = await bootstrap.maker(settings, print).make(Order(stories, COUNT))
    seconds = time.perf_counter() - start
    for riddle in batch.riddles:
        print(f"  {riddle.answer} ({riddle.pipeline}): {' / '.join(riddle.question.splitlines())}")
    assert len(batch.riddles) == COUNT, "three riddles were asked for"
    return prepared, seconds


def main() -> int:
    """Measure, print, and tell by the exit code whether the promise holds."""
    with tempfile.TemporaryDirectory() as name:
        prepared, seconds = asyncio.run(brew(Path(name)))
        rate = raw_rate(Path(name))
    print(f"{COUNT} riddles from {ARTICLES} articles: {seconds:.0f} s, and {prepared:.0f} s once to prepare the model")
    print(
        f"together {seconds + prepared:.0f} s (promise {PROMISE}); "
        f"this machine: {rate:.0f} tokens a second at batch {BATCH}"
    )
    return int(seconds + prepared > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
