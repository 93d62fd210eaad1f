"""How many will solve a riddle: common sense, corrected by how the players of the deck did with the riddles before.

A logistic regression on the cues of a riddle with a normal prior around common sense: without results it says what
common sense says, a few players move it a little, and what lies long back counts less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p
from typing import TYPE_CHECKING

from bot.riddles.cues import PRIOR, cues_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.domain import Candidate, Edition, Riddle, Tally

AIM = 0.7
"""Share of a deck's players who shall solve its riddles."""

FORTNIGHT = 14
"""Days over which that share is to be reached."""

PULL = 0.5
"""How much of what the last editions were off the aim the next one makes up for."""

BOUNDS = (0.55, 0.85)
"""No edition is made harder or easier than this for the sake of those before it."""

EDGE = 0.1
"""How far off the aim a fortnight may be."""

FEW = 5
"""Players whose rate is half trusted."""

DAYS = 60
"""How far back results are looked at."""

HALF_LIFE = 35.0
"""Days after which a result counts half: a deck's players come and go."""

ALIKE = 0.06
"""How much the players of one riddle resemble each other in whether they solve it, as they share what no cue knows of
it: a thousand players tell no more of its cues than seventeen, each with a riddle of his own."""

_ROUNDS = 30
_HALVINGS = 30
_CLOSE = 1e-12
_MEANS = tuple(belief.mean for belief in PRIOR.values())
_PRECISIONS = tuple(1 / belief.spread**2 for belief in PRIOR.values())


@dataclass(frozen=True, slots=True)
class Result:
    """How players did with a riddle so many days ago."""

    riddle: Candidate | Riddle
    tally: Tally
    days: int


@dataclass(frozen=True, slots=True)
class Reckoner:
    """Tells how many of a deck's players will solve a riddle; `heard` is how often somebody's try was learnt from.

    `urgency` is how far the last fortnight is off the aim: 0 where it is on it, 1 where it is as far off as it may be.
    """

    weights: tuple[float, ...] = _MEANS
    aim: float = AIM
    heard: int = 0
    urgency: float = 0.0

    @classmethod
    def of(cls, results: Iterable[Result]) -> Reckoner:
        """Learn from results; their order does not matter."""
        played = [result for result in results if result.tally.players]
        heard = sum(result.tally.players for result in played)
        owed = _owed(played)
        aim = min(max(AIM + PULL * owed, BOUNDS[0]), BOUNDS[1])
        return cls(_fit([_row(result) for result in played]), aim, heard, min(abs(owed) / FORTNIGHT / EDGE, 1.0))

    def chance(self, candidate: Candidate | Riddle) -> float:
        """The share of the players who are expected to solve it, with hints or without, 0 to 1."""
        return _logistic(_dot(self.weights, cues_of(candidate)))


def results_of(editions: Iterable[Edition], tallies: Iterable[Tally], today: date) -> tuple[Result, ...]:
    """Join tallies with the riddles that were played; what has no edition any more is left out."""
    played = {(edition.date, place): one for edition in editions for place, one in enumerate(edition.riddles, 1)}
    return tuple(
        Result(played[tally.date, tally.place], tally, (today - tally.date).days)
        for tally in tallies
        if (tally.date, tally.place) in played
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Cues that are not nought with their numbers, the share that solved it, and how much that counts."""

    cues: tuple[tuple[int, float], ...]
    share: float
    count: float


def _owed(results: Sequence[Result]) -> float:
    """By how much the next edition would have to miss the aim, so that the fortnight comes to it."""
    off: dict[int, list[float]] = {}
    for result in results:
        if result.days < FORTNIGHT:
            off.setdefault(result.days, []).append((AIM - result.tally.rate) * _trust(result.tally.players))
    return sum(sum(misses) / len(misses) for _, misses in sorted(off.items()))


def _trust(players: int) -> float:
    """How far their rate can be trusted, 0 to 1: that of three players is mostly chance."""
    return players / (players + FEW)


def _row(result: Result) -> _Row:
    players = result.tally.players
    told = _trust(players) * players / (1 + ALIKE * (players - 1))
    count = told * 0.5 ** (max(result.days, 0) / HALF_LIFE)
    cues = tuple((at, cue) for at, cue in enumerate(cues_of(result.riddle)) if cue)
    return _Row(cues, result.tally.rate, count)


def _fit(rows: Sequence[_Row]) -> tuple[float, ...]:
    """The weights that are likeliest: Newton's steps up a hill with one top, each halved until it leads upwards."""
    weights, here = list(_MEANS), _height(_MEANS, rows)
    for _ in range(_ROUNDS if rows else 0):
        step = _newton(weights, rows)
        for halved in range(_HALVINGS):
            further = [weight + part / 2**halved for weight, part in zip(weights, step, strict=True)]
            there = _height(further, rows)
            if there >= here:
                break
        else:
            break
        risen, weights, here = there - here, further, there
        if risen < _CLOSE:
            break
    return tuple(weights)


def _height(weights: Sequence[float], rows: Sequence[_Row]) -> float:
    """How likely weights are, as a logarithm: by common sense and by what was played."""
    beliefs = zip(weights, _MEANS, _PRECISIONS, strict=True)
    height = -sum(precision * (weight - mean) ** 2 for weight, mean, precision in beliefs) / 2
    for row in rows:
        odds = sum(weights[at] * cue for at, cue in row.cues)
        height += row.count * (row.share * odds - max(odds, 0.0) - log1p(exp(-abs(odds))))
    return height


def _newton(weights: Sequence[float], rows: Sequence[_Row]) -> list[float]:
    """One step: the slope through the curvature."""
    size = len(weights)
    slope = [_PRECISIONS[at] * (_MEANS[at] - weights[at]) for at in range(size)]
    curvature = [[_PRECISIONS[at] * (at == other) for other in range(size)] for at in range(size)]
    for row in rows:
        chance = _logistic(sum(weights[at] * cue for at, cue in row.cues))
        miss, bend = row.count * (row.share - chance), row.count * chance * (1 - chance)
        for at, cue in row.cues:
            slope[at] += miss * cue
            line = curvature[at]
            for other, beside in row.cues:
                line[other] += bend * cue * beside
    return _solved(curvature, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive system in place, by elimination."""
    size = len(right)
    for pivot in range(size):
        for below in range(pivot + 1, size):
            factor = matrix[below][pivot] / matrix[pivot][pivot]
            if factor:
                for at in range(pivot, size):
                    matrix[below][at] -= factor * matrix[pivot][at]
                right[below] -= factor * right[pivot]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(matrix[at][other] * found[other] for other in range(at + 1, size))
        found[at] = (right[at] - known) / matrix[at][at]
    return found


def _dot(weights: Sequence[float], cues: Sequence[float]) -> float:
    return sum(weight * cue for weight, cue in zip(weights, cues, strict=True))


def _logistic(value: float) -> float:
    if value >= 0:
        return 1 / (1 + exp(-value))
    raised = exp(value)
    return raised / (1 + raised)
