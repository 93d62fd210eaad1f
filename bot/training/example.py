"""One example to train on, as a line of JSON: read strictly, written so that it reads back the same."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from bot.domain import Difficulty, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PERSON: Final = "person"
EDITED: Final = "model, edited"

HINTS: Final = 3
"""An example has as many hints, or none."""

MAX_LINE: Final = 100_000
"""Characters of a line; a longer one is refused."""

LONGEST: Final[Mapping[str, int]] = {
    "id": 80,
    "topic": 80,
    "title": 300,
    "article": 20_000,
    "summary": 2_000,
    "question": 600,
    "answer": 80,
    "aliases": 80,
    "hints": 300,
    "explanation": 1_000,
    "source": 120,
    "licence": 80,
    "terms": 500,
}
"""Most characters of each text."""

MAX_ALIASES: Final = 20

LINED: Final = frozenset({"article", "summary", "question", "explanation"})
"""The texts that may have several lines."""

NEEDED: Final = ("id", "form", "kind", "question", "answer", "source", "licence", "terms")
"""Keys a row must have, besides `article` or `summary`."""

_STEERING = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_SOURCE = re.compile(r"person|model, edited|model:[^\s,][^\n,]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A riddle, what it is made of, and where both come from.

    `article` or `summary` is there, or both; `hints` are three, or none. `source` is `person`, `model:NAME` or
    `model, edited`; `terms` say in a sentence what whoever made the text lets be done with it.
    """

    id: str
    topic: str
    title: str
    article: str
    summary: str
    form: Form
    kind: Kind
    question: str
    answer: str
    aliases: tuple[str, ...]
    hints: tuple[str, ...]
    explanation: str
    difficulty: Difficulty
    source: str
    licence: str
    terms: str


class Wrong(StrEnum):
    """Why a row is refused: the name it is counted under."""

    JSON = "json"
    KEYS = "keys"
    EMPTY = "empty"
    ANSWER = "answer"
    LONG = "long"
    VALUE = "value"
    SOURCE = "source"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is no example: its line (the first is 1), the name of what is wrong, and that in a sentence."""

    line: int
    wrong: Wrong
    reason: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read: the examples in their order, and the rows that are none."""

    examples: tuple[Example, ...]
    refused: tuple[Refused, ...] = ()


class RowError(ValueError):
    """A row is no example; `wrong` is the name it is counted under."""

    def __init__(self, wrong: Wrong, reason: str) -> None:
        super().__init__(reason)
        self.wrong = wrong


def read_examples(lines: Iterable[str]) -> Rows:
    """Read rows, one JSON object a line; blank lines are passed over, an id that was there before is refused."""
    return read_rows(lines, read_example)


def read_rows(lines: Iterable[str], read: Callable[[str], Example]) -> Rows:
    """Read rows by a reader of one, which raises `RowError`; an id that was there before is refused."""
    found: dict[str, Example] = {}
    refused: list[Refused] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            example = read(line)
            if example.id in found:
                raise RowError(Wrong.TWICE, f"The id {example.id} was there before.")
        except RowError as error:
            refused.append(Refused(number, error.wrong, str(error)))
        else:
            found[example.id] = example
    return Rows(tuple(found.values()), tuple(refused))


def read_example(line: str) -> Example:
    """Read one row; raises `RowError` with the first thing that is wrong."""
    return example_of(json_object(line))


def json_object(line: str, most: int = MAX_LINE) -> dict[str, Any]:
    """The object on a line; raises `RowError` where there is none."""
    if len(line) > most:
        raise RowError(Wrong.LONG, f"The line is longer than {most} characters.")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise RowError(Wrong.JSON, "The line is not JSON.") from None
    if not isinstance(found, dict):
        raise RowError(Wrong.JSON, "The line is not a JSON object.")
    return found


def example_of(row: Mapping[str, Any]) -> Example:
    """Make an example of a row's fields; raises `RowError` with the first thing that is wrong."""
    _check_keys(row)
    made = Example(
        form=_one_of(Form, row, "form"),
        kind=_one_of(Kind, row, "kind"),
        difficulty=_one_of(Difficulty, {"difficulty": Difficulty.MEDIUM, **row}, "difficulty"),
        aliases=_texts(row, "aliases"),
        hints=_texts(row, "hints"),
        **{key: _text(row, key) for key in LONGEST if key not in {"aliases", "hints"}},
    )
    _check_whole(made)
    return made


def record(example: Example) -> dict[str, Any]:
    """The row of an example: every key there, in the order of the fields."""
    row = {field.name: getattr(example, field.name) for field in fields(Example)}
    return {key: list(value) if isinstance(value, tuple) else str(value) for key, value in row.items()}


def write_example(example: Example) -> str:
    """An example as a line of JSON, without the line's end."""
    return json.dumps(record(example), ensure_ascii=False)


def _check_keys(row: Mapping[str, Any]) -> None:
    known = {field.name for field in fields(Example)}
    if unknown := sorted(row.keys() - known):
        raise RowError(Wrong.KEYS, f"The row has a key that no example has: {unknown[0][:40]!r}.")
    if "answer" not in row:
        raise RowError(Wrong.ANSWER, "The row has no answer.")
    if missing := [key for key in NEEDED if key not in row]:
        wrong = Wrong.SOURCE if missing[0] in {"source", "licence", "terms"} else Wrong.KEYS
        raise RowError(wrong, f"The row lacks `{missing[0]}`.")


def _check_whole(made: Example) -> None:
    if not made.answer:
        raise RowError(Wrong.ANSWER, "The row has no answer.")
    if empty := [key for key in ("id", "question") if not getattr(made, key)]:
        raise RowError(Wrong.EMPTY, f"`{empty[0]}` is empty.")
    if not (made.article or made.summary):
        raise RowError(Wrong.EMPTY, "The row has neither an article nor a summary.")
    if len(made.aliases) > MAX_ALIASES:
        raise RowError(Wrong.LONG, f"There are more than {MAX_ALIASES} aliases.")
    if len(made.hints) not in {0, HINTS}:
        raise RowError(Wrong.VALUE, f"There are {len(made.hints)} hints; there have to be {HINTS}, or none.")
    if not _SOURCE.fullmatch(made.source):
        raise RowError(Wrong.SOURCE, "`source` is not person, model:NAME, or model, edited.")
    if empty := [key for key in ("licence", "terms") if not getattr(made, key)]:
        raise RowError(Wrong.SOURCE, f"`{empty[0]}` is empty.")


def _one_of(kind: type[Any], row: Mapping[str, Any], key: str) -> Any:
    known = [member.value for member in kind]
    if row[key] not in known:
        raise RowError(Wrong.VALUE, f"`{key}` is none of: {', '.join(known)}.")
    return kind(row[key])


def _text(row: Mapping[str, Any], key: str) -> str:
    return _checked(row.get(key, ""), key)


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list):
        raise RowError(Wrong.VALUE, f"`{key}` is no list of texts.")
    found = tuple(_checked(value, key) for value in values)
    if not all(found):
        raise RowError(Wrong.EMPTY, f"One of `{key}` is empty.")
    return found


def _checked(value: object, key: str) -> str:
    """A text within its limit, without blanks around it and without letters that steer a screen or hide."""
    if not isinstance(value, str):
        raise RowError(Wrong.VALUE, f"`{key}` is no text.")
    text = value.strip()
    if len(text) > LONGEST[key]:
        raise RowError(Wrong.LONG, f"`{key}` is longer than {LONGEST[key]} characters.")
    if "\n" in text and key not in LINED:
        raise RowError(Wrong.VALUE, f"`{key}` is more than one line.")
    if not text.replace("\n", " ").isprintable() and any(char != "\n" and _steers(char) for char in text):
        raise RowError(Wrong.VALUE, f"`{key}` holds control characters or invisible ones.")
    return text


def _steers(char: str) -> bool:
    return unicodedata.category(char) in _STEERING
