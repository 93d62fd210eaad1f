"""Examples as a text to go on with: `[Article n]: ...` and `[Summary Riddle n]: ...`, parted by `###`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.riddles.pipelines.likeness import chosen
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Form
    from bot.riddles.pipelines.examples import Example
    from bot.riddles.pipelines.gauge import Gauge
    from bot.riddles.pipelines.prompt import Prompt

STOPS = ("###", "\n[Article", "\n[Summary")
"""What parts the examples and ends a reply, and what begins the next one where a model leaves that out."""

MOST = 24
"""Most examples in one prompt: what a longer one adds is said to be little."""

SHARE = 0.9
"""Share of the longest reply that an example's may have: a model's own is sometimes longer."""

_STRUCTURE = re.compile(r"#{3,}|\[(?=(?:Summary|Summary Riddle|Article) \d)")
_NEXT = re.compile(r"#{3,}|\n\[(?:Summary|Summary Riddle|Article) \d")


@dataclass(frozen=True, slots=True)
class Shown:
    """The examples of one prompt: `text` to be put before what is asked for, the `number` of that."""

    text: str
    number: int


class Blocks:
    """One prompt of examples: its frame, and how an example stands in it."""

    def __init__(self, name: str, examples: Sequence[Example], gauge: Gauge) -> None:
        self._frame = load_prompt(name)
        self._block = load_prompt(f"{name}_example")
        self._examples = tuple(examples)
        self._gauge = gauge
        self._sizes: list[int] = []
        self._replies: list[int] = []

    @property
    def label(self) -> str:
        """The versions of the frame and of the example block."""
        return f"{self._frame.label}+{self._block.label}"

    @property
    def prompt(self) -> Prompt:
        """The frame."""
        return self._frame

    async def show(
        self, text: str, article: str, budget: int, form: Form, seed: int, reply: int | None = None
    ) -> Shown:
        """The examples that are like a text, and not made of its article, within a budget of tokens.

        Where a `reply` has so many tokens at the most, they are of those whose own would not be cut off: a model writes
        about as much as it is shown.
        """
        if not self._sizes:
            blocks = [self._one(one, MOST) for one in self._examples]
            self._sizes = await self._gauge.count(blocks)
            self._replies = await self._gauge.count([self._replied(block) for block in blocks])
        short = [at for at, size in enumerate(self._replies) if reply is None or size <= SHARE * reply]
        usable = short or range(len(self._examples))
        examples, sizes = [self._examples[at] for at in usable], [self._sizes[at] for at in usable]
        some = chosen(examples, sizes, text, article, budget, form=form, seed=seed, most=MOST)
        return Shown("".join(self._one(one, number) for number, one in enumerate(some, 1)), len(some) + 1)

    def _replied(self, block: str) -> str:
        """What of a block a model would have written: all after the words the frame ends with."""
        asked = self._frame.user.rsplit("\n", 1)[-1].replace("{number}", str(MOST))
        return block.partition(f"\n{asked}")[2]

    def _one(self, example: Example, number: int) -> str:
        given = {
            "number": str(number),
            "article": tame(example.article),
            "summary": tame(example.summary),
            "riddle": "\n".join(tame(line) for line in example.question.split("\n")),
            "answer": tame(example.answer),
        }
        return self._block.text(**{name: given[name] for name in self._block.variables})


def tame(text: str) -> str:
    """One line of data without the marks that give these prompts their structure."""
    return one_line(_STRUCTURE.sub(" ", fenced(text)), 20_000)


def replied(text: str) -> str:
    """A reply up to where the model begins the next example, whether or not it was stopped there."""
    return _NEXT.split(text, maxsplit=1)[0]
