"""Summarise, then compose: a chat model asked in two steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from bot.domain import Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Draw
from bot.riddles.pipelines.base import REPAIRING
from bot.riddles.pipelines.composing import ComposingPipeline, Task
from bot.riddles.pipelines.gather import gathered
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import read_summary
from bot.riddles.pipelines.shape import Style
from bot.riddles.unread import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.ask import Reply
    from bot.riddles.pipelines.reading import Reading
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.shape import Shape

SUMMARY_FAILED = "The summary "
EXPLANATION_FAILED = "The explanation "
"""How a check begins what it says of the summary, or of the explanation, where the riddle itself is not at fault."""

SUMMARY_TOKENS = 300
"""Tokens that are kept for a summary whose length is left to the model's own client."""


class ChainPipeline(ComposingPipeline):
    """`zero_shot` and `service` in two steps, with any chat model."""

    def __init__(self, model: BaseChatModel, shape: Shape, *, name: str = "zero_shot", **options: Any) -> None:
        super().__init__(model, shape, name=name, steps=2, prompt=_compose_prompt(shape), **options)
        self._summarise_prompt = load_prompt("summarise_short" if shape.short else "summarise")
        summarise = RunnableLambda(self._told).with_config(run_name="summarise")
        self._summarise = RunnablePassthrough.assign(told=summarise)

    @property
    def prompt_version(self) -> str:
        """The versions of both prompts: `summarise-1/12ab+compose-1/3f2a`."""
        return f"{self._summarise_prompt.label}+{self._prompt.label}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates of one summary, each asked for in the next of the wanted forms."""
        if n < 1:
            return []
        deadline = self._deadline()
        reading = await self._reading(story, forms[0])
        made = await self._summarise.ainvoke({"article": reading.text, "seed": seed, "deadline": deadline})
        summary, spent = made["told"]
        tasks = [
            Task(story, reading, summary, forms[at % len(forms)], self._draw(seed + at, deadline)) for at in range(n)
        ]
        return gathered(await self._compose.abatch(tasks, return_exceptions=True), spent)

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Ask once more, with the previous reply and the reasons of the failed checks.

        Where the summary is what failed, it is written anew; the riddle too, unless nothing else is wrong with it. An
        explanation that is wrong twice is left out, and one is made of the article.
        """
        reading = await self._reading(story, candidate.form, REPAIRING)
        deadline = self._deadline()
        summary, wrong, spent = candidate.summary.text, list(reasons), Usage()
        if any(SUMMARY_FAILED in reason for reason in reasons):
            try:
                summary, spent = await self._told_anew(reading.text, summary, wrong, seed, deadline)
            except ReplyError:
                return None
            wrong = [reason for reason in wrong if SUMMARY_FAILED not in reason]
        kept = replace(candidate, summary=Summary(summary), attempts=candidate.attempts + 1, usage=spent)
        if not wrong:
            return kept
        if candidate.attempts > 1 and all(EXPLANATION_FAILED in reason for reason in wrong):
            return replace(kept, explanation="")
        task = Task(story, reading, summary, candidate.form, self._draw(seed, deadline))
        mended = await self._mended(task, candidate, wrong)
        return replace(mended, usage=spent + mended.usage) if mended else None

    async def _reading(self, story: Story, form: Form, more: int = 0) -> Reading:
        """What the model is given of the story in both steps: what fits the longer one."""
        told = SUMMARY_TOKENS if self._shape.summary_tokens is None else self._shape.summary_tokens
        longest = max(self._frame(story, form), self._summarise_prompt.messages(article=""), key=_length)
        return await self._read(story, longest, self._shape.riddle_tokens, told + more)

    def _draw(self, seed: int, deadline: float) -> Draw:
        return Draw(seed, deadline, self._shape.temperature, self._shape.riddle_tokens)

    async def _told(self, given: dict[str, Any]) -> tuple[str, Usage]:
        draw = Draw(given["seed"], given["deadline"], 0.0, self._shape.summary_tokens)
        reply = await self._asker.text(self._summarise_prompt.messages(article=given["article"]), draw)
        try:
            return self._summary(reply), reply.usage
        except ReplyError as error:
            if self._shape.short:
                raise
            again = await self._told_anew(given["article"], reply.text, [str(error)], given["seed"], given["deadline"])
            return again[0], reply.usage + again[1]

    async def _told_anew(
        self, article: str, before: str, reasons: Sequence[str], seed: int, deadline: float
    ) -> tuple[str, Usage]:
        """The summary once more, with what was wrong with the one before."""
        draw = Draw(seed, deadline, self._shape.temperature, self._shape.summary_tokens)
        messages = self._after(self._summarise_prompt.messages(article=article), before, reasons)
        reply = await self._asker.text(messages, draw)
        return self._summary(reply), reply.usage

    def _summary(self, reply: Reply) -> str:
        with reading(reply):
            return fenced(read_summary(reply.whole))

    def _summary_of(self, fields: Composition, task: Task) -> str:
        del fields
        return task.summary


def _length(messages: Sequence[Any]) -> int:
    return sum(len(message.text) for message in messages)


def _compose_prompt(shape: Shape) -> str:
    if shape.style is Style.SCHEMA:
        return "compose"
    return "compose_short" if shape.short else "compose_lines"
