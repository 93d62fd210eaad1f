"""What an evaluation needs of the world: models one after the other, what is known of them, the machine, the store."""

from __future__ import annotations

import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot import __version__
from bot.bootstrap.models import EMBEDDED, FINE_TUNED, LOCAL, NO_MODEL, TUNED, model_name, pipeline_of
from bot.bootstrap.store import deck, open_store
from bot.errors import StoreError, UsageError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from langchain_core.language_models import BaseChatModel

    from adapters.llm.memory import Peak
    from bot.evaluation.cases import Gathered
    from bot.evaluation.compare import Side
    from bot.evaluation.entrant import Entrant, Facts
    from bot.evaluation.journal import Journal, Plan, Record
    from bot.evaluation.results import Results, Score
    from bot.evaluation.runner import Runner
    from bot.riddles.making import Way
    from bot.riddles.pipeline import Pipeline
    from bot.settings import Settings

FOLDER: Final = "evaluations"
"""Where runs are kept, in the data folder."""

SECONDS: Final = 900.0
"""Time for one riddle: nobody waits for it, and a small machine takes minutes for a batch."""

CALLS: Final = 1000
"""Script calls by which a store is timed."""

SHOWN: Final = ("few_shot", "zero_shot", "service")
"""The pipelines of a model that takes worked examples of whole objects; the smaller ones take all but `service`."""


def folder_of_run(settings: Settings, name: str) -> Path:
    """The folder of a run: a folder as it was named, else the name in the data folder."""
    here = Path(name).expanduser()
    return here if len(here.parts) > 1 or here.is_dir() else settings.data_dir.absolute() / FOLDER / name


def latest_run(settings: Settings) -> Path:
    """The folder of the run that was begun last; raises `UsageError` where there is none."""
    home = settings.data_dir.absolute() / FOLDER
    found = [file.parent for file in home.glob("*/run.json")]
    if not found:
        raise UsageError(f"There is no run in {home}; --run names one elsewhere.")
    return max(found, key=lambda folder: ((folder / "run.json").stat().st_mtime, folder.name))


# --- who takes part -------------------------------------------------------------------------------------------------


def entrants(
    settings: Settings,
    models: Sequence[str],
    pipelines: Sequence[str],
    steps: Sequence[int],
    say: Callable[[str], None],
) -> tuple[Entrant, ...]:
    """Every model with the pipelines that suit it; without models, that of the settings and the latest tuned one.

    Raises a sentence for a model that cannot be asked at all, and where nothing is left.
    """
    from bot.evaluation.entrant import Entrant as Way

    found: dict[str, Entrant] = {}
    for name in models or _usual(settings, pipelines):
        suited = [one for one in pipelines or _suited(name) if one in _suited(name)]
        for one, number in product(suited, steps):
            _made(settings, Way(one, number, name), say)  # a missing key, or a wrong name, is told at once
            found[Way(one, number, name).key] = Way(one, number, name, facts_of(settings, name, say))
    if not found:
        raise UsageError(
            f"None of {', '.join(pipelines)} suits {' or '.join(models or _usual(settings, pipelines))}: fine_tuned "
            "takes tuned:NAME alone, which takes no other."
        )
    return tuple(found.values())


def _usual(settings: Settings, pipelines: Sequence[str]) -> list[str]:
    """The model of the settings, and where one was trained here the latest of these."""
    from adapters.llm.tuned import registered

    found = [] if settings.pipeline == FINE_TUNED and not settings.model else [model_name(settings)]
    if FINE_TUNED in pipelines or (not pipelines and registered(settings.data_dir)):
        found.append(TUNED)
    named = [_tuned_name(settings) if name == TUNED else name for name in found if name != NO_MODEL]
    if not named:
        raise UsageError("To make riddles takes a model: name one with --models or RIDDLE_MODEL.")
    return list(dict.fromkeys(named))


def _tuned_name(settings: Settings) -> str:
    from adapters.llm.tuned import find, registered

    find(settings.data_dir)  # says so where none is registered
    return f"{TUNED}{list(registered(settings.data_dir))[-1]}"


def _suited(name: str) -> tuple[str, ...]:
    from bot.riddles.pipelines import shape_for

    if name.startswith(TUNED):
        return (FINE_TUNED,)
    return SHOWN if shape_for(name).shows else SHOWN[:-1]


# --- what is known of them ------------------------------------------------------------------------------------------


def facts_of(settings: Settings, name: str, say: Callable[[str], None]) -> Facts:
    """What is known of a model; the embedded one is prepared where that is not done."""
    from bot.evaluation import facts

    if name == EMBEDDED:
        return _embedded(settings, say)
    if name.startswith(TUNED):
        from adapters.llm.tuned import find, read_passport

        folder = find(settings.data_dir, name.removeprefix(TUNED))
        passport = read_passport(folder)
        base = passport.base if passport.base == EMBEDDED else f"{LOCAL}{passport.base}"
        return facts.tuned(facts_of(settings, base, say), folder, whole=passport.tuning != "lora")
    if name.startswith(LOCAL):
        source = name.removeprefix(LOCAL)
        here = _local_folder(source)
        return facts.of_folder(here, source) if here is not None else facts.hosted(source)
    return facts.hosted(name)


def _embedded(settings: Settings, say: Callable[[str], None]) -> Facts:
    from adapters.llm.embedded import MODEL_NAME, prepare_embedded
    from bot.evaluation import facts

    found = facts.of_folder(prepare_embedded(settings.data_dir, say), MODEL_NAME)
    return replace(found, licence="Apache-2.0", family=facts.family_of(MODEL_NAME))


def _local_folder(source: str) -> Path | None:
    """The folder of a model: itself, or where the hub's files are kept; None where they are not here."""
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    with suppress(ImportError, ValueError):
        from huggingface_hub import try_to_load_from_cache

        found = try_to_load_from_cache(source, "config.json")
        if isinstance(found, str):
            return Path(found).parent
    return None


def reads(entrant: Entrant) -> int:
    """How many words of an article an entrant is given."""
    from bot.riddles.pipelines import TUNED as OURS
    from bot.riddles.pipelines import shape_for

    return (OURS if entrant.pipeline == FINE_TUNED else shape_for(entrant.model)).article_words


# --- how they are asked ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Stage:
    """One model at a time, asked as a brew would ask it."""

    settings: Settings
    say: Callable[[str], None]
    _model: BaseChatModel | None = None
    _peak: Peak | None = None
    _runs_here: bool = field(default=False)

    def way(self, entrant: Entrant) -> Way:
        """How an entrant is asked."""
        from adapters.llm.memory import Peak as Memory
        from bot.riddles.making import Way as Asking

        self.release()
        pipeline, self._model = _made(self.settings, entrant, self.say)
        self._peak, self._runs_here = Memory(), entrant.model == EMBEDDED or entrant.model.startswith((LOCAL, TUNED))
        self._peak.begin()
        small = entrant.model == EMBEDDED or entrant.model.startswith(TUNED)
        return Asking(pipeline, repairs=0) if small else Asking(pipeline)

    def release(self) -> None:
        """Let go of the model."""
        if self._peak is not None:
            self._peak.end()
        close: Any = getattr(self._model, "close", None)
        if close is not None:
            close()
        self._model = self._peak = None
        _free()

    def peak(self) -> float | None:
        """Megabytes since the model was asked for; None where it runs elsewhere."""
        return self._peak.end() if self._peak is not None and self._runs_here else None


def _made(settings: Settings, entrant: Entrant, say: Callable[[str], None]) -> tuple[Pipeline, BaseChatModel]:
    patient = settings.model_copy(update={"brew_seconds": SECONDS})
    return pipeline_of(patient, entrant.pipeline, entrant.steps, entrant.model, say)


def _free() -> None:
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
    if any(one.model == EMBEDDED or one.model.startswith((LOCAL, TUNED)) for one in taking_part):
        from adapters.llm.embedded import embedded_available, prepare_embedded
        from adapters.llm.machine import device_name, raw_rate

        told["device"] = device_name() or "CPU"
        if embedded_available():
            say("Timing the machine")
            told["tokens_a_second"] = round(raw_rate(prepare_embedded(settings.data_dir, say)), 1)
            _free()
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
        parts.append("no GPU" if device == "CPU" else str(device))
    if rate := machine.get("tokens_a_second"):
        parts.append(f"{rate:g} tokens a second of plain generate (embedded model, batch 8)")
    if calls := machine.get("script_calls_a_second"):
        parts.append(f"{calls:,} script calls a second of the store")
    return "; ".join(parts)


# --- a run ----------------------------------------------------------------------------------------------------------


async def plan(
    settings: Settings,
    name: str,
    taking_part: Sequence[Entrant],
    gathered: Gathered,
    seeds: Sequence[int],
    draws: int,
    say: Callable[[str], None],
) -> Plan:
    """What a new run is of."""
    from bot.evaluation.journal import Plan as Planned

    return Planned(
        name=name,
        version=__version__,
        started=system_now(),
        entrants=tuple(taking_part),
        seeds=tuple(seeds),
        draws=draws,
        articles=gathered.digest,
        machine=await machine(settings, taking_part, say),
        reads={one.key: reads(one) for one in taking_part},
        skipped=gathered.skipped,
        notes=gathered.notes,
    )


async def players(settings: Settings, planned: Plan) -> dict[str, dict[str, Score]]:
    """What players made of the entrants' riddles, as totals."""
    from bot.evaluation.votes import Players, player_scores

    async with open_store(settings) as store:
        asked = Players(store.editions, store.results, store.rounds, store.communities)
        totals = await asked.totals(deck(settings).name, system_now().date())
    return player_scores(totals, planned.entrants, planned.seeds[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about the riddles: models that judge, one that solves, one that tells toxic texts."""

    judges: Sequence[str] = ()
    solver: str = ""
    classifier: str = ""


def runner(settings: Settings, journal: Journal, asked: Asked, say: Callable[[str], None]) -> Runner:
    """What goes through a run."""
    from bot.bootstrap.measuring import measures
    from bot.evaluation.facts import family_of
    from bot.evaluation.runner import Runner as Going

    measured = measures(
        settings,
        journal.plan.entrants,
        say,
        judges={name: family_of(name) for name in asked.judges},
        solver=asked.solver,
        classifier=asked.classifier,
    )
    return Going(journal, Stage(settings, say), measured, say)


def scored(record: Record, players: dict[str, dict[str, Score]], say: Callable[[str], None]) -> Results:
    """A run, scored here and now, with what may be said of it."""
    from bot.evaluation.scoring import results_of

    results = results_of(
        record,
        made_at=system_now(),
        version=__version__,
        machine=told_machine(record.plan.machine),
        players=players,
        say=say,
    )
    with suppress(ImportError):
        from bot.evaluation.report.advice import advice

        results = replace(results, advice=advice(results))
    return results


def side(settings: Settings, name: str) -> Side:
    """A run, or `RUN:ENTRANT`."""
    from bot.evaluation.compare import Side as Of
    from bot.evaluation.journal import read

    if (folder := folder_of_run(settings, name)).is_dir():
        return Of(name, read(folder))
    run, _, entrant = name.partition(":")
    return Of(run, read(folder_of_run(settings, run)), entrant)
