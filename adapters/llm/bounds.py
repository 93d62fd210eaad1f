"""What a server may do to a vendor's client: not send it elsewhere, and not fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import ReplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.language_models import BaseChatModel

MOST_BYTES = 5_000_000
"""Bytes of a reply, unpacked; one of 8,000 tokens has some 50,000."""


_PLACES = (
    "root_async_client",
    "async_client",
    "_async_client",
    "_async_sdk_client",
    "_client",
    "client",
    "sdk_configuration",
)
"""Where the packages of the vendors keep a client, one in the other; the innermost is httpx's."""

_DEEPEST = 3


def bound(inner: BaseChatModel) -> None:
    """Have a model's clients follow no redirect, each of which would be one more request, and give up a longer reply.

    A model that is not asked through httpx is left as it is.
    """
    for client in _clients(inner, _DEEPEST):
        client.follow_redirects = False
        client.event_hooks = {**client.event_hooks, "response": [_whole]}


def _clients(holder: object, depth: int) -> Iterator[Any]:
    for found in (getattr(holder, name, None) for name in _PLACES):
        if hasattr(found, "event_hooks") and hasattr(found, "aclose"):
            yield found
        elif found is not None and depth > 1:
            yield from _clients(found, depth - 1)


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
