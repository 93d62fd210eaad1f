"""What all ways to make candidates have in common."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bot.domain import Summary
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Asker, unpriced
from bot.riddles.pipelines.candidate import candidate_of
from bot.riddles.pipelines.gauge import Gauge
from bot.riddles.pipelines.inert import OBEYED, obeyed
from bot.riddles.pipelines.reading import read
from bot.riddles.pipelines.reply import composition_schema
from bot.riddles.pipelines.retry import FIRST_WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Candidate, Story, Usage
    from bot.riddles.pipelines.ask import Cost, Reply
    from bot.riddles.pipelines.reading import Reading
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.shape import Shape

UNBOUNDED = 1_500
"""Tokens that are kept for a reply whose length is left to the model's own client."""

REPAIRING = 1_500
"""Tokens that are kept for the reply before and for what was wrong with it, where it is asked for again."""


def unheard(sentence: str, /) -> None:
    """Tell nobody."""


class ModelPipeline(ABC):
    """A way to make candidates with a model, in one step or in two.

    `seconds` is the most one call takes, retries included; `notice` hears of an article that does not fit the model.
    """

    def __init__(
        self,
        model: BaseChatModel,
        shape: Shape,
        *,
        name: str,
        steps: int,
        model_name: str,
        cost: Cost = unpriced,
        seconds: float = 120.0,
        first_wait: float = FIRST_WAIT,
        notice: Callable[[str], None] = unheard,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait, schema=composition_schema(summarised=steps == 1))
        self._gauge = Gauge(model, shape)
        self._shape = shape
        self._name = name
        self._steps = steps
        self._model_name = model_name
        self._seconds = seconds
        self._notice = notice
        self._noticed = ""

    @property
    def name(self) -> str:
        """`few_shot`, `zero_shot`, `service` or `fine_tuned`."""
        return self._name

    @property
    def steps(self) -> int:
        """1 where summary and riddle are written at once, 2 where the riddle is made of the summary."""
        return self._steps

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""
        return self._model_name

    @property
    def spent(self) -> Usage:
        """What all its calls took so far."""
        return self._asker.spent

    @property
    @abstractmethod
    def prompt_version(self) -> str:
        """The versions of its prompts."""

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._seconds

    async def _read(self, story: Story, frame: Sequence[BaseMessage], reply: int | None, more: int = 0) -> Reading:
        """What the model is given of a story beside the rest of its prompt, what it may write, and `more` tokens."""
        taken = await self._gauge.asked(frame) + self._kept_for(reply) + more
        room = await self._gauge.context() - taken
        reading = await read(story, self._gauge, self._shape.article_words, room)
        sentence = f'"{story.lead.title[:80]}" is too long for {self._model_name}. {reading.note}'
        if reading.crowded and sentence != self._noticed:  # several draws of a story read the same
            self._noticed = sentence
            self._notice(sentence)
        return reading

    @staticmethod
    def _kept_for(reply: int | None) -> int:
        return UNBOUNDED if reply is None else reply

    def _made(self, fields: Composition, summary: str, reply: Reply, story: Story, note: str = "") -> Candidate:
        """The candidate of a reply; raises `ReplyError` where it rests on what the article told a machine to write."""
        made = candidate_of(
            fields,
            summary=Summary(summary),
            pipeline=self._name,
            model=self._model_name,
            prompt_version=self.prompt_version,
            reply=reply,
            note=note,
        )
        if obeyed(made, story):
            raise ReplyError(OBEYED)
        return made

    @property
    def _whole_reply(self) -> int | None:
        """The most tokens of a reply that holds summary and riddle."""
        if self._shape.riddle_tokens is None:
            return None
        return self._shape.riddle_tokens + (self._shape.summary_tokens or 0)
