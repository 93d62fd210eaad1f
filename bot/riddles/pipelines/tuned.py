"""One step with a model that was trained here: the opening of the article, then the riddle as the model learned it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.runnables import RunnableLambda

from bot.domain import Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Asker, Draw, Reply, unpriced
from bot.riddles.pipelines.candidate import candidate_of
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.inert import OBEYED, inert, obeyed
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import read_lines
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import Shape, Style, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.template import Template

TUNED = Shape(Style.LINES, article_words=60, riddle_tokens=120, temperature=0.7, short=True)
"""How a tuned model is asked: what it reads of an article, and the most it writes."""

NO_REPEAT = 5
"""Tokens of the shortest run that a tuned model may not write twice: small models fall into loops."""

_ROLES = {"system": SystemMessage, "user": HumanMessage}


@dataclass(frozen=True, slots=True)
class _Task:
    story: Story
    summary: str
    form: Form
    seed: int
    temperature: float


class TunedPipeline:
    """Makes candidates as the model was trained to: the summary is the article's own opening sentences.

    The first draw takes the likeliest words, the others are drawn by chance.
    """

    def __init__(
        self,
        model: BaseChatModel,
        template: Template,
        *,
        model_name: str,
        shape: Shape = TUNED,
        cost: Cost = unpriced,
        seconds: float = 120.0,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._template = template
        self._shape = shape
        self._model_name = model_name
        self._seconds = seconds
        self._draw_one = RunnableLambda(self._drawn).with_config(run_name="fine_tuned")

    @property
    def name(self) -> str:
        """`fine_tuned`."""
        return "fine_tuned"

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
        """The version of the prompt and the format it was put in."""
        return f"{load_prompt('compose_tuned').label}+{self._template.layout.value}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates, each asked for in the next of the wanted forms."""
        if n < 1:
            return []
        summary = opening(story, self._shape.article_words)
        tasks = [
            _Task(story, summary, forms[at % len(forms)], seed + at, self._shape.temperature if at else 0.0)
            for at in range(n)
        ]
        return gathered(await self._draw_one.abatch(tasks, return_exceptions=True), Usage())

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Draw the same form once more: it was not taught to hear reasons."""
        del reasons
        summary = opening(story, self._shape.article_words)
        drawn = await self._draw_one.ainvoke(_Task(story, summary, candidate.form, seed, self._shape.temperature))
        return replace(drawn.candidate, attempts=candidate.attempts + 1) if drawn.candidate else None

    async def _drawn(self, task: _Task) -> Drawn:
        deadline = asyncio.get_running_loop().time() + self._seconds
        draw = Draw(
            task.seed,
            deadline,
            task.temperature,
            self._shape.riddle_tokens,
            self._template.stop,
            completion=self._template.layout.completes,
            no_repeat=NO_REPEAT,
        )
        reply = await self._asker.text(self._messages(task), draw)
        try:
            made = self._candidate(task, reply)
        except ReplyError as error:
            return Drawn(None, reply.usage, error)
        return Drawn(None, reply.usage, ReplyError(OBEYED)) if obeyed(made, task.story) else Drawn(made, reply.usage)

    def _messages(self, task: _Task) -> list[BaseMessage]:
        return [_ROLES[role](text) for role, text in self._template.turns(task.summary, task.form)]

    def _candidate(self, task: _Task, reply: Reply) -> Candidate:
        return candidate_of(
            as_asked(read_lines(reply.text), task.form),
            summary=Summary(task.summary),
            pipeline=self.name,
            model=self._model_name,
            prompt_version=self.prompt_version,
            reply=reply,
        )


def as_asked(fields: Composition, form: Form) -> Composition:
    """The reply as the summary riddle it was asked for, where it asks nothing: in one line it reads as a question."""
    told = form is Form.SUMMARY and not fields.question.rstrip("\"'”’ ").endswith("?")
    return fields.model_copy(update={"form": form}) if told else fields


def opening(story: Story, limit: int = TUNED.article_words) -> str:
    """The leading sentences of a story within `limit` words, without what speaks to a machine."""
    return fenced(cut(inert(story.lead.text), limit)).replace("\n", " ")
