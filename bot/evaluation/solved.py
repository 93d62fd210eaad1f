"""Whether a model solves a riddle with its article before it, and without: one guess each, no hint."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain import Judgement
from bot.errors import ModelError
from bot.evaluation.generation import Measurement
from bot.evaluation.marks import CLOSED, OPEN
from bot.game.judging import judge
from bot.riddles.pipelines.ask import Asker, Draw, unpriced
from bot.riddles.pipelines.inert import told_to_model
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.solving import MAX_TOKENS, MAX_WORDS, read_guess
from bot.text import plain, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Candidate, Usage
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.generation import Generation
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.shape import Shape

    class Fit(Protocol):
        """Tells whether the model solves easy riddles at all."""

        @property
        def silent(self) -> str:
            """Why it never answered; nothing where it did."""

        @property
        def spent(self) -> Usage:
            """What the trial took."""

        async def fit(self) -> bool:
            """Whether its word counts."""


NONE = "No model tries the riddles; --solver names one."
_RIDDLE = 700


class Solving:
    """A model's guesses; its word counts only where `trial` finds it fit.

    `model_name` is its name in the settings. Without the article it is told no news at all, so that the closed rate
    tells what the riddle and the world's knowledge give away; difficulty is 1 minus that rate.
    """

    def __init__(
        self,
        model: BaseChatModel,
        trial: Fit,
        *,
        model_name: str,
        shape: Shape,
        cost: Cost = unpriced,
        seconds: float = 60.0,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._trial = trial
        self._name = model_name
        self._words = shape.article_words
        self._seconds = seconds
        self._prompt = load_prompt("solve")
        self._why = ""

    @property
    def spent(self) -> Mapping[str, Usage]:
        """All that its guesses took so far, the trial included."""
        return {f"solver {self._name}": self._trial.spent + self._asker.spent}

    @property
    def label(self) -> str:
        """Model and prompt."""
        return f"{self._name} {self._prompt.label}"

    async def ready(self) -> Mapping[str, str]:
        """Try it with easy riddles; both metrics, where it is not fit."""
        if not await self._trial.fit():
            self._why = (
                f"{self._name} could not be asked: {silent}"
                if (silent := self._trial.silent)
                else f"{self._name} solves fewer than seven of ten easy riddles, so what it fails at tells nothing."
            )
        return dict.fromkeys((OPEN, CLOSED), self._why) if self._why else {}

    def says(self, entrant: Entrant) -> frozenset[tuple[str, str]]:  # noqa: ARG002 - as all are asked
        """Both; nothing where it is not fit."""
        return frozenset() if self._why else frozenset(((OPEN, self.label), (CLOSED, self.label)))

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:  # noqa: ARG002 - as all are asked
        """Nothing more: a guess is judged by the game's rules, whoever made the riddle."""
        return {}

    async def of(
        self,
        riddle: Candidate,
        generation: Generation,
        case: Case,
        entrant: Entrant,  # noqa: ARG002 - as all are asked
        others: Sequence[Case],  # noqa: ARG002
    ) -> list[Measurement]:
        """Both, as 0 or 1 with the guess; one that could not be asked is left out."""
        if self._why:
            return []
        told = told_to_model(case.story, self._words)
        opened, closed = await asyncio.gather(
            self._guess(riddle, told, generation.seed), self._guess(riddle, "None today.", generation.seed)
        )
        found = {OPEN: opened, CLOSED: closed}
        return [
            Measurement(name, generation.key, float(_right(guess, riddle)), self.label, guess)
            for name, guess in found.items()
            if guess is not None
        ]

    async def _guess(self, riddle: Candidate, news: str, seed: int) -> str | None:
        """The guess, nothing where it cannot be read as one, None where the model gave no answer."""
        draw = Draw(seed, asyncio.get_running_loop().time() + self._seconds, max_tokens=MAX_TOKENS)
        messages = self._prompt.messages(news=news, riddle=fenced(plain(riddle.question, _RIDDLE)), hints="None yet.")
        try:
            reply = await self._asker.text(messages, draw)
        except ModelError:
            return None
        longest = max(len(words(name)) for name in (riddle.answer, *riddle.aliases))
        return read_guess(reply.text, max(MAX_WORDS, longest))


def _right(guess: str, riddle: Candidate) -> bool:
    return bool(guess) and judge(guess, riddle.answer, riddle.aliases).judgement is Judgement.CORRECT
