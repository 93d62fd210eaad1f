"""Examples in the layouts that other tools train on, there and back: Alpaca, Dolly, and prompts with completions.

Each holds one step, from the story to the riddle: an instruction that names the wanted form and difficulty, the
summary (or else the article), and the riddle in labelled lines. Title, topic, and the article beside a summary have no
place in them; who wrote a row, and on what terms, has to be said when it comes in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from bot.domain import Difficulty, Form, Kind
from bot.errors import UsageError
from bot.riddles.given import form_of
from bot.text import plain
from bot.training.example import LONGEST, RowError, Wrong, example_of, json_object, read_example, read_rows, record
from bot.training.telling import read_told, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.training.example import Example, Rows


class Layout(StrEnum):
    """The layouts a file of examples may have."""

    RIDDLE = "riddle"
    ALPACA = "alpaca"
    DOLLY = "dolly"
    PROMPT = "prompt"


KEYS: Final[Mapping[Layout, tuple[str, ...]]] = {
    Layout.ALPACA: ("instruction", "input", "output"),
    Layout.DOLLY: ("instruction", "context", "response", "category"),
    Layout.PROMPT: ("prompt", "completion"),
}
"""The published keys of each."""

CATEGORY: Final = "creative_writing"
"""What Dolly calls it to write of what is given."""

_ASKS = {
    Form.SUMMARY: "Write a riddle of a few veiled lines that retell this {given}, without naming the answer.",
    Form.FIRST_PERSON: "Write a riddle of this {given} in which the answer speaks of itself, without its name.",
    Form.QUESTION: "Turn this {given} into one well-turned question, without naming the answer.",
}
_GIVEN = {True: "summary of a news story", False: "news story"}
_HARD = {Difficulty.EASY: "easy", Difficulty.MEDIUM: "of medium difficulty", Difficulty.HARD: "hard"}
_MARKS = re.compile(r"\s?\[\d{1,3}\]")
_BREAK = "\n\n"
_ANY = {"id": "a", "summary": "a", "question": "a", "answer": "a", "form": "question", "kind": "thing"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote the rows of a file whose layout cannot say so, and on what terms they may be used."""

    source: str
    licence: str
    terms: str


def origin(source: str, licence: str, terms: str) -> Origin:
    """An origin as rows may have it; raises `UsageError` with what is wrong with it."""
    try:
        row = example_of({**_ANY, "source": source, "licence": licence, "terms": terms})
    except RowError as error:
        raise UsageError(f"The rows cannot be given that origin: {error}") from None
    return Origin(row.source, row.licence, row.terms)


@dataclass(frozen=True, slots=True)
class _Task:
    """An instruction taken apart: what it asks for, and whether a summary is given rather than an article."""

    form: Form
    difficulty: Difficulty
    summary: bool


def instruction(form: Form, difficulty: Difficulty, *, summary: bool = True) -> str:
    """What a model is told to do: one sentence for the form, one for the difficulty."""
    return f"{_ASKS[form].format(given=_GIVEN[summary])} It should be {_HARD[difficulty]} to solve."


_TASKS: Final[Mapping[str, _Task]] = {
    instruction(form, difficulty, summary=summary): _Task(form, difficulty, summary)
    for form, difficulty, summary in product(Form, Difficulty, (True, False))
}


def row_of(example: Example, layout: Layout) -> dict[str, Any]:
    """An example as a row of a layout; raises `RowError` where it would not read back the same."""
    if layout is Layout.RIDDLE:
        return record(example)
    asked = instruction(example.form, example.difficulty, summary=bool(example.summary))
    given, told = example.summary or example.article, tell(example)
    if layout is Layout.ALPACA:
        return {"instruction": asked, "input": given, "output": told}
    if layout is Layout.DOLLY:
        return {"instruction": asked, "context": given, "response": told, "category": CATEGORY}
    return {"prompt": f"{asked}{_BREAK}{given}{_BREAK}", "completion": told}


def read_layout(lines: Iterable[str], layout: Layout, origin: Origin | None = None) -> Rows:
    """Read the lines of a file; rows that are no examples are named by line and reason.

    Raises `ValueError` where a layout that does not say who wrote it comes without an origin.
    """
    if layout is Layout.RIDDLE:
        return read_rows(lines, read_example)
    if origin is None:
        msg = f"the layout {layout} does not say who wrote its rows"
        raise ValueError(msg)
    return read_rows(lines, partial(_foreign, layout=layout, origin=origin))


def layout_of(lines: Iterable[str]) -> Layout | None:
    """The layout of the first row that is an object, by its keys; None where they are none of those known."""
    for line in lines:
        try:
            row = json_object(line)
        except RowError:
            continue
        return next((layout for layout, keys in KEYS.items() if row.keys() >= set(keys)), _ours(row))
    return None


def _ours(row: Mapping[str, Any]) -> Layout | None:
    return Layout.RIDDLE if row.keys() & {"question", "answer"} else None


def _foreign(line: str, layout: Layout, origin: Origin) -> Example:
    row = json_object(line)
    asked, given, told = _parts(row, layout)
    task = _TASKS.get(asked)
    if task is None:  # somebody else's: made plain, and without an encyclopaedia's marks of its sources
        given, told = plain(_MARKS.sub("", given)), plain(told)
    fields = read_told(told)
    question = fields["question"] if isinstance(fields["question"], str) else ""
    task = task or _Task(form_of(question), Difficulty.MEDIUM, len(given) <= LONGEST["summary"])
    if fields.get("kind") not in {kind.value for kind in Kind}:
        fields["kind"] = Kind.THING.value
    return example_of(
        {
            "id": _id(given, question),
            "summary" if task.summary else "article": given,
            "form": task.form.value,
            "difficulty": task.difficulty.value,
            "source": origin.source,
            "licence": origin.licence,
            "terms": origin.terms,
            **fields,
        }
    )


def _parts(row: Mapping[str, Any], layout: Layout) -> tuple[str, str, str]:
    """Instruction, what is given, and the answer, each without blanks around it."""
    keys = KEYS[layout]
    values = [row.get(key, "") for key in keys]
    if missing := [key for key in keys if key not in row and key not in {"input", "category"}]:
        raise RowError(Wrong.KEYS, f"The row lacks `{missing[0]}`.")
    if wrong := [key for key, value in zip(keys, values, strict=True) if not isinstance(value, str)]:
        raise RowError(Wrong.VALUE, f"`{wrong[0]}` is no text.")
    if layout is Layout.PROMPT:
        asked, _, given = values[0].partition(_BREAK)
        values = [asked, given, values[1]]
    asked, given, told = (value.strip() for value in values[:3])
    if not told:
        raise RowError(Wrong.ANSWER, "The row has no answer.")
    return asked, given, told


def _id(given: str, question: str) -> str:
    digest = hashlib.sha256("\0".join((given, question)).encode(errors="replace"))
    return f"in-{digest.hexdigest()[:16]}"
