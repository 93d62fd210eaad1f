"""Which differences of a run are sure, so that something may rest on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evaluation.metric import BY_NAME, Better

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.evaluation.results import Pair, Results

LEVEL = 0.05
"""The corrected p below which a difference counts, beside its interval."""


def counts(pair: Pair) -> bool:
    """Whether a difference may be rested on: its interval leaves out 0, and its corrected p is small."""
    return pair.sure and pair.p < LEVEL


class Compared:
    """The pairs of a run, by who is better."""

    def __init__(self, results: Results) -> None:
        self._pairs = {(pair.metric, pair.one, pair.other): pair for pair in results.pairs}

    def has(self, metric: str, keys: Iterable[str]) -> bool:
        """Whether any two of these were compared."""
        among = set(keys)
        return any(name == metric and {one, other} <= among for name, one, other in self._pairs)

    def pair(self, metric: str, one: str, other: str) -> Pair | None:
        """The pair of two entrants, whichever way round it is written."""
        return self._pairs.get((metric, one, other)) or self._pairs.get((metric, other, one))

    def beats(self, metric: str, one: str, other: str) -> Pair | None:
        """The pair that shows that `one` is surely better than `other`; None where nothing does."""
        pair, better = self.pair(metric, one, other), BY_NAME[metric].better
        if pair is None or not counts(pair) or better is Better.NEITHER:
            return None
        more = pair.one if pair.low > 0 else pair.other
        return pair if (more == one) is (better is Better.MORE) else None

    def leader(self, metric: str, keys: Iterable[str]) -> str | None:
        """Who of these is surely better than every other."""
        among = list(keys)
        return next((key for key in among if len(self.beaten(metric, key, among)) == len(among) - 1), None)

    def beaten(self, metric: str, key: str, among: Iterable[str]) -> tuple[str, ...]:
        """Those of `among` that an entrant is surely better than."""
        return tuple(other for other in among if other != key and self.beats(metric, key, other))
