"""Asking for a riddle in a schema or in lines, reading it, and asking once more: what one step and two have alike."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda

from bot.domain import Candidate, Form
from bot.errors import ReplyError
from bot.riddles.pipelines.base import ModelPipeline
from bot.riddles.pipelines.candidate import RAW_LIMIT
from bot.riddles.pipelines.examples import Example, choose_examples
from bot.riddles.pipelines.gather import Drawn
from bot.riddles.pipelines.likeness import is_made_of
from bot.riddles.pipelines.loose import begins_anew
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.unread import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Story
    from bot.riddles.pipelines.ask import Draw, Reply
    from bot.riddles.pipelines.reading import Reading
    from bot.riddles.pipelines.reply import Composition
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


@dataclass(frozen=True, slots=True)
class Task:
    """One composition under way: what it is made of, and how it is drawn. Without a summary it is made in one step."""

    story: Story
    reading: Reading
    summary: str
    form: Form
    draw: Draw


class ComposingPipeline(ModelPipeline):
    """Asks a chat model for a riddle by a prompt; what it is made of is a matter of the steps."""

    def __init__(
        self, model: BaseChatModel, shape: Shape, *, prompt: str, examples: Sequence[Example] = (), **options: Any
    ) -> None:
        super().__init__(model, shape, **options)
        self._examples = tuple(examples)
        self._prompt = load_prompt(prompt)
        self._repair_prompt = load_prompt("repair")
        self._compose = RunnableLambda(self._composed).with_config(run_name="compose")

    @abstractmethod
    def _summary_of(self, fields: Composition, task: Task) -> str:
        """The summary of a riddle that was read; raises `ReplyError` where there is none."""

    async def _composed(self, task: Task) -> Drawn:
        reply = await self._first(task)
        try:
            return Drawn(self._candidate(task, reply), reply.usage)
        except ReplyError as error:
            if self._shape.short:
                return Drawn(None, reply.usage, error)
            return await self._read_again(task, reply, error)

    async def _first(self, task: Task) -> Reply:
        """Ask for a riddle; where the prompt says how the reply begins, the model goes on from there."""
        start = self._prompt.start
        messages = self._messages(task)
        if not start:
            return await self._asker.fields(messages, task.draw)
        reply = await self._asker.fields([*messages, AIMessage(start)], task.draw)
        return reply if begins_anew(reply.text) else replace(reply, text=f"{start} {reply.text.strip()}")

    async def _read_again(self, task: Task, first: Reply, error: ReplyError) -> Drawn:
        """Ask for the reply once more, with the reason why it could not be read."""
        reply = await self._asker.fields(self._again(task, first.text, [str(error)]), task.draw)
        usage = first.usage + reply.usage
        try:
            made = self._candidate(task, reply)
        except ReplyError as second:
            return Drawn(None, usage, second)
        return Drawn(replace(made, attempts=2, usage=usage), usage)

    async def _mended(self, task: Task, candidate: Candidate, reasons: Sequence[str]) -> Candidate | None:
        """The riddle once more, with what was wrong with it; None where it cannot be read."""
        reply = await self._asker.fields(self._again(task, candidate.raw, reasons), task.draw)
        try:
            return replace(self._candidate(task, reply), attempts=candidate.attempts + 1)
        except ReplyError:
            return None

    def _candidate(self, task: Task, reply: Reply) -> Candidate:
        with reading(reply):
            fields = reply.composition(self._shape.style)
            return self._made(fields, self._summary_of(fields, task), reply, task.story, task.reading.note)

    # --- what is asked ----------------------------------------------------------------------------------------------

    def _messages(self, task: Task) -> list[BaseMessage]:
        asked = self._filled(task.reading.text, task.summary, task.form)
        return [*asked[:-1], *self._shown(task.story, task.form), asked[-1]]

    def _filled(self, article: str, summary: str, form: Form) -> list[BaseMessage]:
        wishes = SHORT_WISHES if self._shape.short else WISHES
        given = {"article": article, "summary": summary, "form": wishes[form]}
        return self._prompt.messages(**{name: given[name] for name in self._prompt.variables})

    def _frame(self, story: Story, form: Form) -> list[BaseMessage]:
        """All that is asked beside the story."""
        asked = self._filled("", "", form)
        return [*asked[:-1], *self._shown(story, form), asked[-1]]

    def _shown(self, story: Story, form: Form) -> list[BaseMessage]:
        """Worked examples as turns of the conversation before this one; a repair sees the same.

        They are drawn by the story alone, so that each story sees other examples, and every try at it the same.
        """
        if not self._shape.shows:
            return []
        seed = crc32(story.lead.id.encode())
        others = [one for one in self._examples if not is_made_of(one, story.lead.text)]
        turns: list[BaseMessage] = []
        for one in choose_examples(others, self._shape.example_words, seed, form, self._shape.shown):
            asked = self._filled(one.article, one.summary, Form(one.form))[-1]
            turns += [asked, AIMessage(one.reply(summarised=self._steps == 1))]
        return turns

    def _again(self, task: Task, said: str, reasons: Sequence[str]) -> list[BaseMessage]:
        return self._after(self._messages(task), said, reasons)

    def _after(self, messages: Sequence[BaseMessage], said: str, reasons: Sequence[str]) -> list[BaseMessage]:
        why = "\n".join(f"- {fenced(reason)}" for reason in reasons)
        previous = AIMessage(fenced(said[:RAW_LIMIT]) or "(nothing)")
        return [*messages, previous, HumanMessage(self._repair_prompt.text(reasons=why))]
