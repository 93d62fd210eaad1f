"""With a model that was trained here: some sentences of the article, then the riddle as the model learned it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.runnables import RunnableLambda

from bot.domain import Form, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Draw
from bot.riddles.pipelines.base import ModelPipeline
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.inert import inert, quiet
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import read_lines
from bot.riddles.pipelines.salient import VERSION, salient
from bot.riddles.pipelines.shape import Shape, Style, cut
from bot.riddles.unread import reading
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.template import Template

NO_REPEAT = 5
"""Tokens of the shortest run that a tuned model may not write twice: small models fall into loops."""

TUNED = Shape(Style.LINES, article_words=60, riddle_tokens=120, temperature=0.7, short=True, no_repeat=NO_REPEAT)
"""How a tuned model is asked: what it reads of an article, and the most it writes."""

_ROLES = {"system": SystemMessage, "user": HumanMessage}


@dataclass(frozen=True, slots=True)
class _Task:
    story: Story
    summary: str
    form: Form
    seed: int
    temperature: float


class TunedPipeline(ModelPipeline):
    """Makes candidates as the model was trained to: of a few sentences of the article, which are its summary.

    In one step these are its opening, as in training; in two steps the first chooses, without a model, the sentences
    that carry most of it. The first draw takes the likeliest words, the others are drawn by chance.
    """

    def __init__(
        self, model: BaseChatModel, template: Template, *, shape: Shape = TUNED, steps: int = 1, **options: Any
    ) -> None:
        super().__init__(model, shape, name="fine_tuned", steps=steps, **options)
        self._template = template
        self._draw_one = RunnableLambda(self._drawn).with_config(run_name="fine_tuned")

    @property
    def prompt_version(self) -> str:
        """The version of the prompt and the format it was put in."""
        told = f"{load_prompt('compose_tuned').label}+{self._template.layout.value}"
        return told if self._steps == 1 else f"{VERSION}+{told}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates, each asked for in the next of the wanted forms."""
        if n < 1:
            return []
        summary = self._summary(story)
        tasks = [
            _Task(story, summary, forms[at % len(forms)], seed + at, self._shape.temperature if at else 0.0)
            for at in range(n)
        ]
        return gathered(await self._draw_one.abatch(tasks, return_exceptions=True), Usage())

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Draw the same form once more: it was not taught to hear reasons."""
        del reasons
        task = _Task(story, self._summary(story), candidate.form, seed, self._shape.temperature)
        drawn = await self._draw_one.ainvoke(task)
        return replace(drawn.candidate, attempts=candidate.attempts + 1) if drawn.candidate else None

    def _summary(self, story: Story) -> str:
        limit = self._shape.article_words
        return opening(story, limit) if self._steps == 1 else told(story, limit)

    async def _drawn(self, task: _Task) -> Drawn:
        draw = Draw(
            task.seed,
            self._deadline(),
            task.temperature,
            self._shape.riddle_tokens,
            self._template.stop,
            completion=self._template.layout.completes,
        )
        reply = await self._asker.text(self._messages(task), draw)
        try:
            with reading(reply):
                fields = as_asked(read_lines(reply.whole), task.form)
                return Drawn(self._made(fields, task.summary, reply, task.story, self._note(task)), reply.usage)
        except ReplyError as error:
            return Drawn(None, reply.usage, error)

    def _messages(self, task: _Task) -> list[BaseMessage]:
        return [_ROLES[role](text) for role, text in self._template.turns(task.summary, task.form)]

    def _note(self, task: _Task) -> str:
        given, whole = len(words(task.summary)), len(words(task.story.lead.text))
        if given >= whole:
            return ""
        return f"The model was given {given} of the article's {whole} words: it was trained on no more."


def as_asked(fields: Composition, form: Form) -> Composition:
    """The reply as the summary riddle it was asked for, where it asks nothing: in one line it reads as a question."""
    told = form is Form.SUMMARY and not fields.question.rstrip("\"'”’ ").endswith("?")
    return fields.model_copy(update={"form": form}) if told else fields


def opening(story: Story, limit: int = TUNED.article_words) -> str:
    """The leading sentences of a story within `limit` words, without what speaks to a machine."""
    return fenced(cut(inert(story.lead.text), limit)).replace("\n", " ")


def told(story: Story, limit: int = TUNED.article_words) -> str:
    """The sentences of a story that carry most of it, within `limit` words, without what speaks to a machine."""
    lead = quiet(story.lead)
    return fenced(salient(lead.title, lead.text, limit)).replace("\n", " ")
