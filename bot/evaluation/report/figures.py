"""Numbers as a person reads them: with as many digits as they bear, and with their unit."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.metric import Metric
    from bot.evaluation.results import Pair, Score

MISSING = "not measured"
MONEY = "US$\N{NO-BREAK SPACE}"
_BLANK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_DASH = "\N{EN DASH}"


def figure(metric: Metric, value: float) -> str:
    """A value of a metric, as in `62 %`, `4.2 s`, `US$ 0.0013`."""
    return _dressed(metric, (value,))


def interval(metric: Metric, score: Score) -> str:
    """The interval of a score, as in `48–75 %`, or `1,200 or more` where it has no end; nothing where it has none."""
    if score.low is None or (score.high is None and score.value == 0):
        return ""
    if score.high is None:
        return f"{figure(metric, score.low)} or more"
    return _dressed(metric, (score.low, score.high))


def gap(metric: Metric, pair: Pair) -> str:
    """A difference, as in `+12 points`."""
    return _apart(metric, (pair.mean,))


def gaps(metric: Metric, pair: Pair) -> str:
    """The interval of a difference, as in `−3 to +27 points`."""
    return _apart(metric, (pair.low, pair.high))


def probability(p: float) -> str:
    """A probability as papers write it."""
    if not isfinite(p):
        return MISSING
    return "below 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def count(number: int, one: str, more: str = "") -> str:
    """A number of things: `1 article`, `20 articles`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def parameters(number: int | None) -> str:
    """How many parameters a model has, as in `135 million`."""
    if number is None:
        return "not known"
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{significant(number / size)} {name}"
    return f"{number:,}"


def memory(number: float | None) -> str:
    """How many bytes, as in `1.2 GB`."""
    if number is None:
        return "not known"
    for size, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if number >= size:
            return f"{significant(number / size)}{_BLANK}{name}"
    return f"{number:,.0f} bytes"


def significant(value: float, digits: int = 3) -> str:
    """A number with so many digits that matter, and no zeros that do not."""
    if not isfinite(value):
        return "no end"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - floor(log10(abs(value))))
    told = f"{abs(value):,.{min(places, 9)}f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    return f"{_MINUS}{told}" if value < 0 and told != "0" else told


def _dressed(metric: Metric, values: Sequence[float]) -> str:
    if not all(isfinite(value) for value in values):
        return "no finite number"
    if metric.share:
        return f"{_DASH.join(_percent(value) for value in values)}{_BLANK}%"
    if metric.unit == "MB":
        return f" {_DASH} ".join(memory(value * 1e6) for value in values)
    told = _DASH.join(_bare(metric, value) for value in values)
    if metric.unit == "US$":
        return f"{MONEY}{told}"
    return f"{told}{_BLANK}{metric.unit}" if metric.unit else told


def _bare(metric: Metric, value: float) -> str:
    if metric.unit in {"s", "US$"}:
        return significant(value, 2)
    return significant(round(value, 3), 3)


def _percent(value: float) -> str:
    hundredth = value * 100
    if abs(hundredth) < 1:
        return significant(round(hundredth, 9), 1)
    told = f"{abs(hundredth):.1f}" if 99 < hundredth < 99.95 else f"{abs(hundredth):.0f}"
    return f"{_MINUS}{told}" if hundredth < 0 else told


def _apart(metric: Metric, values: Sequence[float]) -> str:
    if not all(isfinite(value) for value in values):
        return "no finite number"
    told = " to ".join(_signed(metric, value) for value in values)
    unit = "points" if metric.share else metric.unit
    return f"{told}{_BLANK}{unit}" if unit else told


def _signed(metric: Metric, value: float) -> str:
    told = _percent(value) if metric.share else significant(value, 2)
    return f"+{told}" if value > 0 and told != "0" else told
