"""Which of two letters a model chooses: by the chance of each where its weights are here, else in a schema."""

from __future__ import annotations

import asyncio
import time
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol, cast, runtime_checkable

from langchain_core.messages import AIMessage

from bot.domain import Usage
from bot.errors import ReplyError, RequestRefused
from bot.riddles.pipelines.ask import unpriced
from bot.riddles.pipelines.loose import objects, spoken
from bot.riddles.pipelines.retry import FIRST_WAIT, patiently

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

    from bot.riddles.pipelines.ask import Cost

LETTERS: Final = ("A", "B")
SECONDS = 60.0

SCHEMA: dict[str, Any] = {
    "title": "choice",
    "description": "Which statement is true.",
    "type": "object",
    "properties": {"choice": {"type": "string", "enum": list(LETTERS), "description": "A or B"}},
    "required": ["choice"],
    "additionalProperties": False,
}


class _Way(Enum):
    """The ways to get a letter from a hosted model, best first."""

    SCHEMA = "json_schema"
    FUNCTION = "function_calling"
    TEXT = "text"


@runtime_checkable
class Scorer(Protocol):
    """A model whose weights are here, which tells how likely a reply is."""

    async def ascore(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> list[float]:
        """The logarithm of the probability of each continuation as the reply to the messages."""


class Chooser:
    """Asks one model for A or B; which way a hosted one answers is found out once."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        cost: Cost = unpriced,
        seconds: float = SECONDS,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._model = model
        self._cost = cost
        self._seconds = seconds
        self._first_wait = first_wait
        self._ways = list(_Way)
        self.spent = Usage()
        """What all its answers took."""

    async def choose(self, messages: Sequence[BaseMessage]) -> str:
        """The letter, or nothing where none can be read; raises `ModelError` where the model could not be asked."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        begun = time.monotonic()
        if isinstance(self._model, Scorer):
            model = cast("Scorer", self._model)
            first, second = await patiently(
                lambda: model.ascore(messages, LETTERS), deadline=deadline, first_wait=self._first_wait
            )
            self.spent += Usage(1, seconds=time.monotonic() - begun, cost=0.0)
            return "" if first == second else LETTERS[second > first]
        return await self._told(messages, deadline, begun)

    async def _told(self, messages: Sequence[BaseMessage], deadline: float, begun: float) -> str:
        while True:
            way = self._ways[0]
            try:
                answer = await patiently(
                    lambda way=way: self._asked(way).ainvoke(list(messages)),  # type: ignore[misc]
                    deadline=deadline,
                    first_wait=self._first_wait,
                )
            except RequestRefused:
                if len(self._ways) == 1:
                    raise
                # Another question may have found this way closed in the meantime.
                self._ways = [one for one in self._ways if one is not way] or [way]
                continue
            if self._ways[0] is way:
                self._ways = [way]
            return self._read(answer, begun)

    def _asked(self, way: _Way) -> Runnable[Any, Any]:
        if way is _Way.TEXT:
            return self._model
        try:
            return self._model.with_structured_output(SCHEMA, method=way.value, include_raw=True)
        except (NotImplementedError, ValueError) as error:
            raise RequestRefused(f"The model's client has no {way.value}.") from error

    def _read(self, answer: object, begun: float) -> str:
        message = answer["raw"] if isinstance(answer, dict) else answer
        if not isinstance(message, AIMessage):
            raise ReplyError("The model answered with something that is not a message.")
        counted = message.usage_metadata
        prompt, completion = (counted["input_tokens"], counted["output_tokens"]) if counted else (0, 0)
        cost = self._cost(prompt, completion) if counted else None
        self.spent += Usage(1, prompt, completion, time.monotonic() - begun, cost)
        said = message.tool_calls[0]["args"].get("choice") if message.tool_calls else read_letter(message.text)
        return said if said in LETTERS else ""


def read_letter(reply: str) -> str:
    """The letter of a reply: in an object, or alone; nothing for anything else, so that no speech is taken for one."""
    for found in objects(reply):
        if "choice" in found:
            return str(found["choice"]).strip()
    said = spoken(reply).strip(" \n\t.:!\"'*`()[]").upper()
    return said if said in LETTERS else ""
