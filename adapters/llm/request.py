"""What is asked of a local model, and what it answers. Standard library only."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a text is decoded; temperature 0 is greedy. The same seed gives the same text, whatever shares its batch.

    A text held to a `schema` (JSON) is valid at any length. With `roomy` it may be longer than `max_tokens`, as long as
    its schema lets it be; without a schema no run of `no_repeat` tokens comes twice (0: as it comes). `logprobs` is
    how many of the likeliest tokens are told at each place, None for nothing.
    """

    max_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 0.95
    top_k: int = 50
    seed: int = 0
    stop: tuple[str, ...] = ()
    schema: str | None = None
    roomy: bool = False
    logprobs: int | None = None
    no_repeat: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; `role` is `system`, `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Chance:
    """A token, its bytes, the logarithm of its probability, and those of the likeliest tokens in its place."""

    token: str
    raw: bytes
    logprob: float
    likeliest: tuple[Chance, ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """What a model wrote; `finish` is `stop` or `length`. Of a text that was only scored, `logprob` is all there is."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    finish: str
    chances: tuple[Chance, ...] | None = None
    logprob: float = 0.0


@dataclass(slots=True, eq=False)
class Request:
    """One text to be written, or with `continuation` one to be scored. It may be given up at any time.

    `listener` hears each piece of the text as it is written, in the model's thread.
    """

    turns: tuple[Turn, ...]
    decoding: Decoding
    timeout: float
    completion: bool = False
    continuation: str | None = None
    listener: Callable[[str], None] | None = None
    future: Future[Generated] = field(default_factory=Future)
    ids: list[int] = field(default_factory=list)
    prompt: int = 0
    """How many of `ids` are the prompt."""
    limit: int = 0
    """How many tokens may be written."""
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
