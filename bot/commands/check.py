"""`riddle check`: run the checks on riddles from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import records
from bot.commands import options as common
from bot.errors import ArticleError

if TYPE_CHECKING:
    import argparse

    from bot.domain import Check
    from bot.ports.screen import Screen

LARGEST = 64 * 2**20
"""Bytes of a file that is read."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one line; `read` is False where it was no riddle at all."""

    checks: tuple[Check, ...]
    read: bool = True

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(check.passed is not False for check in self.checks)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="riddles, one JSON object a line: question, answer; and aliases, hints, article where there are any; "
        "- for standard input",
    )
    common.add_output(parser, "each result")


def run(options: argparse.Namespace) -> int:
    """Check every line, in order; 1 when a line could not be read as a riddle."""
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain)
    results = []
    for number, line in enumerate(_lines(options.file), 1):
        result = checked(line)
        results.append(result)
        if options.json:
            said = [records.check_record(check) for check in result.checks]
            print(records.line({"passed": result.passed, "checks": said}))
        else:
            _tell(screen, number, result)
    if not options.json:
        screen.say(f"{sum(result.passed for result in results)} of {len(results)} riddles passed.", "bold")
    return 0 if all(result.read for result in results) else 1


def checked(line: str) -> Result:
    """Run every check on the riddle of a line; a line that is none fails the check of its shape."""
    from bot.domain import Check, Outcome
    from bot.riddles import given
    from bot.riddles.checks import run as run_checks
    from bot.riddles.checks.context import Context

    try:
        candidate, story = given.read(line)
    except ArticleError as error:
        return Result((Check("shape", Outcome.FAILED, str(error)),), read=False)
    return Result(run_checks(candidate, Context(story)))


def _lines(name: str) -> list[str]:
    lines = [line for line in common.given(name, LARGEST).splitlines() if line.strip()]
    if not lines:
        raise ArticleError(f"{'Standard input' if name == '-' else name} holds no riddle.")
    return lines


def _tell(screen: Screen, number: int, result: Result) -> None:
    screen.say(f"{number}. {'passed' if result.passed else 'FAILED'}", "green" if result.passed else "red")
    for check in result.checks:
        if not check.passed:
            screen.say(f"    {check.name} {check.outcome.value}: {check.reason}")
