"""The folder of a run: what it is of, and every generation and measurement the moment it is made.

Generations and measurements are only added to, and are on the disk before the next is asked for; a line torn by a
death is cut off when the run is gone on with. One process holds a run at a time.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - read when a plan is
from typing import TYPE_CHECKING, Final, Self, TypeVar

from bot.errors import UsageError
from bot.evaluation.case import Case
from bot.evaluation.cases import digest_of
from bot.evaluation.entrant import Entrant  # noqa: TC001 - read when a plan is
from bot.evaluation.generation import Generation, Measurement
from bot.evaluation.records import FORMAT, another, as_json, as_line, of_json, of_line
from bot.files import add, cut_torn, held, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

RUN: Final = "run.json"
CASES: Final = "cases.jsonl"
GENERATIONS: Final = "generations.jsonl"
MEASUREMENTS: Final = "measurements.jsonl"
LOCK: Final = "lock"

WHAT: Final = "riddle evaluation run"
NOTHING: Final = "nothing was begun"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is of.

    `machine` holds what was measured of it, `reads` how many words of an article each entrant is given.
    """

    name: str
    version: str
    started: datetime
    entrants: tuple[Entrant, ...]
    seeds: tuple[int, ...]
    draws: int
    articles: str
    machine: Mapping[str, str | int | float] = field(default_factory=dict)
    reads: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A run as it was read: where several lines tell of the same, the last one counts."""

    plan: Plan
    cases: tuple[Case, ...]
    generations: tuple[Generation, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    @property
    def wanted(self) -> int:
        """How many riddles it is to have in the end."""
        plan = self.plan
        return len(plan.entrants) * len(self.cases) * len(plan.seeds) * plan.draws


class Journal:
    """The folder of a run, open for writing."""

    def __init__(self, folder: Path, record: Record) -> None:
        self.folder = folder
        self.plan, self.cases = record.plan, record.cases
        self.generations = {one.key: one for one in record.generations}
        self.measurements = {(one.name, one.of, one.by): one for one in record.measurements}

    @classmethod
    @contextmanager
    def begun(cls, folder: Path, plan: Plan, cases: tuple[Case, ...]) -> Iterator[Self]:
        """Make the folder of a new run, whole or not at all; raises `UsageError` where there is one already."""
        check_free(folder)
        with _beside(folder) as part, held(part / LOCK, folder):
            head = {"what": WHAT, "format": FORMAT, **as_json(plan)}
            add(part / CASES, map(as_line, cases), NOTHING)
            add(part / RUN, [json.dumps(head, ensure_ascii=False, indent=1)], NOTHING)
            try:
                part.rename(folder)
            except OSError as error:
                raise unwritable(folder, error) from None
            yield cls(folder, Record(plan, cases))

    @classmethod
    @contextmanager
    def resumed(cls, folder: Path) -> Iterator[Self]:
        """Go on with a run; raises `UsageError` where that cannot be."""
        read_plan(folder)  # a folder of another version is not touched
        with held(folder / LOCK, folder):
            for name in (GENERATIONS, MEASUREMENTS):
                cut_torn(folder / name)
            yield cls(folder, read(folder))

    def add(self, generation: Generation) -> None:
        """Keep a generation."""
        add(self.folder / GENERATIONS, [as_line(generation)])
        self.generations[generation.key] = generation

    def measured(self, measurements: Iterable[Measurement]) -> None:
        """Keep what was measured."""
        found = list(measurements)
        add(self.folder / MEASUREMENTS, map(as_line, found))
        self.measurements |= {(one.name, one.of, one.by): one for one in found}

    @property
    def record(self) -> Record:
        """The run as it is by now."""
        return Record(self.plan, self.cases, tuple(self.generations.values()), tuple(self.measurements.values()))


def check_free(folder: Path) -> None:
    """Raise `UsageError` where a run cannot be begun, since something is there already."""
    try:
        if not folder.exists():
            return
        told = ": --resume goes on with it," if (folder / RUN).exists() else ", and holds no run;"
    except OSError as error:
        raise unwritable(folder, error) from None
    raise UsageError(f"{folder} is there already{told} --run names another.")


def read(folder: Path) -> Record:
    """A run as it is by now; raises `UsageError` where the folder holds none, or one of another version."""
    plan = read_plan(folder)
    cases = tuple(_lines(folder / CASES, Case))
    if digest_of(cases) != plan.articles:
        raise UsageError(f"{folder / CASES} holds other articles than the run was made with.")
    generations = {one.key: one for one in _lines(folder / GENERATIONS, Generation)}
    measurements = {(one.name, one.of, one.by): one for one in _lines(folder / MEASUREMENTS, Measurement)}
    return Record(plan, cases, tuple(generations.values()), tuple(measurements.values()))


def read_plan(folder: Path) -> Plan:
    """What a run is of; raises `UsageError` where the folder holds none, or one of another version."""
    file = folder / RUN
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{folder} holds no run: {RUN} cannot be read ({error.strerror or error}).") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{file} is no JSON, so the run cannot be read.") from None
    if not isinstance(told, dict) or told.get("what") != WHAT:
        raise UsageError(f"{file} tells of no run of `riddle evaluate`.")
    if told.get("format") != FORMAT:
        raise UsageError(another(str(file), told.get("format")))
    try:
        return of_json(Plan, {key: value for key, value in told.items() if key not in {"what", "format"}})
    except ValueError:
        raise UsageError(f"{file} does not tell what the run is of.") from None


def same(plan: Plan, other: Plan) -> None:
    """Raise `UsageError` where what is asked for is not what a run was begun with."""
    for what, one, another_one in (
        ("articles", plan.articles, other.articles),
        ("entrants", [one.key for one in plan.entrants], [one.key for one in other.entrants]),
        ("seeds", plan.seeds, other.seeds),
        ("draws", plan.draws, other.draws),
    ):
        if one != another_one:
            raise UsageError(
                f"The run {plan.name} was begun with other {what}: leave them out to go on with it, "
                "or begin another without --resume."
            )


def _lines(file: Path, kind: type[T]) -> Iterator[T]:
    """The values of a file, one a line; one without an end, torn by a death, does not count."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file} cannot be read.") from None
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            yield of_line(kind, line)
        except ValueError:
            raise UsageError(f"Line {number} of {file} is damaged; without that line the run can be read.") from None


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside a place, to be put there once it is filled; else it is gone in the end."""
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        part.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror or error}.") from None
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
