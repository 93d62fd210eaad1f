"""A reply is read within a bound: a server that sends without end would fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import ReplyError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_BYTES = 5_000_000
"""Bytes of a reply, unpacked; one of 8,000 tokens has some 50,000."""


def bound(inner: BaseChatModel) -> None:
    """Have the client of a model that speaks OpenAI's protocol give a longer reply up; others are left as they are."""
    client: Any = getattr(getattr(inner, "root_async_client", None), "_client", None)
    if client is not None and _whole not in client.event_hooks["response"]:  # models of one address share a client
        client.event_hooks = {**client.event_hooks, "response": [*client.event_hooks["response"], _whole]}


async def _whole(response: Any) -> None:
    """Read a response as the client would, which then finds it read."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            error = ReplyError(f"{response.url.host} sent a reply of more than {MOST_BYTES // 1_000_000} megabytes.")
            error.may_cost = True
            raise error
    response._content = b"".join(parts)  # noqa: SLF001 -- as its own `aread` does
