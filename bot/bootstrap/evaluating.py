"""A run of an evaluation: where it is kept, what it is of, who goes through it, how it is scored."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import __version__
from bot.bootstrap.entering import facts_of, reads
from bot.bootstrap.models import own_spending, price, price_day
from bot.bootstrap.staging import Stage, machine, told_machine
from bot.bootstrap.store import deck, open_store
from bot.errors import SettingsError, UsageError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.evaluation.cases import Gathered
    from bot.evaluation.compare import Side
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.journal import Journal, Plan, Record
    from bot.evaluation.results import Results, Score
    from bot.evaluation.runner import Runner
    from bot.settings import Settings

FOLDER: Final = "evaluations"
"""Where runs are kept, in the data folder."""


def folder_of_run(settings: Settings, name: str) -> Path:
    """The folder of a run: a folder as it was named, else the name in the data folder; raises `UsageError`."""
    try:
        here = Path(name).expanduser()
        return here if here.is_dir() or len(here.parts) > 1 else settings.data_dir.absolute() / FOLDER / name
    except (OSError, RuntimeError):  # too long, a closed folder above it, or nobody's home
        raise UsageError(f"{name[:80]} is no name of a run, nor of a folder that can be looked into.") from None


def latest_run(settings: Settings) -> Path:
    """The folder of the run that was begun last; raises `UsageError` where there is none."""
    home = settings.data_dir.absolute() / FOLDER
    found = [file.parent for file in home.glob("*/run.json")]
    if not found:
        raise UsageError(f"There is no run in {home}; --run names one elsewhere.")
    return max(found, key=lambda folder: ((folder / "run.json").stat().st_mtime, folder.name))


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


def prices(settings: Settings, *models: str) -> str:
    """The day of the prices that costs are reckoned by; nothing where none of the models has any."""
    return str(price_day()) if any(price(settings, one)(1, 1) for one in models) else ""


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
    from bot.evaluation.runner import Runner as Going

    spending = own_spending(settings)  # one budget and one rate, whoever asks
    measured = measures(
        settings,
        journal.plan.entrants,
        say,
        judges={name: facts_of(settings, name, say).family for name in asked.judges},
        solver=asked.solver,
        classifier=asked.classifier,
        spending=spending,
    )
    models = [one.model for one in journal.plan.entrants] + [*asked.judges, *([asked.solver] if asked.solver else [])]
    return Going(journal, Stage(settings, say, spending), measured, say, prices=prices(settings, *models))


def scored(record: Record, players: dict[str, dict[str, Score]], say: Callable[[str], None]) -> Results:
    """A run, scored here and now, with what may be said of it."""
    from bot.evaluation.report.advice import advice
    from bot.evaluation.scoring import results_of

    results = results_of(
        record,
        made_at=system_now(),
        version=__version__,
        machine=told_machine(record.plan.machine),
        players=players,
        say=say,
    )
    return replace(results, advice=advice(results))


def side(settings: Settings, name: str) -> Side:
    """A run, or `RUN:ENTRANT`."""
    from bot.evaluation.compare import Side as Of
    from bot.evaluation.journal import read

    if (folder := folder_of_run(settings, name)).is_dir():
        return Of(name, read(folder))
    run, _, entrant = name.partition(":")
    return Of(run, read(folder_of_run(settings, run)), entrant)


def sharing(settings: Settings, run: str, model: str | None) -> tuple[Path, tuple[str, ...], str]:
    """The folder of a run, its entrants with a model (else that of the settings), and the day of its prices."""
    from bot.bootstrap.models import model_name
    from bot.evaluation.joined import sharing as those

    folder = folder_of_run(settings, run)
    name = model or model_name(settings)
    found = those(folder, name)
    check_weights(settings, folder.name, found, lambda _: None)
    return folder, tuple(one.key for one in found), prices(settings, name)


def check_weights(settings: Settings, run: str, entrants: Sequence[Entrant], say: Callable[[str], None]) -> None:
    """Raise `UsageError` where a model has other weights by now than a run was begun with.

    One that cannot be found is told of when it is asked.
    """
    for name, before in {one.model: one.facts.digest for one in entrants}.items():
        with suppress(SettingsError):
            if before and facts_of(settings, name, say).digest not in {"", before}:
                raise UsageError(
                    f"The weights of {name} are not those that the run {run} was begun with: put those back, or begin "
                    "another run."
                )
