"""Articles and their riddles before the new article, for a model to go on with: the one-step pipeline."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from langchain_core.runnables import RunnableLambda

from bot.domain import Form, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Asker, Draw, Reply, unpriced
from bot.riddles.pipelines.candidate import candidate_of
from bot.riddles.pipelines.examples import choose_examples, load_examples
from bot.riddles.pipelines.gather import Drawn, gathered
from bot.riddles.pipelines.inert import OBEYED, obeyed, told_to_model
from bot.riddles.pipelines.loose import labelled
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.riddles.pipelines.reply import Composition, read_lines, read_summary
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.domain import Candidate, Story
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.examples import Example
    from bot.riddles.pipelines.shape import Shape

STOP = "###"
"""What parts the examples, and ends a reply."""

LABELS = {Form.SUMMARY: "summary", Form.FIRST_PERSON: "first person", Form.QUESTION: "question"}
"""How the forms are called in the examples, and before the riddle that is asked for."""

_STRUCTURE = re.compile(r"#{3,}|\[(?=(?:Summary Riddle|Article) \d)")


class FewShotPipeline:
    """Makes candidates in one step, by example; works with base models too."""

    def __init__(
        self,
        model: BaseChatModel,
        shape: Shape,
        *,
        model_name: str,
        cost: Cost = unpriced,
        seconds: float = 120.0,
        examples: Sequence[Example] | None = None,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, shape, cost, first_wait)
        self._shape = shape
        self._model_name = model_name
        self._seconds = seconds
        self._examples = load_examples() if examples is None else tuple(examples)
        self._prompt = load_prompt("few_shot")
        self._block = load_prompt("few_shot_example")
        self._draw_one = RunnableLambda(self._drawn).with_config(run_name="few_shot")

    @property
    def name(self) -> str:
        """`few_shot`."""
        return "few_shot"

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
        """The versions of the frame and of the example block."""
        return f"{self._prompt.label}+{self._block.label}"

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates; each sees other examples, at least half of them of its wanted form."""
        if n < 1:
            return []
        given = [(story, forms[at % len(forms)], seed + at) for at in range(n)]
        drawn = await self._draw_one.abatch(given, return_exceptions=True)
        return gathered(drawn, Usage())

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Draw the same form once more: a completion has no ear for reasons, only other examples and another seed."""
        del reasons
        drawn = await self._draw_one.ainvoke((story, candidate.form, seed))
        if drawn.candidate is None:
            return None
        return replace(drawn.candidate, attempts=candidate.attempts + 1)

    async def _drawn(self, given: tuple[Story, Form, int]) -> Drawn:
        story, form, seed = given
        values = self._values(story, form, seed)
        reply = await self._asker.text(self._prompt.messages(**values), self._draw(seed))
        said = f"Summary: {reply.text.split(STOP)[0]}"
        try:
            fields, summary = read_lines(said), read_summary(labelled(said).get("summary", ""))
        except ReplyError as error:
            return Drawn(None, reply.usage, error)
        made = self._candidate(fields, summary, reply)
        return Drawn(None, reply.usage, ReplyError(OBEYED)) if obeyed(made, story) else Drawn(made, reply.usage)

    def _draw(self, seed: int) -> Draw:
        tokens = None
        if self._shape.riddle_tokens is not None:
            tokens = self._shape.riddle_tokens + (self._shape.summary_tokens or 0)
        deadline = asyncio.get_running_loop().time() + self._seconds
        return Draw(seed, deadline, self._shape.temperature, tokens, (STOP,), completion=True)

    def _values(self, story: Story, form: Form, seed: int) -> dict[str, str]:
        chosen = choose_examples(self._examples, self._shape.example_words, seed, form)
        article = told_to_model(story, self._shape.article_words)
        blocks = "".join(self._one_block(example, number) for number, example in enumerate(chosen, 1))
        return {"examples": blocks, "number": str(len(chosen) + 1), "article": _tame(article), "form": LABELS[form]}

    def _one_block(self, example: Example, number: int) -> str:
        return self._block.text(
            number=str(number),
            article=_tame(example.article),
            form=LABELS[Form(example.form)],
            summary=_tame(example.summary),
            riddle=_STRUCTURE.sub("", example.question),
            answer=_tame(example.answer),
        )

    def _candidate(self, fields: Composition, summary: str, reply: Reply) -> Candidate:
        return candidate_of(
            fields,
            summary=Summary(summary),
            pipeline=self.name,
            model=self._model_name,
            prompt_version=self.prompt_version,
            reply=reply,
        )


def _tame(text: str) -> str:
    """One line of data without the marks that give this prompt its structure."""
    return one_line(_STRUCTURE.sub("", fenced(text)), 20_000)
