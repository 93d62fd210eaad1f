"""By example in two steps: articles and their summaries to go on with, then summaries and their riddles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableLambda

from bot.domain import Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles import unread
from bot.riddles.pipelines.blocks import tame
from bot.riddles.pipelines.chain import SUMMARY_FAILED
from bot.riddles.pipelines.few_shot import ExamplePipeline
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.inert import told_to_model
from bot.riddles.pipelines.prompt import fenced
from bot.riddles.pipelines.reading import Reading
from bot.riddles.pipelines.reply import read_lines, read_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.shape import Shape


@dataclass(frozen=True, slots=True)
class Task:
    """One riddle of a summary, and what was read for it."""

    story: Story
    reading: Reading
    summary: str
    form: Form
    seed: int
    deadline: float


class FewShotTwoPipeline(ExamplePipeline):
    """Makes candidates in two steps, each by example."""

    def __init__(self, model: BaseChatModel, shape: Shape, **options: Any) -> None:
        super().__init__(model, shape, steps=2, **options)
        self._summaries = self._blocks("few_shot_summary")
        self._riddles = self._blocks("few_shot_riddle")
        self._draw_one = RunnableLambda(self._drawn).with_config(run_name="few_shot")

    @property
    def prompt_version(self) -> str:
        """The versions of both steps."""
        return f"{self._summaries.label}+{self._riddles.label}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates of one summary; each sees other examples of its wanted form."""
        if n < 1:
            return []
        deadline = self._deadline()
        reading, summary, spent = await self._summarised(story, forms[0], seed, deadline, 0.0)
        tasks = [Task(story, reading, summary, forms[at % len(forms)], seed + at, deadline) for at in range(n)]
        return gathered(await self._draw_one.abatch(tasks, return_exceptions=True), spent)

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Draw once more: the summary where that is what failed, the riddle where anything else did."""
        deadline = self._deadline()
        kept = replace(candidate, attempts=candidate.attempts + 1, usage=Usage())
        if any(SUMMARY_FAILED in reason for reason in reasons):
            warm = self._shape.temperature
            try:
                reading, summary, spent = await self._summarised(story, candidate.form, seed, deadline, warm)
            except ReplyError:
                return None
            kept = replace(kept, summary=Summary(summary), usage=spent, note=reading.note)
            if all(SUMMARY_FAILED in reason for reason in reasons):
                return kept
        else:
            reading = Reading(told_to_model(story, self._shape.article_words), 0, candidate.note)
        task = Task(story, reading, kept.summary.text, candidate.form, seed, deadline)
        made = (await self._draw_one.ainvoke(task)).candidate
        return replace(made, attempts=kept.attempts, usage=kept.usage + made.usage) if made else None

    async def _summarised(
        self, story: Story, form: Form, seed: int, deadline: float, temperature: float
    ) -> tuple[Reading, str, Usage]:
        """What was read of the story, its summary, and what that took."""
        tokens = self._shape.summary_tokens
        messages, reading = await self._asked(self._summaries, story, form, seed, tokens)
        text, reply = await self._told(messages, self._draw(seed, deadline, tokens, temperature))
        with unread.reading(reply):
            return reading, fenced(read_summary(text)), reply.usage

    async def _drawn(self, task: Task) -> Drawn:
        tokens = self._shape.riddle_tokens
        frame = self._riddles.prompt.messages(examples="", number="1", summary=tame(task.summary))
        budget = await self._left(frame, 0, tokens)
        shown = await self._riddles.show(task.summary, task.reading.text, budget, task.form, task.seed, tokens)
        messages = self._riddles.prompt.messages(
            examples=shown.text, number=str(shown.number), summary=tame(task.summary)
        )
        text, reply = await self._told(messages, self._draw(task.seed, task.deadline, tokens))
        try:
            with unread.reading(reply):
                made = self._made(read_lines(f"Riddle: {text}"), task.summary, reply, task.story, task.reading.note)
        except ReplyError as error:
            return Drawn(None, reply.usage, error)
        return Drawn(made, reply.usage)
