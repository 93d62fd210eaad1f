"""Distributions: how long single riddles took, and which check stopped how many."""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING

from bot.domain import CHECKS, Outcome
from bot.evaluation.metric import BY_NAME
from bot.evaluation.report.figures import figure
from bot.evaluation.report.markup import Markup, tag, together
from bot.evaluation.report.scale import Scale, scale_of
from bot.evaluation.report.shapes import badge
from bot.evaluation.report.table import column, scrolling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Sample

DOTS = 80
"""Single riddles drawn in a row; of more, every so-manieth."""

UNREAD = "no riddle could be read"
_SECONDS = BY_NAME["latency_p50"]
_WIDTH = 300


def quantile(ordered: Sequence[float], share: float) -> float:
    """The least value that a share of ordered values does not exceed: the same p50 and p95 as in the scores."""
    return ordered[max(0, ceil(share * len(ordered) - 1e-9) - 1)]


def times(seats: Sequence[Seat]) -> Markup:
    """Seconds from asking to the end, a row of boxes and dots for each entrant; nothing where nothing took any."""
    taken = {
        seat.place: sorted(sample.seconds for sample in seat.standing.samples if 0 < sample.seconds < inf)
        for seat in seats
    }
    every = [second for seconds in taken.values() for second in seconds]
    if not every:
        return Markup("")
    scale = scale_of(every, 6, _WIDTH - 6, from_zero=True)
    rows = [_time_row(seat, taken[seat.place], scale) for seat in seats]
    kind = ", in powers of ten" if scale.powers else ""
    axis = tag("svg", *_axis(scale), viewBox=f"0 0 {_WIDTH} 18", class_="strip", aria_hidden="true")
    head = [tag("th", name, scope="col", class_="num") for name in ("Riddles", "Least", "p50", "p95", "Most")]
    caption = f"Seconds from asking for a riddle to its end{kind}. Dots: riddles; box: the middle half; its line: p50."
    first = tag("th", "Entrant", scope="col"), tag("th", "Seconds", axis, scope="col", class_="drawn")
    body = tag("table", tag("caption", caption), tag("thead", tag("tr", *first, *head)), tag("tbody", *rows))
    return scrolling("Seconds a riddle", body)


def stops(seats: Sequence[Seat]) -> Markup:
    """How often each check failed; nothing where there are no samples."""
    found = stopped(seats)
    if not found:
        return Markup("")
    stopping = {name: counts for name, counts in found.items() if name == UNREAD or any(one[0] for one in counts)}
    rows = [_row(name, counts) for name, counts in stopping.items()]
    never = [name for name, counts in found.items() if name not in stopping and any(of for _, of, _ in counts)]
    unasked = [name for name, counts in found.items() if not any(of for _, of, _ in counts)]
    caption = " ".join(
        (
            "Riddles that each check stopped, of those it looked at. One riddle may be stopped by several.",
            f"Never stopped one: {', '.join(never)}." if never else "",
            f"Looked at none: {', '.join(unasked)}." if unasked else "",
        )
    )
    head = tag("thead", tag("tr", tag("th", "Stopped by", scope="col"), *(column(seat) for seat in seats)))
    return scrolling("What stopped riddles", tag("table", tag("caption", caption), head, tag("tbody", *rows)))


def stopped(seats: Sequence[Seat]) -> dict[str, list[tuple[int, int, int]]]:
    """By what stopped riddles, for each entrant: how many, of how many it looked at, and how many it skipped."""
    if not any(seat.standing.samples for seat in seats):
        return {}
    names = dict.fromkeys(CHECKS)
    names.update(
        dict.fromkeys(check.name for seat in seats for sample in seat.standing.samples for check in sample.checks)
    )
    unread = {UNREAD: [_unread(seat.standing.samples) for seat in seats]}
    return unread | {name: [_failed(seat.standing.samples, name) for seat in seats] for name in names}


def _unread(samples: Sequence[Sample]) -> tuple[int, int, int]:
    return sum(sample.riddle is None for sample in samples), len(samples), 0


def _failed(samples: Sequence[Sample], name: str) -> tuple[int, int, int]:
    said = [check.outcome for sample in samples for check in sample.checks if check.name == name]
    skipped = said.count(Outcome.SKIPPED)
    return said.count(Outcome.FAILED), len(said) - skipped, skipped


def _row(name: str, found: Sequence[tuple[int, int, int]]) -> Markup:
    return tag("tr", tag("th", name, scope="row"), *(_stopped(*one) for one in found))


def _stopped(failed: int, of: int, skipped: int) -> Markup:
    left = tag("span", f"skipped {skipped}", class_="interval") if skipped else ""
    if not of:
        return tag("td", "looked at none", left, class_="missing")
    if not failed:
        return tag("td", tag("span", f"0 of {of}", class_="value nil"), left)
    bar = together(
        (
            tag("rect", x=0, y=3, width=100, height=4, class_="rail"),
            tag("rect", x=0, y=3, width=round(100 * failed / of, 1), height=4, class_="fill bad"),
        )
    )
    drawn = tag("svg", bar, viewBox="0 0 100 10", class_="spark", preserveAspectRatio="none", aria_hidden="true")
    return tag("td", tag("span", f"{failed} of {of}", class_="value"), drawn, left)


def _time_row(seat: Seat, seconds: Sequence[float], scale: Scale) -> Markup:
    name = tag("th", badge(seat), tag("span", seat.way, class_="way"), scope="row")
    if not seconds:
        return tag("tr", name, tag("td", "not measured", colspan=6, class_="missing"))
    numbers = (seconds[0], quantile(seconds, 0.5), quantile(seconds, 0.95), seconds[-1])
    told = [tag("td", figure(_SECONDS, number), class_="num") for number in numbers]
    return tag(
        "tr",
        name,
        tag("td", _box(seat, seconds, scale), class_="drawn"),
        tag("td", f"{len(seconds):,}", class_="num"),
        *told,
    )


def _box(seat: Seat, seconds: Sequence[float], scale: Scale) -> Markup:
    low, half, high = (round(scale.at(quantile(seconds, share)), 1) for share in (0.25, 0.5, 0.75))
    ends = (round(scale.at(seconds[0]), 1), round(scale.at(seconds[-1]), 1))
    step = max(1, -(-len(seconds) // DOTS))
    dots = [
        tag("circle", cx=round(scale.at(second), 1), cy=22 + 4 * (place % 3), r=2, class_=f"dot look{seat.look}")
        for place, second in enumerate(seconds[::step])
    ]
    return tag(
        "svg",
        *(
            tag("line", x1=round(scale.at(tick), 1), x2=round(scale.at(tick), 1), y1=0, y2=36, class_="grid")
            for tick in scale.ticks()
        ),
        tag("line", x1=ends[0], x2=ends[1], y1=10, y2=10, class_=f"bar look{seat.look}"),
        tag("rect", x=low, y=4, width=max(1.0, round(high - low, 1)), height=12, class_=f"box look{seat.look}"),
        tag("line", x1=half, x2=half, y1=3, y2=17, class_="half"),
        *dots,
        viewBox=f"0 0 {_WIDTH} 36",
        class_="strip",
        aria_hidden="true",
    )


def _axis(scale: Scale) -> list[Markup]:
    return [
        tag("text", figure(_SECONDS, tick), x=round(scale.at(tick), 1), y=13, class_="tick", text_anchor="middle")
        for tick in scale.ticks()
        if 12 < scale.at(tick) < _WIDTH - 12
    ]
