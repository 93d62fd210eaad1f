"""A riddle as a text of labelled lines, the answer a small model learns to give, and read back from it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from bot.training.example import HINTS, RowError, Wrong

if TYPE_CHECKING:
    from bot.training.example import Example

APART: Final = "; "
"""What stands between aliases."""

LABELS: Final = ("Kind", "Answer", "Aliases", "Riddle", "Hint 1", "Hint 2", "Hint 3", "Explanation")

_LABEL = re.compile(rf"^({'|'.join(LABELS)}|Question|Alias):[ \t]*", re.IGNORECASE | re.MULTILINE)
_SAME = {"question": "riddle", "alias": "aliases"}


def tell(example: Example) -> str:
    """The riddle in labelled lines: what is asked for first, then the riddle, then what helps to solve it.

    Raises `RowError` where a text would be taken for another part, so that nothing is written that reads back
    otherwise.
    """
    hints = zip(("Hint 1", "Hint 2", "Hint 3"), example.hints, strict=False)
    told = {
        "Kind": example.kind.value,
        "Answer": example.answer,
        "Aliases": APART.join(example.aliases),
        "Riddle": example.question,
        **dict(hints),
        "Explanation": example.explanation,
    }
    text = "\n".join(f"{label}: {value}" for label, value in told.items() if value)
    try:
        same = read_told(text) == fields_of(example)
    except RowError:
        same = False
    if not same:
        raise RowError(Wrong.VALUE, "A part of the riddle reads like a label, so it cannot be told in labelled lines.")
    return text


def fields_of(example: Example) -> dict[str, Any]:
    """The parts of an example that its answer holds."""
    return {
        "kind": example.kind.value,
        "answer": example.answer,
        "aliases": list(example.aliases),
        "question": example.question,
        "hints": list(example.hints),
        "explanation": example.explanation,
    }


def read_told(text: str) -> dict[str, Any]:
    """The parts of a riddle in labelled lines, or in a JSON object; raises `RowError` where there is none."""
    found = _labelled(text)
    if not (found.get("riddle") or found.get("answer")):
        return _from_object(text)
    if not found.get("answer"):
        raise RowError(Wrong.ANSWER, "The row has no answer.")
    if not found.get("riddle"):
        raise RowError(Wrong.EMPTY, "The row has no riddle.")
    hints = [found[f"hint {at}"] for at in range(1, HINTS + 1) if found.get(f"hint {at}")]
    return {
        "kind": found.get("kind", "").lower(),
        "answer": found["answer"],
        "aliases": [alias for alias in found.get("aliases", "").split(APART) if alias.strip()],
        "question": found["riddle"],
        "hints": hints,
        "explanation": found.get("explanation", ""),
    }


def _labelled(text: str) -> dict[str, str]:
    """What stands behind each label; a label that comes again ends the reading."""
    parts = _LABEL.split(text)
    found: dict[str, str] = {}
    for label, value in zip(parts[1::2], parts[2::2], strict=True):
        key = _SAME.get(label.lower(), label.lower())
        if key in found:
            raise RowError(Wrong.VALUE, f"The row has two texts called {label}.")
        found[key] = value.strip()
    return found


def _from_object(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not (row.get("question") or row.get("riddle")):
        raise RowError(
            Wrong.ANSWER, "The row's answer holds no riddle: neither `Riddle:` and `Answer:` lines nor JSON."
        )
    if not row.get("answer"):
        raise RowError(Wrong.ANSWER, "The row has no answer.")
    keys = ("kind", "answer", "aliases", "hints", "explanation")
    return {"question": row.get("question") or row.get("riddle")} | {key: row[key] for key in keys if row.get(key)}
