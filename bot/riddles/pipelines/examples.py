"""Worked examples for the prompts, from `prompts/examples/*.jsonl`."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from bot.domain import Form
from bot.errors import SettingsError
from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 8
"""Most examples in one prompt."""

MOST_FACTS = 4
LONGEST_FACT = 160

_NEEDED = ("article", "summary", "form", "question", "answer")


@dataclass(frozen=True, slots=True)
class Example:
    """An article, its summary, and the riddle somebody made of it."""

    article: str
    summary: str
    form: str
    question: str
    answer: str
    kind: str = "thing"
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def length(self) -> int:
        """How many words it takes in a prompt."""
        return sum(len(words(text)) for text in (self.article, self.summary, self.question, self.answer)) + 6

    @property
    def facts(self) -> tuple[str, ...]:
        """The sentences of the article that its riddle veils, as the explanation tells."""
        told = {fold(word) for word in words(f"{self.explanation} {self.question}") if len(word) > 3}
        found = [one for one in sentences(self.article) if len(one) <= LONGEST_FACT]
        shared = {one: len(told & {fold(word) for word in words(one)}) for one in found}
        best = sorted(found, key=lambda one: -shared[one])[:MOST_FACTS]
        return tuple(one for one in found if one in best)

    def reply(self, *, summarised: bool = False) -> str:
        """What a model would have had to answer, with the summary where it is asked for all at once."""
        fields: dict[str, Any] = {"summary": self.summary} if summarised else {}
        fields |= {
            "facts": self.facts,
            "form": self.form,
            "kind": self.kind,
            "answer": self.answer,
            "aliases": self.aliases[:4],
            "question": self.question,
            "hints": self.hints,
            "explanation": self.explanation,
        }
        return json.dumps(fields, ensure_ascii=False)


def read_examples(text: str, source: str) -> tuple[Example, ...]:
    """Read JSON lines; raises `SettingsError` that names the line that is wrong."""
    found: list[Example] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(_example(line, f"{source}, line {number}"))
    return tuple(found)


@cache
def load_examples() -> tuple[Example, ...]:
    """Every example that ships, in the order of files and lines."""
    folder = resources.files("prompts").joinpath("examples")
    if not folder.is_dir():
        return ()
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    return tuple(one for file in files for one in read_examples(file.read_text(encoding="utf-8"), file.name))


def choose_examples(
    examples: Sequence[Example], budget: int, seed: int, form: Form = Form.SUMMARY, most: int = MOST
) -> tuple[Example, ...]:
    """Up to `most` examples within a budget of words, drawn by the seed; at least half are summary riddles.

    The two are drawn in turn, so that a small budget has both, and the wanted form comes last: a model takes up what
    it saw last.
    """
    shuffled = random.Random(seed).sample(list(examples), len(examples))
    veiled = [one for one in shuffled if one.form == Form.SUMMARY]
    wanted = veiled if form is Form.SUMMARY else [one for one in shuffled if one.form == form]
    chosen: list[Example] = []
    for at in range(most):
        source = wanted if at % 2 else veiled
        example = next((one for one in source if one not in chosen and one.length <= budget), None)
        if example is None:
            continue
        chosen.append(example)
        budget -= example.length
    return _balanced(chosen)


def _balanced(chosen: list[Example]) -> tuple[Example, ...]:
    """No more of another form than of summary riddles, where there are any, and the wanted form at the end."""
    veiled = [one for one in chosen if one.form == Form.SUMMARY]
    others = [one for one in chosen if one.form != Form.SUMMARY]
    return (*veiled, *others[: len(veiled)]) if veiled else tuple(others)


def _example(line: str, where: str) -> Example:
    try:
        record = json.loads(line)
        fields = {key: record[key] for key in _NEEDED} | {
            key: record[key] for key in ("kind", "explanation") if key in record
        }
        lists = {key: tuple(record.get(key, ())) for key in ("aliases", "hints")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"The example at {where} cannot be read: {error}.") from error
    told = [*fields.values(), *lists["aliases"], *lists["hints"]]
    if not all(isinstance(value, str) and value for value in told):
        raise SettingsError(f"The example at {where} holds something other than text.")
    return Example(**fields, aliases=lists["aliases"], hints=lists["hints"])
