"""Lua steps from files of their own, run by their digest."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from redis.exceptions import NoScriptError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio import Redis

Value = str | bytes | int
"""What a script can be given."""


@cache
def source(name: str) -> tuple[str, str]:
    """A script and its digest."""
    text = resources.files("adapters.store").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


async def run(redis: Redis, name: str, keys: Sequence[str], values: Sequence[Value]) -> Any:
    """Run one atomic step; its keys share a hash tag, so that they lie on one node."""
    text, digest = source(name)
    try:
        return await redis.evalsha(digest, len(keys), *keys, *values)
    except NoScriptError:
        return await redis.eval(text, len(keys), *keys, *values)
