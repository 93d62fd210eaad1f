"""`riddle judge`: judge guesses by the rules, and tell how well they agree with verdicts that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands import pending

if TYPE_CHECKING:
    import argparse

    from bot.game.trials import Judged
    from bot.ports.screen import Screen

LARGEST = 64 * 2**20
"""Bytes of a file that is read."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "--cases",
        metavar="FILE.jsonl",
        help="guesses, one JSON object a line: answer, aliases, guess, and verdict where it is known; - for standard "
        "input; without it the shipped ones are judged and only those told whose verdict is another",
    )
    pending.arguments(parser)
    common.add_output(parser, "each verdict, then the summary,")


def run(options: argparse.Namespace) -> int:
    """Judge every guess, in order."""
    from bot import bootstrap, records
    from bot.game import trials

    if options.pending:
        return pending.run(options, ())
    cases = trials.read(common.given(options.cases, LARGEST)) if options.cases else trials.shipped()
    if options.model:
        return pending.run(options, cases)
    judged = [trials.judged(case) for case in cases]
    if options.json:
        for one in judged:
            print(records.line(trials.record(one)))
        print(records.line({"summary": trials.summary(judged)}))
        return 0
    screen = bootstrap.screen(plain=options.plain)
    for number, one in enumerate(judged, 1):
        if options.cases or one.agrees is False:
            _tell(screen, number, one)
    _sum_up(screen, trials.summary(judged))
    return 0


def _tell(screen: Screen, number: int, one: Judged) -> None:
    colours = {True: "green", False: "red", None: ""}
    meant = f", meant as {one.case.verdict}" if one.agrees is False else ""
    guess = " ".join(one.case.guess[:80].split())
    screen.say(f"{number}. {guess!r} for {one.case.answer}: {one.verdict.judgement.value}{meant}", colours[one.agrees])
    screen.say(f"    {one.verdict.reason}", "dim")


def _sum_up(screen: Screen, summary: dict[str, object]) -> None:
    screen.say()
    for name, value in summary.items():
        if isinstance(value, dict):
            shares = ", ".join(f"{rung} {_figure(share)}" for rung, share in value.items())
            screen.say(f"{name.replace('_', ' ')}: {shares}")
        else:
            screen.say(f"{name.replace('_', ' ')}: {_figure(value)}", "bold" if name == "agreement" else "")


def _figure(value: object) -> str:
    return "unknown" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
