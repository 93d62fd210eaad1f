"""Requests from many tasks and threads -> batches for one model, in a thread of its own. Knows nothing of torch."""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import InvalidStateError
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from bot.errors import ModelError, ModelUnavailable, RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adapters.llm.request import Generated, Request

CAPACITY = 256
"""Most requests that wait; the next is refused."""

MAX_BATCH = 16
"""Most texts that are written at a time: the more at once the sooner all of them, the later the first."""

GATHER_SECONDS = 0.01
"""How long the first request waits for others to share its batch ..."""

PATIENCE = 0.02
"""... and which part of the time the last batch took, while fewer wait than that one had: they often ask again."""

STOP_SECONDS = 5.0
"""How long closing waits for the batch under way to notice."""

_CLOSED = "The local model is closed."

_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, MemoryError, OSError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip
"""What models, tokenizers and damaged installs raise: it ends one request or one batch, not the engine."""


class Runtime(Protocol):
    """A model in memory."""

    room: int
    """How many tokens of all its rows together a batch may have."""

    def encode(self, request: Request) -> list[int]:
        """The tokens of a request; raises `ModelError` when they are more than the model can take."""

    def generate(self, batch: Sequence[Request]) -> Iterator[list[tuple[Request, Generated | RiddleError]]]:
        """Write the texts of a batch; at each token, those that end there: at the latest once they are given up."""


class Engine:
    """Runs one model in one thread; whoever asks within a few milliseconds shares a batch."""

    def __init__(self, load: Callable[[], Runtime], max_batch: int = MAX_BATCH, capacity: int = CAPACITY) -> None:
        self._load = load
        self._max_batch = max_batch
        self._capacity = capacity
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._waiting: list[Request] = []
        self._runtime: Runtime | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._last_rows, self._last_seconds = 0, 0.0

    def submit(self, request: Request) -> None:
        """Put a request in the queue; raises `ModelUnavailable` when it is full or the engine is closed."""
        with self._lock:
            if self._closed:
                raise ModelUnavailable(_CLOSED)
            # Those the thread has taken in wait as well.
            if self._queue.qsize() + len(self._waiting) >= self._capacity:
                raise ModelUnavailable("Too many requests wait for the local model; try again later.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="local-model", daemon=True)
                self._thread.start()
            self._queue.put(request)

    def close(self) -> None:
        """Give up whatever waits or runs, and end the thread. May be called more than once."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is None or not thread.is_alive() or thread is threading.current_thread():
            return
        self._drain()
        self._queue.put(None)
        thread.join(STOP_SECONDS)

    # --- the thread -----------------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            while self._gather():
                if batch := self._next_batch():
                    self._answer(batch)
        finally:
            with self._lock:  # nobody puts a request in the queue after it was drained
                self._closed = True
            self._runtime = None
            for request in self._waiting:
                _fail(request, ModelUnavailable(_CLOSED))
            self._waiting = []
            self._drain()

    def _gather(self) -> bool:
        """Take in what has come: wait for the first, a moment for company; False when the engine is closed."""
        begun = time.monotonic()
        while not self._closed:
            try:
                if not self._waiting:
                    request = self._queue.get()
                    begun = time.monotonic()
                elif len(self._waiting) < self._max_batch:
                    request = self._queue.get(timeout=max(0.0, begun + self._patience() - time.monotonic()))
                else:
                    request = self._queue.get_nowait()
            except queue.Empty:
                return True
            if request is None:
                return False
            self._accept(request)
        return False

    def _patience(self) -> float:
        """How long those that wait do so for company: longer, where as many as last time may come again."""
        expected = len(self._waiting) < min(self._last_rows, self._max_batch)
        return max(GATHER_SECONDS, PATIENCE * self._last_seconds * expected)

    def _accept(self, request: Request) -> None:
        """Load the model if need be, and turn the request into tokens."""
        if not request.future.set_running_or_notify_cancel():
            return
        if request.given_up:
            _fail(request)
            return
        try:
            self._runtime = self._runtime or self._loaded()
            request.ids = self._runtime.encode(request)
            self._waiting.append(request)
        except RiddleError as error:
            _fail(request, error)
        except _FAULTS as error:
            _fail(request, ModelError(f"The local model cannot read what it is asked ({type(error).__name__})."))
        finally:
            if request not in self._waiting:
                _fail(request, ModelError("The local model failed."))

    def _loaded(self) -> Runtime:
        try:
            return self._load()
        except RiddleError:
            raise
        except _FAULTS as error:
            # A damaged install, or a load that Ctrl-C cut short while the interpreter ends.
            raise ModelError(f"The local model cannot be loaded ({type(error).__name__}).") from error

    def _next_batch(self) -> tuple[Request, ...]:
        """The request that waits longest, and those nearest to it in length: the less padding, the less work."""
        self._drop_given_up()
        if not self._waiting:
            return ()
        oldest, *others = self._waiting
        batch = [oldest]
        for near in sorted(others, key=lambda other: abs(len(other.ids) - len(oldest.ids)))[: self._max_batch - 1]:
            if not self._has_room([*batch, near]):
                break
            batch.append(near)
        self._waiting = [request for request in self._waiting if request not in batch]
        return tuple(sorted(batch, key=lambda request: len(request.ids)))

    def _has_room(self, batch: list[Request]) -> bool:
        assert self._runtime is not None  # noqa: S101 -- tokens came from it
        return len(batch) * max(len(request.ids) + request.limit for request in batch) <= self._runtime.room

    def _drop_given_up(self) -> None:
        """Tell those whose time is up while they wait; forget those nobody waits for."""
        for request in self._waiting:
            if request.given_up:
                _fail(request)
        self._waiting = [request for request in self._waiting if not request.future.done()]

    def _answer(self, batch: tuple[Request, ...]) -> None:
        assert self._runtime is not None  # noqa: S101 -- tokens came from it
        begun = time.monotonic()
        try:
            for ended in self._runtime.generate(batch):
                for request, result in ended:
                    _tell(request, result)
                self._drop_given_up()
                if self._closed:
                    _cancel(batch)
        except _FAULTS as error:
            short = isinstance(error, MemoryError) or "memory" in str(error).lower()
            kind = "is out of memory" if short else f"failed ({type(error).__name__})"
            for request in batch:
                _fail(request, ModelError(f"The local model {kind}."))
        finally:
            for request in batch:
                _fail(request, ModelError("The local model failed."))
            self._last_rows, self._last_seconds = len(batch), time.monotonic() - begun

    def _drain(self) -> None:
        """Tell those in the queue that nobody will take them in."""
        while True:
            try:
                request = self._queue.get_nowait()
            except queue.Empty:
                return
            if request is not None:
                _fail(request, ModelUnavailable(_CLOSED))


def _cancel(batch: Sequence[Request]) -> None:
    for request in batch:
        request.cancel()


def _tell(request: Request, result: Generated | RiddleError) -> None:
    if isinstance(result, RiddleError):
        _fail(request, result)
    elif request.given_up:
        _fail(request)
    else:
        request.future.set_result(result)


def _fail(request: Request, error: RiddleError | None = None) -> None:
    """Tell whoever waits why there is no answer, unless there is one."""
    late = ModelUnavailable(f"The local model did not answer within {request.timeout:g} seconds.")
    gone = ModelUnavailable("The request was given up.")
    with suppress(InvalidStateError):  # it was told already, or whoever waited has left this very moment
        request.future.set_exception(error or (late if request.late else gone))
