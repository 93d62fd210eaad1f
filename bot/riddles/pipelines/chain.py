"""Summarise, then compose: the two-step chain."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from bot.domain import Candidate, Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Asker, Draw, Reply, unpriced
from bot.riddles.pipelines.candidate import RAW_LIMIT, candidate_of
from bot.riddles.pipelines.examples import Example, choose_examples
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.inert import OBEYED, obeyed, told_to_model
from bot.riddles.pipelines.loose import begins_anew
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import Composition, read_summary
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import Style, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Story
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.prompt import Prompt
    from bot.riddles.pipelines.shape import Shape

WISHES = {
    Form.SUMMARY: "Write a summary riddle: two to six veiled, rhythmic lines that retell what happened.",
    Form.FIRST_PERSON: (
        'Write a first-person riddle: the answer speaks of itself, of what happened to it, and ends with "What am I?" '
        'or "Who am I?".'
    ),
    Form.QUESTION: "Write a question riddle: one well-turned question that ends with a question mark.",
}
"""How each form is asked for; several candidates of a story ask for different ones, summary first."""

SHORT_WISHES = {
    Form.SUMMARY: "Write two short lines.",
    Form.FIRST_PERSON: 'Begin with "I" and end with "What am I?".',
    Form.QUESTION: "Write a short question.",
}
"""The same, for a small model."""

SUMMARY_FAILED = "The summary "
EXPLANATION_FAILED = "The explanation "
"""How a check begins what it says of the summary, or of the explanation, where the riddle itself is not at fault."""


@dataclass(frozen=True, slots=True)
class Task:
    """One composition under way: what it is made of, and how it is drawn."""

    story: Story
    article: str
    summary: str
    form: Form
    draw: Draw

    @property
    def story_seed(self) -> int:
        """A number of the story alone, so that each story sees other examples, and every try at it the same."""
        return crc32(self.story.lead.id.encode())


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
        examples: Sequence[Example] = (),
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._shape = shape
        self._name = name
        self._model_name = model_name
        self._seconds = seconds
        self._examples = tuple(examples)
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
        article = told_to_model(story, self._shape.article_words)
        made = await self._summarise.ainvoke({"article": article, "seed": seed, "deadline": deadline})
        summary, spent = made["told"]
        tasks = [
            Task(
                story,
                article,
                summary,
                forms[at % len(forms)],
                self._draw(seed + at, deadline, self._shape.riddle_tokens),
            )
            for at in range(n)
        ]
        drawn = await self._compose.abatch(tasks, return_exceptions=True)
        return gathered(drawn, spent)

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Ask once more, with the previous reply and the reasons of the failed checks.

        Where the summary is what failed, it is written anew; the riddle too, unless nothing else is wrong with it. An
        explanation that is wrong twice is left out, and one is made of the article.
        """
        article = told_to_model(story, self._shape.article_words)
        deadline = self._deadline()
        summary, wrong, spent = candidate.summary.text, list(reasons), Usage()
        if any(SUMMARY_FAILED in reason for reason in reasons):
            try:
                summary, spent = await self._told_anew(article, summary, wrong, seed, deadline)
            except ReplyError:
                return None
            wrong = [reason for reason in wrong if SUMMARY_FAILED not in reason]
        attempts = candidate.attempts + 1
        if not wrong:
            return replace(candidate, summary=Summary(summary), attempts=attempts, usage=spent)
        if candidate.attempts > 1 and all(EXPLANATION_FAILED in reason for reason in wrong):
            return replace(candidate, summary=Summary(summary), explanation="", attempts=attempts, usage=spent)
        task = Task(story, article, summary, candidate.form, self._draw(seed, deadline, self._shape.riddle_tokens))
        reply = await self._asker.riddle(self._again(task, candidate.raw, wrong), task.draw)
        try:
            mended = self._candidate(reply.composition(self._shape.style), task, reply)
        except ReplyError:
            return None
        return replace(mended, attempts=attempts, usage=spent + mended.usage)

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._seconds

    def _draw(self, seed: int, deadline: float, tokens: int | None) -> Draw:
        return Draw(seed, deadline, self._shape.temperature, tokens)

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
        return fenced(read_summary(whole(reply.text, self._shape.summary_tokens)))

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
            made = self._candidate(reply.composition(self._shape.style), task, reply)
        except ReplyError as second:
            return Drawn(None, usage, second)
        return Drawn(replace(made, attempts=2, usage=usage), usage)

    def _messages(self, task: Task) -> list[BaseMessage]:
        asked = self._filled(task.article, task.summary, task.form)
        return [*asked[:-1], *self._shown(task), asked[-1]]

    def _filled(self, article: str, summary: str, form: Form) -> list[BaseMessage]:
        given = {"article": article, "summary": summary, "form": self._wishes[form]}
        prompt: Prompt = self._compose_prompt
        return prompt.messages(**{name: given[name] for name in prompt.variables})

    def _shown(self, task: Task) -> list[BaseMessage]:
        """Worked examples as turns of the conversation before this one; a repair sees the same."""
        if self._shape.style is not Style.SCHEMA:
            return []
        budget, most = self._shape.example_words, self._shape.shown
        turns: list[BaseMessage] = []
        for one in choose_examples(self._examples, budget, task.story_seed, task.form, most):
            turns += [self._filled(one.article, one.summary, Form(one.form))[-1], AIMessage(one.reply)]
        return turns

    @property
    def _wishes(self) -> dict[Form, str]:
        return SHORT_WISHES if self._shape.short else WISHES

    def _again(self, task: Task, said: str, reasons: Sequence[str]) -> list[BaseMessage]:
        return self._after(self._messages(task), said, reasons)

    def _after(self, messages: Sequence[BaseMessage], said: str, reasons: Sequence[str]) -> list[BaseMessage]:
        why = "\n".join(f"- {fenced(reason)}" for reason in reasons)
        previous = AIMessage(fenced(said[:RAW_LIMIT]) or "(nothing)")
        return [*messages, previous, HumanMessage(self._repair_prompt.text(reasons=why))]

    def _candidate(self, fields: Composition, task: Task, reply: Reply) -> Candidate:
        made = candidate_of(
            fields,
            summary=Summary(task.summary),
            pipeline=self._name,
            model=self._model_name,
            prompt_version=self.prompt_version,
            reply=reply,
        )
        if obeyed(made, task.story):
            raise ReplyError(OBEYED)
        return made


def _compose_prompt(shape: Shape) -> str:
    if shape.style is Style.SCHEMA:
        return "compose"
    return "compose_short" if shape.short else "compose_lines"
