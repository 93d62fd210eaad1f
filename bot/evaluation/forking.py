"""Where the processes come from that run checks: one that has read the parser, once for all of them."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

READY: Final = "bot.evaluation.hands_ready"
FORKED: Final = "forkserver"


def context() -> BaseContext:
    """Forked where the system can: not from this process, which may have threads of a screen or of PyTorch."""
    if FORKED not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context(FORKED)
    found.set_forkserver_preload([READY])
    return found


def get_ready() -> None:
    """Have the parser read from now on, while this process does something else."""
    if context().get_start_method() == FORKED:
        from multiprocessing.forkserver import ensure_running  # noqa: PLC0415 -- not there on every system

        ensure_running()
