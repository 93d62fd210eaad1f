"""Examples -> rows: what is asked and what should be answered, in the tokens the model will read and write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.riddles.pipelines.shape import cut
from bot.riddles.pipelines.tuned import TUNED
from bot.text import fold, sentences
from bot.training.brief import brief, evidence
from bot.training.recipe import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.riddles.pipelines.template import Template
    from bot.training.example import Example


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row in tokens; those from `start` on are trained on, the model's own end of a turn among them."""

    ids: tuple[int, ...]
    start: int


class Encoder(Protocol):
    """The tokenizer of a model, with its chat template."""

    @property
    def chat_template(self) -> str:
        """The model's own template; empty where it has none."""

    def encode(self, turns: Sequence[tuple[str, str]], reply: str, *, completes: bool) -> Encoded:
        """What the model reads where it is asked `turns`, then the reply and the model's end of a turn."""

    def show(self, ids: Sequence[int]) -> str:
        """Tokens as a text, marks of turns and all."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example, and whether its riddle is one to write or, for KTO, one not to write.

    `told` is what its row tells of the story.
    """

    example: Example
    wanted: bool = True
    told: str = ""

    @property
    def article(self) -> str:
        """A name of its article: whatever is made of the same text shares it."""
        text = " ".join(fold(self.example.article or self.example.summary).split())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson that fits; `cut` says that its story was shortened for it."""

    lesson: Lesson
    encoded: Encoded
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """The rows that fit, and the lessons that do not, each with its tokens."""

    rows: tuple[Row, ...]
    dropped: tuple[tuple[Lesson, int], ...] = ()

    @property
    def whole(self) -> int:
        """How many rows were kept as they are."""
        return sum(not row.cut for row in self.rows)

    @property
    def cut(self) -> tuple[Row, ...]:
        """The rows whose story was shortened."""
        return tuple(row for row in self.rows if row.cut)

    @property
    def lengths(self) -> tuple[int, ...]:
        """The tokens of each row."""
        return tuple(len(row.encoded.ids) for row in self.rows)


def fitted(lessons: Iterable[Lesson], template: Template, encoder: Encoder, limit: int) -> Fitted:
    """Put lessons into rows of at most `limit` tokens.

    A reply is never cut, since the model would learn not to end: the story loses its last sentences, and where its
    first alone is too long the lesson is dropped.
    """
    rows: list[Row] = []
    dropped: list[tuple[Lesson, int]] = []
    for lesson in lessons:
        row, tokens = _fit(lesson, template, encoder, limit)
        if row is None:
            dropped.append((lesson, tokens))
        else:
            rows.append(row)
    return Fitted(tuple(rows), tuple(dropped))


def story_of(example: Example) -> str:
    """A summary of the story; where there is none, the article's opening, as the pipeline does."""
    return " ".join((example.summary or cut(example.article, TUNED.article_words)).split())


def taught(lessons: Iterable[Lesson], told: Told, words: int) -> list[Lesson]:
    """The lessons as they are taught: each once for every way of telling its story, long riddles cut to `words`.

    A refused riddle stays as it was refused.
    """
    found = []
    for lesson in lessons:
        for story in _stories(lesson.example, told):
            short = brief(lesson.example, story, words) if words and lesson.wanted else lesson.example
            found.append(replace(lesson, example=short, told=story))
    return found


def _stories(example: Example, told: Told) -> list[str]:
    """The summary, the evidence, or both, each where there is one."""
    shown = {
        Told.SUMMARY: example.summary if told is not Told.EVIDENCE else "",
        Told.EVIDENCE: evidence(example, TUNED.article_words) if example.article and told is not Told.SUMMARY else "",
    }
    return list(dict.fromkeys(" ".join(one.split()) for one in shown.values() if one)) or [story_of(example)]


def _fit(lesson: Lesson, template: Template, encoder: Encoder, limit: int) -> tuple[Row | None, int]:
    one = lesson.example
    told = sentences(lesson.told or story_of(one))
    reply = template.reply(one.answer, one.kind, one.question)
    tokens = 0
    for kept in range(len(told), 0, -1):
        turns = template.turns(" ".join(told[:kept]), one.form)
        encoded = encoder.encode(turns, reply, completes=template.layout.completes)
        tokens = tokens or len(encoded.ids)
        if len(encoded.ids) <= limit:
            return Row(lesson, encoded, cut=kept < len(told)), tokens
    return None, tokens
