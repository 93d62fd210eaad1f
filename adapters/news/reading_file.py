"""Files of the operator: bounded, and in whatever encoding they are."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from bot.errors import SourceError

LARGEST = 15_000_000
"""Bytes of a file that are read."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def read_bounded(path: str, hint: str = "") -> bytes:
    """Read a file whole; raises `SourceError`, with the hint where there is no such file, when it cannot be read."""
    place = Path(path).expanduser()
    try:
        if not place.is_file():
            trouble = "a folder" if place.is_dir() else f"not a file that exists{hint}"
            raise SourceError(f"{place} is {trouble}.")
        with place.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(f"{place} cannot be read: {os.strerror(error.errno or 0).lower()}.") from error
    except ValueError as error:
        raise SourceError("The path of a file holds characters that no path can have.") from error
    if len(body) > LARGEST:
        raise SourceError(f"{place} is larger than {LARGEST // 1_000_000} MB.")
    return body


def decoded(body: bytes) -> str | None:
    """Decode a text: by its byte order mark, as UTF-8, as UTF-16 without a mark, else as Latin; None if it is none."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _try(body, name)
    text = _try(body, "utf-8")
    if text is not None and "\x00" not in text:
        return text if _is_text(body) else None
    guess = _unmarked_utf16(body)
    if guess:
        return _try(body, guess)
    return body.decode("cp1252", "replace") if _is_text(body) else None


def _try(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None


def _unmarked_utf16(body: bytes) -> str:
    """Western text in UTF-16 has a zero in every second byte."""
    head = body[:2_000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.3 or min(even, odd) > len(head) * 0.02:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_text(body: bytes) -> bool:
    head = body[:8_000]
    return sum(byte in _CONTROLS for byte in head) <= len(head) * 0.02
