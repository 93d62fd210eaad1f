"""A chat model that answers from a script, counts words as tokens and tells its replies in pieces."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from langchain_core.messages import BaseMessage


class Scripted(BaseChatModel):
    """The last reply stays for whoever comes after. `asked` are the conversations, `options` what came along."""

    replies: list[str]
    context: int = 100_000
    delay: float = 0.0
    completes: bool = True
    _asked: list[list[str]] = PrivateAttr(default_factory=list)
    _options: list[dict[str, Any]] = PrivateAttr(default_factory=list)

    @property
    def asked(self) -> list[list[str]]:
        return self._asked

    @property
    def prompts(self) -> list[str]:
        return [said[-1] for said in self._asked]

    @property
    def options(self) -> list[dict[str, Any]]:
        return self._options

    def context_length(self) -> int:
        return self.context

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage], options: dict[str, Any]) -> str:
        self._asked.append([message.text for message in messages])
        self._options.append(options)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        del run_manager
        said = AIMessage(self._next(messages, {**kwargs, "stop": stop}))
        return ChatResult(generations=[ChatGeneration(message=said)])

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        del run_manager
        said = self._next(messages, {**kwargs, "stop": stop})
        for piece in (said[:5], said[5:]):
            await asyncio.sleep(self.delay)
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        read = sum(self.count_tokens([message.text for message in messages]))
        used = {"input_tokens": read, "output_tokens": len(said.split()), "total_tokens": read + len(said.split())}
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=used, chunk_position="last"))
