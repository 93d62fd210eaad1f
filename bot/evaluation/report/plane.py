"""Two metrics against each other: each entrant a mark, its intervals bars, the Pareto front a line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from bot.evaluation.metric import Better
from bot.evaluation.report.figures import MONEY, figure
from bot.evaluation.report.front import front, measured
from bot.evaluation.report.markup import Markup, tag, together
from bot.evaluation.report.reasons import metric_of
from bot.evaluation.report.scale import Scale, scale_of
from bot.evaluation.report.shapes import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.metric import Metric
    from bot.evaluation.report.roster import Seat

WIDTH, HEIGHT = 400, 310
LEFT, RIGHT, TOP, BOTTOM = 50, 388, 14, 262
LETTER = (6.0, 8.0)
"""Half the room of a letter, sideways and up."""

_AROUND = tuple(
    (far * side, far * up)
    for far in (1.0, 1.5, 2.1, 2.8)
    for side, up in ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1.3), (0, 1.3), (1.3, 0), (-1.3, 0))
)


@dataclass(frozen=True, slots=True)
class Point:
    """An entrant in the chart."""

    seat: Seat
    x: float
    y: float
    best: bool


def plane(seats: Sequence[Seat], across: str, up: str, name: str) -> Markup:
    """The chart; nothing where fewer than two entrants have both metrics. `name` makes its ids its own."""
    drawn = [seat for seat in seats if measured(seat, across) is not None and measured(seat, up) is not None]
    if len(drawn) < 2:
        return Markup("")
    sides, ups = _scales(drawn, across, up)
    ahead = front(drawn, (across, up))
    points = [_point(seat, across, up, sides, ups, ahead) for seat in drawn]
    return tag(
        "svg",
        tag("title", f"{metric_of(up).label} against {metric_of(across).label.lower()}", id=f"{name}-title"),
        tag("desc", _described(points, across, up), id=f"{name}-desc"),
        _grid(sides, ups, across, up),
        _front_line(points, across),
        *(_bars(point, across, up, sides, ups) for point in points),
        *(_marked(point) for point in points),
        *_letters(points),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="chart plane",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _scales(seats: Sequence[Seat], across: str, up: str) -> tuple[Scale, Scale]:
    sides = scale_of(_reach(seats, across), LEFT, RIGHT, from_zero=True)
    if metric_of(up).share:
        return sides, Scale(0.0, 1.0, BOTTOM, TOP)
    return sides, scale_of(_reach(seats, up), BOTTOM, TOP, from_zero=True)


def _reach(seats: Sequence[Seat], metric: str) -> list[float]:
    scores = [score for seat in seats if (score := seat.score(metric))]
    return [
        value
        for score in scores
        for value in (score.low, score.value, score.high)
        if value is not None and isfinite(value)
    ]


def _point(seat: Seat, across: str, up: str, sides: Scale, ups: Scale, ahead: frozenset[int]) -> Point:
    x, y = measured(seat, across) or 0.0, measured(seat, up) or 0.0
    return Point(seat, sides.at(x), ups.at(y), seat.place in ahead)


def _described(points: Sequence[Point], across: str, up: str) -> str:
    told = []
    for point in points:
        x, y = measured(point.seat, across) or 0.0, measured(point.seat, up) or 0.0
        where = "on the front" if point.best else "behind the front"
        told.append(f"{point.seat.letter}: {figure(metric_of(up), y)} at {figure(metric_of(across), x)}, {where}.")
    return " ".join((*told, "The table below has the same numbers."))


def _grid(sides: Scale, ups: Scale, across: str, up: str) -> Markup:
    parts = [
        *(_upright(round(sides.at(tick), 1), told) for tick, told in _ticks(sides, across)),
        *(_level(round(ups.at(tick), 1), figure(metric_of(up), tick)) for tick in ups.ticks()),
        tag("path", d=f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}", class_="axis"),
        tag("text", _way(metric_of(across)), x=RIGHT, y=BOTTOM + 38, class_="label", text_anchor="end"),
    ]
    return together(parts)


def _ticks(scale: Scale, metric: str) -> list[tuple[float, str]]:
    """The values at the axis below, as many as have room beside each other; money without its unit."""
    told: list[tuple[float, str]] = []
    for most in (5, 4, 3, 2):
        told = [(tick, figure(metric_of(metric), tick).removeprefix(MONEY)) for tick in scale.ticks(most)]
        longest = max((len(text) for _, text in told), default=0)
        if len(told) * (longest + 2) * 6.5 < RIGHT - LEFT:
            break
    return told


def _upright(x: float, told: str) -> Markup:
    anchor = "end" if x > RIGHT - 3 * len(told) else "middle"
    line = tag("line", x1=x, x2=x, y1=TOP, y2=BOTTOM, class_="grid")
    return together((line, tag("text", told, x=x, y=BOTTOM + 17, class_="tick", text_anchor=anchor)))


def _level(y: float, told: str) -> Markup:
    line = tag("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="grid")
    return together((line, tag("text", told, x=LEFT - 6, y=y + 4, class_="tick", text_anchor="end")))


def _way(metric: Metric) -> str:
    label = f"{metric.label}, {metric.unit}" if metric.unit == "US$" else metric.label
    if metric.better is Better.LESS:
        return f"← (less is better) {label}"
    return f"{label} (more is better) →" if metric.better is Better.MORE else label


def _front_line(points: Sequence[Point], across: str) -> Markup:
    best = sorted((point for point in points if point.best), key=lambda point: (point.x, -point.y))
    if len(best) < 2:
        return Markup("")
    less = metric_of(across).better is Better.LESS
    path = f"M{best[0].x:.1f} {best[0].y:.1f}"
    for before, point in pairwise(best):
        corner = f"H{point.x:.1f}V{point.y:.1f}" if less else f"V{point.y:.1f}H{point.x:.1f}"
        path += corner if before.y >= point.y or not less else f"L{point.x:.1f} {point.y:.1f}"
    return tag("path", d=path, class_="front")


def _bars(point: Point, across: str, up: str, sides: Scale, ups: Scale) -> Markup:
    bars = []
    wide, high = point.seat.score(across), point.seat.score(up)
    look = f"bar look{point.seat.look}"
    if wide and wide.low is not None and wide.high is not None:
        bars.append(
            tag(
                "line",
                x1=round(sides.at(wide.low), 1),
                x2=round(sides.at(wide.high), 1),
                y1=round(point.y, 1),
                y2=round(point.y, 1),
                class_=look,
            )
        )
    if high and high.low is not None and high.high is not None:
        bars.append(
            tag(
                "line",
                x1=round(point.x, 1),
                x2=round(point.x, 1),
                y1=round(ups.at(high.low), 1),
                y2=round(ups.at(high.high), 1),
                class_=look,
            )
        )
    return together(bars)


def _marked(point: Point) -> Markup:
    ring = tag("circle", cx=round(point.x, 1), cy=round(point.y, 1), r=10.5, class_="ring") if point.best else ""
    seat = point.seat
    return tag("g", tag("title", seat.name), ring, mark(seat.look, point.x, point.y, 6.5))


def _letters(points: Sequence[Point]) -> list[Markup]:
    """The letters, each at the nearest free place around its mark."""
    taken = [(point.x, point.y) for point in points]
    found = []
    for point in points:
        places = [(point.x + 15 * side, point.y + 13 * up) for side, up in _AROUND]
        free = (place for place in places if _inside(place) and all(_apart(place, other) for other in taken))
        x, y = next(free, places[0])
        taken.append((x, y))
        if abs(x - point.x) + abs(y - point.y) > 36:
            found.append(
                tag("line", x1=round(point.x, 1), y1=round(point.y, 1), x2=round(x, 1), y2=round(y, 1), class_="leader")
            )
        found.append(
            tag("text", point.seat.letter, x=round(x, 1), y=round(y + 5, 1), class_="letter", text_anchor="middle")
        )
    return found


def _inside(place: tuple[float, float]) -> bool:
    return LEFT + LETTER[0] < place[0] < RIGHT and TOP < place[1] < BOTTOM - LETTER[1]


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) > 2 * LETTER[0] + 1 or abs(one[1] - other[1]) > 2 * LETTER[1]
