"""A chat model that says whether a guess means the answer: by the chance of two labels, or in a schema."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

from bot.domain import OpenGuess, Opinion, Ruling
from bot.game.matching import normalise
from bot.riddles.pipelines.ask import Asker, Draw, unpriced
from bot.riddles.pipelines.inert import inert
from bot.riddles.pipelines.loose import objects, spoken
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import HOSTED
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Usage
    from bot.riddles.pipelines.ask import Cost

SURE = 0.75
"""Least chance of `yes` against `no` at which a local model accepts; at even chances and below it refuses."""

EVEN = 0.5
SECONDS = 45.0
"""Most time one guess takes, retries included."""

LABELS = {"yes": Opinion.ACCEPTED, "no": Opinion.REFUSED, "unsure": Opinion.UNSURE}
SCHEMA: dict[str, Any] = {
    "title": "verdict",
    "description": "Whether the guess means the answer.",
    "type": "object",
    "properties": {"verdict": {"type": "string", "enum": list(LABELS), "description": "yes, no or unsure"}},
    "required": ["verdict"],
    "additionalProperties": False,
}

_QUESTION, _NAME, _EVIDENCE, _GUESS = 700, 120, 400, 120
_MOST_NAMES = 12
_MOST_EVIDENCE = 3

_DECOYS = (
    OpenGuess(
        "I have four strings and sing under the chin. What am I?",
        "violin",
        ("fiddle",),
        ("The violin was left on a bench and came back to its owner on Monday.",),
        "",
    ),
    OpenGuess(
        "I was iced, sliced and gone by noon. What am I?",
        "birthday cake",
        ("cake",),
        ("The birthday cake for the town's oldest oak fed two hundred people.",),
        "",
    ),
)
"""Riddles that no honest guess at another one answers: what is accepted here as well speaks to the judge."""


class ModelJudge:
    """A `Judge` over a chat model. What it would accept is asked again of another riddle: a yes-sayer accepts nothing.

    `seconds` is the most one guess takes, retries included.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        model_name: str,
        cost: Cost = unpriced,
        seconds: float = SECONDS,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, HOSTED, cost, first_wait, schema=SCHEMA)
        self._model_name = model_name
        self._seconds = seconds
        self._prompt = load_prompt("judge")

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""
        return self._model_name

    @property
    def label(self) -> str:
        """Model and prompt: what was measured of it holds while this stays the same."""
        return f"{self._model_name} {self._prompt.label}"

    @property
    def spent(self) -> Usage:
        """All that its calls took so far."""
        return self._asker.spent

    async def judge(self, guess: OpenGuess) -> Ruling:
        """Give an opinion; raises `ModelError` where the model could not be asked."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        opinion = await self._opinion(guess, guess.guess, deadline)
        if opinion is Opinion.ACCEPTED and await self._opinion(_decoy(guess), guess.guess, deadline) is not _NO:
            opinion = Opinion.UNSURE
        return Ruling(opinion, self._model_name)

    async def _opinion(self, riddle: OpenGuess, guess: str, deadline: float) -> Opinion:
        messages = self._prompt.messages(
            question=_data(riddle.question, _QUESTION),
            answer=_data(riddle.answer, _NAME),
            aliases=_lines(riddle.aliases[:_MOST_NAMES], _NAME) or "None.",
            evidence=_lines(riddle.evidence[:_MOST_EVIDENCE], _EVIDENCE) or "None.",
            guess=normalise(guess[:_GUESS]),
        )
        if self._asker.scores:
            return opinion_of(*await self._asker.likely(messages, ("yes", "no"), deadline))
        return read_opinion((await self._asker.fields(messages, Draw(0, deadline))).written)


_NO = Opinion.REFUSED


def opinion_of(yes: float, no: float) -> Opinion:
    """The opinion that two log-probabilities tell."""
    chance = 1 / (1 + math.exp(min(700.0, max(-700.0, no - yes))))
    if chance >= SURE:
        return Opinion.ACCEPTED
    return Opinion.REFUSED if chance <= EVEN else Opinion.UNSURE


def read_opinion(reply: str) -> Opinion:
    """The verdict of a reply: an object with one, or the bare word; everything else is unsure."""
    for found in objects(reply):
        if "verdict" in found:
            return LABELS.get(str(found["verdict"]).strip().lower(), Opinion.UNSURE)
    return LABELS.get(spoken(reply).strip(" \n\t.!\"'*`").lower(), Opinion.UNSURE)


def _decoy(guess: OpenGuess) -> OpenGuess:
    """A riddle that has no word in common with the guess or its riddle's answer."""
    said = set(normalise(f"{guess.guess} {guess.answer}").split())
    return next((one for one in _DECOYS if said.isdisjoint(normalise(one.answer).split())), _DECOYS[0])


def _lines(some: Iterable[str], limit: int) -> str:
    return "\n".join(f"- {_data(one, limit)}" for one in some)


def _data(text: str, limit: int) -> str:
    return fenced(inert(one_line(text, limit)))
