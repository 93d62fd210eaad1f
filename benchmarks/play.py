"""What a process that only plays costs: memory, start-up, and that it never loads a model's libraries.

Prints the most memory of `riddle play` (promise: 120 MB), the seconds from start to the riddle of an edition that is in
the store (promise: 2 s), and both beside a bare Python process that opens the same store.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

HEAVY = ("torch", "transformers", "langchain_core", "langchain", "spacy", "aiohttp", "trafilatura", "numpy")
RUNS = 5
PLAY = """
import io, json, resource, sys
sys.stdin = io.StringIO("hint\\nAtlantis\\ngive up\\n")
from bot.__main__ import main
code = main(["play", "--plain"])
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
print(json.dumps({"code": code, "mb": most, "modules": sorted(sys.modules)}), file=sys.stderr)
"""
BARE = """
import asyncio, os, pathlib
from adapters.store.connection import open_redis
async def main():
    async with open_redis(None, pathlib.Path(os.environ["RIDDLE_DATA_DIR"])) as redis:
        await redis.ping()
asyncio.run(main())
"""


def run(code: str) -> tuple[float, str]:
    """Seconds and standard error of a Python program."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stderr


def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RIDDLE_DATA_DIR": folder, "RIDDLE_MODEL": "none", "RIDDLE_FEEDS": "nowhere.invalid"}
        subprocess.run([sys.executable, "-m", "bot", "brew"], check=True, capture_output=True)
        played = [run(PLAY) for _ in range(RUNS)]
        bare = min(run(BARE)[0] for _ in range(RUNS))
    report = json.loads(played[-1][1].splitlines()[-1])
    seconds = sorted(taken for taken, _ in played)[RUNS // 2]
    loaded = [name for name in HEAVY if name in report["modules"]]
    print(f"memory of a process that plays: {report['mb']:.0f} MB (promise 120)")
    print(f"heavy libraries loaded: {', '.join(loaded) or 'none'}")
    print(
        f"a whole game of a cached edition: {seconds:.2f} s (promise 2), "
        f"{seconds / bare:.1f} times a bare process on the store"
    )
    return int(report["mb"] > 120 or bool(loaded) or seconds > 2)


if __name__ == "__main__":
    sys.exit(main())
