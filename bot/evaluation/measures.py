"""What models and word lists say of riddles and of those who made them, as records that need no model to be scored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from bot.evaluation.generation import Measurement
from bot.evaluation.marks import MEASURED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Candidate, Usage
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.generation import Generation


class OfRiddle(Protocol):
    """What measures one riddle."""

    @property
    def spent(self) -> Mapping[str, Usage]:
        """What the models took that it asked, by who they are."""

    async def ready(self) -> Mapping[str, str]:
        """Get ready, once; the metrics that will not be measured of anybody, each with the reason."""

    def says(self, entrant: Entrant) -> frozenset[tuple[str, str]]:
        """What it tells of each riddle of an entrant, by metric and who says it; all it may where it is not ready."""

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:
        """The metrics that are not measured of an entrant, each with the reason."""

    async def of(
        self, riddle: Candidate, generation: Generation, case: Case, entrant: Entrant, others: Sequence[Case]
    ) -> list[Measurement]:
        """Measure a riddle of a case; `others` are more cases of the run."""


class OfEntrant(Protocol):
    """What measures the model of an entrant."""

    @property
    def mark(self) -> str:
        """What it is: what was measured of a model is not measured again while this stays the same."""

    async def of(self, entrant: Entrant, cases: Sequence[Case]) -> list[Measurement]:
        """Measure it on the cases' references; nothing where it cannot be."""

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:
        """The metrics that are not measured of an entrant, each with the reason."""


class Measures:
    """All that is measured of a run by models and word lists; each part is optional.

    `entrants` are those of the run. A measurement of a case's references under an entrant's model has the
    key `(entrant, case, -1, -1)`; how measurements become a score is told in `bot.evaluation.measured`.
    """

    def __init__(
        self, entrants: Sequence[Entrant], *, riddles: Sequence[OfRiddle] = (), models: Sequence[OfEntrant] = ()
    ) -> None:
        self._entrants = {entrant.key: entrant for entrant in entrants}
        self._riddles = riddles
        self._models = models
        self._missing: dict[str, str] = {}
        self._ready = False
        self._getting_ready = asyncio.Lock()

    @property
    def spent(self) -> dict[str, Usage]:
        """What judges and solvers took so far."""
        return {by: usage for part in self._riddles for by, usage in part.spent.items()}

    async def ready(self) -> Mapping[str, str]:
        """Try the judges and the solver before their word counts; the metrics left out for all, with the reason."""
        async with self._getting_ready:
            if not self._ready:
                for part in self._riddles:
                    self._missing |= await part.ready()
                self._ready = True
        return self._missing

    async def of(
        self,
        generation: Generation,
        case: Case,
        others: Sequence[Case] = (),
        said: frozenset[tuple[str, str]] = frozenset(),
    ) -> list[Measurement]:
        """Measure a riddle as it went to the checks last, but for what was said of it before."""
        riddle, entrant = generation.last, self._entrants[generation.entrant]
        if riddle is None or all(part.says(entrant) <= said for part in self._riddles):
            return []
        await self.ready()
        asked = [part for part in self._riddles if not part.says(entrant) <= said]
        return [one for part in asked for one in await part.of(riddle, generation, case, entrant, others)]

    async def of_entrant(
        self, entrant: Entrant, cases: Sequence[Case], said: frozenset[tuple[str, str]] = frozenset()
    ) -> list[Measurement]:
        """Measure an entrant's model on the references of the cases, but for what did so before."""
        asked = [part for part in self._models if (MEASURED, part.mark) not in said]
        if asked:
            await self.ready()
        found = [one for part in asked for one in await part.of(entrant, cases)]
        return [*found, *(Measurement(MEASURED, (entrant.key, "", 0, 0), 1.0, part.mark) for part in asked)]

    def missing(self, entrant: Entrant) -> dict[str, str]:
        """The metrics that are not measured of an entrant, each with a sentence that says why."""
        found = dict(self._missing)
        for riddles in self._riddles:
            found |= riddles.refuses(entrant)
        for models in self._models:
            found |= models.refuses(entrant)
        return found
