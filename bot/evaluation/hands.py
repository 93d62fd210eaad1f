"""Runs the checks on many riddles in processes of their own, as many as there are cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from bot.evaluation.examining import examined
from bot.riddles.craft.complete import study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from bot.domain import Candidate, Story
    from bot.evaluation.examining import Examined

MANY: Final = 20
"""Riddles from which on other processes are worth their start: each loads a parser of its own."""

MOST: Final = 4
"""Processes at most: each takes a quarter of a gigabyte."""

Riddles = tuple["Story", tuple["Candidate", ...]]
"""A story with riddles of it."""


def all_examined(asked: Sequence[Riddles]) -> Iterator[tuple[Examined, ...]]:
    """What the checks say of each story's riddles, in their order; by one process where there are few riddles."""
    hands = min(os.cpu_count() or 1, MOST, len(asked))
    if hands < 2 or sum(len(riddles) for _, riddles in asked) < MANY:
        yield from map(story_examined, asked)
        return
    done = 0
    try:
        # Not forked: a process with threads, such as a screen's or PyTorch's, cannot be.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(hands, spawn, initializer=_begin) as pool:
            for found in pool.map(story_examined, asked):
                yield found
                done += 1
    except (BrokenExecutor, OSError):  # no room for it, or none are allowed: then it takes longer
        yield from map(story_examined, asked[done:])


def story_examined(asked: Riddles) -> tuple[Examined, ...]:
    """What the checks say of riddles of one story, which is read once."""
    story, riddles = asked
    if not riddles:
        return ()
    studied = study(story)
    return tuple(examined(riddle, story, studied) for riddle in riddles)


def _begin() -> None:
    """Leave interrupts to the process that waits, and PyTorch out: the parser would load it and has no use for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hidden: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: not to be found
    hidden["torch"] = None
