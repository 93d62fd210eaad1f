"""`riddle evaluate`: the ways to make riddles, measured side by side on the same articles."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.cases import Gathered
    from bot.evaluation.journal import Journal, Plan, Record
    from bot.evaluation.results import Results
    from bot.settings import Settings

MOST_SEEDS = 100
MOST_DRAWS = 20

STEPS = {"1": (1,), "2": (2,), "both": (1, 2)}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "--pipelines",
        type=_pipelines,
        metavar="A,B",
        help=f"with commas, of {', '.join(common.PIPELINES)} (default: what suits)",
    )
    parser.add_argument(
        "--steps", choices=tuple(STEPS), help="in one step, in two, or both (default: two; one for fine_tuned)"
    )
    parser.add_argument(
        "--models", metavar="NAME", nargs="+", type=common.text, help="embedded, tuned:NAME, local:..., provider:model"
    )
    parser.add_argument(
        "--articles", metavar="FILE", type=Path, help="JSON lines (title, text; summary, riddle, answer); else ours"
    )
    parser.add_argument("--count", metavar="N", type=common.count, help="the first N articles alone")
    parser.add_argument("--seeds", type=_seeds, metavar="N", help="so many seeds, or a list: 3, or 4,8,15 (default: 1)")
    parser.add_argument("--draws", type=_draws, metavar="N", help="riddles of each article and seed (default: 1)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report: .html, .md or .json")
    parser.add_argument(
        "--run", dest="named", metavar="NAME", type=common.text, help="the run, or its folder (default: the time)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with a run that was stopped (default: the latest)")
    parser.add_argument(
        "--judge", metavar="NAME", nargs="+", default=[], help="models that judge; best of two families"
    )
    parser.add_argument("--solver", metavar="NAME", default="", help="a model that tries to solve the riddles")
    parser.add_argument("--toxicity-model", metavar="local:PATH", default="", help="a classifier beside the word list")
    parser.add_argument("--store", action="store_true", help="add what players made of riddles, as totals of the store")
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--from", dest="again", metavar="RUN", type=common.text, help="score a run again, without a model"
    )
    other.add_argument(
        "--compare", nargs=2, metavar="RUN", type=common.text, help="two runs, or RUN:ENTRANT, on what they share"
    )
    common.add_output(parser, "each entrant, each pair and the rest")


def run(options: argparse.Namespace) -> int:
    """Evaluate, score again, or compare."""
    _check(options)
    if options.again or options.compare:
        from bot.evaluation.forking import get_ready

        get_ready()
    settings = common.settings()
    if options.compare:
        return _compare(settings, options)
    if options.again:
        return _again(settings, options)
    return _evaluate(settings, options)


def _check(options: argparse.Namespace) -> None:
    """Say what cannot be asked for before anything is opened."""
    making = ("pipelines", "steps", "models", "articles", "count", "seeds", "draws")
    given = [f"--{name}" for name in making if getattr(options, name) is not None]
    given += ["--run"] * (options.named is not None) + ["--resume"] * options.resume
    if (options.again or options.compare) and given:
        raise UsageError(f"{'--from' if options.again else '--compare'} makes no riddles, so {given[0]} has no sense.")
    if options.compare and (options.report or options.store):
        raise UsageError("--compare takes neither --report nor --store; --from takes both.")
    if options.report is not None:
        from bot.evaluation.written import check

        check(options.report)


# --- making ---------------------------------------------------------------------------------------------------------


def _evaluate(settings: Settings, options: argparse.Namespace) -> int:
    """Make what is missing of a run, score it and show it; 1 where riddles are still missing."""
    from bot import bootstrap
    from bot.bootstrap import evaluating

    screen = bootstrap.screen(plain=options.plain, stderr=True)
    with screen.working("Getting ready") as working:
        if options.resume:
            folder = (
                evaluating.folder_of_run(settings, options.named) if options.named else evaluating.latest_run(settings)
            )
            record = _resumed(settings, options, folder, working.now)
        else:
            record, folder = _begun(settings, options, working.now)
        results = _scored(settings, options, record, folder, working.now)
    screen.say(f"Kept in {folder}.")
    _show(results, options)
    return int(len(record.generations) < record.wanted)


def _begun(settings: Settings, options: argparse.Namespace, say: Callable[[str], None]) -> tuple[Record, Path]:
    """Begin a run and go through it."""
    from bot.bootstrap import evaluating
    from bot.evaluation.journal import Journal, check_free
    from bot.ports.now import system_now

    name = options.named or system_now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
    folder = evaluating.folder_of_run(settings, name)
    check_free(folder)
    plan, cases = _plan(settings, options, folder.name, say)
    with Journal.begun(folder, plan, cases.cases) as journal:
        _go(settings, options, journal, say)
        return journal.record, folder


def _plan(
    settings: Settings, options: argparse.Namespace, name: str, say: Callable[[str], None]
) -> tuple[Plan, Gathered]:
    from bot.bootstrap import entering, evaluating
    from bot.evaluation.cases import gather

    gathered = gather(options.articles, options.count)
    steps = STEPS[options.steps] if options.steps else ()
    taking_part = entering.entrants(settings, options.models or (), options.pipelines or (), steps, say)
    return common.finish(
        evaluating.plan(settings, name, taking_part, gathered, options.seeds or (0,), options.draws or 1, say)
    ), gathered


def _resumed(settings: Settings, options: argparse.Namespace, folder: Path, say: Callable[[str], None]) -> Record:
    """Go on with a run; what is asked for besides has to be what it was begun with."""
    from bot.bootstrap import evaluating
    from bot.evaluation.journal import Journal, same

    with Journal.resumed(folder) as journal:
        same(journal.plan, _asked(settings, options, journal.plan, say))
        evaluating.check_weights(settings, journal.plan.name, journal.plan.entrants, say)
        _go(settings, options, journal, say)
        return journal.record


def _asked(settings: Settings, options: argparse.Namespace, plan: Plan, say: Callable[[str], None]) -> Plan:
    """The plan with what the command line says in its place."""
    from bot.bootstrap import entering
    from bot.evaluation.cases import gather

    asked = replace(plan, seeds=options.seeds or plan.seeds, draws=options.draws or plan.draws)
    if options.articles or options.count:
        asked = replace(asked, articles=gather(options.articles, options.count).digest)
    if options.models or options.pipelines or options.steps:
        steps = STEPS[options.steps] if options.steps else ()
        found = entering.entrants(settings, options.models or (), options.pipelines or (), steps, say)
        asked = replace(asked, entrants=found)
    return asked


def _go(settings: Settings, options: argparse.Namespace, journal: Journal, say: Callable[[str], None]) -> None:
    from bot.bootstrap import evaluating

    asked = evaluating.Asked(options.judge, options.solver, options.toxicity_model)
    common.finish(evaluating.runner(settings, journal, asked, say).run())


# --- scoring --------------------------------------------------------------------------------------------------------


def _again(settings: Settings, options: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.bootstrap import evaluating
    from bot.evaluation.journal import read

    folder = evaluating.folder_of_run(settings, options.again)
    with bootstrap.screen(plain=options.plain, stderr=True).working("Reading the run") as working:
        record = read(folder)
        results = _scored(settings, options, record, folder, working.now)
    _show(results, options)
    return 0


def _scored(
    settings: Settings, options: argparse.Namespace, record: Record, folder: Path, say: Callable[[str], None]
) -> Results:
    """Score a run, and write its results beside it and where they are wanted."""
    from bot.bootstrap import evaluating
    from bot.evaluation.written import keep, write

    players = common.finish(evaluating.players(settings, record.plan)) if options.store else {}
    results = evaluating.scored(record, players, say)
    keep(folder, results)
    if options.report is not None:
        write(options.report, results)
    return results


def _compare(settings: Settings, options: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.bootstrap import evaluating
    from bot.evaluation import telling
    from bot.evaluation.compare import compare

    with bootstrap.screen(plain=options.plain, stderr=True).working("Reading the runs") as working:
        one, other = (evaluating.side(settings, name) for name in options.compare)
        found = compare(one, other, working.now)
    telling.compared(found, bootstrap.screen(plain=options.plain), as_json=options.json)
    return 0


def _show(results: Results, options: argparse.Namespace) -> None:
    from bot import bootstrap
    from bot.evaluation import telling

    telling.show(results, bootstrap.screen(plain=options.plain), plain=options.plain, as_json=options.json)


# --- what is typed --------------------------------------------------------------------------------------------------


def _pipelines(typed: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in typed.split(",") if name.strip()))
    unknown = [name for name in names if name not in common.PIPELINES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{(unknown or [typed])[0]!r} is none of: {', '.join(common.PIPELINES)}")
    return names


def _seeds(typed: str) -> tuple[int, ...]:
    if "," not in typed:
        return tuple(range(common.number(typed, MOST_SEEDS)))
    found = tuple(dict.fromkeys(common.whole(one.strip()) for one in typed.split(",") if one.strip()))
    if not 1 <= len(found) <= MOST_SEEDS:
        raise argparse.ArgumentTypeError(f"{typed[:40]!r} holds {len(found)} seeds; 1 to {MOST_SEEDS} can be given")
    return found


def _draws(typed: str) -> int:
    return common.number(typed, MOST_DRAWS)
