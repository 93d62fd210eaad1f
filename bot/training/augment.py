"""Self-instruct: a model is shown examples and writes more; the rules keep those that are worth it."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from contextlib import aclosing
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from bot.errors import ModelClosed, ModelError, NothingToPlay
from bot.training.blocks import Block, blocks, read_block
from bot.training.example import RowError
from bot.training.filters import Dropped, Rule
from bot.training.journal import Asked, Loss
from bot.training.lessons import TOKENS_A_WORD, lesson, words_of, words_written

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.ports.teacher import Taught, Teacher
    from bot.training.example import Example
    from bot.training.filters import Filter
    from bot.training.formats import Origin
    from bot.training.journal import Journal, Tally
    from bot.training.lessons import Drawn, Manner

LIKELY: Final = 0.5
"""Part of what a model writes that is reckoned to be kept, before anything was written."""

LEAST_LIKELY: Final = 0.02
"""The least that is reckoned with after that."""

PATIENCE: Final = 25
"""Requests in a row that may bring nothing before one stops."""

MOST_FAILURES: Final = 5
"""Requests in a row that may fail altogether."""

MOST_LOST: Final = 4_000
"""Characters of a dropped text that are logged."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run takes, reckoned or counted: `dollars` None where no price is known."""

    requests: int
    prompt_tokens: int
    completion_tokens: int
    dollars: float | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a run ends: at so many examples, or before, once so much is spent."""

    count: int
    most_tokens: int | None = None
    most_cost: float | None = None

    def reached(self, kept: int, tally: Tally) -> str:
        """Which of them is reached, in words; nothing while none is."""
        if kept >= self.count:
            return f"{kept} examples are there."
        if self.most_tokens is not None and tally.usage.tokens >= self.most_tokens:
            return f"{tally.usage.tokens} tokens are spent, and {self.most_tokens} were allowed."
        if self.most_cost is not None and (tally.usage.cost or 0.0) >= self.most_cost:
            return f"{tally.usage.cost:.2f} dollars are spent, and {self.most_cost:.2f} were allowed."
        return ""


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Has a teacher write examples. `said` hears of the progress, in sentences."""

    teacher: Teacher
    manner: Manner
    seeds: tuple[Example, ...]
    origin: Origin
    journal: Journal
    filter: Filter
    seed: int = 0
    said: Callable[[str], None] = lambda _: None

    def reckoned(self, count: int) -> Cost:
        """What it may take until there are so many examples: from what was kept so far, or a guess."""
        likely = _yield(self.journal.tally)
        missing = max(0, count - len(self.journal.kept))
        asked = ceil(missing / (self.manner.count * likely))
        reads = ceil(words_of(self.drawn(self.journal.next_number)) * TOKENS_A_WORD) * asked
        writes = ceil(words_written(self.seeds, self.manner) * self.manner.count * TOKENS_A_WORD) * asked
        return Cost(asked, reads, writes, self.teacher.cost(reads, writes))

    async def run(self, bounds: Bounds) -> str:
        """Ask until a bound is reached, and tell which; raises where the model does not answer, or brings nothing."""
        for example in (*self.seeds, *self.journal.kept):
            self.filter.keep(example)
        barren, failures = 0, 0
        while not (end := bounds.reached(len(self.journal.kept), self.journal.tally)):
            async with aclosing(self._wave(bounds.count)) as wave:
                async for asked in wave:
                    barren = 0 if asked.kept else barren + 1
                    failures = failures + 1 if asked.failed else 0
                    if failures >= MOST_FAILURES:
                        raise ModelError(f"{failures} requests in a row failed, the last with: {asked.failed}")
            self.said(progress(len(self.journal.kept), bounds.count, self.journal.tally))
            if barren >= PATIENCE:
                raise NothingToPlay(
                    f"The last {barren} requests brought no example that is kept; {self.journal.log} tells why."
                )
        return end

    async def _wave(self, count: int) -> AsyncGenerator[Asked]:
        """Ask several times at once, no oftener than may be needed, and write what comes in the order of the numbers.

        Where it is stopped, the answers that have come by then are written too: they were paid for.
        """
        missing = count - len(self.journal.kept)
        first = self.journal.next_number
        numbers = range(first, first + min(self.manner.wave, ceil(missing / self.manner.count)))
        drawn = [self.drawn(number) for number in numbers]
        tasks = deque(asyncio.create_task(self._ask(*one)) for one in zip(numbers, drawn, strict=True))
        try:
            while tasks:
                await asyncio.wait([tasks[0]])
                yield self._written(tasks.popleft().result(), count)
        finally:
            for task in tasks:
                if task.done() and not task.cancelled() and task.exception() is None:
                    self._written(task.result(), count)
                task.cancel()

    def _written(self, answer: _Answer, count: int) -> Asked:
        asked = self._judged(answer, count - len(self.journal.kept))
        self.journal.write(asked)
        return asked

    async def _ask(self, number: int, drawn: Drawn) -> _Answer:
        try:
            return _Answer(number, drawn.shown, await self.teacher.ask(drawn.lesson))
        except ModelClosed:
            raise
        except ModelError as error:
            return _Answer(number, drawn.shown, None, str(error))

    def drawn(self, number: int) -> Drawn:
        """The request of a number."""
        return lesson(self.seeds, self.journal.kept, self.manner, number, self.seed)

    def _judged(self, answer: _Answer, room: int) -> Asked:
        """What is kept of an answer, at most as many as there is room for, and what is not."""
        if answer.taught is None:
            return Asked(answer.number, answer.shown, failed=answer.failed)
        kept: list[Example] = []
        lost: list[Loss] = []
        for block in blocks(answer.taught.text, whole=answer.taught.whole):
            if len(kept) >= room:
                break
            read = self._read(block)
            if isinstance(read, Dropped):
                lost.append(Loss(read, block.text[:MOST_LOST]))
            else:
                self.filter.keep(read)
                kept.append(read)
        if room and not (kept or lost):
            nothing = Dropped(Rule.READ, "The reply holds no example.")
            lost.append(Loss(nothing, answer.taught.text[:MOST_LOST]))
        return Asked(answer.number, answer.shown, tuple(kept), tuple(lost), answer.taught.usage)

    def _read(self, block: Block) -> Example | Dropped:
        try:
            example = read_block(block, _id(block.text), self.origin)
        except RowError as error:
            return Dropped(Rule.READ, str(error))
        return self.filter.dropped(example) or example


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one request: an answer, or why there is none."""

    number: int
    shown: tuple[str, ...]
    taught: Taught | None
    failed: str = ""


def progress(kept: int, count: int, tally: Tally) -> str:
    """How far a run is, in a sentence."""
    lost = ", ".join(f"{rule} {number}" for rule, number in sorted(tally.dropped.items(), key=lambda one: -one[1]))
    return f"{kept} of {count} examples after {tally.asked} requests; dropped: {lost or 'none'}."


def used(tally: Tally) -> Cost:
    """What was really spent."""
    usage = tally.usage
    return Cost(tally.asked, usage.prompt_tokens, usage.completion_tokens, usage.cost)


def told(cost: Cost) -> str:
    """What is taken, in words."""
    price = "at a price that is not known here" if cost.dollars is None else f"{cost.dollars:.2f} dollars"
    return f"{cost.requests} requests, {cost.prompt_tokens} tokens read and {cost.completion_tokens} written, {price}"


def _yield(tally: Tally) -> float:
    """The part of what is written that is kept."""
    return max(LEAST_LIKELY, tally.kept / tally.written) if tally.written else LIKELY


def _id(text: str) -> str:
    return f"aug-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:16]}"
