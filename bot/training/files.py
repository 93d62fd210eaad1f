"""Files of examples: read within bounds, written anew and never over another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.files import read_text, unwritable
from bot.training.example import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.training.example import Rows

MOST_BYTES: Final = 256 * 2**20
"""Bytes of a file of examples; a longer one is refused before it is read."""


def read_file(path: Path) -> Rows:
    """Read a file of our own rows; raises `UsageError` where it cannot be read at all."""
    return read_examples(read_lines(path))


def read_lines(path: Path) -> list[str]:
    """The lines of a text; raises `UsageError` where there is none, or too much."""
    lines = read_text(path, MOST_BYTES).split("\n")
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
        raise unwritable(path, error) from None
    try:
        with file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise unwritable(path, error) from None
