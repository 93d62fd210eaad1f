"""Differences between entrants, each with its interval and its corrected p, drawn about the line of no difference."""

from __future__ import annotations

from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from bot.evaluation.metric import Better
from bot.evaluation.report.compared import counts
from bot.evaluation.report.figures import count, gap, gaps, probability
from bot.evaluation.report.markup import Markup, tag, together
from bot.evaluation.report.reasons import metric_of
from bot.evaluation.report.table import scrolling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.metric import Metric
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Pair

_WIDTH = 200


def forest(seats: Sequence[Seat], pairs: Sequence[Pair]) -> Markup:
    """The pairs of each metric behind a line that says how many differences are sure; those that decide come first."""
    letters = {seat.entrant.key: seat.letter for seat in seats}
    ordered = sorted(pairs, key=lambda pair: (not metric_of(pair.metric).decides, pair.metric))
    return together(
        _of_metric(metric_of(name), list(group), letters, first=not place)
        for place, (name, group) in enumerate(groupby(ordered, key=lambda pair: pair.metric))
    )


def verdict(pair: Pair, metric: Metric, letters: dict[str, str]) -> str:
    """What a difference says in words."""
    one, other = (letters.get(key, key) for key in (pair.one, pair.other))
    if not pair.sure:
        return "cannot tell"
    higher, lower = (one, other) if pair.low > 0 else (other, one)
    if not counts(pair):
        return f"a hint that {higher} has more; not sure after correction"
    if metric.better is Better.NEITHER:
        return f"{higher} has more"
    better = higher if metric.better is Better.MORE else lower
    return f"{better} is better"


def _of_metric(metric: Metric, pairs: Sequence[Pair], letters: dict[str, str], *, first: bool) -> Markup:
    sure = sum(counts(pair) for pair in pairs)
    reach = max((abs(end) for pair in pairs for end in (pair.low, pair.high) if isfinite(end)), default=1.0) or 1.0
    decides = "" if metric.decides else " (does not decide)"
    summary = tag("summary", tag("b", metric.label), f"{decides}: {sure} of {count(len(pairs), 'difference')} sure")
    caption = f"{metric.label}: the first less the second; p corrected (Holm) for all pairs of the run."
    head = [tag("th", name, scope="col") for name in ("Pair", "Difference", "95 % interval")]
    drawn = tag("th", tag("span", "− 0 +", class_="zero"), scope="col", class_="drawn", aria_label="Drawn")
    rest = [tag("th", name, scope="col") for name in ("p", "Cases", "It says")]
    rows = [_row(pair, metric, letters, reach) for pair in pairs]
    body = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *head, drawn, *rest)),
        tag("tbody", *rows),
        class_="forest",
    )
    return tag("details", summary, scrolling(f"Differences in {metric.label}", body), open="" if first else None)


def _row(pair: Pair, metric: Metric, letters: dict[str, str], reach: float) -> Markup:
    one, other = (letters.get(key, key) for key in (pair.one, pair.other))
    return tag(
        "tr",
        tag("th", tag("span", f"{one} − {other}", dir="auto"), scope="row"),
        tag("td", gap(metric, pair), class_="num"),
        tag("td", gaps(metric, pair), class_="num"),
        tag("td", _line(pair, reach), class_="drawn"),
        tag("td", probability(pair.p), class_="num"),
        tag("td", f"{pair.cases:,}", class_="num"),
        tag("td", verdict(pair, metric, letters)),
        class_="sure" if counts(pair) else "unsure",
    )


def _line(pair: Pair, reach: float) -> Markup:
    ends = (pair.low, pair.mean, pair.high)
    if not all(isfinite(end) for end in ends):
        return Markup("")
    low, mean, high = (_WIDTH / 2 * (1 + 0.95 * max(-1.0, min(1.0, end / reach))) for end in ends)
    dot = (
        tag("rect", x=round(mean - 4, 1), y=5, width=8, height=8, class_="at")
        if counts(pair)
        else tag("circle", cx=round(mean, 1), cy=9, r=4, class_="at open")
    )
    return tag(
        "svg",
        tag("line", x1=_WIDTH / 2, x2=_WIDTH / 2, y1=0, y2=18, class_="none"),
        tag("line", x1=round(low, 1), x2=round(high, 1), y1=9, y2=9, class_="span"),
        dot,
        viewBox=f"0 0 {_WIDTH} 18",
        class_="strip",
        aria_hidden="true",
    )
