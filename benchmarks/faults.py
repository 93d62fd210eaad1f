"""Faults that take long to try, each with what is promised: a riddle or one sentence, in time, nothing left running.

Run with `python -m benchmarks.faults` from the project's folder.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.doubles.openai_server import Said, error
from tests.faults.press import HOSTILE, Press
from tests.faults.sandbox import Ran, Sandbox
from tests.faults.talker import Talker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOWHERE = {"RIDDLE_FEEDS": "http://127.0.0.1:9/feed", "RIDDLE_ALLOW_PRIVATE_FEEDS": "true"}
MODEL_SECONDS = 60.0
"""For a brew of 8 seconds that has to read its articles closely afterwards, on two busy cores."""

MODELS = {
    "nothing": Said(""),
    "garbage": Said("\x00}{][ asdf !!"),
    "half a JSON": Said('{"question": "What am I", "ans'),
    "one word 10,000 times": Said("word " * 10_000),
    "a refusal": Said("I'm sorry, I cannot help with that."),
    "429 for ever": error(429, "slow down", headers={"retry-after": "1"}),
    "500": error(500, "boom"),
    "no answer": Said("", delay=3600),
    "a broken line": Said(hang_up=True),
    "401": error(401, "Incorrect API key provided: sekret"),
    "404": error(404, "no such model"),
    "400, too long": error(400, "maximum context length is 10 tokens"),
    "50 MB": Said("a" * 50_000_000),
    "a web page": Said(body=b"<html>"),
    "an empty body": Said(body=b""),
}


def fresh(**settings: str) -> Sandbox:
    """A sandbox of its own."""
    return Sandbox(Path(tempfile.mkdtemp(prefix="riddle-faults-")), {**NOWHERE, **settings})


def verdict(box: Sandbox, ran: Ran, code: int, seconds: float) -> list[str]:
    """What is wrong with the end of a command."""
    wrong = [] if ran.code == code else [f"exit code {ran.code}"]
    wrong += [] if ran.clean else ["a traceback"]
    wrong += ["a secret"] if "sekret" in ran.said else []
    wrong += [] if ran.seconds <= seconds else [f"{ran.seconds:.0f} s"]
    return [*wrong, *(f"left: {left}" for left in box.left_running())]


def models() -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """A model that misbehaves: the riddle comes without it, and says so."""
    for name, said in MODELS.items():

        def attempt(said: Said = said) -> list[str]:
            with Talker(said) as talker:
                box = fresh(RIDDLE_MODEL="openai:x", RIDDLE_MODEL_URL=talker.url, OPENAI_API_KEY="sekret")
                ran = box("brew", RIDDLE_BREW_SECONDS="8")
            silent = [] if "The model" in ran.out or "The time" in ran.out else ["it does not say why"]
            return verdict(box, ran, 0, MODEL_SECONDS) + silent

        yield f"a model that answers {name}", attempt


def feeds() -> list[str]:
    """Every hostile feed beside a good one."""
    with Press() as press:
        names = ("good", *HOSTILE, "huge", "bomb", "redirects", "private", "silent", "missing")
        box = fresh(RIDDLE_FEEDS=" ".join(press.at(name, host) for host, name in enumerate(names, 1)))
        ran = box("stories")
    return verdict(box, ran, 0, 30) + ([] if "Wexcombe" in ran.out else ["the good feed is missing"])


def ten_at_once() -> list[str]:
    """Ten brews of the same day."""
    box = fresh()
    ends = [one.ended() for one in [box.start("brew", "--json") for _ in range(10)]]
    wrong = [] if len({one.out for one in ends}) == 1 else ["not all print the same"]
    return wrong + [each for one in ends for each in verdict(box, one, 0, 120)]


def killed() -> list[str]:
    """A brew that is killed: the next takes over within the lease, and tells that it waits."""
    with Press() as press:
        box = fresh()
        first = box.start("brew", RIDDLE_FEEDS=press.at("silent"))
        first.until("Reading the news")
        time.sleep(1)
        os.kill(first.process.pid, signal.SIGKILL)
        first.ended()
        ran = box("brew")
    told = [] if "Another process is making the edition" in ran.err else ["it does not tell that it waits"]
    return verdict(box, ran, 0, 110) + told


def main() -> int:
    """Try everything; 1 when something is not as promised."""
    cases = [*models(), ("feeds", feeds), ("ten brews at once", ten_at_once), ("kill -9 of a brew", killed)]
    failed = 0
    for name, attempt in cases:
        began = time.monotonic()
        wrong = attempt()
        failed += bool(wrong)
        print(
            f"{'FAILED' if wrong else 'passed'}  {time.monotonic() - began:5.1f} s  {name}  {'; '.join(wrong)}",
            flush=True,
        )
    print(f"{len(cases) - failed} of {len(cases)} as promised.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
