"""Files of examples: read within bounds, written anew and never over another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.training.example import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
    """Write a new file, and leave no half of one; raises `UsageError` where it is there, or cannot be written."""
    try:
        file = path.open("x", encoding="utf-8")
    except FileExistsError:
        raise UsageError(f"{path} is there already; name another file, or remove it first.") from None
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    try:
        with file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError | ValueError) -> UsageError:
    reason = (error.strerror if isinstance(error, OSError) else "") or "that is no name of a file"
    return UsageError(f"{path} cannot be written: {reason}.")
