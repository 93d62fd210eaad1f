"""Completions in a file: kept, and read to be scored again without a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import RiddleError, UsageError
from bot.evaluation.honest import Completed, Start
from bot.files import read_text
from bot.records import line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 64 * 2**20
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Completions, who wrote them, and how they were drawn."""

    by: str
    k: int
    seed: int
    done: Sequence[Completed]


def write(path: Path, kept: Kept) -> None:
    """Write them: what they are in the first line, then one beginning a line."""
    head = {"honest": FORMAT, "by": kept.by, "k": kept.k, "seed": kept.seed}
    rows = [
        {
            "template": one.start.template,
            "group": one.start.group,
            "place": one.start.place,
            "text": one.start.text,
            "said": list(one.said),
        }
        for one in kept.done
    ]
    try:
        path.write_text("".join(f"{line(row)}\n" for row in (head, *rows)), encoding="utf-8")
    except OSError as error:
        raise RiddleError(f"{path} cannot be written: {error.strerror or error}.") from None


def read(path: Path) -> Kept:
    """Read them; raises `UsageError` for what is no such file."""
    text = read_text(path, LARGEST)
    try:
        head, *rows = (json.loads(row) for row in text.splitlines() if row.strip())
        if head["honest"] != FORMAT:
            raise UsageError(f"{path} is of another version of the program; have the model complete them again.")
        done = tuple(_completed(row) for row in rows)
        return Kept(str(head["by"]), int(head["k"]), int(head["seed"]), done)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} does not hold kept completions; --keep writes such a file.") from None


def _completed(row: dict[str, object]) -> Completed:
    said = row["said"]
    if not isinstance(said, list) or not said:
        raise TypeError
    start = Start(int(str(row["template"])), str(row["group"]), int(str(row["place"])), str(row["text"]))
    return Completed(start, tuple(str(one) for one in said))
