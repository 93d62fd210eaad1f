"""How a model that was trained here is asked, and how it answers: the same text when it learns and when it works."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import Form, Kind
from bot.riddles.pipelines.prompt import load_prompt

WISHES = {
    Form.SUMMARY: "Write a riddle of two to four lines.",
    Form.FIRST_PERSON: "Write a riddle in the first person.",
    Form.QUESTION: "Write one riddling question.",
}
"""How each form is asked for."""

ALPACA_INTRO = (
    "Below is an instruction that describes a task, paired with an input that provides further context. "
    "Write a response that appropriately completes the request."
)
DOLLY_INTRO = (
    "Below is an instruction that describes a task. Write a response that appropriately completes the request."
)
DOLLY_END = "### End"
"""What a reply in Dolly's format ends with, before the end of the text."""


class Layout(StrEnum):
    """The prompt formats."""

    CHAT = "chat"
    """The model's own chat template."""

    ALPACA = "alpaca"
    DOLLY = "dolly"

    @property
    def completes(self) -> bool:
        """Whether the prompt is a plain text to go on with."""
        return self is not Layout.CHAT


@dataclass(frozen=True, slots=True)
class Template:
    """The texts around a summary and a riddle, in one format."""

    layout: Layout

    def turns(self, summary: str, form: Form) -> tuple[tuple[str, str], ...]:
        """What is asked, as (role, text): a system and a user turn, or one text to go on with."""
        prompt = load_prompt("compose_tuned")
        if self.layout is Layout.CHAT:
            asked = prompt.text(summary=summary, form=WISHES[form])
            return (("system", prompt.system.strip()), ("user", asked.strip()))
        instruction = f"{prompt.system.strip()} {WISHES[form]}"
        if self.layout is Layout.ALPACA:
            text = f"{ALPACA_INTRO}\n\n### Instruction:\n{instruction}\n\n### Input:\n{summary}\n\n### Response:"
        else:
            text = f"{DOLLY_INTRO}\n\n### Instruction:\n{instruction}\n\nInput:\n{summary}\n\n### Response:\n"
        return (("user", text),)

    def reply(self, answer: str, kind: Kind, question: str) -> str:
        """What the model should have answered: three labelled parts, which the reader of replies takes."""
        said = self.bare(answer, kind, question)
        if self.layout is Layout.DOLLY:
            return f"{said}\n\n{DOLLY_END}"
        return f"\n{said}" if self.layout is Layout.ALPACA else said

    @staticmethod
    def bare(answer: str, kind: Kind, question: str) -> str:
        """The reply as it is in every format."""
        return f"Answer: {answer}\nKind: {kind.value}\nRiddle: {question}"

    @property
    def stop(self) -> tuple[str, ...]:
        """What ends a reply, besides the model's own end."""
        return (DOLLY_END,) if self.layout is Layout.DOLLY else ()

    @property
    def mark(self) -> str:
        """A hash of every letter around the data, a chat model's own template left out: what was learned with it."""
        shown = [[form.value, self.turns("{summary}", form)] for form in Form]
        replies = [self.reply("{answer}", kind, "{question}") for kind in Kind]
        return hashlib.sha256(json.dumps([self.layout.value, shown, replies]).encode()).hexdigest()[:16]
