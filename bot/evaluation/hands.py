"""Runs the checks on many riddles in processes of their own, as many as there are cores."""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bot.evaluation.examining import examined
from bot.evaluation.forking import READY, context
from bot.riddles.craft.complete import study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import Candidate, Story
    from bot.evaluation.examining import Examined

MANY: Final = 20
"""Riddles from which on other processes are worth their start."""

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
        with ProcessPoolExecutor(hands, context(), initializer=_begin) as pool:
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
    """Leave interrupts to the process that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_module(READY)  # there already where the process was forked
