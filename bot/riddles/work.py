"""One brew under way: what is to be made, what was tried, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import REQUIRED_WITH_ARTICLE, Decision, Outcome, Rule, Strictness, Usage
from bot.riddles.checks.context import Context
from bot.riddles.choice import Scale, choose, riddle, same_answer
from bot.riddles.helping import fitted
from bot.riddles.reckoning import Reckoner
from bot.riddles.trials import trials
from bot.riddles.variety import week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Check, Form, Riddle, Story, Trial
    from bot.riddles.checks.context import Solved
    from bot.riddles.choice import Tried
    from bot.riddles.difficulty import Chances

OTHERS = 20
"""Most other stories of the day a check looks at."""

MIXED = 0.2
"""How far off the share of players one aims at a riddle of several may be."""

FAR = 0.1
"""How far off it leaves a wish for more to choose from, once players have told what they can do ..."""

RESTLESS = 0.3
"""... and the last fortnight was off by this part of what it may be."""

REASON_LIMIT = 3
"""Most reasons that are told of one story."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and against what it is checked and weighed.

    `recent` are the riddles of the last editions, the newest first; `candidates`, where it is not 0, how many are to
    be drawn and crafted of each story, all of them to be checked. `spares` are riddles wanted beside the chosen;
    `tokens`, where it is not None, those a model may use before it is asked no more.
    """

    stories: Sequence[Story]
    count: int
    archive: tuple[tuple[str, str], ...] = ()
    strictness: Strictness = Strictness.STANDARD
    seed: int = 0
    recent: tuple[tuple[Riddle, ...], ...] = ()
    chances: Chances = field(default_factory=Reckoner)
    candidates: int = 0
    spares: int = 0
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The riddles, the one that opens first and the others in the order of their stories' rank.

    `decisions` tell of each story what was refused: by the rule `no_riddle` where it gave none at all. `trials` are all
    candidates with what became of them; `spares` are riddles of other stories that passed too, the best first.
    """

    riddles: tuple[Riddle, ...]
    decisions: tuple[Decision, ...] = ()
    usage: Usage = field(default_factory=Usage)
    notice: str = ""
    trials: tuple[Trial, ...] = ()
    spares: tuple[Riddle, ...] = ()


class Work:
    """One brew under way."""

    def __init__(self, order: Order, deadline: float, before: Usage | None = None) -> None:
        self.order = order
        self.deadline = deadline
        self.before = before or Usage()
        """What the model had used when the brew began."""
        self.notice = ""
        self.fault = ""
        self.asked = 0
        """Stories that a model was asked about."""
        self.tried: list[Tried] = []
        self.crafted: set[int] = set()
        """Stories of which riddles were crafted."""
        self._settled: list[Tried] | None = None
        self._refused: dict[int, list[str]] = {}
        self._scale = Scale(week_of(order.recent, (question for question, _ in order.archive)), order.chances)

    @property
    def opener(self) -> Form | None:
        """The form that opened the last edition."""
        return self._scale.week.opener

    def context(self, rank: int) -> Context:
        """What a check of a riddle of this story looks at."""
        stories = self.order.stories
        others = tuple(story for at, story in enumerate(stories[: OTHERS + 1]) if at != rank)
        return Context(stories[rank], others, self.order.archive, self.order.strictness)

    def forms(self, rank: int) -> tuple[Form, ...]:
        """The forms to ask of a story, the best first; in an edition of several each begins with another."""
        wanted = self._scale.week.forms()
        turn = rank % min(self.order.count, len(wanted))
        return wanted[turn:] + wanted[:turn]

    def chosen(self) -> list[Tried]:
        """What would be played as things stand."""
        return choose(self.tried, self.order.count, self.opener) if self._settled is None else self._settled

    def settle(self) -> None:
        """Let what is tried from now on change nothing of what is played."""
        self._settled = self.chosen()

    def spares(self) -> list[Tried]:
        """What might stand in for what is played: of other stories, with other answers, as different as may be."""
        chosen = self.chosen()
        told = {one.rank for one in chosen}
        left = [
            one for one in self.tried if one.rank not in told and not any(same_answer(one, other) for other in chosen)
        ]
        return choose(left, self.order.spares)

    def missing(self) -> int:
        """How many riddles are missing."""
        return self.order.count - len(self.chosen())

    def opens(self) -> bool:
        """Whether there is a riddle of another form than the one that opened the last edition."""
        return any(one.passed and one.candidate.form is not self.opener for one in self.tried)

    def suits(self) -> bool:
        """Whether what would be played is near the share one aims at, or the last fortnight left no need for it."""
        chances = self.order.chances
        off = (abs(chances.chance(one.candidate) - chances.aim) for one in self.chosen())
        return chances.urgency < RESTLESS or all(far <= FAR for far in off)

    def best(self, ranks: range) -> Tried | None:
        """What is worth most of that which passed of some stories."""
        fit = (one for one in self.tried if one.passed and one.rank in ranks)
        return max(fit, key=lambda one: one.worth, default=None)

    def refuse(self, rank: int, reason: str) -> None:
        """Note why something of a story was refused."""
        reasons = self._refused.setdefault(rank, [])
        if reason not in reasons:
            reasons.append(reason)

    def helped(self, candidate: Candidate) -> Candidate:
        """The riddle with as much help in its last hint as the players need.

        In an edition of several an easy and a hard one may stand: there only what is far off the aim is brought near.
        """
        chances = self.order.chances
        near = self.order.count > 1 and abs(chances.chance(candidate) - chances.aim) <= MIXED
        return candidate if near else fitted(candidate, chances)

    def keep(self, rank: int, candidate: Candidate, checks: tuple[Check, ...], *, trusted: bool) -> tuple[str, ...]:
        """Keep a checked candidate; the reasons why it is not released, where it is not."""
        one = self._scale.weigh(candidate, checks, self.order.stories[rank], rank, trusted=trusted)
        self.tried.append(one)
        return self._note(one)

    def _note(self, one: Tried) -> tuple[str, ...]:
        reasons = () if one.passed else failures(one.checks)
        for reason in reasons:
            self.refuse(one.rank, reason)
        return reasons

    def judged(self, one: Tried, check: Check, solved: Solved | None) -> None:
        """Put what a solver made of a riddle in the place of what was said before."""
        checks = tuple(check if check.name == old.name else old for old in one.checks)
        again = self._scale.weigh(one.candidate, checks, one.story, one.rank, trusted=one.trusted, solved=solved)
        self.tried[self.tried.index(one)] = again
        self._note(again)

    def in_vain(self) -> str:
        """A sentence where a model was asked and nothing it wrote can be played.

        Players read it too: what a check said may give an answer away, so it stays in the log of the day.
        """
        if any(one.passed for one in self.tried) or not self._refused:
            return ""
        why = f": {self.fault}" if self.fault else "; no riddle of it passed the checks."
        return f"The model gave nothing that could be used{why}"

    def batch(self, usage: Usage) -> Batch:
        """What comes of it."""
        chosen = self.chosen()
        shown = chosen[:1] + sorted(chosen[1:], key=lambda one: one.rank)
        said = trials(self.tried, chosen, self.opener)
        spares = tuple(riddle(one) for one in self.spares())
        return Batch(tuple(riddle(one) for one in shown), self._decisions(), usage, self.notice, said, spares)

    def _decisions(self) -> tuple[Decision, ...]:
        fit = {one.rank for one in self.tried if one.passed}
        return tuple(
            Decision(
                self.order.stories[rank].lead.ref,
                Rule.TAKEN if rank in fit else Rule.NO_RIDDLE,
                " ".join(reasons[:REASON_LIMIT]),
            )
            for rank, reasons in sorted(self._refused.items())
        )


def failures(checks: Sequence[Check]) -> tuple[str, ...]:
    """Why a riddle is not released: what the failed checks said, else which one lacked what it needs."""
    failed = tuple(f"{check.name}: {check.reason}" for check in checks if check.outcome is Outcome.FAILED)
    said = {check.name: check for check in checks if check.outcome is not Outcome.SKIPPED}
    lacking = tuple(f"{name}: it could not be checked." for name in sorted(REQUIRED_WITH_ARTICLE - said.keys()))
    return failed or lacking
