"""Summarise, then compose: the two-step chain."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from bot.domain import Candidate, Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Asker, Draw, Reply, unpriced
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import Composition, begins_anew, read_summary
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import Style, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Story
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.prompt import Prompt
    from bot.riddles.pipelines.shape import Shape

RAW_LIMIT = 4000
"""Most characters of a model's own words that are kept for the log."""

WISHES = {
    Form.SUMMARY: "Write a summary riddle: a few veiled, rhythmic lines that retell the story.",
    Form.FIRST_PERSON: 'Write a first-person riddle: the answer speaks of itself and asks "What am I?" or "Who am I?".',
    Form.QUESTION: "Write a question riddle: one well-turned question.",
}
"""How each form is asked for; several candidates of a story ask for different ones, summary first."""

SHORT_WISHES = {
    Form.SUMMARY: "Write two short lines.",
    Form.FIRST_PERSON: 'Begin with "I" and end with "What am I?".',
    Form.QUESTION: "Write a short question.",
}
"""The same, for a small model."""


@dataclass(frozen=True, slots=True)
class Task:
    """One composition under way: what it is made of, and how it is drawn."""

    article: str
    summary: str
    form: Form
    draw: Draw


class ChainPipeline:
    """Makes candidates in two steps with any chat model: `zero_shot` and `service` are this chain.

    `seconds` is the most one call of `candidates` or `repair` takes, retries included.
    """

    def __init__(
        self,
        model: BaseChatModel,
        shape: Shape,
        *,
        name: str = "zero_shot",
        model_name: str,
        cost: Cost = unpriced,
        seconds: float = 120.0,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._shape = shape
        self._name = name
        self._model_name = model_name
        self._seconds = seconds
        self._summarise_prompt = load_prompt("summarise_short" if shape.short else "summarise")
        self._compose_prompt = load_prompt(_compose_prompt(shape))
        self._repair_prompt = load_prompt("repair")
        summarise = RunnableLambda(self._told).with_config(run_name="summarise")
        self._summarise = RunnablePassthrough.assign(told=summarise)
        self._compose = RunnableLambda(self._composed).with_config(run_name="compose")

    @property
    def name(self) -> str:
        """`zero_shot` or `service`."""
        return self._name

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""
        return self._model_name

    @property
    def spent(self) -> Usage:
        """What all its calls took so far."""
        return self._asker.spent

    @property
    def prompt_version(self) -> str:
        """The versions of both prompts: `summarise-1/12ab+compose-1/3f2a`."""
        return f"{self._summarise_prompt.label}+{self._compose_prompt.label}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates of one summary, each asked for in the next of the wanted forms."""
        if n < 1:
            return []
        deadline = self._deadline()
        article = fenced(cut(f"{story.lead.title}.\n{story.lead.text}", self._shape.article_words))
        made = await self._summarise.ainvoke({"article": article, "seed": seed, "deadline": deadline})
        summary, spent = made["told"]
        tasks = [
            Task(article, summary, forms[at % len(forms)], self._draw(seed + at, deadline, self._shape.riddle_tokens))
            for at in range(n)
        ]
        drawn = await self._compose.abatch(tasks, return_exceptions=True)
        return gathered(drawn, spent)

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Ask once more, with the previous reply and the reasons of the failed checks."""
        article = fenced(cut(f"{story.lead.title}.\n{story.lead.text}", self._shape.article_words))
        draw = self._draw(seed, self._deadline(), self._shape.riddle_tokens)
        task = Task(article, candidate.summary.text, candidate.form, draw)
        reply = await self._asker.riddle(self._again(task, candidate.raw, reasons), draw)
        try:
            fields = reply.composition(self._shape.style)
        except ReplyError:
            return None
        return replace(self._candidate(fields, task, reply), attempts=candidate.attempts + 1)

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._seconds

    def _draw(self, seed: int, deadline: float, tokens: int | None) -> Draw:
        return Draw(seed, deadline, self._shape.temperature, tokens)

    async def _told(self, given: dict[str, Any]) -> tuple[str, Usage]:
        draw = Draw(given["seed"], given["deadline"], 0.0, self._shape.summary_tokens)
        reply = await self._asker.text(self._summarise_prompt.messages(article=given["article"]), draw)
        return fenced(read_summary(whole(reply.text, self._shape.summary_tokens))), reply.usage

    async def _composed(self, task: Task) -> Drawn:
        reply = await self._first(task)
        try:
            return Drawn(self._candidate(reply.composition(self._shape.style), task, reply), reply.usage)
        except ReplyError as error:
            if self._shape.short:
                return Drawn(None, reply.usage, error)
            return await self._read_again(task, reply, error)

    async def _first(self, task: Task) -> Reply:
        """Ask for a riddle; where the prompt says how the reply begins, the model goes on from there."""
        start = self._compose_prompt.start
        messages = self._messages(task)
        if not start:
            return await self._asker.riddle(messages, task.draw)
        reply = await self._asker.riddle([*messages, AIMessage(start)], task.draw)
        return reply if begins_anew(reply.text) else replace(reply, text=f"{start} {reply.text.strip()}")

    async def _read_again(self, task: Task, first: Reply, error: ReplyError) -> Drawn:
        """Ask for the reply once more, with the reason why it could not be read."""
        reply = await self._asker.riddle(self._again(task, first.text, [str(error)]), task.draw)
        usage = first.usage + reply.usage
        try:
            fields = reply.composition(self._shape.style)
        except ReplyError as second:
            return Drawn(None, usage, second)
        return Drawn(replace(self._candidate(fields, task, reply), attempts=2, usage=usage), usage)

    def _messages(self, task: Task) -> list[BaseMessage]:
        given = {"article": task.article, "summary": task.summary, "form": self._wishes[task.form]}
        prompt: Prompt = self._compose_prompt
        return prompt.messages(**{name: given[name] for name in prompt.variables})

    @property
    def _wishes(self) -> dict[Form, str]:
        return SHORT_WISHES if self._shape.style is Style.LINES else WISHES

    def _again(self, task: Task, said: str, reasons: Sequence[str]) -> list[BaseMessage]:
        why = "\n".join(f"- {reason}" for reason in reasons)
        previous = AIMessage(said[:RAW_LIMIT].strip() or "(nothing)")
        return [*self._messages(task), previous, HumanMessage(self._repair_prompt.text(reasons=why))]

    def _candidate(self, fields: Composition, task: Task, reply: Reply) -> Candidate:
        return candidate_of(
            fields,
            summary=Summary(task.summary),
            pipeline=self._name,
            model=self._model_name,
            prompt_version=self.prompt_version,
            reply=reply,
        )


def _compose_prompt(shape: Shape) -> str:
    if shape.style is Style.SCHEMA:
        return "compose"
    return "compose_short" if shape.short else "compose_lines"


def candidate_of(
    fields: Composition, *, summary: Summary, pipeline: str, model: str, prompt_version: str, reply: Reply
) -> Candidate:
    """The candidate of a reply that could be read."""
    return Candidate(
        form=fields.form,
        kind=fields.kind,
        question=fields.question,
        answer=fields.answer,
        aliases=tuple(fields.aliases),
        hints=tuple(fields.hints),
        explanation=fields.explanation,
        summary=summary,
        pipeline=pipeline,
        model=model,
        prompt_version=prompt_version,
        raw=reply.text[:RAW_LIMIT],
        usage=reply.usage,
    )


def whole(text: str, limit: int | None) -> str:
    """Drop a last sentence that was cut off by the token limit, where one stands before it."""
    stripped = text.strip()
    if limit is None or stripped.endswith((".", "!", "?", '"', "”", ")")):
        return stripped
    end = max(stripped.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    return stripped[: end + 1] if end > 0 else stripped
