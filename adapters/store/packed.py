"""Long texts in the store: compressed, and never longer than agreed when they come out again."""

from __future__ import annotations

import zlib
from typing import TypeVar

from bot.errors import StoreError
from bot.records import dump, load

T = TypeVar("T")


def pack(value: object) -> bytes:
    """Write a value of the domain, compressed."""
    return zlib.compress(dump(value), 1)


def unpack(kind: type[T], data: bytes, limit: int) -> T:
    """Read it again; raises `StoreError` when it is damaged or longer than `limit` bytes."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, limit)
    except zlib.error as error:
        raise StoreError("A stored text is damaged.") from error
    if not unpacker.eof:
        raise StoreError("A stored text is damaged or too long.")
    return load(kind, text)
