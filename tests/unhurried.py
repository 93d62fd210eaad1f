"""How long a test's own code takes, however busy the machine is."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")


def processor_seconds(call: Callable[[], Made]) -> tuple[Made, float]:
    """What a call gives, and the processor time of this thread that it took, the collecting of garbage left out."""
    collects = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        made = call()
        return made, time.thread_time() - began
    finally:
        if collects:
            gc.enable()


def within(seconds: float, call: Callable[[], Made], what: object = "it") -> Made:
    """What a call gives that must not need more: a guard against what takes minutes, far above what it should take."""
    made, took = processor_seconds(call)
    assert took < seconds, f"{what} took {took:.2f} s"
    return made
