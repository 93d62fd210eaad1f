"""Where an evaluation happens: one model at a time, on a machine whose speed is told."""

from __future__ import annotations

import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.bootstrap.entering import asked_as
from bot.bootstrap.models import EMBEDDED, TUNED
from bot.bootstrap.patience import runs_here
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from langchain_core.language_models import BaseChatModel

    from adapters.llm.memory import Peak
    from bot.evaluation.entrant import Entrant
    from bot.ports.spending import Spending
    from bot.riddles.making import Way
    from bot.settings import Settings

CALLS: Final = 1000
"""Script calls by which a store is timed."""


@dataclass(slots=True)
class Stage:
    """One model at a time, asked as a brew would ask it."""

    settings: Settings
    say: Callable[[str], None]
    spending: Spending | None = None
    _model: BaseChatModel | None = None
    _peak: Peak | None = None
    _runs_here: bool = field(default=False)

    def way(self, entrant: Entrant) -> Way:
        """How an entrant is asked."""
        from adapters.llm.memory import Peak as Memory
        from bot.riddles.making import Way as Asking

        self.release()
        pipeline, self._model = asked_as(self.settings, entrant, self.say, self.spending)
        self._peak, self._runs_here = Memory(), runs_here(entrant.model)
        self._peak.begin()
        small = entrant.model == EMBEDDED or entrant.model.startswith(TUNED)
        return Asking(pipeline, repairs=0) if small else Asking(pipeline)

    async def ready(self) -> None:
        """Load the model where it runs here: no riddle's time is to hold that."""
        from langchain_core.messages import HumanMessage

        from bot.evaluation.opinion_labels import LETTERS
        from bot.riddles.pipelines.ask import Scorer

        if isinstance(self._model, Scorer):
            await self._model.ascore([HumanMessage("A or B?")], LETTERS)

    def release(self) -> None:
        """Let go of the model."""
        if self._peak is not None:
            self._peak.end()
        close: Any = getattr(self._model, "close", None)
        if close is not None:
            close()
        self._model = self._peak = None
        free()

    def peak(self) -> float | None:
        """Megabytes since the model was asked for; None where it runs elsewhere."""
        return self._peak.end() if self._peak is not None and self._runs_here else None


def free() -> None:
    """Give what a model held back to the device."""
    import gc
    import sys

    gc.collect()
    torch: Any = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


# --- the machine ----------------------------------------------------------------------------------------------------


async def machine(
    settings: Settings, taking_part: Sequence[Entrant], say: Callable[[str], None]
) -> dict[str, str | int | float]:
    """What the run is made on: its kind, and how fast it is beside what others ran on."""
    told: dict[str, str | int | float] = {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
    }
    if any(runs_here(one.model) for one in taking_part):
        from adapters.llm.embedded import embedded_available, prepare_embedded
        from adapters.llm.machine import device_name, raw_rate

        told["device"] = device_name() or "CPU"
        if embedded_available():
            say("Timing the machine")
            told["tokens_a_second"] = round(raw_rate(prepare_embedded(settings.data_dir, say)), 1)
            free()
    with suppress(StoreError):
        told["script_calls_a_second"] = round(await _calls(settings))
    return told


async def _calls(settings: Settings) -> float:
    from adapters.store.connection import open_redis

    async with open_redis(settings.redis_url, settings.data_dir, settings.redis_ca_file) as redis:
        digest = await redis.script_load("return 1")
        begun = time.perf_counter()
        for _ in range(CALLS):
            await redis.evalsha(digest, 0)
        return CALLS / (time.perf_counter() - begun)


def told_machine(machine: Mapping[str, str | int | float]) -> str:
    """The machine in a line."""
    parts = [f"{machine.get('system', '')}, {machine.get('cores', '?')} cores"]
    if device := machine.get("device"):
        parts.append("no GPU" if device == "CPU" else f"GPU {device}")
    if rate := machine.get("tokens_a_second"):
        parts.append(f"{rate:g} tokens a second of plain generate (embedded model, batch 8)")
    if calls := machine.get("script_calls_a_second"):
        parts.append(f"{calls:,} script calls a second of the store")
    return "; ".join(parts)
