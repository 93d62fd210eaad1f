"""Files of examples: read within bounds, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.training.example import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.training.example import Rows

MOST_BYTES: Final = 256_000_000
"""Bytes of a file of examples; a longer one is refused before it is read."""


def read_file(path: Path) -> Rows:
    """Read a file of our own rows; raises `UsageError` where it cannot be read at all."""
    return read_examples(read_lines(path))


def read_lines(path: Path) -> list[str]:
    """The lines of a text; raises `UsageError` where there is none, or too much."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} has more than {MOST_BYTES // 1_000_000} MB: too much for a file of examples.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        raise UsageError("That is no name of a file.") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} has more than {MOST_BYTES // 1_000_000} MB: too much for a file of examples.")
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path} is not UTF-8 text from line {line} on.") from None
    if not any(line.strip() for line in lines):
        raise UsageError(f"{path} is empty.")
    return lines


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file in one step; raises `UsageError` where it is there already, or cannot be written."""
    if path.exists():
        raise UsageError(f"{path} is there already; name another file, or remove it first.")
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        Path(part).chmod(0o644)
        os.link(part, path)  # fails where somebody has made it meanwhile
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "that is no name of a file"
        raise UsageError(f"{path} cannot be written: {reason}.") from None
    finally:
        if part:
            Path(part).unlink(missing_ok=True)
