"""The stories that every entrant gets: those that ship, or those of a file; what is left out, and why."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.domain import Article, Form, Story
from bot.errors import UsageError
from bot.evaluation.case import Case
from bot.files import read_text
from bot.text import fold, one_line, plain, sentences, words
from bot.training.example import RowError, Wrong, json_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.training.example import Example

LONGEST: Final = 20_000
"""Characters of an article that are kept: whole sentences within them."""

SHORTEST: Final = 5
"""Words an article has to have."""

MOST: Final = 10_000
"""Most articles of a run."""

MOST_TOLD: Final = 100
"""Articles that are left out with their reason; others are counted."""

LARGEST_FILE: Final = 64 * 2**20
LARGEST_LINE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cases, the articles that were left out, each with its reason, and what else is to be said of them."""

    cases: tuple[Case, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A short hash of the articles: another run on the same ones has the same."""
        return digest_of(self.cases)


def digest_of(cases: Iterable[Case]) -> str:
    """A short hash of cases, with all that is asked of them and compared with."""
    told = [
        [one.id, one.story.lead.title, one.story.lead.text, one.form.value, one.summary, one.riddle] for one in cases
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def gather(path: Path | None, count: int | None = None) -> Gathered:
    """The cases of a file, or those that ship; the first `count` of them. Raises `UsageError` where there is none."""
    if path is None:
        from bot.training.cases import cases_of  # noqa: PLC0415 - loads what asks models, which scoring does not

        found = tuple(_of_example(one) for one in cases_of(None))
        return Gathered(found[:count])
    made = _Reading(str(path))
    for number, line in enumerate(read_text(path, LARGEST_FILE).split("\n"), 1):
        if not line.strip():
            continue
        if len(made.cases) == min(count or MOST, MOST):
            made.full = not count
            break
        made.take(number, line)
    return made.gathered()


class _Reading:
    """A file being read."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._seen: dict[str, str] = {}
        self._ids: set[str] = set()
        self.cases: list[Case] = []
        self.full = False
        self._skipped: list[tuple[str, str]] = []
        self._unfit = 0
        self._cut: list[str] = []

    def take(self, number: int, line: str) -> None:
        name = f"line {number}"
        try:
            self.cases.append(self._case(number, json_object(line, LARGEST_LINE)))
        except RowError as error:
            self._unfit += 1
            if self._unfit <= MOST_TOLD:
                self._skipped.append((name, str(error)))

    def gathered(self) -> Gathered:
        if not self.cases:
            why = f": {self._skipped[0][0]}: {self._skipped[0][1]}" if self._skipped else "; it is empty."
            raise UsageError(f"{self._where} holds no article that can be used{why}")
        return Gathered(tuple(self.cases), tuple(self._skipped), tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.full:
            yield f"The file holds more than {MOST:,} articles; the first {MOST:,} were used."
        if self._unfit > MOST_TOLD:
            yield f"{self._unfit - MOST_TOLD:,} more lines were left out than are listed."
        if self._cut:
            yield (
                f"Longer than {LONGEST} characters, so only the leading sentences were used: "
                f"{', '.join(self._cut[:5])}{' and others' if len(self._cut) > 5 else ''}."
            )

    def _case(self, number: int, row: dict[str, Any]) -> Case:
        title, whole = one_line(_told(row, "title")), plain(_told(row, "article", "text"))
        name = self._name(row, number)
        if len(words(whole)) < SHORTEST:
            raise _unfit(f"The article has fewer than {SHORTEST} words." if whole else "The article is empty.")
        same = " ".join(fold(whole).split())
        if same in self._seen:
            raise _unfit(f"The article is the same as that of {self._seen[same]}.")
        text = leading(whole, LONGEST)
        case = Case(
            id=name,
            story=Story((Article(id=name, title=title, text=text),)),
            form=_form(row),
            summary=plain(_told(row, "summary"), 4000),
            riddle=plain(_told(row, "question", "riddle"), 4000),
            answer=one_line(_told(row, "answer")),
            aliases=tuple(one_line(one) for one in _list(row, "aliases")),
        )
        self._seen[same] = name
        self._ids.add(name)
        if text != whole:
            self._cut.append(name)
        return case

    def _name(self, row: dict[str, Any], number: int) -> str:
        name = one_line(str(row.get("id") or ""), 80) or f"article-{number:03d}"
        while name in self._ids:
            name = f"{name}-{number}"
        return name


def leading(text: str, limit: int) -> str:
    """The leading sentences of a text within a number of characters, paragraphs kept; at least the first, cut."""
    if len(text) <= limit:
        return text
    kept: list[str] = []
    left = limit
    for paragraph in text.split("\n\n"):
        told = _within(paragraph, left)
        if told:
            kept.append(told)
        left -= len(told) + 2
        if told != " ".join(paragraph.split()):
            break
    return "\n\n".join(kept) or text[:limit]


def _within(paragraph: str, left: int) -> str:
    told = ""
    for sentence in sentences(paragraph):
        longer = f"{told} {' '.join(sentence.split())}".strip()
        if len(longer) > left:
            break
        told = longer
    return told


def _of_example(example: Example) -> Case:
    return Case(
        id=example.id,
        story=Story((Article(id=example.id, title=example.title, text=example.article),)),
        form=example.form,
        summary=example.summary,
        riddle=example.question,
        answer=example.answer,
        aliases=example.aliases,
    )


def _unfit(reason: str) -> RowError:
    return RowError(Wrong.EMPTY, reason)


def _told(row: dict[str, Any], *keys: str) -> str:
    """The text under the first of some keys; nothing where there is none."""
    for key in keys:
        if (value := row.get(key)) is not None:
            if not isinstance(value, str):
                raise _unfit(f"`{key}` is no text.")
            return value
    return ""


def _list(row: dict[str, Any], key: str) -> Sequence[str]:
    values = row.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _unfit(f"`{key}` is no list of texts.")
    return values


def _form(row: dict[str, Any]) -> Form:
    told = row.get("form") or Form.SUMMARY.value
    if told not in {form.value for form in Form}:
        raise _unfit(f"`form` is none of: {', '.join(form.value for form in Form)}.")
    return Form(told)
