"""Two ways to ask for the same riddle, side by side: a tuned model as it was trained, and an untuned one helped."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from bot.domain import Form, Kind
from bot.riddles.pipelines.examples import choose_examples, load_examples
from bot.riddles.pipelines.prompt import load_prompt
from bot.riddles.pipelines.reply import read_json, read_lines
from bot.riddles.pipelines.shape import cut
from bot.riddles.pipelines.template import WISHES
from bot.riddles.pipelines.tuned import NO_REPEAT, TUNED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.riddles.pipelines.examples import Example
    from bot.riddles.pipelines.reply import Composition
    from bot.riddles.pipelines.template import Template

SHOTS = 3
"""Worked examples before the request to an untuned model."""

ROLES: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage}


@dataclass(frozen=True, slots=True)
class Asked:
    """One riddle that is asked for: of which story, in which form, and how it is drawn; temperature 0 is greedy."""

    summary: str
    form: Form
    seed: int
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, and whether it came to its own end."""

    text: str
    ended: bool


class Side(Protocol):
    """A model and the way it is asked."""

    @property
    def name(self) -> str:
        """As a person reads it."""

    async def write(self, asked: Sequence[Asked]) -> list[Written]:
        """Write all; what is asked at once shares batches."""

    def read(self, text: str) -> Composition:
        """The riddle of a reply; raises `ReplyError` where there is none."""


@dataclass(frozen=True)
class TunedSide:
    """A tuned model, asked as it was trained, without any constraint."""

    model: BaseChatModel
    template: Template
    name: str

    async def write(self, asked: Sequence[Asked]) -> list[Written]:
        """Write all."""
        return list(await asyncio.gather(*(self._one(one) for one in asked)))

    def read(self, text: str) -> Composition:
        """The riddle of a reply of labelled lines."""
        return read_lines(text)

    async def _one(self, asked: Asked) -> Written:
        turns = self.template.turns(asked.summary, asked.form)
        options: dict[str, Any] = _drawn(asked) | {"no_repeat": NO_REPEAT}
        if self.template.stop:
            options["stop"] = list(self.template.stop)
        if self.template.layout.completes:
            options["completion"] = True
        return await _written(self.model, [ROLES[role](text) for role, text in turns], options)


@dataclass(frozen=True)
class HelpedSide:
    """An untuned model with worked examples before the request, held to a schema while it writes."""

    model: BaseChatModel
    name: str
    examples: tuple[Example, ...] = ()

    async def write(self, asked: Sequence[Asked]) -> list[Written]:
        """Write all."""
        return list(await asyncio.gather(*(self._one(one) for one in asked)))

    def read(self, text: str) -> Composition:
        """The riddle of an object."""
        return read_json(text)

    async def _one(self, asked: Asked) -> Written:
        held = {"response_format": {"type": "json_schema", "json_schema": {"name": "riddle", "schema": _schema()}}}
        return await _written(self.model, self._messages(asked), _drawn(asked) | held)

    def _messages(self, asked: Asked) -> list[BaseMessage]:
        prompt = load_prompt("compose_tuned")
        turns: list[BaseMessage] = [SystemMessage(prompt.system.strip())]
        known = [one for one in self.examples or load_examples() if one.form == asked.form]
        for one in choose_examples(known, 10_000, asked.seed, asked.form, SHOTS):
            reply = {"answer": one.answer, "kind": one.kind, "riddle": one.question}
            turns += [self._request(one.summary, asked.form), AIMessage(json.dumps(reply, ensure_ascii=False))]
        return [*turns, self._request(cut(asked.summary, TUNED.article_words), asked.form)]

    @staticmethod
    def _request(summary: str, form: Form) -> HumanMessage:
        return HumanMessage(load_prompt("compose_tuned").text(summary=summary, form=WISHES[form]).strip())


def _schema() -> dict[str, Any]:
    fields = {
        "answer": {"type": "string", "minLength": 1, "maxLength": 60},
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "riddle": {"type": "string", "minLength": 20, "maxLength": 450},
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _drawn(asked: Asked) -> dict[str, Any]:
    return {"temperature": asked.temperature, "seed": asked.seed, "max_tokens": TUNED.riddle_tokens}


async def _written(model: BaseChatModel, messages: list[BaseMessage], options: dict[str, Any]) -> Written:
    message = await model.ainvoke(messages, **options)
    return Written(message.text, ended=message.response_metadata.get("finish_reason") == "stop")
