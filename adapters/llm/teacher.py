"""A chat model that writes more examples to train on."""

from __future__ import annotations

import asyncio
import time
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from bot.domain import Usage
from bot.errors import ReplyError
from bot.ports.teacher import Taught
from bot.riddles.pipelines.loose import spoken
from bot.riddles.pipelines.retry import FIRST_WAIT, patiently

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.ports.teacher import Lesson

CUT_OFF = frozenset({"length", "max_tokens"})
"""How servers say that a reply was cut off by its length."""

TEMPERATURE = 0.7
"""How freely a model that runs here writes, as self-instruct had it; a vendor's is left as it is."""


@dataclass(frozen=True, slots=True)
class ModelTeacher:
    """A `Teacher` over a LangChain model. `steered` says that it takes a temperature, a seed and a length.

    `completes` has it go on with a text of examples rather than answer a request: what very small models can do.
    """

    model: BaseChatModel
    name: str
    cost: Callable[[int, int], float | None]
    seconds: float
    steered: bool = False
    completes: bool = False
    first_wait: float = FIRST_WAIT

    async def ask(self, lesson: Lesson) -> Taught:
        """Ask once; raises `ModelError` where it gives no answer."""
        begun, deadline = time.monotonic(), asyncio.get_running_loop().time() + self.seconds
        asked = self.model.bind(**self._sampling(lesson))
        messages = self._messages(lesson)
        message = await patiently(lambda: asked.ainvoke(messages), deadline=deadline, first_wait=self.first_wait)
        if not isinstance(message, AIMessage):
            raise ReplyError("The model answered with something that is not a message.")
        return self._taught(message, lesson.start if self.completes else "", time.monotonic() - begun)

    def _messages(self, lesson: Lesson) -> list[BaseMessage]:
        if self.completes:
            return [HumanMessage(f"{lesson.user}\n{lesson.start}")]
        return [SystemMessage(lesson.system), HumanMessage(lesson.user)]

    def _sampling(self, lesson: Lesson) -> dict[str, Any]:
        if not self.steered:
            return {}
        asked: dict[str, Any] = {"temperature": TEMPERATURE, "seed": lesson.seed, "max_tokens": lesson.most_tokens}
        return asked | ({"completion": True, "stop": ["\n###"]} if self.completes else {})

    def _taught(self, message: AIMessage, start: str, seconds: float) -> Taught:
        counted = message.usage_metadata
        read, written = (counted["input_tokens"], counted["output_tokens"]) if counted else (0, 0)
        usage = Usage(1, read, written, seconds, self.cost(read, written) if counted else None)
        told = message.response_metadata
        ended = told.get("finish_reason") or told.get("stop_reason") or ""
        return Taught(f"{start} {spoken(message.text)}".strip(), str(ended).lower() not in CUT_OFF, usage)


def terms_of(model: str) -> str:
    """On what terms a model lets what it writes be used, as far as it is known; nothing where it is not."""
    known = _terms()
    return known.get(model) or known.get(model.partition(":")[0], "")


@cache
def _terms() -> Mapping[str, str]:
    table = tomllib.loads(resources.files("adapters.llm").joinpath("terms.toml").read_text(encoding="utf-8"))
    return dict(table["terms"])
