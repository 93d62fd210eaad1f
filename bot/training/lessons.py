"""What a teacher is asked: examples drawn for it to follow, and how many more it shall write."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain import Form
from bot.ports.teacher import Lesson
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.training.blocks import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.training.example import Example

FORMS: Final = (Form.SUMMARY, Form.FIRST_PERSON, Form.SUMMARY, Form.QUESTION)
"""The forms that are asked for, in turn: half are summary riddles."""

MOST_HAD: Final = 30
"""Answers of its own that a teacher is told not to take again."""

TOKENS_A_WORD: Final = 1.4
"""Tokens of an English word, for what is reckoned beforehand."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a teacher is asked: how many seeds and how many of its own it sees, and how many it writes in one go.

    `articles` says whether stories are shown and written whole, or as summaries alone; `completes`, that it goes on
    with a text; `wave`, how many requests are under way at a time; `most_tokens` bound a reply.
    """

    seeds: int = 6
    own: int = 2
    count: int = 4
    articles: bool = True
    completes: bool = False
    wave: int = 4
    most_tokens: int = 3000


HOSTED: Final = Manner()
"""As self-instruct did it: eight examples, of which two were written before by the model itself."""

LOCAL: Final = Manner(seeds=3, own=1, count=2, wave=8, most_tokens=1500)
"""A local model with a context of 4,000 tokens."""

SMALL: Final = Manner(seeds=3, own=1, count=1, articles=False, completes=True, wave=8, most_tokens=260)
"""A model of less than a billion parameters: short texts, one at a time, to go on with."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A request, and the ids of the examples it shows."""

    lesson: Lesson
    shown: tuple[str, ...]


def lesson(seeds: Sequence[Example], own: Sequence[Example], manner: Manner, number: int, seed: int) -> Drawn:
    """The request of a number. The same seeds, own examples, manner, number and seed give the same one."""
    chance = random.Random(f"{seed}/{number}")
    mine = chance.sample(list(own), min(manner.own, len(own)))
    theirs = chance.sample(list(seeds), min(len(seeds), manner.seeds + manner.own - len(mine)))
    examples = [*theirs, *mine]
    chance.shuffle(examples)
    first = len(examples) + 1
    wanted = [FORMS[(number * manner.count + at) % len(FORMS)] for at in range(manner.count)]
    topics = sorted({example.topic for example in seeds if example.topic})
    about = chance.sample(topics, min(manner.count, len(topics)))
    prompt = load_prompt("augment")
    told = "\n\n".join(_tame(shown(example, at, article=manner.articles)) for at, example in enumerate(examples, 1))
    start = ""
    if manner.completes:
        user, start = told, f"\n### {first}\nTopic: {about[0] if about else 'anything'}\nTitle:"
    else:
        had = chance.sample([example.answer for example in own], min(MOST_HAD, len(own)))
        wishes = _wishes(wanted, about, had, manner)
        user = prompt.text(examples=told, count=str(manner.count), first=str(first), wishes=wishes)
    drawn = Lesson(prompt.system.strip(), user.strip(), start, chance.randrange(2**31), manner.most_tokens)
    return Drawn(drawn, tuple(example.id for example in examples))


def words_of(one: Drawn) -> int:
    """How many words a request has."""
    return len(f"{one.lesson.system} {one.lesson.user} {one.lesson.start}".split())


def words_written(seeds: Sequence[Example], manner: Manner) -> float:
    """How many words an example has as it is written, on average over the seeds."""
    lengths = [len(shown(example, 1, article=manner.articles).split()) for example in seeds]
    return sum(lengths) / max(1, len(lengths))


def _wishes(forms: Sequence[Form], topics: Sequence[str], had: Sequence[str], manner: Manner) -> str:
    said = [f"Their forms, in this order: {', '.join(form.value for form in forms)}."]
    if topics:
        said.append(f"Their subjects, in this order: {', '.join(topics)}.")
    if had:
        said.append(f"Answers that were had already: {fenced(', '.join(sorted(set(had))))}.")
    if not manner.articles:
        said.append("Leave the article out: the summary is the story.")
    return " ".join(said)


def _tame(text: str) -> str:
    """An example without what a chat template would read as somebody's turn: some were written by a model."""
    return fenced(text)
