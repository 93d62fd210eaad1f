"""A chat model over transformers that batches what is asked of it at the same time.

The stock LangChain one echoes the prompt, ignores `stop` and call-time settings, counts no tokens, knows no async and
no batches, applies the template twice, and names no weights in its cache key.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable  # noqa: TC003 -- pydantic reads it
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from adapters.llm.engine import Engine
from adapters.llm.request import Decoding, Generated, Request, Turn
from adapters.llm.weights import identity, load_runtime

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
    from langchain_core.messages import BaseMessage

    from adapters.llm.engine import Runtime

_ROLES = {SystemMessage: "system", HumanMessage: "user", AIMessage: "assistant"}


class LocalChatModel(BaseChatModel):
    """A model from a folder or the hub, loaded on first use.

    Call-time `max_tokens`, `temperature`, `top_p`, `top_k`, `seed` and `stop` win over the fields; `completion=True`
    takes the text as it is, without a chat template, and goes on with it. `prepare` is called once before loading.
    """

    source: str
    model_name: str
    max_tokens: int = Field(default=256, ge=1)
    temperature: float = Field(default=0.0, ge=0.0)
    top_p: float = Field(default=0.95, gt=0.0, le=1.0)
    top_k: int = Field(default=50, ge=1)
    seed: int = 0
    stop: list[str] | None = None
    timeout: float = Field(default=120.0, gt=0.0)
    max_batch: int = Field(default=8, ge=1)
    completes: bool = True
    prepare: Callable[[], object] | None = Field(default=None, exclude=True, repr=False)

    _engine: Engine = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Make the engine; nothing is loaded and no thread runs before the first request."""
        super().model_post_init(context)
        self._engine = Engine(partial(_load, self.source, self.prepare), self.max_batch)
        weakref.finalize(self, self._engine.close)

    def close(self) -> None:
        """Give up what is under way and free the model."""
        self._engine.close()

    @property
    def _llm_type(self) -> str:
        return "riddle-local"

    @cached_property
    def _weights(self) -> dict[str, Any]:
        return identity(self.source)

    @property
    def _identifying_params(self) -> dict[str, Any]:
        decoding = self.model_dump(include={"max_tokens", "temperature", "top_p", "top_k", "seed", "stop"})
        return {"model_name": self.model_name, **self._weights, "dtype": "bf16 on CUDA, else fp32", **decoding}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> Any:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_provider"] = "local"
        params["ls_model_name"] = str(kwargs.get("model", self.model_name))
        return params

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 -- LangChain's signature
        **kwargs: Any,
    ) -> ChatResult:
        request = self._request(messages, stop, kwargs)
        self._engine.submit(request)
        try:
            return self._result(request.future.result())
        except BaseException:
            request.cancel()
            raise

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002 -- LangChain's signature
        **kwargs: Any,
    ) -> ChatResult:
        request = self._request(messages, stop, kwargs)
        self._engine.submit(request)
        try:
            return self._result(await asyncio.wrap_future(request.future))
        except asyncio.CancelledError:
            request.cancel()
            raise

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """The whole text as one chunk: it is written in a batch, and checked as a whole anyway."""
        chunk = _as_chunk(self._generate(messages, stop, **kwargs))
        if run_manager is not None:
            run_manager.on_llm_new_token(chunk.text, chunk=chunk)
        yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        chunk = _as_chunk(await self._agenerate(messages, stop, **kwargs))
        if run_manager is not None:
            await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
        yield chunk

    def _request(self, messages: list[BaseMessage], stop: list[str] | None, asked: dict[str, Any]) -> Request:
        decoding = Decoding(
            max_tokens=int(asked.get("max_tokens") or self.max_tokens),
            temperature=float(asked.get("temperature", self.temperature) or 0.0),
            top_p=float(asked.get("top_p", self.top_p)),
            top_k=int(asked.get("top_k", self.top_k)),
            seed=int(asked.get("seed", self.seed) or 0),
            stop=tuple(stop if stop is not None else self.stop or ()),
        )
        turns = tuple(Turn(_role(message), message.text) for message in messages)
        timeout = float(asked.get("timeout", self.timeout))
        return Request(turns, decoding, timeout, completion=bool(asked.get("completion")))

    def _result(self, generated: Generated) -> ChatResult:
        usage = UsageMetadata(
            input_tokens=generated.prompt_tokens,
            output_tokens=generated.completion_tokens,
            total_tokens=generated.prompt_tokens + generated.completion_tokens,
        )
        metadata = {"model_name": self.model_name, "finish_reason": generated.finish, "model_provider": "local"}
        message = AIMessage(generated.text, usage_metadata=usage, response_metadata=metadata)
        return ChatResult(generations=[ChatGeneration(message=message)])


def local_model(name: str, *, timeout: float = 120.0, max_batch: int = 8) -> LocalChatModel:
    """Make a chat model of `local:<path or hub name>`."""
    source = name.removeprefix("local:")
    return LocalChatModel(source=source, model_name=name, timeout=timeout, max_batch=max_batch)


def _as_chunk(result: ChatResult) -> ChatGenerationChunk:
    message = result.generations[0].message
    assert isinstance(message, AIMessage)  # noqa: S101 -- made above
    return ChatGenerationChunk(
        message=AIMessageChunk(
            content=message.text,
            usage_metadata=message.usage_metadata,
            response_metadata=message.response_metadata,
            chunk_position="last",
        )
    )


def _load(source: str, prepare: Callable[[], object] | None) -> Runtime:
    if prepare is not None:
        prepare()
    return load_runtime(source)


def _role(message: BaseMessage) -> str:
    for kind, role in _ROLES.items():
        if isinstance(message, kind):
            return role
    msg = f"a local model cannot be given a {type(message).__name__}"
    raise ValueError(msg)
