"""Whether a deck comes to 70 % solved, whoever its players are: a simulation of 200 players over 120 editions.

Run: python benchmarks/calibration.py [--seeds 20]
Riddles are crafted from the sample news, eight stories an edition drawn by chance, and go the way of the product:
`Work` helps, weighs and chooses, `Reckoner` learns from the tallies of the last 60 days. Half of the first-person ones
are taken for summary riddles too, as a model would write them. Each player has an ability from a normal distribution
and plays 60 to 90 % of the days; takes hints until it is solved, and leaves in front of one hint in twenty. Solved
with hints counts as solved. What a riddle is really like is hidden from the product: a sum over its cues with other
weights than common sense has, something for each pair of form and kind, and chance (half a unit of log odds).

Three worlds: players who would solve 90 % of riddles drawn blindly, players who would solve 42 %, and 60 % with what
makes a riddle hard the other way round. Printed for each: the share of seeds in which the rate of 14 days is within 60
to 80 % from the 21st edition to the last, the edition from which it is, and how the label and the expected chance go
with the real one (Spearman) before the first edition and after 60. Beside it the same with common sense alone.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from math import exp, inf, log
from typing import TYPE_CHECKING

from adapters.news.sample import read_sample
from bot.domain import CHECKS, Check, Difficulty, Form, Kind, Outcome, Story, Tally, Usage
from bot.news.choose import choose
from bot.ports.now import system_now
from bot.riddles.craft import Crafter
from bot.riddles.cues import DECK, PRIOR, cues_of
from bot.riddles.difficulty import label
from bot.riddles.making import CRAFT_LEAST, MOST_CRAFTED
from bot.riddles.reckoning import DAYS, Reckoner, Result
from bot.riddles.work import Order, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Riddle

SEEDS = 20
PLAYERS, EDITIONS = 200, 120
STORIES = CRAFT_LEAST
FORTNIGHT, ENTERED, LATER = 14, 21, 60
LOW, HIGH = 0.6, 0.8
LEAVES, NOISE = 0.05, 0.5
WORLDS = {"far better players": 0.90, "far worse players": 0.42, "the other way round": 0.60}
HINTS = (-1.2, -0.7, -0.3, 0.0)
"""What lies between solving it after so many hints and with all of them, in log odds."""

START = date(2026, 1, 1)
PASSED = tuple(Check(name, Outcome.PASSED, "") for name in CHECKS)
HARDNESS = [Difficulty.HARD, Difficulty.MEDIUM, Difficulty.EASY]
Pool = list[tuple[Story, tuple["Candidate", ...]]]


@dataclass(frozen=True)
class World:
    """What is so, and hidden from the product."""

    weights: tuple[float, ...]
    pairs: dict[tuple[Form, Kind], float]
    players: tuple[tuple[float, float], ...]

    def ease(self, riddle: Candidate | Riddle, noise: float) -> float:
        """How easy a riddle is, in log odds for a middling player."""
        known = sum(weight * cue for weight, cue in zip(self.weights, cues(riddle), strict=True))
        return known + self.pairs[riddle.form, riddle.kind] + noise

    def chance(self, ease: float) -> float:
        """The share of all players who would solve it, were none to leave."""
        return statistics.fmean(logistic(ability + ease) for ability, _ in self.players)


@dataclass(frozen=True)
class Run:
    """What one deck went through."""

    rates: list[float]
    before: tuple[float, float]
    later: tuple[float, float]

    @property
    def entered(self) -> float:
        """The edition from which the rate of a fortnight is within the bounds to the end."""
        outside = [number for number, rate in enumerate(self.rates, 1) if not LOW <= rate <= HIGH]
        return inf if outside[-1:] == [EDITIONS] else (outside[-1] + 1 if outside else 1)


@cache
def cues(riddle: Candidate | Riddle) -> tuple[float, ...]:
    """The cues of a riddle, reckoned once."""
    return cues_of(riddle)


def logistic(value: float) -> float:
    """Log odds as a share."""
    return 1 / (1 + exp(-value))


def pool() -> Pool:
    """Stories of the sample with what can be crafted of them."""
    crafter, found = Crafter(), []
    for story in choose(read_sample(system_now()), day_end=system_now(), limit=100).stories:
        made = [crafter.complete(one, story) for one in crafter.candidates(story)]
        veiled = [replace(one, form=Form.SUMMARY) for one in made[::2] if one.form is Form.FIRST_PERSON]
        if made:
            found.append((story, (*made, *veiled)))
    return found


def world(name: str, stories: Pool, chance: random.Random) -> World:
    """One world of a kind, its players as good as its name says."""
    if name == "the other way round":
        weights = {cue: -1.5 * belief.mean for cue, belief in PRIOR.items()} | {"familiar": 0.1, "letters": 0.6}
    else:
        weights = {cue: belief.mean + chance.gauss(0, 0.3) for cue, belief in PRIOR.items()}
    pairs = {pair: chance.gauss(0, 0.3) for pair in product(Form, Kind)}
    players = tuple((chance.gauss(0, 1), chance.uniform(0.6, 0.9)) for _ in range(PLAYERS))

    def with_start(start: float) -> World:
        return World(tuple((weights | {DECK: start}).values()), pairs, players)

    low, high = -8.0, 8.0
    for _ in range(20):  # halve towards the players that are wanted
        middle = (low + high) / 2
        made = with_start(middle)
        blind = statistics.fmean(made.chance(made.ease(one, 0)) for _, some in stories for one in some)
        low, high = (middle, high) if blind < WORLDS[name] else (low, middle)
    return with_start((low + high) / 2)


def run(name: str, stories: Pool, seed: int, *, learns: bool = True) -> Run:
    """One deck from its first edition to its last."""
    chance = random.Random(f"{name} {seed}")
    here = world(name, stories, chance)
    played: list[Result] = []
    recent: list[tuple[Riddle, ...]] = []
    later = Reckoner()
    for number in range(EDITIONS):
        lately = [replace(one, days=number - at) for at, one in enumerate(played) if number - at <= DAYS]
        reckoner = Reckoner.of(lately if learns else [])
        later = reckoner if number == LATER else later
        (riddle,) = edition(chance.sample(stories, MOST_CRAFTED), recent, reckoner)
        recent = [(riddle,), *recent][:FORTNIGHT]
        ease = here.ease(riddle, chance.gauss(0, NOISE))
        played.append(Result(riddle, play(here, ease, START + timedelta(days=number), chance), 0))
    tallies = [one.tally for one in played]
    rates = [trailing(tallies[max(0, end - FORTNIGHT) : end]) for end in range(1, EDITIONS + 1)]
    return Run(rates, agreement(here, stories, Reckoner(), seed), agreement(here, stories, later, seed))


def edition(stories: Pool, recent: Sequence[tuple[Riddle, ...]], reckoner: Reckoner) -> tuple[Riddle, ...]:
    """The riddle of a day, as the product takes it."""
    work = Work(Order([story for story, _ in stories], 1, recent=tuple(recent), chances=reckoner), inf)
    for rank, (_, candidates) in enumerate(stories):
        if rank >= STORIES and work.opens() and work.suits():
            break
        for candidate in {one.form: one for one in reversed(candidates)}.values():  # the best of each form
            work.keep(rank, work.helped(candidate), PASSED, trusted=False)
    return work.batch(Usage()).riddles


def play(here: World, ease: float, day: date, chance: random.Random) -> Tally:
    """A day's tally."""
    began, solved = 0, [0, 0, 0, 0]
    for ability, attendance in here.players:
        if chance.random() > attendance:
            continue
        began += 1
        luck = chance.uniform(1e-9, 1 - 1e-9)
        hint = solved_after(ability + ease + log(luck / (1 - luck)), chance)
        if hint is not None:
            solved[hint] += 1
    none, one, two, three = solved
    return Tally(day, 1, began, (none, one, two, three), began - sum(solved))


def solved_after(grasp: float, chance: random.Random) -> int | None:
    """After how many hints a player solves it; None where it is never."""
    for hints, lacking in enumerate(HINTS):
        if hints and chance.random() < LEAVES:
            return None
        if grasp + lacking > 0:
            return hints
    return None


def trailing(tallies: Sequence[Tally]) -> float:
    """The rate of some editions together."""
    return sum(sum(one.solved) for one in tallies) / sum(one.players for one in tallies)


def agreement(here: World, stories: Pool, reckoner: Reckoner, seed: int) -> tuple[float, float]:
    """How the label and the expected chance go with the real one."""
    chance = random.Random(seed)
    riddles = [one for _, some in stories for one in some]
    real = [here.chance(here.ease(one, chance.gauss(0, NOISE))) for one in riddles]
    labels = [float(HARDNESS.index(label(reckoner.chance(one)))) for one in riddles]
    return spearman(labels, real), spearman([reckoner.chance(one) for one in riddles], real)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation; 0 where one side is all the same."""
    if len(set(one)) == 1 or len(set(other)) == 1:
        return 0.0
    return statistics.correlation(ranks(one), ranks(other))


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks; who is level shares the middle of its places."""
    return [sum(other < value for other in values) + sum(other == value for other in values) / 2 for value in values]


def report(name: str, runs: Sequence[Run]) -> bool:
    """Print a world; whether every deck came in time and stayed."""
    entered = sorted(one.entered for one in runs)
    held = sum(edition <= ENTERED for edition in entered)
    rate = statistics.fmean(rate for one in runs for rate in one.rates[ENTERED - 1 :])
    middle, last = entered[len(entered) // 2], entered[-1]
    print(f"{name:28} within 60-80 % by edition {ENTERED} and to the end: {held}/{len(runs)} of the decks; ", end="")
    print(f"from edition {middle:.0f} (middle), {last:.0f} (last); 14-day rate {rate:.2f} on average")
    for when, pairs in (("before", [one.before for one in runs]), (f"at {LATER}", [one.later for one in runs])):
        label, expected = (statistics.fmean(values) for values in zip(*pairs, strict=True))
        print(f"{'':28} Spearman {when:7} label {label:+.2f}, expected chance {expected:+.2f}")
    return held == len(runs)


def main() -> int:
    """Print all worlds; 1 where a deck did not come or stay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="decks of each world")
    seeds, stories = parser.parse_args().seeds, pool()
    count = sum(len(some) for _, some in stories)
    print(f"{count} riddles of {len(stories)} stories, {PLAYERS} players, {EDITIONS} editions, {seeds} decks a world")
    good = True
    for name in WORLDS:
        report(f"{name}, blind", [run(name, stories, seed, learns=False) for seed in range(max(seeds // 5, 1))])
        good &= report(name, [run(name, stories, seed) for seed in range(seeds)])
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
