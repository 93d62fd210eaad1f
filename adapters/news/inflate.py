"""Compressed bodies opened in small steps, so that a bomb is met before it grows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 262_144
"""Most bytes that come out of one step."""

_MOST_MEMBERS = 64


class Opener(Protocol):
    """Turns the bytes that came over the wire into the bytes that were meant."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give what this chunk opens to, in pieces of at most `STEP` bytes."""


class Identity:
    """A body that is not compressed."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give the chunk itself."""
        yield chunk


class Inflate:
    """gzip, zlib and raw deflate; raises `zlib.error` for anything else."""

    def __init__(self) -> None:
        self._opener = zlib.decompressobj(wbits=47)
        self._members = 1
        self._started = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give what this chunk opens to, in pieces of at most `STEP` bytes."""
        while chunk:
            if self._opener.eof and not self._next_member():
                return
            piece = self._step(chunk)
            chunk = self._opener.unconsumed_tail or self._opener.unused_data
            yield piece

    def _step(self, chunk: bytes) -> bytes:
        try:
            piece = self._opener.decompress(chunk, STEP)
        except zlib.error:
            if self._started:
                raise
            # Some servers call raw deflate "deflate", although the name means zlib.
            self._opener = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            piece = self._opener.decompress(chunk, STEP)
        self._started = True
        return piece

    def _next_member(self) -> bool:
        self._members += 1
        self._opener = zlib.decompressobj(wbits=47)
        return self._members <= _MOST_MEMBERS


def opener_for(encoding: str) -> Opener | None:
    """The opener of a Content-Encoding, or None for one that was not asked for."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return Identity()
    return Inflate() if name in {"gzip", "x-gzip", "deflate"} else None
