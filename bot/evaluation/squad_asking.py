"""Asks a chat model the questions of a SQuAD file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import ModelClosed, ModelError
from bot.evaluation.metrics.squad import Question, Version, normalised
from bot.riddles.pipelines.ask import Asker, Draw
from bot.riddles.pipelines.loose import spoken
from bot.riddles.pipelines.prompt import Prompt, fenced, load_prompt
from bot.riddles.pipelines.shape import cut
from bot.text import one_line, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_TOKENS = 40
"""Tokens an answer may take; the longest of the official small answers are some thirty."""

WORDS = 700
"""Words of a text that is shown at least: the longest official one has about so many."""

WAVE = 8
"""Questions that are asked at a time: as many as one batch of a local model takes."""

PROMPTS = {Version.ONE: "squad", Version.TWO: "squad2"}

NOTHING = frozenset({"no answer", "no answer in text", "unanswerable", "not answerable", "not in text", "none"})
"""Replies, normalised, that say there is no answer."""

_QUESTION, _ANSWER = 500, 400


@dataclass(slots=True)
class Asked:
    """What came back: answers by the id of the question, empty where the model said there is none.

    `errors` holds the reasons why a question has no reply; `shortened` counts the texts that had to be cut.
    """

    answers: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    shortened: int = 0


class Answerer:
    """Asks by the prompt of a version, several questions at a time; what is said comes with no chance in it."""

    def __init__(self, asker: Asker, *, name: str, article_words: int, seconds: float, wave: int = WAVE) -> None:
        self.asker = asker
        self.name = name
        self._words = max(WORDS, article_words)
        self._seconds = seconds
        self._wave = wave

    @staticmethod
    def prompt(version: Version) -> Prompt:
        """What is asked."""
        return load_prompt(PROMPTS[version])

    async def ask(
        self, questions: Sequence[Question], version: Version, asked: Asked, told: Callable[[str], None]
    ) -> None:
        """Ask all into `asked`; what gets no reply is left out, and after a first wave of such no more are asked."""
        for start in range(0, len(questions), self._wave):
            wave = questions[start : start + self._wave]
            await asyncio.gather(*(self._ask(one, version, asked) for one in wave))
            told(f"{start + len(wave)} of {len(questions)} questions asked.")
            if not asked.answers:
                return  # one whole wave in vain: nobody is there

    async def _ask(self, question: Question, version: Version, asked: Asked) -> None:
        text = cut(question.context, self._words)
        # A text is cut at a sentence, so that blanks apart it is whole where no word is missing.
        asked.shortened += len(words(text)) < len(words(question.context))
        messages = self.prompt(version).messages(
            text=fenced(text), question=fenced(one_line(question.question, _QUESTION))
        )
        draw = Draw(0, asyncio.get_running_loop().time() + self._seconds, max_tokens=MAX_TOKENS, stop=("\n",))
        try:
            reply = await self.asker.text(messages, draw)
        except ModelClosed:
            raise
        except ModelError as error:
            asked.errors.append(str(error))
        else:
            asked.answers[question.id] = read_answer(reply.text, version)


def read_answer(reply: str, version: Version) -> str:
    """The first line of a reply without its label; by the rules of v2 nothing where it says there is no answer."""
    lines = [line.strip() for line in spoken(reply).splitlines() if line.strip()]
    said = one_line(lines[0], _ANSWER) if lines else ""
    label, colon, rest = said.partition(":")
    if colon and normalised(label) in {"answer", "short answer"}:
        said = rest.strip()
    said = said.strip("\"“”'‘’`* ")
    return "" if version is Version.TWO and normalised(said) in NOTHING else said
