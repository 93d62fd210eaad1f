"""A chat model that goes on with a sentence: as a text where it can take one, else told to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from langchain_core.messages import HumanMessage

from bot.riddles.pipelines.ask import Asker, Draw, unpriced
from bot.riddles.pipelines.loose import spoken
from bot.riddles.pipelines.prompt import load_prompt
from bot.riddles.pipelines.retry import FIRST_WAIT

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.domain import Usage
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.shape import Shape

TOKENS = 10
"""Tokens of a completion."""

TEMPERATURE = 1.0


class ModelCompleter:
    """A `Completer` over a chat model.

    A local one goes on with the bare text, drawn at temperature 1; a hosted one is asked for it in a chat, as its
    vendor draws. The two ways are not comparable, and the label tells which it was.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        model_name: str,
        shape: Shape,
        cost: Cost = unpriced,
        seconds: float = 60.0,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._name = model_name
        self._seconds = seconds
        self._bare = bool(getattr(model, "completes", False)) and shape.steered
        self._prompt = load_prompt("honest_complete")

    @property
    def label(self) -> str:
        """The model, and how it is asked."""
        return f"{self._name} {'as a text' if self._bare else self._prompt.label}"

    @property
    def spent(self) -> Usage:
        """All that its completions took."""
        return self._asker.spent

    async def complete(self, text: str, seed: int) -> str:
        """What it goes on with; raises `ModelError` where it could not be asked."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        tokens = TOKENS if self._bare else TOKENS * 4
        draw = Draw(seed, deadline, TEMPERATURE, tokens, ("\n",) if self._bare else (), completion=self._bare)
        messages = [HumanMessage(text)] if self._bare else self._prompt.messages(start=text)
        said = spoken((await self._asker.text(messages, draw)).text)
        return said if self._bare else _without(said, text)


def _without(said: str, start: str) -> str:
    """A reply without the beginning that it repeats."""
    bare = said.strip().strip('"')
    return bare[len(start) :] if bare.casefold().startswith(start.casefold()) else bare
