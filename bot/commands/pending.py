"""The model's part of `riddle judge`: the second looks that wait, and how well a model takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import ModelError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.game.fitness import Case as OpenCase
    from bot.game.fitness import Fitness
    from bot.game.second_look import Looked
    from bot.game.trials import Case
    from bot.ports.screen import Screen

NOT_FIT = 1
"""What a shell is told where the model is not fit, or could not be asked."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What was done, how many guesses wait still, what went wrong, and US dollars where the price is known."""

    done: Looked
    waiting: int
    error: str = ""
    cost: float | None = 0.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options that need a model."""
    parser.add_argument("--pending", action="store_true", help="ask the model what waits for a second look")
    parser.add_argument(
        "--model", metavar="NAME", default="", help="ask this model, or measure how well it judges what the rules leave"
    )


def run(options: argparse.Namespace, cases: Sequence[Case]) -> int:
    """Work off what waits, or measure a model on cases."""
    from bot import bootstrap

    if options.pending and options.cases:
        raise UsageError("--pending takes what waits in the store; leave --cases away.")
    screen = bootstrap.screen(plain=options.plain)
    return _pending(options, screen) if options.pending else _measure(options, screen, cases)


def _pending(options: argparse.Namespace, screen: Screen) -> int:
    """Take the second looks that wait, once; a model that cannot be asked leaves the rest where it is."""
    from bot import bootstrap, records
    from bot.game.second_look import Looked

    settings = common.settings()
    notes = bootstrap.screen(plain=options.plain, stderr=True)
    bootstrap.chosen_judge(settings, options.model)

    async def work() -> Worked:
        async with bootstrap.open_store(settings) as store:
            if not await store.looks.waiting():
                return Worked(Looked(), 0)
            judge = bootstrap.open_judge(settings, notes.say, options.model, store.spending)
            worker = bootstrap.second_look(store, settings, judge)
            wrong = ""
            try:
                wrong = await worker.unfit()
                if not wrong:
                    await worker.run()
            except ModelError as error:
                wrong = str(error)
            return Worked(worker.done, await store.looks.waiting(), wrong, judge.spent.cost)

    worked = common.finish(work())
    if options.json:
        print(records.line(_record(worked)))
        return NOT_FIT if worked.error else 0
    _tell(screen, worked.done, worked.waiting)
    if worked.error:
        notes.say(worked.error, "yellow")
    return NOT_FIT if worked.error else 0


def _tell(screen: Screen, done: Looked, left: int) -> None:
    if not done.all:
        screen.say(f"No second look was taken; {left} wait." if left else "Nothing waits for a second look.")
        return
    screen.say(f"{done.all} guesses were looked at again, {done.asked} of them by the model.", "bold")
    screen.rows(
        [
            ("Accepted", str(done.accepted)),
            ("Refused", f"{done.refused}, {done.barred} of them by rule without the model"),
            ("Unsure", str(done.unsure)),
            ("Gone", f"{done.gone}: their riddle is over, or the host has switched it off"),
            ("To be told", f"{done.told} players"),
            ("Waiting", f"{left}, {done.later} of them for the next day's share"),
        ]
    )


def _record(worked: Worked) -> dict[str, object]:
    from bot import bootstrap

    done = worked.done
    return {
        "asked": done.asked,
        "known": done.known,
        "barred": done.barred,
        "accepted": done.accepted,
        "refused": done.refused,
        "unsure": done.unsure,
        "gone": done.gone,
        "later": done.later,
        "told": done.told,
        "waiting": worked.waiting,
        "cost": worked.cost,
        "prices": str(bootstrap.price_day()),
        "error": worked.error,
    }


def _measure(options: argparse.Namespace, screen: Screen, cases: Sequence[Case]) -> int:
    """Ask a model about guesses whose verdict is known, as far as the rules leave them open."""
    from bot import bootstrap, records
    from bot.game.fitness import measure, shipped_cases

    settings = common.settings()
    notes = bootstrap.screen(plain=options.plain, stderr=True)
    asked = _left_open(cases) if options.cases else shipped_cases()
    if not asked:
        raise UsageError("The rules decide all of these guesses, so there is nothing to ask the model.")
    judge = bootstrap.open_judge(settings, notes.say, options.model)
    found = common.finish(measure(judge, asked))
    if options.json:
        print(records.line(_fitness(found)))
    else:
        _show(screen, found)
    return 0


def _left_open(cases: Sequence[Case]) -> tuple[OpenCase, ...]:
    """The labelled cases that would be shown to a model."""
    from bot import bootstrap
    from bot.domain import Judgement, OpenGuess
    from bot.game.fitness import Case as Open
    from bot.game.matching import normalise
    from bot.game.openness import barred, is_open

    listed = bootstrap.listed_names()
    found = []
    for one in cases:
        guess = normalise(one.guess)
        if one.verdict is not None and is_open(one.guess, one) and not barred(guess, one, listed=listed):
            shown = OpenGuess("", one.answer, one.aliases, (), guess)
            found.append(Open(shown, one.verdict is Judgement.CORRECT))
    return tuple(found)


def _show(screen: Screen, found: Fitness) -> None:
    from bot import bootstrap
    from bot.game.fitness import BAR

    dated = f"{found.cost:.4f} US dollars by the prices of {bootstrap.price_day()}" if found.cost else "none"
    cost = "unknown" if found.cost is None else dated
    screen.say(f"{found.model} on {found.cases} guesses that the rules leave open", "bold")
    screen.rows(
        [
            ("Agreement", f"{found.agreement:.3f}"),
            ("Kappa", f"{found.kappa:.3f}; {BAR} is needed to take second looks"),
            ("Not accepted", f"{found.missed} right ones"),
            ("Accepted", f"{found.wrongly} wrong ones"),
            ("Unsure", str(found.unsure)),
            ("Time", f"{found.seconds:.1f} seconds"),
            ("Cost", cost),
        ]
    )


def _fitness(found: Fitness) -> dict[str, object]:
    from bot import bootstrap

    return {
        "model": found.model,
        "cases": found.cases,
        "agreement": round(found.agreement, 4),
        "kappa": round(found.kappa, 4),
        "fit": found.fit,
        "share_of_wrong_accepted": round(found.share, 4),
        "missed": found.missed,
        "wrongly": found.wrongly,
        "unsure": found.unsure,
        "seconds": round(found.seconds, 2),
        "cost": found.cost,
        "prices": str(bootstrap.price_day()),
    }
