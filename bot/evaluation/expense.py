"""What models took beside the riddles: judges, solvers, and the commands that join a run."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.domain import Usage
from bot.evaluation.generation import Measurement
from bot.evaluation.records import as_line, of_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXPENSE: Final = "expense"
"""The name under which it is kept what somebody took in all."""

PRICES: Final = "prices"
"""The name under which the day of the prices is kept that costs of the run are reckoned by."""

OF_RUN: Final = ("", "", 0, 0)
"""The key of what is kept of a run as a whole."""


def more(before: Mapping[str, Usage], spent: Mapping[str, Usage], prices: str) -> list[Measurement]:
    """Records of what each took in all, with what it took before, and the day of the prices.

    Of those alone that read or wrote anything, or may have: not every server counts its tokens.
    """
    asked = {by: usage for by, usage in spent.items() if usage.tokens or (usage.calls and usage.cost is None)}
    totals = {by: before.get(by, Usage()) + usage for by, usage in asked.items()}
    found = [Measurement(EXPENSE, OF_RUN, usage.cost or 0.0, by, as_line(usage)) for by, usage in totals.items()]
    return [*found, *priced(prices, *spent.values())]


def priced(day: str, *spent: Usage) -> list[Measurement]:
    """A record of the day of the prices, where any of what was taken costs something."""
    return [Measurement(PRICES, OF_RUN, 0.0, day)] if day and any(usage.cost for usage in spent) else []


def spent(measurements: Iterable[Measurement]) -> dict[str, Usage]:
    """What was taken, by who took it."""
    found: dict[str, Usage] = {}
    for one in measurements:
        if one.name == EXPENSE:
            with suppress(ValueError):
                found[one.by] = of_line(Usage, one.detail)
    return found


def days(measurements: Iterable[Measurement]) -> tuple[str, ...]:
    """The days of the prices."""
    return tuple(one.by for one in measurements if one.name == PRICES)


def told(usage: Usage) -> str:
    """A usage in words: `12 calls, 3,400 tokens read, 56 written, 0.0123 US dollars`."""
    cost = "at no known price" if usage.cost is None else f"{usage.cost:.4f} US dollars" if usage.cost else "at no cost"
    return f"{usage.calls:,} calls, {usage.prompt_tokens:,} tokens read, {usage.completion_tokens:,} written, {cost}"
