"""What is asked of a local model, and what it answers. Standard library only."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a text is decoded; temperature 0 is greedy. The same seed gives the same text, whatever shares its batch."""

    max_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 0.95
    top_k: int = 50
    seed: int = 0
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; `role` is `system`, `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Generated:
    """What a model wrote; `finish` is `stop` or `length`."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    finish: str


@dataclass(slots=True, eq=False)
class Request:
    """One text to be written. It may be given up at any time, by whoever waits for it or by its deadline."""

    turns: tuple[Turn, ...]
    decoding: Decoding
    timeout: float
    completion: bool = False
    future: Future[Generated] = field(default_factory=Future)
    ids: list[int] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Leave the batch at the next token, or the queue."""
        self._cancelled.set()
        self.future.cancel()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._cancelled.is_set()

    @property
    def late(self) -> bool:
        """Whether its time is up."""
        return time.monotonic() - self._begun > self.timeout

    @property
    def given_up(self) -> bool:
        """Whether there is no use in writing on."""
        return self.cancelled or self.late
