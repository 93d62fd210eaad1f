"""Stories -> riddles: candidates, checks, repair, choice, and craft where the model gives nothing that passes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Usage
from bot.errors import ModelClosed, ModelError, ModelUnavailable
from bot.riddles.checks import run
from bot.riddles.choice import CRAFT, needs_no_small_model
from bot.riddles.proof import forgive, prove
from bot.riddles.trials import spoken
from bot.riddles.work import Batch, Order, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain import Candidate
    from bot.riddles.craft import Crafter
    from bot.riddles.pipeline import Pipeline
    from bot.riddles.solver import Solver

__all__ = ["Batch", "Maker", "Order", "Way"]

CRAFT_SHARE = 0.2
"""Share of the time that is kept for riddles without a model."""

CRAFT_ENOUGH = 3
"""How many times the asked number of stories is crafted before one chooses ..."""

CRAFT_LEAST = 8
"""... and how many at least: a riddle one is glad of comes from one story in three."""

MOST_CRAFTED = 20
"""Stories that are crafted where one wants to see all candidates, or where none suits the players of the deck."""

CRAFTED = 6
"""Riddles that are crafted of a story."""

SPARE_SECONDS = 8.0
"""Longest that stories are crafted for the sake of spares alone."""

SPENT = "The deck's share of the day's model tokens is used up."

FORM_TRIES = 2
"""Stories that are asked about for the sake of a form alone: the one that opened the last edition must not again."""


@dataclass(frozen=True, slots=True)
class Way:
    """How much is asked of a pipeline, and who tries what it wrote.

    A model that is not `trusted` comes after craft, and is spared where nothing it could write would be taken, unless
    one `insists` on it.
    """

    pipeline: Pipeline
    trusted: bool = True
    insists: bool = False
    draws: int = 1
    repairs: int = 2
    wave: int = 1
    solver: Solver | None = None

    @property
    def spent(self) -> Usage:
        """All that its calls took so far."""
        return self.pipeline.spent + (self.solver.spent if self.solver else Usage())


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

    def without_model(self, seconds: float | None = None) -> Maker:
        """The same, that asks no model, and may be done sooner."""
        return Maker(
            self._crafter, seconds=seconds or self._seconds, progress=self._progress, monotonic=self._monotonic
        )

    async def make(self, order: Order) -> Batch:
        """Make up to `order.count` riddles that passed every check; fewer where the stories give no more."""
        before = self._way.spent if self._way else Usage()
        work = Work(order, self._monotonic() + self._seconds, before)
        if self._way is None:
            await self._by_craft(work)
        elif self._way.trusted:
            await self._by_trusted_model(self._way, work)
        else:
            await self._by_craft(work)
            spared = needs_no_small_model(work.chosen(), order.count) and not order.candidates
            if self._way.insists or not spared:
                await self._by_model(self._way, work)
        await self._spare(work)
        return work.batch(self._way.spent.since(before) if self._way else Usage())

    async def _by_trusted_model(self, way: Way, work: Work) -> None:
        """Ask the model, have what it wrote tried, ask on where that leaves a gap, and fill up without a model."""
        while self._wants_more(way, work):
            await self._by_model(way, work)
            await self._prove(way, work)
            if work.notice:
                break
        work.notice = work.notice or work.in_vain()
        if work.missing() > 0 or not work.opens() or work.order.candidates:
            await self._by_craft(work)
            await self._prove(way, work)
        forgive(work)

    async def _prove(self, way: Way, work: Work) -> None:
        if way.solver is not None and work.chosen():
            self._progress(f"{way.solver.model} tries to solve what was made")
            await prove(way.solver, work, self._until(way, work) - self._monotonic())

    def _until(self, way: Way, work: Work) -> float:
        """When a model's time is up: some of it is kept for craft, where craft comes after."""
        return work.deadline - CRAFT_SHARE * self._seconds * way.trusted

    # --- with a model ---------------------------------------------------------------------------------------------

    def _wants_more(self, way: Way, work: Work) -> bool:
        """Whether the model is to be asked about another story; a small one is asked once: it seldom passes."""
        if work.asked >= len(work.order.stories):
            return False
        if not way.trusted:
            return work.asked == 0
        return work.missing() > 0 or (not work.opens() and work.asked < work.order.count + FORM_TRIES)

    async def _by_model(self, way: Way, work: Work) -> None:
        """Ask the model about the stories in waves, best ranked first, until there is enough or the time is up."""
        stories = work.order.stories
        while not work.notice and self._wants_more(way, work):
            wave = range(work.asked, min(work.asked + max(way.wave, work.missing()), len(stories)))
            work.asked = wave.stop
            more = f" and {len(wave) - 1} more" if len(wave) > 1 else ""
            self._progress(f'{way.pipeline.model} writes about "{stories[wave[0]].lead.title}"{more}')
            work.notice = await self._wave(way, work, wave, self._until(way, work) - self._monotonic())

    async def _wave(self, way: Way, work: Work, wave: range, seconds: float) -> str:
        """Try some stories at once; a sentence where there is no use in asking on."""
        if work.order.tokens is not None and way.spent.since(work.before).tokens >= work.order.tokens:
            return SPENT
        try:
            async with asyncio.timeout(max(seconds, 0)):
                outcomes = await asyncio.gather(*(self._one(way, work, rank) for rank in wave))
                await self._in_another_form(way, work, wave)
        except TimeoutError:
            return "The time for the model was up."
        if all(outcome is not None for outcome in outcomes):
            return f"The model could not be used: {outcomes[0]}"
        return ""

    async def _one(self, way: Way, work: Work, rank: int) -> str | None:
        """Try one story; the sentence of the error when the model cannot be used at all."""
        order = work.order
        draws = order.candidates or way.draws
        try:
            candidates = await way.pipeline.candidates(order.stories[rank], draws, order.seed + rank, work.forms(rank))
        except (ModelClosed, ModelUnavailable) as error:
            work.refuse(rank, str(error))
            return str(error)
        except ModelError as error:
            work.fault = work.fault or str(error)
            work.refuse(rank, f"{way.pipeline.model}: {error}")
            return None
        await self._check_and_repair(way, work, rank, candidates)
        return None

    async def _check_and_repair(self, way: Way, work: Work, rank: int, candidates: Sequence[Candidate]) -> None:
        """Check all that was drawn; where nothing passed, give the best of it back with the reasons."""
        examined = [(one, await self._examine(work, rank, one, trusted=way.trusted)) for one in candidates]
        if not examined or not all(reasons for _, reasons in examined):
            return
        await self._repair(way, work, rank, *min(examined, key=lambda one: len(one[1])))

    async def _in_another_form(self, way: Way, work: Work, wave: range) -> None:
        """Give the best of some stories back to a model that wrote only what must not open the edition."""
        one = work.best(wave)
        if way.trusted and one is not None and not work.opens():
            wanted = work.forms(0)[0]
            reason = f"form: It is a {spoken(one.candidate.form)}, and a {spoken(wanted)} is asked for."
            await self._repair(way, work, one.rank, replace(one.candidate, form=wanted), (reason,))

    async def _repair(self, way: Way, work: Work, rank: int, candidate: Candidate, reasons: tuple[str, ...]) -> None:
        """Give a candidate back with what is wrong with it, until one passes or enough was tried."""
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

    async def _examine(self, work: Work, rank: int, candidate: Candidate, *, trusted: bool) -> tuple[str, ...]:
        """Complete, check and keep a candidate; the reasons where it did not pass."""
        story = work.order.stories[rank]
        if candidate.pipeline != CRAFT:  # what is crafted is whole
            candidate = await asyncio.to_thread(self._crafter.complete, candidate, story)
        whole = work.helped(candidate)
        checks = await asyncio.to_thread(run, whole, work.context(rank))
        return work.keep(rank, whole, checks, trusted=trusted)

    # --- without a model ------------------------------------------------------------------------------------------

    async def _by_craft(self, work: Work) -> None:
        """Craft riddles of the best ranked stories until there is a choice, or the time is up."""
        self._progress("Reading the articles closely")
        for rank in range(len(work.order.stories)):
            if work.missing() <= 0 and (self._monotonic() > work.deadline or self._is_choice(work, rank)):
                return
            await self._craft(work, rank)

    def _is_choice(self, work: Work, read: int) -> bool:
        """Whether so many stories give a choice, and one that may open the edition and suits the players."""
        least = max(CRAFT_ENOUGH * work.order.count, CRAFT_LEAST)
        enough = MOST_CRAFTED if work.order.candidates else least
        return read >= enough and work.opens() and (read >= max(least, MOST_CRAFTED) or work.suits())

    async def _spare(self, work: Work) -> None:
        """Settle what is played, and craft a few stories more where spares are wanted: no model is asked for them."""
        work.settle()
        until = min(work.deadline, self._monotonic() + SPARE_SECONDS)
        told = {one.rank for one in work.chosen()} | work.crafted
        for rank in range(len(work.order.stories)):
            if len(work.spares()) >= work.order.spares or self._monotonic() > until:
                return
            if rank not in told:
                await self._craft(work, rank)

    async def _craft(self, work: Work, rank: int) -> None:
        """Craft riddles of a story, until one of each form passed; all where one wants to see them."""
        work.crafted.add(rank)
        limit = work.order.candidates or CRAFTED
        candidates = await asyncio.to_thread(self._crafter.candidates, work.order.stories[rank], limit)
        if not candidates:
            work.refuse(rank, "Its sentences give no riddle that stands alone.")
        passed = set()
        for candidate in candidates:
            if candidate.form in passed and not work.order.candidates:
                continue
            if not await self._examine(work, rank, candidate, trusted=False):
                passed.add(candidate.form)
