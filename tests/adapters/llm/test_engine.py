"""Whoever asks the engine is answered: whatever fails, however many ask, whenever it is closed or they leave."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from adapters.llm.engine import Engine
from adapters.llm.request import Decoding, Generated, Request, Turn
from bot.errors import ModelError, ModelUnavailable
from tests.adapters.llm.conftest import soon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Parrot:
    """A model that says what it was told, when it may."""

    room = 1_000

    def __init__(self) -> None:
        self.may = threading.Event()
        self.may.set()
        self.fault: Exception | None = None
        self.batches: list[int] = []

    def encode(self, request: Request) -> list[int]:
        """Refuse the one that faults here."""
        if request.turns[0].text == "unreadable":
            raise IndexError
        return [1]

    def generate(self, batch: Sequence[Request]) -> Iterator[list[tuple[Request, Generated]]]:
        """One token at a time, until it may end or is given up."""
        self.batches.append(len(batch))
        if self.fault:
            raise self.fault
        while not self.may.wait(0.005) and not all(request.given_up for request in batch):
            yield []
        yield [(request, Generated(request.turns[0].text, 1, 1, "stop")) for request in batch]


def asked(text: str = "Hello", timeout: float = 10) -> Request:
    return Request((Turn("user", text),), Decoding(), timeout=timeout)


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
def engine(parrot: Parrot) -> Iterator[Engine]:
    engine = Engine(lambda: parrot, capacity=4)
    yield engine
    engine.close()


def answer(engine: Engine, request: Request) -> str:
    engine.submit(request)
    return request.future.result(5).text


def test_a_request_that_cannot_be_read_is_told_and_the_next_is_answered(engine: Engine):
    with pytest.raises(ModelError, match="cannot read what it is asked"):
        answer(engine, asked("unreadable"))
    assert answer(engine, asked("Hello")) == "Hello"


@pytest.mark.parametrize("fault", [IndexError("x"), KeyError("x"), TypeError("x"), RuntimeError("out of memory")])
def test_a_batch_that_fails_is_told_and_the_next_is_written(engine: Engine, parrot: Parrot, fault: Exception):
    parrot.fault = fault
    with pytest.raises(ModelError, match=r"failed|out of memory"):
        answer(engine, asked())
    parrot.fault = None
    assert answer(engine, asked()) == "Hello"


def test_those_taken_in_count_among_those_that_wait(engine: Engine, parrot: Parrot):
    parrot.may.clear()
    first = asked()
    engine.submit(first)
    soon(lambda: bool(parrot.batches))
    taken = [asked() for _ in range(4)]
    for request in taken:
        engine.submit(request)
    with pytest.raises(ModelUnavailable, match="Too many"):
        engine.submit(asked())
    parrot.may.set()
    assert [request.future.result(5).text for request in (first, *taken)] == ["Hello"] * 5


@pytest.mark.parametrize("waits", [0, 3])
def test_closing_tells_the_batch_under_way_and_those_behind_it(engine: Engine, parrot: Parrot, waits: int):
    parrot.may.clear()
    first, *others = [asked() for _ in range(1 + waits)]
    engine.submit(first)
    soon(lambda: bool(parrot.batches))
    for request in others:
        engine.submit(request)
    engine.close()
    for request in (first, *others):
        with pytest.raises(ModelUnavailable):
            request.future.result(1)
    with pytest.raises(ModelUnavailable, match="closed"):
        engine.submit(asked())


def test_a_request_given_up_at_any_moment_hurts_nobody(parrot: Parrot):
    engine = Engine(lambda: parrot)
    for _ in range(100):
        gone = asked()
        leaving = threading.Thread(target=gone.cancel)
        leaving.start()
        engine.submit(gone)
        leaving.join()
    assert answer(engine, asked("still there")) == "still there"
    engine.close()


def test_time_that_is_up_while_another_is_written_is_told_at_once(engine: Engine, parrot: Parrot):
    parrot.may.clear()
    engine.submit(asked())
    soon(lambda: bool(parrot.batches))
    late = asked(timeout=0.05)
    engine.submit(late)
    time.sleep(0.1)
    parrot.may.set()
    with pytest.raises(ModelUnavailable, match=r"within 0\.05 seconds"):
        late.future.result(5)


def test_as_many_as_last_time_are_waited_for_a_part_of_the_time_it_took(engine: Engine, parrot: Parrot):
    engine._last_rows, engine._last_seconds = 3, 250.0
    first, *others = [asked() for _ in range(3)]
    engine.submit(first)
    time.sleep(0.1)
    assert parrot.batches == []
    for request in others:
        engine.submit(request)
    assert [request.future.result(5).text for request in (first, *others)] == ["Hello"] * 3
    assert parrot.batches == [3]
    assert engine._patience() < 0.1
