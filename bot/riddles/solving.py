"""A chat model that tries a riddle before people do."""

from __future__ import annotations

import asyncio
import random
import re
from typing import TYPE_CHECKING

from bot.domain import Candidate, Difficulty, Judgement
from bot.errors import ModelError
from bot.game.judging import judge
from bot.riddles.checks.context import Solved
from bot.riddles.pipelines.ask import Asker, Draw, unpriced
from bot.riddles.pipelines.loose import spoken
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import bare
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import HOSTED
from bot.riddles.reserve import shipped
from bot.text import one_line, plain, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Riddle, Story, Usage
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.shape import Shape

MAX_STORIES = 20
"""Most stories of the day it is shown; the first ones are kept."""

MAX_WORDS = 6
"""Words of a guess, unless the answer itself has more."""

MAX_TOKENS = 24
TRIAL = 10
"""Riddles it is tried with before its word counts."""

FIT = 7
"""How many of them it has to solve."""

AT_ONCE = TRIAL - FIT + 1
"""How many are tried at a time: with none of the first solved, no more are needed to see that it is not fit."""

_HEADLINE, _LEAD, _RIDDLE, _HINT = 160, 240, 700, 300
_LABEL = re.compile(r"^(?:(?:my|your|one|the|final)\s+)*(?:guess|answer)(?:\s+is)?\s*:\s*", re.IGNORECASE)


class ModelSolver:
    """Guesses once after the riddle and once after each hint, with the day's headlines at hand.

    `seconds` is the most one riddle takes, retries included.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        model_name: str,
        shape: Shape = HOSTED,
        cost: Cost = unpriced,
        seconds: float = 60.0,
        first_wait: float = FIRST_WAIT,
        seed: int = 0,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._model_name = model_name
        self._seconds = seconds
        self._seed = seed
        self._prompt = load_prompt("solve")
        self._fit: bool | None = None
        self._fault = ""
        self._trying = asyncio.Lock()

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""
        return self._model_name

    @property
    def spent(self) -> Usage:
        """All that its calls took so far."""
        return self._asker.spent

    @property
    def silent(self) -> str:
        """Why it never answered; nothing where it did."""
        return "" if self.spent.calls else self._fault

    async def fit(self) -> bool:
        """Whether it solves at least seven of ten easy riddles of the reserve; tried once, then remembered."""
        async with self._trying:
            if self._fit is None:
                self._fit = await self._passes_trial()
        return self._fit

    async def _passes_trial(self) -> bool:
        """Try it with riddles until the outcome is certain."""
        left, solved = _trial(self._seed), 0
        while solved < FIT <= solved + len(left):
            some, left = left[:AT_ONCE], left[AT_ONCE:]
            tried = await asyncio.gather(*(self.solve(_candidate(one), (), self._seed) for one in some))
            solved += sum(one is not None and one.hints is not None for one in tried)
        return solved >= FIT

    async def solve(self, candidate: Candidate, stories: Sequence[Story], seed: int) -> Solved | None:
        """Guess until it is right or the hints are out; None when the model gave no guess that could be read."""
        draw = Draw(seed, asyncio.get_running_loop().time() + self._seconds, max_tokens=MAX_TOKENS)
        news = _news(stories, seed)
        guesses: list[str] = []
        for hints in range(len(candidate.hints) + 1):
            try:
                guess = await self._guess(candidate, news, hints, guesses, draw)
            except ModelError as error:
                self._fault = str(error)
                return None
            guesses += [guess] if guess else []
            if guess and judge(guess, candidate.answer, candidate.aliases).judgement is Judgement.CORRECT:
                return Solved(self._model_name, hints, tuple(guesses))
        return Solved(self._model_name, None, tuple(guesses)) if guesses else None

    async def _guess(self, candidate: Candidate, news: str, hints: int, wrong: Sequence[str], draw: Draw) -> str:
        told = [f"Hint {n}: {_data(hint, _HINT)}" for n, hint in enumerate(candidate.hints[:hints], 1)]
        told += [f"Not right: {_data(guess, _HINT)}" for guess in wrong]
        messages = self._prompt.messages(
            news=news,
            riddle=fenced(plain(candidate.question, _RIDDLE)),
            hints="\n".join(told) or "None yet.",
        )
        reply = await self._asker.text(messages, draw)
        longest = max(len(words(name)) for name in (candidate.answer, *candidate.aliases))
        return read_guess(reply.text, max(MAX_WORDS, longest))


def read_guess(reply: str, limit: int = MAX_WORDS) -> str:
    """The one guess of a reply; nothing where it is empty, a list, a speech, or of more than `limit` words."""
    lines = [line for line in plain(spoken(reply), 2_000).splitlines() if line.strip()]
    if len(lines) != 1:
        return ""
    guess = one_line(_LABEL.sub("", bare(lines[0], _HINT)), _HINT).strip(" .!?\"'*")
    return guess if 0 < len(words(guess)) <= limit else ""


def _news(stories: Sequence[Story], seed: int) -> str:
    """A line for each story, in an order that does not tell which one the riddle is of."""
    lines = [_line(story) for story in stories[:MAX_STORIES]]
    random.Random(seed).shuffle(lines)
    return "\n".join(lines) or "None today."


def _line(story: Story) -> str:
    lead = next(iter(sentences(story.lead.text[:4_000])), "")
    return f"- {_data(story.lead.title, _HEADLINE)}: {_data(lead, _LEAD)}"


def _data(text: str, limit: int) -> str:
    return fenced(one_line(text, limit))


def _trial(seed: int) -> list[Riddle]:
    easy = [riddle for riddle in shipped() if riddle.difficulty is Difficulty.EASY]
    return random.Random(seed).sample(easy, TRIAL)


def _candidate(riddle: Riddle) -> Candidate:
    return Candidate(riddle.form, riddle.kind, riddle.question, riddle.answer, riddle.aliases, riddle.hints)
