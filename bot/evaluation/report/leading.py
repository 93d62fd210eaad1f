"""Who is ahead on a metric, in a sentence that claims no more than the differences bear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.evaluation.metric import BY_NAME
from bot.evaluation.report.figures import MISSING, MONEY, figure, gap, gaps, interval, probability
from bot.evaluation.report.front import COSTS, QUALITY, SPEED, measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.evaluation.report.compared import Compared
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Pair

NAMED = 2
"""Entrants that are named in a sentence; more are told by their letters."""
VALUED = 4
"""Entrants whose values stand in a sentence; of more, the least and the greatest."""

_HELD = {
    QUALITY: "{} of its riddles accepted{}",
    SPEED: "half of its riddles were there within {}{}",
    COSTS[0]: "{} per accepted riddle{}",
}
_HEAD = {QUALITY: "Accepted", SPEED: "Half of the riddles within", COSTS[0]: "Per accepted riddle"}
_AHEAD = {QUALITY: "surely more than of", SPEED: "surely faster than", COSTS[0]: "surely cheaper than"}


def need(name: str, metric: str, seats: Sequence[Seat], compared: Compared) -> str:
    """Who of two or more with the metric is best, or that the run cannot tell."""
    keys = {seat.entrant.key: seat for seat in seats}
    if not compared.has(metric, keys):
        return f"{name}: this run cannot tell; {letters(seats)} were not compared on the same articles."
    if leader := compared.leader(metric, keys):
        return f"{name}: {_led(metric, keys[leader], keys, compared)}"
    losers = {loser for key in keys for loser in compared.beaten(metric, key, keys)}
    ahead, behind = ([seat for key, seat in keys.items() if (key in losers) is lost] for lost in (False, True))
    if not behind or not ahead:
        why = "no difference is sure" if ahead else "each is surely behind another"
        return f"{name}: this run cannot tell between {letters(seats)}; {why}. {values(seats, metric)}."
    open_ = "Which of them, this run cannot tell." if len(ahead) > 1 else "It is not surely ahead of all others."
    return (
        f"{name}: {who(ahead, 'or')}. {open_} {values(ahead, metric)}. "
        f"{letters(behind)} {'are' if len(behind) > 1 else 'is'} surely behind another."
    )


def _led(metric: str, leader: Seat, keys: dict[str, Seat], compared: Compared) -> str:
    mine = leader.entrant.key
    pairs = {other: pair for other in keys if other != mine and (pair := compared.pair(metric, mine, other))}
    closest = min(pairs, key=lambda other: abs(pairs[other].mean))
    kind, lead = BY_NAME[metric], _ahead(pairs[closest])
    return (
        f"{leader.name}: {held(leader, metric)}, {_AHEAD[metric]} every other. It leads the closest, "
        f"{keys[closest].letter}, by {gap(kind, lead).lstrip('+')} on average over {lead.cases} articles "
        f"({gaps(kind, lead)}, p {probability(lead.p)})."
    )


def _ahead(pair: Pair) -> Pair:
    """A sure difference the way round in which it is above 0."""
    return pair if pair.low > 0 else replace(pair, mean=-pair.mean, low=-pair.high, high=-pair.low)


def held(seat: Seat, metric: str) -> str:
    """A value with its interval in words."""
    return _HELD[metric].format(*_told(seat, metric))


def values(seats: Sequence[Seat], metric: str) -> str:
    """The values of all, or of many the least and the greatest."""
    if len(seats) > VALUED:
        ranked = sorted(seats, key=lambda seat: measured(seat, metric) or 0.0)
        ends = [f"{_told(seat, metric)[0]} ({seat.letter})" for seat in (ranked[0], ranked[-1])]
        return f"{_HEAD[metric]}: from {' to '.join(ends)}"
    each = [f"{seat.letter}\N{NO-BREAK SPACE}{''.join(_told(seat, metric))}" for seat in seats]
    return f"{_HEAD[metric]}: {', '.join(each)}"


def _told(seat: Seat, metric: str) -> tuple[str, str]:
    """A value, and its interval in brackets."""
    score, kind = seat.score(metric), BY_NAME[metric]
    if score is None:
        return MISSING, ""
    between = interval(kind, score).removeprefix(MONEY)
    return figure(kind, score.value), f" ({between})" if between else ""


def letters(seats: Iterable[Seat]) -> str:
    """Entrants by their letters: `A, B and C`."""
    return _listed([seat.letter for seat in seats], "and")


def who(seats: Sequence[Seat], word: str = "and") -> str:
    """Entrants by name where they are few, by letter where they are more."""
    return _listed([seat.short if len(seats) <= NAMED else seat.letter for seat in seats], word)


def _listed(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
