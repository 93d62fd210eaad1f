"""The article in, one object out: a chat model asked in one step for summary, riddle and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain import Form, Usage
from bot.riddles.pipelines.ask import Draw
from bot.riddles.pipelines.base import REPAIRING
from bot.riddles.pipelines.composing import ComposingPipeline, Task
from bot.riddles.pipelines.gather import gathered
from bot.riddles.pipelines.reply import read_summary
from bot.riddles.pipelines.shape import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.reading import Reading
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.shape import Shape


class DirectPipeline(ComposingPipeline):
    """`zero_shot` and `service` in one step, with any chat model."""

    def __init__(self, model: BaseChatModel, shape: Shape, *, name: str = "zero_shot", **options: Any) -> None:
        super().__init__(model, shape, name=name, steps=1, prompt=_prompt(shape), **options)

    @property
    def prompt_version(self) -> str:
        """The version of its one prompt."""
        return self._prompt.label

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates, each with a summary of its own, and in the next of the wanted forms."""
        if n < 1:
            return []
        reading = await self._reading(story, forms[0])
        deadline = self._deadline()
        tasks = [Task(story, reading, "", forms[at % len(forms)], self._draw(seed + at, deadline)) for at in range(n)]
        return gathered(await self._compose.abatch(tasks, return_exceptions=True), Usage())

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Ask for the whole object once more, with the previous one and the reasons of the failed checks."""
        reading = await self._reading(story, candidate.form, REPAIRING)
        task = Task(story, reading, "", candidate.form, self._draw(seed, self._deadline()))
        return await self._mended(task, candidate, reasons)

    async def _reading(self, story: Story, form: Form, more: int = 0) -> Reading:
        return await self._read(story, self._frame(story, form), self._whole_reply, more)

    def _draw(self, seed: int, deadline: float) -> Draw:
        return Draw(seed, deadline, self._shape.temperature, self._whole_reply)

    def _summary_of(self, fields: Composition, task: Task) -> str:
        del task
        return read_summary(fields.summary)


def _prompt(shape: Shape) -> str:
    if shape.style is Style.SCHEMA:
        return "tell"
    return "tell_short" if shape.short else "tell_lines"
