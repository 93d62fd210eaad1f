"""What a local model generated -> LangChain's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

if TYPE_CHECKING:
    from adapters.llm.request import Chance, Generated


def result_of(generated: Generated, model_name: str) -> ChatResult:
    """The whole reply."""
    metadata = _metadata(generated, model_name)
    message = AIMessage(generated.text, usage_metadata=_usage(generated), response_metadata=metadata)
    info = {"finish_reason": generated.finish}
    return ChatResult(generations=[ChatGeneration(message=message, generation_info=info)])


def piece_of(text: str) -> ChatGenerationChunk:
    """A piece of a reply."""
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def last_of(generated: Generated, model_name: str) -> ChatGenerationChunk:
    """What ends a reply that was told in pieces: its usage and its finish, no text."""
    return ChatGenerationChunk(
        message=AIMessageChunk(
            content="",
            usage_metadata=_usage(generated),
            response_metadata=_metadata(generated, model_name),
            chunk_position="last",
        )
    )


def _usage(generated: Generated) -> UsageMetadata:
    return UsageMetadata(
        input_tokens=generated.prompt_tokens,
        output_tokens=generated.completion_tokens,
        total_tokens=generated.prompt_tokens + generated.completion_tokens,
    )


def _metadata(generated: Generated, model_name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"model_name": model_name, "finish_reason": generated.finish, "model_provider": "local"}
    if generated.chances is not None:
        told["logprobs"] = {"content": [_chance(one) for one in generated.chances], "refusal": None}
    return told


def _chance(chance: Chance) -> dict[str, Any]:
    return _one(chance) | {"top_logprobs": [_one(other) for other in chance.likeliest]}


def _one(chance: Chance) -> dict[str, Any]:
    return {"token": chance.token, "bytes": list(chance.raw), "logprob": chance.logprob}
