"""Files of examples: read within bounds, written anew and never over another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.files import read_text, unwritable
from bot.training.example import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.training.example import Rows

MOST_BYTES: Final = 256 * 2**20
"""Bytes of a file of examples; no more is read."""


def read_file(path: Path) -> Rows:
    """Read a file of our own rows; raises `UsageError` where it cannot be read at all."""
    return read_examples(read_lines(path))


def read_lines(path: Path) -> list[str]:
    """The lines of a text, or the objects of an array as lines; raises `UsageError` for none, or too many."""
    text = read_text(path, MOST_BYTES)
    lines = _array(text)
    if not (lines and text.strip()):
        raise UsageError(f"{path} is empty.")
    return lines


def _array(text: str) -> list[str]:
    """The objects of an array, as Alpaca was published, each as a line; the lines of a text that is no array."""
    try:
        found = json.loads(text) if text.lstrip().startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    return [json.dumps(row, ensure_ascii=False) for row in found] if isinstance(found, list) else text.split("\n")


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


def check_new(path: Path) -> None:
    """Raise what writing a new file would raise, before there is anything to write."""
    write_lines(path, ())
    path.unlink()
