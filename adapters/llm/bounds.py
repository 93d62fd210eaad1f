"""What a server may do to a client of OpenAI's protocol: not send it elsewhere, and not fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import ReplyError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_BYTES = 5_000_000
"""Bytes of a reply, unpacked; one of 8,000 tokens has some 50,000."""


def bound(inner: BaseChatModel) -> None:
    """Have a model's client follow no redirect, each of which would be one more request, and give up a longer reply.

    Clients of other protocols are left as they are.
    """
    client: Any = getattr(getattr(inner, "root_async_client", None), "_client", None)
    if client is not None:
        client.follow_redirects = False
        client.event_hooks = {**client.event_hooks, "response": [_whole]}


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
