"""Results for a person at a terminal, and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.evaluation.metric import BY_NAME, METRICS, Group
from bot.evaluation.records import as_json
from bot.evaluation.report.compared import counts
from bot.evaluation.report.roster import roster
from bot.records import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.compare import Comparison
    from bot.evaluation.metric import Metric
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Pair, Results, Score, Standing
    from bot.ports.screen import Screen

ABREAST: Final = 3
"""Entrants that stand beside each other in a table."""

ELSEWHERE: Final = frozenset({Group.TEXT, Group.MODEL})
"""What stands in a report and in the JSON alone."""


def show(results: Results, screen: Screen, *, plain: bool, as_json: bool) -> None:
    """Print results: a table, what may be said of them, and what a reader must know."""
    if as_json:
        for record in _records(results):
            print(line(record))
        return
    seeds = f"seed{'s' if len(results.seeds) > 1 else ''} {', '.join(map(str, results.seeds))}"
    screen.say(
        f"{results.name}: {_many(len(results.cases), 'article')}, {seeds}, {_many(results.draws, 'draw')}", "bold"
    )
    screen.say(results.machine, "dim")
    screen.say()
    seats = roster(results)
    (_lines if plain else _tables)(seats, screen)
    _pairs(results.pairs, screen, {seat.entrant.key: seat.letter for seat in seats})
    for text in results.advice:
        screen.say(text, "green")
    for name, reason in results.skipped:
        screen.say(f"Left out: {name}: {reason}", "yellow")
    for text in results.notes:
        screen.say(text, "dim")


def compared(found: Comparison, screen: Screen, *, as_json: bool) -> None:
    """Print a comparison."""
    if as_json:
        for pair in found.pairs:
            print(line(_pair_record(pair)))
        print(line({"cases": found.cases, "notes": list(found.notes)}))
        return
    screen.say(f"{_many(found.cases, 'article')} in common", "bold")
    for pair in found.pairs:
        screen.say(told(pair), "" if counts(pair) else "dim")
    for text in found.notes:
        screen.say(text, "dim")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


# --- the table ------------------------------------------------------------------------------------------------------


def _shown(seats: Sequence[Seat]) -> list[Metric]:
    """The metrics of the table: those that somebody has."""
    return [
        metric for metric in METRICS if metric.group not in ELSEWHERE and any(seat.score(metric.name) for seat in seats)
    ]


def _lines(seats: Sequence[Seat], screen: Screen) -> None:
    """One line a number: for screen readers and files."""
    for seat in seats:
        screen.say(f"{seat.letter}: {seat.entrant.key}")
        for metric in _shown(seats):
            if (score := seat.score(metric.name)) is not None:
                screen.say(f"{seat.letter}, {metric.label}: {number(metric, score)}, {_many(score.cases, 'case')}")


def _tables(seats: Sequence[Seat], screen: Screen) -> None:
    """The entrants side by side, as many as there is room for; an interval below each number."""
    screen.rows([(seat.letter, seat.entrant.key) for seat in seats], "bold")
    for begin in range(0, len(seats), ABREAST):
        some = seats[begin : begin + ABREAST]
        head = [seat.letter for seat in some]
        cells = [[_cell(metric, seat.score(metric.name)) for seat in some] for metric in _shown(seats)]
        widths = [max(map(len, (name, *(row[at] for row in cells)))) for at, name in enumerate(head)]
        labels = ["", *(metric.label for metric in _shown(seats))]
        screen.say()
        screen.rows(list(zip(labels, [_row(row, widths) for row in (head, *cells)], strict=True)))
    screen.say()


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cell(metric: Metric, score: Score | None) -> str:
    return "-" if score is None else number(metric, score)


def number(metric: Metric, score: Score) -> str:
    """A number with its interval: `45 % (20 to 70)`."""
    interval = _interval(metric, score.low, score.high)
    unit = " %" if metric.share else f" {metric.unit}" if metric.unit else ""
    chance = f", chance {_figure(metric, score.chance)}" if score.chance is not None else ""
    return f"{_figure(metric, score.value)}{unit}{interval}{chance}"


def _interval(metric: Metric, low: float | None, high: float | None) -> str:
    """` (20 to 70)`; an open end is said as such."""
    if low is None or high is None:
        return "" if low is None else f" ({_figure(metric, low)} or more)"
    return f" ({_figure(metric, low)} to {_figure(metric, high)})"


def _figure(metric: Metric, value: float) -> str:
    if metric.share:
        return f"{100 * value:.0f}"
    if metric.unit == "US$":
        return f"{value:.4f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


# --- two beside each other ------------------------------------------------------------------------------------------


def _pairs(pairs: Sequence[Pair], screen: Screen, letters: dict[str, str]) -> None:
    """The differences whose interval leaves out 0, and how many do not."""
    sure = [pair for pair in pairs if counts(pair)]
    for pair in sure:
        screen.say(told(pair, letters))
    if len(pairs) > len(sure):
        rest = len(pairs) - len(sure)
        screen.say(f"{rest} of {len(pairs)} differences on what decides could not be told from chance.", "dim")


def told(pair: Pair, letters: dict[str, str] | None = None) -> str:
    """A difference in a sentence."""
    metric = BY_NAME[pair.metric]
    one, other = ((letters or {}).get(key, key) for key in (pair.one, pair.other))
    scale, unit = (100, " points") if metric.share else (1, f" {metric.unit}".rstrip())
    mean, low, high = (f"{scale * value:+.{0 if metric.share else 4 if metric.unit == 'US$' else 2}f}" for value in (
        pair.mean, pair.low, pair.high
    ))  # fmt: skip
    sure = "" if counts(pair) else "; this may be chance"
    return (
        f"{metric.label}: {one} against {other} {mean}{unit} ({low} to {high}, p {pair.p:.3f}, "
        f"{_many(pair.cases, 'case')}){sure}"
    )


# --- for scripts ----------------------------------------------------------------------------------------------------


def _records(results: Results) -> list[dict[str, object]]:
    """Each entrant, each pair, and the rest."""
    days = list(results.prices)
    entrants = [
        {
            "entrant": one.entrant.key,
            "facts": as_json(one.entrant.facts),
            "scores": _scores(one),
            "prices": days if (cost := one.scores.get("cost_per_accepted")) and cost.value else [],
        }
        for one in results.standings
    ]
    rest = {
        "run": results.name,
        "cases": len(results.cases),
        "seeds": list(results.seeds),
        "draws": results.draws,
        "machine": results.machine,
        "version": results.version,
        "prices": days,
        "spent": {by: as_json(usage) for by, usage in results.spent.items()},
        "advice": list(results.advice),
        "notes": list(results.notes),
        "skipped": [{"article": name, "reason": reason} for name, reason in results.skipped],
    }
    return [*entrants, *map(_pair_record, results.pairs), rest]


def _scores(standing: Standing) -> dict[str, object]:
    return {name: as_json(score) for name, score in standing.scores.items()}


def _pair_record(pair: Pair) -> dict[str, object]:
    return {**as_json(pair), "sure": counts(pair)}
