"""Stories -> riddles: candidates, checks, repair, choice, and craft where the model gives nothing that passes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import REQUIRED_WITH_ARTICLE, Decision, Outcome, Rule, Strictness, Usage, may_be_released
from bot.errors import ModelClosed, ModelError, ModelUnavailable
from bot.riddles.checks import leak, run
from bot.riddles.checks.context import Context
from bot.riddles.choice import Passed, choose, needs_no_small_model, riddle, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain import Candidate, Check, Riddle, Story
    from bot.riddles.craft import Crafter
    from bot.riddles.pipeline import Pipeline

CRAFT_SHARE = 0.2
"""Share of the time that is kept for riddles without a model."""

CRAFT_ENOUGH = 3
"""How many times the asked number of stories is crafted before one chooses."""

OTHERS = 20
"""Most other stories of the day a check looks at."""

REASON_LIMIT = 3
"""Most reasons that are told of one story."""


@dataclass(frozen=True, slots=True)
class Way:
    """How much is asked of a pipeline.

    A model that is not `trusted` comes after craft, and is spared where nothing it could write would be taken, unless
    one `insists` on it.
    """

    pipeline: Pipeline
    trusted: bool = True
    insists: bool = False
    draws: int = 1
    repairs: int = 2
    wave: int = 1


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and against what it is checked."""

    stories: Sequence[Story]
    count: int
    archive: tuple[tuple[str, str], ...] = ()
    strictness: Strictness = Strictness.STANDARD
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Riddles in the order of their stories' rank; `decisions` name the stories that gave none, with the reason."""

    riddles: tuple[Riddle, ...]
    decisions: tuple[Decision, ...] = ()
    usage: Usage = field(default_factory=Usage)
    notice: str = ""


@dataclass(slots=True)
class _Work:
    """One brew under way."""

    order: Order
    deadline: float
    passed: list[Passed] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)
    notice: str = ""
    fault: str = ""

    def context(self, rank: int) -> Context:
        stories = self.order.stories
        others = tuple(story for at, story in enumerate(stories[: OTHERS + 1]) if at != rank)
        return Context(stories[rank], others, self.order.archive, self.order.strictness)

    def missing(self) -> int:
        return self.order.count - len(choose(self.passed, self.order.count))

    def refuse(self, rank: int, reason: str) -> None:
        reasons = self.refused.setdefault(rank, [])
        if reason not in reasons:
            reasons.append(reason)


class Maker:
    """Makes riddles of stories within a time: by a model where there is one, else from the articles' own sentences."""

    def __init__(
        self,
        crafter: Crafter,
        way: Way | None = None,
        *,
        seconds: float = 150,
        progress: Callable[[str], None] = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._crafter = crafter
        self._way = way
        self._seconds = seconds
        self._progress = progress
        self._monotonic = monotonic

    async def make(self, order: Order) -> Batch:
        """Make up to `order.count` riddles that passed every check; fewer where the stories give no more."""
        work = _Work(order, self._monotonic() + self._seconds)
        before = self._way.pipeline.spent if self._way else Usage()
        if self._way is None:
            await self._by_craft(work)
        elif self._way.trusted:
            await self._by_model(self._way, work)
            work.notice = work.notice or _in_vain(work)
            if work.missing() > 0:
                await self._by_craft(work)
        else:
            await self._by_craft(work)
            if self._way.insists or not needs_no_small_model(choose(work.passed, order.count), order.count):
                await self._by_model(self._way, work)
        usage = self._way.pipeline.spent.since(before) if self._way else Usage()
        return self._batch(work, usage)

    # --- with a model ---------------------------------------------------------------------------------------------

    async def _by_model(self, way: Way, work: _Work) -> None:
        """Ask the model about the stories in waves, best ranked first, until there is enough or the time is up.

        A small model is asked for one wave: what it writes seldom passes.
        """
        until = work.deadline - CRAFT_SHARE * self._seconds * way.trusted
        stories = work.order.stories
        first = 0
        while first < len(stories) and (work.missing() > 0 if way.trusted else first == 0):
            wave = range(first, min(first + max(way.wave, work.missing()), len(stories)))
            first = wave.stop
            more = f" and {len(wave) - 1} more" if len(wave) > 1 else ""
            self._progress(f'{way.pipeline.model} writes about "{stories[wave[0]].lead.title}"{more}')
            work.notice = await self._wave(way, work, wave, until - self._monotonic())
            if work.notice:
                return

    async def _wave(self, way: Way, work: _Work, wave: range, seconds: float) -> str:
        """Try some stories at once; a sentence where there is no use in asking on."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                outcomes = await asyncio.gather(*(self._one(way, work, rank) for rank in wave))
        except TimeoutError:
            return "The time for the model was up."
        if all(outcome is not None for outcome in outcomes):
            return f"The model could not be used: {outcomes[0]}"
        return ""

    async def _one(self, way: Way, work: _Work, rank: int) -> str | None:
        """Try one story; the sentence of the error when the model cannot be used at all."""
        story = work.order.stories[rank]
        try:
            candidates = await way.pipeline.candidates(story, way.draws, work.order.seed + rank)
        except (ModelClosed, ModelUnavailable) as error:
            work.refuse(rank, str(error))
            return str(error)
        except ModelError as error:
            work.fault = work.fault or str(error)
            work.refuse(rank, f"{way.pipeline.model}: {error}")
            return None
        await self._check_and_repair(way, work, rank, candidates)
        return None

    async def _check_and_repair(self, way: Way, work: _Work, rank: int, candidates: Sequence[Candidate]) -> None:
        failed: list[tuple[Candidate, tuple[str, ...]]] = []
        for candidate in candidates:
            reasons = await self._examine(work, rank, candidate, trusted=way.trusted)
            if not reasons:
                return
            failed.append((candidate, reasons))
        if not failed:
            return
        candidate, reasons = min(failed, key=lambda one: len(one[1]))
        for attempt in range(way.repairs):
            seed = work.order.seed + rank + 1000 * (attempt + 1)
            try:
                mended = await way.pipeline.repair(work.order.stories[rank], candidate, reasons, seed)
            except ModelError as error:
                work.refuse(rank, str(error))
                return
            if mended is None:
                return
            reasons = await self._examine(work, rank, mended, trusted=way.trusted)
            if not reasons:
                return
            candidate = mended

    async def _examine(self, work: _Work, rank: int, candidate: Candidate, *, trusted: bool) -> tuple[str, ...]:
        """Complete and check a candidate; keep it when it passed, else give the reasons why not.

        A big model's own hints are checked before bad ones would be replaced: one that leaks goes back to it.
        """
        story = work.order.stories[rank]
        own = leak.check(candidate, work.context(rank))
        if trusted and own.outcome is Outcome.FAILED:
            work.refuse(rank, f"leak: {own.reason}")
            return (f"leak: {own.reason}",)
        whole = await asyncio.to_thread(self._crafter.complete, candidate, story)
        checks = await asyncio.to_thread(run, whole, work.context(rank))
        if may_be_released(checks, with_article=True):
            work.passed.append(Passed(whole, checks, story, rank, worth(whole, trusted=trusted)))
            return ()
        reasons = failures(checks)
        for reason in reasons:
            work.refuse(rank, reason)
        return reasons

    # --- without a model ------------------------------------------------------------------------------------------

    async def _by_craft(self, work: _Work) -> None:
        """Craft riddles of the best ranked stories until there is a choice, or the time is up."""
        stories = work.order.stories
        self._progress("Reading the articles closely")
        for rank, story in enumerate(stories):
            enough = rank >= CRAFT_ENOUGH * work.order.count and work.missing() <= 0
            late = self._monotonic() > work.deadline and work.missing() <= 0
            if enough or late:
                return
            candidates = await asyncio.to_thread(self._crafter.candidates, story)
            if not candidates:
                work.refuse(rank, "Its sentences give no riddle that stands alone.")
            for candidate in candidates:
                if not await self._examine(work, rank, candidate, trusted=False):
                    break

    # --- what comes of it -----------------------------------------------------------------------------------------

    def _batch(self, work: _Work, usage: Usage) -> Batch:
        chosen = sorted(choose(work.passed, work.order.count), key=lambda one: one.rank)
        fit = {one.rank for one in work.passed}
        decisions = tuple(
            Decision(work.order.stories[rank].lead.ref, Rule.NO_RIDDLE, " ".join(reasons[:REASON_LIMIT]))
            for rank, reasons in sorted(work.refused.items())
            if rank not in fit
        )
        return Batch(tuple(riddle(one) for one in chosen), decisions, usage, work.notice)


def _in_vain(work: _Work) -> str:
    """A sentence where a model was asked and nothing it wrote can be played.

    Players read it too: what a check said may give an answer away, so it stays in the log of the day.
    """
    if work.passed or not work.refused:
        return ""
    why = f": {work.fault}" if work.fault else "; no riddle of it passed the checks."
    return f"The model gave nothing that could be used{why}"


def failures(checks: Sequence[Check]) -> tuple[str, ...]:
    """Why a riddle is not released: what the failed checks said, else which one lacked what it needs."""
    failed = tuple(f"{check.name}: {check.reason}" for check in checks if check.outcome is Outcome.FAILED)
    said = {check.name: check for check in checks if check.outcome is not Outcome.SKIPPED}
    lacking = tuple(f"{name}: it could not be checked." for name in sorted(REQUIRED_WITH_ARTICLE - said.keys()))
    return failed or lacking
