"""Where `augment` writes: examples in one file, what was dropped and spent in another beside it, both only added to.

The state of a run is what these files hold: whoever goes on with them reads it from there. What one request brought is
written at once and on the disk before the next is asked; a line torn by a death is cut off when the files are opened
again.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from bot.domain import Usage
from bot.errors import UsageError
from bot.files import add, cut_torn, held
from bot.training.example import RowError, json_object, write_example
from bot.training.files import read_file, read_lines
from bot.training.filters import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.training.example import Example
    from bot.training.filters import Dropped

MOST_LOGGED: Final = 1_000_000
"""Characters of a line of the log that are read."""

ROOM: Final = 20_000_000
"""Bytes that have to be free before anything is asked."""


_USAGE: Final = ("calls", "prompt_tokens", "completion_tokens", "seconds", "cost")


@dataclass(frozen=True, slots=True)
class Loss:
    """A block that was not kept: the rule, the reason, and what was written."""

    dropped: Dropped
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request brought."""

    number: int
    shown: tuple[str, ...]
    kept: tuple[Example, ...] = ()
    lost: tuple[Loss, ...] = ()
    usage: Usage = field(default_factory=Usage)
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What all requests brought so far."""

    asked: int = 0
    kept: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    failed: int = 0
    usage: Usage = field(default_factory=Usage)

    @property
    def written(self) -> int:
        """Examples the model wrote, kept or not."""
        return self.kept + sum(self.dropped.values())

    def plus(self, asked: Asked) -> Tally:
        """The tally with one request more."""
        lost = Counter(self.dropped) + Counter(one.dropped.rule.value for one in asked.lost)
        return replace(
            self,
            asked=self.asked + 1,
            kept=self.kept + len(asked.kept),
            dropped=dict(lost),
            failed=self.failed + bool(asked.failed),
            usage=self.usage + asked.usage,
        )


class Journal:
    """The two files of a run, held by one process at a time."""

    def __init__(self, out: Path, log: Path, kept: Sequence[Example], tally: Tally) -> None:
        self.out, self.log = out, log
        self.kept = list(kept)
        self.tally = tally

    @classmethod
    @contextmanager
    def opened(cls, out: Path, *, resume: bool) -> Iterator[Self]:
        """Open both for going on, or for a new run; raises `UsageError` where that cannot be."""
        log = log_of(out)
        if not resume and (there := next((path for path in (out, log) if _holds(path)), None)):
            raise UsageError(f"{there} is there already: --resume goes on with it, --out names another.")
        with held(log, log):
            _check_room(out)
            for path in (out, log):
                cut_torn(path)
            yield cls(out, log, _rows(out), _tally(log))

    @classmethod
    def seen(cls, out: Path) -> Self:
        """What there is by now, only to be looked at."""
        log = log_of(out)
        return cls(out, log, _rows(out), _tally(log))

    @property
    def next_number(self) -> int:
        """The number of the next request."""
        return self.tally.asked + 1

    def write(self, asked: Asked) -> None:
        """Add what a request brought; first the examples, so that a death in between loses none."""
        add(self.out, map(write_example, asked.kept))
        add(self.log, (json.dumps(record, ensure_ascii=False) for record in _records(asked)))
        self.kept += asked.kept
        self.tally = self.tally.plus(asked)


def log_of(out: Path) -> Path:
    """The file beside the examples that tells of those that were dropped, and of what was spent."""
    return out.with_name(f"{out.stem}.log.jsonl")


def _holds(path: Path) -> bool:
    """Whether something is in a file; a run that was stopped before its first answer leaves an empty one."""
    return path.exists() and path.stat().st_size > 0


def _records(asked: Asked) -> Iterator[dict[str, Any]]:
    for loss in asked.lost:
        rule, reason = loss.dropped.rule.value, loss.dropped.reason
        yield {"what": "dropped", "asked": asked.number, "rule": rule, "reason": reason, "text": loss.text}
    yield {
        "what": "asked",
        "asked": asked.number,
        "shown": list(asked.shown),
        "kept": [example.id for example in asked.kept],
        "failed": asked.failed,
        **{key: getattr(asked.usage, key) for key in _USAGE},
    }


def _rows(out: Path) -> tuple[Example, ...]:
    if not _holds(out):
        return ()
    rows = read_file(out)
    if rows.refused:
        raise UsageError(f"Line {rows.refused[0].line} of {out} is no example: {rows.refused[0].reason}")
    return rows.examples


def _tally(log: Path) -> Tally:
    """What a log tells of the requests so far."""
    if not _holds(log):
        return Tally()
    asked, failed, kept, usage, dropped = 0, 0, 0, Usage(), Counter[str]()
    for number, line in enumerate(read_lines(log), 1):
        if not line:
            continue
        try:
            record = json_object(line, MOST_LOGGED)
            if record["what"] == "dropped":
                dropped[Rule(record["rule"]).value] += 1
                continue
            asked = max(asked, int(record["asked"]))
            failed += bool(record["failed"])
            kept += len(record["kept"])
            usage += Usage(**{key: record[key] for key in _USAGE})
        except (RowError, KeyError, TypeError, ValueError):
            raise UsageError(f"Line {number} of {log} is no record of a run; --out names another file.") from None
    return Tally(asked, kept, dict(dropped), failed, usage)


def _check_room(out: Path) -> None:
    free = shutil.disk_usage(out.parent).free
    if free < ROOM:
        raise UsageError(f"{out.parent} has {free // 1_000_000} MB free; there have to be {ROOM // 1_000_000}.")
