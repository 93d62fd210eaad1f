"""How many tokens a text has and how many a model can take: as the model tells, else estimated."""

from __future__ import annotations

import asyncio
import math
import threading
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from bot.errors import ModelError, RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.riddles.pipelines.shape import Shape

T = TypeVar("T")

BYTES_A_TOKEN = 3.5
"""Bytes of a text that are taken for one token where the model cannot count them: English has more, so that what is
estimated to fit does."""

AROUND = 16
"""Tokens that a chat template puts around a message, at the most."""


@runtime_checkable
class Counting(Protocol):
    """A model that counts its own tokens. Both may load its tokenizer, and so take a while the first time."""

    def context_length(self) -> int:
        """How many tokens it takes, read and written together."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has."""


class Gauge:
    """Measures texts for one model."""

    def __init__(self, model: BaseChatModel, shape: Shape) -> None:
        self._counting = model if isinstance(model, Counting) else None
        profile = getattr(model, "profile", None) or {}
        self._told = int(profile.get("max_input_tokens") or 0)
        self._shape = shape

    async def context(self) -> int:
        """How many tokens the model takes; what its shape says where it does not tell."""
        if self._counting is not None:
            return await aside(self._counting.context_length)
        return self._told or self._shape.context

    async def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has."""
        if self._counting is not None:
            return await aside(partial(self._counting.count_tokens, texts))
        return [estimated(text) for text in texts]

    async def asked(self, messages: Sequence[BaseMessage]) -> int:
        """How many tokens a conversation has at the most."""
        counts = await self.count([message.text for message in messages])
        return sum(counts) + AROUND * (len(counts) + 1)


async def aside(call: Callable[[], T]) -> T:
    """What a call gives that may take a minute, in a thread that holds up nobody who wants to leave.

    The loop's own threads would be waited for, and a model that is prepared for the first time takes that long.
    """
    future: Future[T] = Future()
    threading.Thread(target=_settle, args=(future, call), name="gauge", daemon=True).start()
    return await asyncio.wrap_future(future)


def _settle(future: Future[T], call: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except RiddleError as error:
        future.set_exception(error)
    finally:
        if not future.done():  # a damaged install: whoever waits is told, the thread's own error tells more
            future.set_exception(ModelError("The local model's tokenizer failed."))


def estimated(text: str) -> int:
    """How many tokens a text is taken to have where nobody counts them."""
    return math.ceil(len(text.encode()) / BYTES_A_TOKEN)
