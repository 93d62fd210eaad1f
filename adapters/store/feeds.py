"""What sources remember of their feeds between two visits."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.packed import pack, unpack
from adapters.store.replies import octets

if TYPE_CHECKING:
    from redis.asyncio import Redis

MAX_BODY = 2_000_000
"""Characters of a feed's body; a longer one is read anew at every visit."""

_MAX_VALIDATOR = 1_000
_MAX_BYTES = MAX_BODY * 6 + 10_000
KEPT = timedelta(hours=24)
"""How long a body, which holds the texts of articles, is kept where nothing else is said."""

_FIELDS = ("etag", "last_modified", "body")


class RedisFeedMemory:
    """A `FeedMemory` in the store; addresses may hold keys, so only their digest is kept."""

    def __init__(self, redis: Redis, kept: timedelta = KEPT) -> None:
        self._redis = redis
        self._kept = kept

    async def recall(self, url: str) -> dict[str, str]:
        """The validators and the body of the last good answer, or nothing."""
        data = await self._redis.get(_key(url))
        return unpack(dict[str, str], octets(data), _MAX_BYTES) if data else {}

    async def remember(self, url: str, known: dict[str, str]) -> None:
        """Keep them for a while; a validator without its body would be of no use, so both are dropped together."""
        kept = {field: known[field] for field in _FIELDS if known.get(field)}
        if _fits(kept):
            await self._redis.set(_key(url), pack(kept), ex=self._kept)
        else:
            await self._redis.delete(_key(url))


def _fits(known: dict[str, str]) -> bool:
    validators = (known.get("etag", ""), known.get("last_modified", ""))
    return 0 < len(known.get("body", "")) <= MAX_BODY and all(len(text) <= _MAX_VALIDATOR for text in validators)


def _key(url: str) -> str:
    digest = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:32]
    return f"riddle:feed:{digest}"
