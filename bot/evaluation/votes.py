"""What players made of riddles, by who made these: totals over riddles that enough of them played, never a person's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain import RoundKey
from bot.evaluation.results import Score
from bot.evaluation.statistics import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain import Edition, Riddle
    from bot.evaluation.entrant import Entrant
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.results import ResultStore
    from bot.ports.rounds import RoundStore

FEWEST: Final = 5
"""Players, or votes, below which a riddle's total is not looked at."""

DAYS: Final = 120
"""How far back one looks: totals are kept no longer."""

VERSION: Final = "players-1"


@dataclass(frozen=True, slots=True)
class Total:
    """How one riddle did: players that began and those that solved it, votes and those for it."""

    pipeline: str
    model: str
    players: int = 0
    solved: int = 0
    votes: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True)
class Players:
    """Reads totals from the store."""

    editions: EditionStore
    results: ResultStore
    rounds: RoundStore
    communities: CommunityStore

    async def totals(self, deck: str, before: date) -> tuple[Total, ...]:
        """The totals of a deck's riddles before a date."""
        tallies = {(one.date, one.place): one for one in await self.results.tallies(deck, before, DAYS)}
        names = await self.rounds.communities(deck)
        found = []
        for edition in await self.editions.recent(deck, before, DAYS):
            for place, riddle in enumerate(edition.riddles, 1):
                tally = tallies.get((edition.date, place))
                players, solved = (tally.players, sum(tally.solved)) if tally else (0, 0)
                good, votes = await self._votes(edition, place, riddle, names)
                found.append(Total(riddle.pipeline, riddle.model, players, solved, votes, good))
        return tuple(found)

    async def _votes(self, edition: Edition, place: int, riddle: Riddle, names: Iterable[str]) -> tuple[int, int]:
        """How many liked a riddle, and how many said; not where a host put another in its place."""
        good = votes = 0
        for community in names:
            key = RoundKey(community, edition.deck, edition.date)
            said = await self.communities.votes(key, place)
            if said.good + said.bad and await self._is_played(key, place, riddle):
                good, votes = good + said.good, votes + said.good + said.bad
        return good, votes

    async def _is_played(self, key: RoundKey, place: int, riddle: Riddle) -> bool:
        there = await self.rounds.round(key)
        return there is not None and [one.question for one in there.riddles[place - 1 : place]] == [riddle.question]


def player_scores(totals: Sequence[Total], entrants: Sequence[Entrant], seed: int) -> dict[str, dict[str, Score]]:
    """The share of players that solved, and of votes that liked, by entrant; nothing where nobody could tell whose.

    A riddle tells its pipeline and its model, not the steps: where a run has both, it is credited to neither.
    """
    whose: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entrant in entrants:
        for name in _names(entrant.model):
            whose[entrant.pipeline, name].append(entrant.key)
    found: dict[str, dict[str, Score]] = defaultdict(dict)
    for (pipeline, model), keys in whose.items():
        if len(keys) == 1:
            mine = [one for one in totals if (one.pipeline, one.model) == (pipeline, model)]
            found[keys[0]] |= _scores(mine, seed)
    return dict(found)


def _names(model: str) -> tuple[str, ...]:
    """What a model is called in a riddle that it made."""
    kind, _, name = model.partition(":")
    return (model, f"{name} (fine-tuned)") if kind == "tuned" else (model,)


def _scores(totals: Sequence[Total], seed: int) -> dict[str, Score]:
    solved = {str(at): (one.solved, one.players) for at, one in enumerate(totals) if one.players >= FEWEST}
    liked = {str(at): (one.good, one.votes) for at, one in enumerate(totals) if one.votes >= FEWEST}
    found = {
        "players_solved": _share("players_solved", solved, seed),
        "players_liked": _share("players_liked", liked, seed),
    }
    return {name: score for name, score in found.items() if score is not None}


def _share(name: str, counts: Mapping[str, tuple[int, int]], seed: int) -> Score | None:
    told = ratio({at: some for at, (some, _) in counts.items()}, {at: all_ for at, (_, all_) in counts.items()}, seed)
    return Score(name, *told, len(counts), seed, VERSION) if told is not None else None
