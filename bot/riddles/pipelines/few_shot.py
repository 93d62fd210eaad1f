"""Articles and their riddles before the new article, for a model to go on with: the document's own one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableLambda

from bot.domain import Form, Usage
from bot.errors import ReplyError
from bot.riddles import unread
from bot.riddles.pipelines.ask import Draw
from bot.riddles.pipelines.base import ModelPipeline
from bot.riddles.pipelines.blocks import STOPS, Blocks, replied, tame
from bot.riddles.pipelines.examples import load_examples
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.reply import read_lines, read_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.ask import Reply
    from bot.riddles.pipelines.examples import Example
    from bot.riddles.pipelines.reading import Reading
    from bot.riddles.pipelines.shape import Shape

EXAMPLE_SHARE = 0.5
"""Share of a model's context that is kept for the examples, where they may take so much; the article gets the rest."""


@dataclass(frozen=True, slots=True)
class Task:
    """One draw: of which story, in which form, by which seed."""

    story: Story
    form: Form
    seed: int


class ExamplePipeline(ModelPipeline):
    """A model that goes on with a text of examples; base models can be asked so too."""

    def __init__(
        self,
        model: BaseChatModel,
        shape: Shape,
        *,
        steps: int,
        examples: Sequence[Example] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(model, shape, name="few_shot", steps=steps, **options)
        self._examples = load_examples() if examples is None else tuple(examples)

    def _blocks(self, prompt: str) -> Blocks:
        return Blocks(prompt, self._examples, self._gauge)

    async def _asked(
        self, blocks: Blocks, story: Story, form: Form, seed: int, tokens: int | None
    ) -> tuple[list[BaseMessage], Reading]:
        """An article after examples like it: as many as there is room for beside it."""
        frame = blocks.prompt.messages(examples="", number="1", article="")
        kept = min(self._shape.example_tokens, int(EXAMPLE_SHARE * await self._gauge.context()))
        reading = await self._read(story, frame, tokens, kept)
        budget = await self._left(frame, reading.tokens, tokens)
        shown = await blocks.show(reading.text, reading.text, budget, form, seed, tokens)
        asked = blocks.prompt.messages(examples=shown.text, number=str(shown.number), article=tame(reading.text))
        return asked, reading

    async def _left(self, frame: Sequence[BaseMessage], given: int, reply: int | None) -> int:
        """The tokens that examples may take beside what else is asked and answered."""
        taken = await self._gauge.asked(frame) + given + self._kept_for(reply)
        return min(self._shape.example_tokens, await self._gauge.context() - taken)

    async def _told(self, messages: Sequence[BaseMessage], draw: Draw) -> tuple[str, Reply]:
        reply = await self._asker.text(messages, draw)
        return replied(reply.whole), reply

    def _draw(self, seed: int, deadline: float, tokens: int | None, temperature: float | None = None) -> Draw:
        warm = self._shape.temperature if temperature is None else temperature
        return Draw(seed, deadline, warm, tokens, STOPS, completion=True)


class FewShotPipeline(ExamplePipeline):
    """Makes candidates in one step: the model goes on with summary, riddle and answer."""

    def __init__(self, model: BaseChatModel, shape: Shape, **options: Any) -> None:
        super().__init__(model, shape, steps=1, **options)
        self._whole = self._blocks("few_shot")
        self._draw_one = RunnableLambda(self._drawn).with_config(run_name="few_shot")

    @property
    def prompt_version(self) -> str:
        """The versions of the frame and of the example block."""
        return self._whole.label

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates; each sees other examples of its wanted form."""
        if n < 1:
            return []
        tasks = [Task(story, forms[at % len(forms)], seed + at) for at in range(n)]
        return gathered(await self._draw_one.abatch(tasks, return_exceptions=True), Usage())

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Draw the same form once more: a completion has no ear for reasons, only other examples and another seed."""
        del reasons
        made = (await self._draw_one.ainvoke(Task(story, candidate.form, seed))).candidate
        return replace(made, attempts=candidate.attempts + 1) if made else None

    async def _drawn(self, task: Task) -> Drawn:
        messages, reading = await self._asked(self._whole, task.story, task.form, task.seed, self._whole_reply)
        text, reply = await self._told(messages, self._draw(task.seed, self._deadline(), self._whole_reply))
        try:
            with unread.reading(reply):
                fields = read_lines(f"Summary: {text}")
                made = self._made(fields, read_summary(fields.summary), reply, task.story, reading.note)
        except ReplyError as error:
            return Drawn(None, reply.usage, error)
        return Drawn(made, reply.usage)
