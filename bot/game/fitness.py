"""Whether a judge may be believed: what it says of guesses whose verdict is known."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from bot.domain import OpenGuess, Opinion
from bot.game.matching import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports.judge import Judge

BAR = 0.8
"""Least kappa of a judge that is used."""

MOST_WRONGLY = 0.05
"""Largest share of the wrong guesses that it may accept."""

AT_ONCE = 8
"""Guesses it is asked about at a time."""


@dataclass(frozen=True, slots=True)
class Case:
    """A guess that the rules leave open, and whether it is right."""

    guess: OpenGuess
    right: bool


@dataclass(frozen=True, slots=True)
class Fitness:
    """How a judge did: `missed` are right guesses it did not accept, `wrongly` wrong ones it did, and their `share`.

    `cost` is in US dollars, None where the price is not known.
    """

    model: str
    cases: int
    missed: int
    wrongly: int
    agreement: float
    kappa: float
    share: float
    unsure: int = 0
    seconds: float = 0.0
    cost: float | None = None

    @property
    def fit(self) -> bool:
        """Whether it may be used."""
        return is_fit(self.kappa, self.share)


def is_fit(kappa: float, share: float) -> bool:
    """Whether a judge with this kappa, that accepts this share of wrong guesses, may be used."""
    return kappa >= BAR and share <= MOST_WRONGLY


def unfit(model: str, kappa: float, share: float) -> str:
    """Why a judge is not to be used, or nothing."""
    if is_fit(kappa, share):
        return ""
    why = f"kappa {kappa:.2f} where {BAR} is needed"
    if kappa >= BAR:
        why = f"it accepts {share:.0%} of the wrong ones, and {MOST_WRONGLY:.0%} is the most"
    return f"{model} is not fit to take second looks: on the shipped guesses {why}. No player's guess was shown to it."


def shipped_cases() -> tuple[Case, ...]:
    """The guesses a judge is measured with, which the rules leave open."""
    return tuple(case for line in _text().splitlines() if line.strip() for case in _cases(json.loads(line)))


def shipped_label() -> str:
    """What tells one edition of the shipped guesses from another."""
    return hashlib.sha256(_text().encode()).hexdigest()[:8]


async def measure(judge: Judge, cases: Sequence[Case]) -> Fitness:
    """Ask about every case; raises `ModelError` where the model cannot be asked."""
    begun, before = time.monotonic(), judge.spent
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(case: Case) -> Opinion:
        async with gate:
            return (await judge.judge(case.guess)).opinion

    tasks = [asyncio.create_task(ask(case)) for case in cases]
    try:
        found = list(zip((case.right for case in cases), await asyncio.gather(*tasks), strict=True))
    finally:
        for task in tasks:
            task.cancel()
    accepted = [(right, opinion is Opinion.ACCEPTED) for right, opinion in found]
    agreement, kappa = agreed(accepted)
    wrong = [said for right, said in accepted if not right]
    return Fitness(
        judge.model,
        len(cases),
        missed=sum(right and not said for right, said in accepted),
        wrongly=sum(wrong),
        agreement=agreement,
        kappa=kappa,
        share=sum(wrong) / len(wrong) if wrong else 0.0,
        unsure=sum(opinion is Opinion.UNSURE for _, opinion in found),
        seconds=time.monotonic() - begun,
        cost=judge.spent.since(before).cost,
    )


def agreed(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Agreement and Cohen's kappa of two opinions; a kappa of 0 where luck alone explains the agreement."""
    count = len(pairs)
    if not count:
        return 0.0, 0.0
    same = sum(one == other for one, other in pairs) / count
    first, second = (sum(pair[at] for pair in pairs) / count for at in (0, 1))
    luck = first * second + (1 - first) * (1 - second)
    return same, (same - luck) / (1 - luck) if luck < 1 else 0.0


def _text() -> str:
    return resources.files("bot.game").joinpath("data", "second_look.jsonl").read_text(encoding="utf-8")


def _cases(row: dict[str, object]) -> list[Case]:
    def texts(name: str) -> tuple[str, ...]:
        found = row.get(name)
        return tuple(map(str, found)) if isinstance(found, list) else ()

    def case(guess: str, *, right: bool) -> Case:
        question, answer = str(row["question"]), str(row["answer"])
        return Case(OpenGuess(question, answer, texts("aliases"), texts("evidence"), normalise(guess)), right)

    return [case(one, right=True) for one in texts("right")] + [case(one, right=False) for one in texts("wrong")]
