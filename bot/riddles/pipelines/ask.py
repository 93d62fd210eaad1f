"""One question to a model, in the way it answers best."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk

from bot.domain import Usage
from bot.errors import ModelUnavailable, ReplyError, RequestRefused
from bot.riddles.pipelines.loose import REPLY_LIMIT, spoken
from bot.riddles.pipelines.reply import Composition, composition_schema, read_json, read_lines, read_object
from bot.riddles.pipelines.retry import FIRST_WAIT, patiently
from bot.riddles.pipelines.shape import Style, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

    from bot.riddles.pipelines.shape import Shape

    Cost = Callable[[int, int], float | None]

T = TypeVar("T")


def unpriced(prompt_tokens: int, completion_tokens: int) -> float | None:  # noqa: ARG001 -- the shape of a price
    """The price of a model that has none we know."""
    return None


class Way(Enum):
    """The ways to get an object from a model, best first."""

    SCHEMA = "json_schema"
    FUNCTION = "function_calling"
    TEXT = "text"

    @property
    def next(self) -> Way | None:
        """The way to try when the server refuses this one."""
        return {Way.SCHEMA: Way.FUNCTION, Way.FUNCTION: Way.TEXT, Way.TEXT: None}[self]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, and what that took; `data` holds the object where it answered by calling a function.

    `cut` says that it would have gone on, had it been let; `thoughts` is what it wrote where none of it is a reply.
    """

    text: str
    usage: Usage
    data: object = None
    cut: bool = False
    thoughts: str = ""

    @property
    def whole(self) -> str:
        """What it said in whole sentences."""
        return whole(self.text) if self.cut else self.text

    @property
    def written(self) -> str:
        """What is to be read: the object where it called a function, else the text."""
        return self.text if self.data is None else json.dumps(self.data, ensure_ascii=False)

    def composition(self, style: Style) -> Composition:
        """The fields of the riddle; raises `ReplyError` when they cannot be read."""
        if self.data is not None:
            return read_object(self.data)
        return read_json(self.text) if style is Style.SCHEMA else read_lines(self.whole)


@dataclass(frozen=True, slots=True)
class Draw:
    """How one reply is drawn.

    `temperature` 0 is greedy; `deadline` is a moment of the loop's clock; `completion` says that the prompt is a text
    to go on with rather than a request.
    """

    seed: int
    deadline: float
    temperature: float = 0.0
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    completion: bool = False


@runtime_checkable
class Scorer(Protocol):
    """A model whose weights are here, which tells how likely a reply is."""

    async def ascore(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> list[float]:
        """The logarithm of the probability of each continuation as the reply to the messages."""


class Asker:
    """Asks one model. Which way it answers in a schema is found out once and remembered here.

    `schema` is that of the objects it is asked for; without one they are riddles.
    """

    def __init__(
        self,
        model: BaseChatModel,
        shape: Shape,
        cost: Cost = unpriced,
        first_wait: float = FIRST_WAIT,
        *,
        schema: Mapping[str, Any] | None = None,
    ) -> None:
        self._model = model
        self._schema = composition_schema() if schema is None else dict(schema)
        self._streams = tells_pieces(model)
        self._shape = shape
        self._cost = cost
        self._first_wait = first_wait
        self._way: Way | None = None
        self._finding = asyncio.Lock()
        self.spent = Usage()
        """What every answered call took, whatever became of its reply."""

    @property
    def scores(self) -> bool:
        """Whether the model tells how likely a reply is: its weights are here."""
        return isinstance(self._model, Scorer)

    async def likely(self, messages: Sequence[BaseMessage], replies: Sequence[str], deadline: float) -> list[float]:
        """The logarithm of the probability of each reply; only of a model that `scores`."""
        model, begun = cast("Scorer", self._model), time.monotonic()
        found = await self._patiently(lambda: model.ascore(messages, replies), deadline)
        self.spent += Usage(1, seconds=time.monotonic() - begun, cost=0.0)
        return found

    async def text(self, messages: Sequence[BaseMessage], draw: Draw) -> Reply:
        """Ask for prose."""
        return await self._send(self._model.bind(**self._sampling(draw)), messages, draw)

    async def fields(self, messages: Sequence[BaseMessage], draw: Draw) -> Reply:
        """Ask for an object of the schema; a model too small for one writes labelled lines."""
        if self._shape.style is Style.LINES:
            return await self.text(messages, draw)
        if self._way is None and self._shape.steered:  # runs here: those who ask at the same time are one batch
            return await self._found_out(messages, draw)
        if self._way is None:
            async with self._alone(draw):  # the first finds out for all who ask at the same time
                if self._way is None:
                    return await self._found_out(messages, draw)
        return await self._send(self._structured(self._way, draw), messages, draw)

    @asynccontextmanager
    async def _alone(self, draw: Draw) -> AsyncIterator[None]:
        """Wait for who finds out, but no longer than the reply may take."""
        try:
            async with asyncio.timeout_at(draw.deadline):
                await self._finding.acquire()
        except TimeoutError:
            raise ModelUnavailable("The model did not answer in the time it was given.") from None
        try:
            yield
        finally:
            self._finding.release()

    async def _found_out(self, messages: Sequence[BaseMessage], draw: Draw) -> Reply:
        """Ask in the best way that is not refused, and remember it."""
        way = Way.SCHEMA
        while True:
            try:
                reply = await self._send(self._structured(way, draw), messages, draw)
            except RequestRefused:
                if way.next is None:
                    raise
                way = way.next
            else:
                self._way = way
                return reply

    def _structured(self, way: Way, draw: Draw) -> Runnable[Any, Any]:
        sampling = self._sampling(draw)
        if way is Way.TEXT:
            return self._model.bind(**sampling)
        if way is Way.SCHEMA and self._shape.steered:
            # A local model takes the schema beside temperature, seed and length, which a structured model cannot.
            told = {"type": "json_schema", "json_schema": {"name": "riddle", "schema": self._schema}}
            return self._model.bind(response_format=told, **sampling)
        try:
            return self._model.with_structured_output(self._schema, method=way.value, include_raw=True)
        except (NotImplementedError, ValueError) as error:
            raise RequestRefused(f"The model's client has no {way.value}.") from error

    def _sampling(self, draw: Draw) -> dict[str, Any]:
        """What is asked of a local model; the sampling of the others is left to their server, some refuse any."""
        if not self._shape.steered:
            return {}
        asked: dict[str, Any] = {"temperature": draw.temperature, "seed": draw.seed}
        if draw.max_tokens is not None:
            asked["max_tokens"] = draw.max_tokens
        if draw.stop:
            asked["stop"] = list(draw.stop)
        if getattr(self._model, "completes", False):  # what other clients do not know
            told = {"completion": draw.completion, "no_repeat": self._shape.no_repeat}
            asked |= {name: value for name, value in told.items() if value}
        return asked

    async def _send(self, runnable: Runnable[Any, Any], messages: Sequence[BaseMessage], draw: Draw) -> Reply:
        begun, first = time.monotonic(), Moment()
        answer = await self._patiently(lambda: self._answer(runnable, list(messages), first), draw.deadline)
        message = answer["raw"] if isinstance(answer, dict) else answer
        if not isinstance(message, AIMessage):
            raise ReplyError("The model answered with something that is not a message.")
        reply = self._reply(message, time.monotonic() - begun, first.since(begun))
        self.spent += reply.usage
        return reply

    async def _patiently(self, ask: Callable[[], Awaitable[T]], deadline: float) -> T:
        return await patiently(ask, deadline=deadline, first_wait=self._first_wait)

    async def _answer(self, runnable: Runnable[Any, Any], messages: list[BaseMessage], first: Moment) -> Any:
        """The reply, told in pieces where the model can, so that one knows when the first of them came."""
        if not self._streams:
            return await runnable.ainvoke(messages)
        whole: Any = None
        async for piece in runnable.astream(messages):
            if isinstance(piece, AIMessageChunk) and piece.text:
                first.now()
            whole = piece if whole is None else whole + piece
        return whole

    def _reply(self, message: AIMessage, seconds: float, first: float | None) -> Reply:
        counted = message.usage_metadata
        prompt = counted["input_tokens"] if counted else 0
        completion = counted["output_tokens"] if counted else 0
        cost = self._cost(prompt, completion) if counted else None
        data = message.tool_calls[0]["args"] if message.tool_calls else None
        text = spoken(message.text) or (json.dumps(data, ensure_ascii=False)[:REPLY_LIMIT] if data else "")
        cut = message.response_metadata.get("finish_reason") == "length"
        usage = Usage(1, prompt, completion, seconds, cost, first)
        return Reply(text, usage, data, cut, "" if text else message.text[:REPLY_LIMIT])


class Moment:
    """When something came for the first time."""

    def __init__(self) -> None:
        self._at: float | None = None

    def now(self) -> None:
        """It came; only the first time counts."""
        self._at = time.monotonic() if self._at is None else self._at

    def since(self, begun: float) -> float | None:
        """The seconds from a moment before until it came; None where it never did."""
        return None if self._at is None else self._at - begun


def tells_pieces(model: BaseChatModel) -> bool:
    """Whether a model truly tells its reply in pieces; others would give the whole of it as the first."""
    kind = type(model)  # as LangChain itself asks
    return kind._astream is not BaseChatModel._astream or kind._stream is not BaseChatModel._stream  # noqa: SLF001
