"""A chat model over transformers that batches what is asked of it at the same time.

The stock LangChain one echoes the prompt, ignores `stop` and call-time settings, counts no tokens, knows no async and
no batches, applies the template twice, and names no weights in its cache key.
"""

from __future__ import annotations

import asyncio
import queue
import weakref
from collections.abc import Callable  # noqa: TC003 -- pydantic reads it
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGeneration
from pydantic import Field, PrivateAttr

from adapters.llm.decoding import decoding_of
from adapters.llm.engine import MAX_BATCH, Engine
from adapters.llm.messages import last_of, piece_of, result_of
from adapters.llm.request import Decoding, Request, Turn
from adapters.llm.ruler import Once, Ruler
from adapters.llm.structured import structured
from adapters.llm.weights import Source, load_runtime

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
    from langchain_core.language_models import LanguageModelInput
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, ChatResult, Generation
    from langchain_core.runnables import Runnable

    from adapters.llm.engine import Runtime

_ROLES = {SystemMessage: "system", HumanMessage: "user", AIMessage: "assistant"}
_DECODING = {"max_tokens", "temperature", "top_p", "top_k", "seed", "stop"}


class LocalChatModel(BaseChatModel):
    """A model from a folder or the hub, loaded on first use.

    Call-time `max_tokens`, `temperature`, `top_p`, `top_k`, `seed`, `timeout` and `stop` win over the fields;
    `completion=True` takes the text as it is, without a chat template, and goes on with it; `response_format` holds
    the reply to a JSON schema, at any `max_tokens`; `logprobs=True` and `top_logprobs` tell how likely each token was.
    `adapter` is a PEFT adapter's folder, put on the source; a source that is such a folder brings its own base.
    `prepare` is called once before loading.
    """

    source: str
    model_name: str
    adapter: str | None = None
    merge: bool = True
    max_tokens: int = Field(default=256, ge=1)
    temperature: float = Field(default=0.0, ge=0.0)
    top_p: float = Field(default=0.95, gt=0.0, le=1.0)
    top_k: int = Field(default=50, ge=1)
    seed: int = 0
    stop: list[str] | None = None
    timeout: float = Field(default=120.0, gt=0.0)
    max_batch: int = Field(default=MAX_BATCH, ge=1)
    completes: bool = True
    prepare: Callable[[], object] | None = Field(default=None, exclude=True, repr=False)

    _engine: Engine = PrivateAttr()
    _where: Source = PrivateAttr()
    _ruler: Ruler = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Make the engine; nothing is loaded and no thread runs before the first request."""
        super().model_post_init(context)
        self._where = Source(self.source, self.adapter, merge=self.merge)
        prepare = Once(self.prepare)
        self._ruler = Ruler(self._where, prepare)
        self._engine = Engine(partial(_load, self._where, prepare), self.max_batch)
        weakref.finalize(self, self._engine.close)

    def close(self) -> None:
        """Give up what is under way and free the model."""
        self._engine.close()

    def with_structured_output(
        self,
        schema: dict[str, Any] | type | None = None,
        *,
        method: str = "json_schema",
        include_raw: bool = False,
        strict: bool | None = None,  # noqa: ARG002 -- always
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, Any]:
        """The model as a maker of objects: nothing but a text of the schema can be written.

        Without a schema it is any JSON object. Raises `ValueError` for a method LangChain does not know.
        """
        if kwargs:
            msg = f"a local model knows no {', '.join(sorted(kwargs))}"
            raise ValueError(msg)
        return structured(self, schema, method, include_raw=include_raw)

    def context_length(self) -> int:
        """How many tokens the model takes, read and written together; its tokenizer is loaded for it."""
        return self._ruler.context()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, without what a chat template puts around it."""
        return self._ruler.count(texts)

    def score(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> list[float]:
        """The logarithm of the probability of each continuation as the reply to the messages."""
        with self._scoring(messages, continuations) as requests:
            return [request.future.result().logprob for request in requests]

    async def ascore(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> list[float]:
        """The same, for who awaits. What is asked at the same time shares batches."""
        with self._scoring(messages, continuations) as requests:
            return [(await asyncio.wrap_future(request.future)).logprob for request in requests]

    @contextmanager
    def _scoring(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> Iterator[list[Request]]:
        turns, decoding = _turns(messages), Decoding(max_tokens=1)
        requests = [Request(turns, decoding, self.timeout, continuation=one) for one in continuations]
        try:
            for request in requests:
                self._engine.submit(request)
            yield requests
        finally:
            for request in requests:
                request.cancel()

    # --- what LangChain asks for --------------------------------------------------------------------------------------

    @property
    def _llm_type(self) -> str:
        return "riddle-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        decoding = self.model_dump(include=_DECODING)
        return {"model_name": self.model_name, **self._where.identity(), "dtype": "bf16 on CUDA, else fp32", **decoding}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> Any:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_provider"] = "local"
        params["ls_model_name"] = str(kwargs.get("model", self.model_name))
        return params

    def _convert_cached_generations(self, cache_val: list[Generation]) -> list[ChatGeneration]:
        """What a cache gives took no tokens: they were counted when they were written."""
        return [_unpaid(found) for found in super()._convert_cached_generations(cache_val)]

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
            return result_of(request.future.result(), self.model_name)
        finally:
            request.cancel()

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
            return result_of(await asyncio.wrap_future(request.future), self.model_name)
        finally:
            request.cancel()

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        request = self._request(messages, stop, kwargs, pieces.put)
        request.future.add_done_callback(lambda _: pieces.put(None))
        self._engine.submit(request)
        try:
            while (piece := pieces.get()) is not None:
                chunk = piece_of(piece)
                if run_manager is not None:
                    run_manager.on_llm_new_token(piece, chunk=chunk)
                yield chunk
            yield last_of(request.future.result(), self.model_name)
        finally:
            request.cancel()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        put = partial(_put, asyncio.get_running_loop(), pieces)
        request = self._request(messages, stop, kwargs, put)
        request.future.add_done_callback(lambda _: put(None))
        self._engine.submit(request)
        try:
            while (piece := await pieces.get()) is not None:
                chunk = piece_of(piece)
                if run_manager is not None:
                    await run_manager.on_llm_new_token(piece, chunk=chunk)
                yield chunk
            yield last_of(request.future.result(), self.model_name)
        finally:
            request.cancel()

    def _request(
        self,
        messages: Sequence[BaseMessage],
        stop: list[str] | None,
        asked: dict[str, Any],
        listener: Callable[[str], None] | None = None,
    ) -> Request:
        decoding = decoding_of(self.model_dump(include=_DECODING), stop, asked)
        timeout = float(asked.get("timeout") or self.timeout)
        completion = bool(asked.get("completion"))
        return Request(_turns(messages), decoding, timeout, completion=completion, listener=listener)


def local_model(
    name: str, *, adapter: str | None = None, timeout: float = 120.0, max_batch: int = MAX_BATCH
) -> LocalChatModel:
    """Make a chat model of `local:<path or hub name>`; the path may be an adapter's."""
    source = name.removeprefix("local:")
    return LocalChatModel(source=source, model_name=name, adapter=adapter, timeout=timeout, max_batch=max_batch)


def _load(where: Source, prepare: Once) -> Runtime:
    prepare()
    return load_runtime(where)


def _put(loop: asyncio.AbstractEventLoop, pieces: asyncio.Queue[str | None], piece: str | None) -> None:
    """Hand a piece to the reader's loop, unless that has ended: its end must not hurt the rows of others."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(pieces.put_nowait, piece)


def _unpaid(found: ChatGeneration) -> ChatGeneration:
    message = found.message
    if not isinstance(message, AIMessage) or message.usage_metadata is None:
        return found
    none = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    metadata = {**message.response_metadata, "cached": True}
    free = message.model_copy(update={"usage_metadata": none, "response_metadata": metadata})
    return ChatGeneration(message=free, generation_info=found.generation_info)


def _turns(messages: Sequence[BaseMessage]) -> tuple[Turn, ...]:
    return tuple(Turn(_role(message), message.text) for message in messages)


def _role(message: BaseMessage) -> str:
    for kind, role in _ROLES.items():
        if isinstance(message, kind):
            return role
    msg = f"a local model cannot be given a {type(message).__name__}"
    raise ValueError(msg)
