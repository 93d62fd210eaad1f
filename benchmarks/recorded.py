"""The recorded replies through the real command: 40 good ones are released, 20 faulty ones are not.

`riddle brew` in a process of its own asks a local OpenAI-compatible server that replays them (promise: at least 38 of
the 40 with `fallback` false, none of the 20). The baseline beside it is a program that releases what can be parsed.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

from bot.errors import ReplyError
from bot.riddles.pipelines.reply import read_json
from tests.doubles.openai_server import OpenAIServer
from tests.replies.__main__ import write
from tests.replies.replay import Replay, load

PROMISED = 38


async def brewed(folder: Path, name: str, count: int, url: str) -> tuple[int, int]:
    """How many riddles came of a file's articles by the model, and how many without it."""
    environment = os.environ | {
        "RIDDLE_DATA_DIR": str(folder / "data"),
        "RIDDLE_MODEL": "openai:recorded",
        "RIDDLE_MODEL_URL": url,
    }
    command = (sys.executable, "-m", "bot", "brew", "--json", "--count", str(count), "--article", str(folder / name))
    child = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await child.communicate()
    fallbacks = [json.loads(line)["fallback"] for line in said.splitlines()]
    return fallbacks.count(False), fallbacks.count(True)


def parsed(*, good: bool) -> int:
    """How many of the replies a program without checks would release."""
    read = 0
    for record in load():
        try:
            read += record.good is good and bool(read_json(record.compose))
        except ReplyError:
            continue
    return read


async def measure() -> int:
    """Brew from both files and print what was released."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, load())
        async with OpenAIServer([Replay(load())]) as server:
            good, crafted = await brewed(folder, "good.jsonl", 40, server.url)
            bad, instead = await brewed(folder, "bad.jsonl", 20, server.url)
    print(f"good replies released: {good} of 40 (promise {PROMISED}); without checks {parsed(good=True)}")
    print(f"faulty replies released: {bad} of 20 (promise 0); without checks {parsed(good=False)}")
    print(f"made without the model instead: {crafted} of 40 and {instead} of 20")
    return int(good < PROMISED or bad > 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))
