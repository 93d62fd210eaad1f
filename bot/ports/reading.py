"""What is read for one answer: a store may remember it for as long as that answer takes."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

_NOW: ContextVar[Reading | None] = ContextVar("reading", default=None)


@dataclass(slots=True)
class Reading:
    """What one answer has read; whatever it writes makes it forget all of that."""

    known: dict[Hashable, Any] = field(default_factory=dict)
    over: bool = False

    @contextmanager
    def changed(self) -> Iterator[None]:
        """Forget what is known, and what is read while something is written."""
        self.known = {}
        try:
            yield
        finally:
            self.known = {}


@contextmanager
def one_answer() -> Iterator[None]:
    """Within it the same question is asked of the store once, until the answer writes something.

    What others write meanwhile is seen by the next answer. Work that is begun inside and goes on afterwards remembers
    nothing.
    """
    reading = Reading()
    token = _NOW.set(reading)
    try:
        yield
    finally:
        reading.over = True
        _NOW.reset(token)


def reading() -> Reading | None:
    """What is known to the answer that is being made, where one is."""
    found = _NOW.get()
    return found if found is not None and not found.over else None
