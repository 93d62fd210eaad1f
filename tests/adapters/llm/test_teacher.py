"""A model as a teacher: how it is asked, what is counted, and the embedded one for real."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from adapters.llm.prices import FREE, Price
from adapters.llm.teacher import ModelTeacher
from bot import bootstrap
from bot.ports.teacher import Lesson
from bot.settings import load_settings
from bot.training.augment import Augmenter, Bounds
from bot.training.filters import Filter
from bot.training.formats import Origin
from bot.training.journal import Journal
from bot.training.lessons import SMALL
from bot.training.seeds import seed_examples

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.llm.local import LocalChatModel

LESSON = Lesson("You write.", "### 1\nTopic: owls", "\n### 2\nTopic: bells", 7, 12)


def saying(text: str, **told: Any) -> ModelTeacher:
    message = AIMessage(
        text,
        response_metadata=told,
        usage_metadata={"input_tokens": 1000, "output_tokens": 500, "total_tokens": 1500},
    )
    return ModelTeacher(GenericFakeChatModel(messages=iter([message])), "x", Price(1.0, 4.0), 10.0)


async def test_what_is_said_comes_without_thoughts_and_with_its_cost() -> None:
    taught = await saying("<think>hm</think>### 2\nTopic: bells").ask(LESSON)
    assert (taught.text, taught.whole) == ("### 2\nTopic: bells", True)
    assert (taught.usage.calls, taught.usage.tokens, taught.usage.cost) == (1, 1500, 0.003)


@pytest.mark.parametrize(
    "told", [{"finish_reason": "length"}, {"stop_reason": "max_tokens"}, {"finish_reason": "LENGTH"}]
)
async def test_a_reply_that_was_cut_off_is_known_as_such(told: dict[str, str]) -> None:
    assert not (await saying("### 2", **told).ask(LESSON)).whole


@pytest.mark.model
async def test_a_small_model_goes_on_with_the_text_and_stops_where_it_is_told(tiny: LocalChatModel) -> None:
    teacher = ModelTeacher(tiny, "tiny", FREE, 30.0, steered=True, completes=True)
    taught = await teacher.ask(LESSON)
    assert taught.text.startswith("### 2\nTopic: bells")
    assert taught.usage.completion_tokens <= 12
    assert (await teacher.ask(LESSON)).text == taught.text
    assert (await teacher.ask(replace(LESSON, seed=8))).text != taught.text


@pytest.mark.model
async def test_the_embedded_model_is_asked_for_more_examples_for_real(embedded_data: Path, tmp_path: Path) -> None:
    """It writes little that is kept; what it writes is read, counted and logged."""
    settings = load_settings(RIDDLE_DATA_DIR=str(embedded_data))
    teacher, manner = bootstrap.teacher(settings, "embedded", lambda _: None)
    assert manner is SMALL
    short = replace(manner, seeds=1, own=0, wave=1, most_tokens=16)
    origin = Origin("model:embedded", "CC0-1.0", "Free.")
    with Journal.opened(tmp_path / "out.jsonl", resume=False) as book:
        asking = Augmenter(teacher, short, seed_examples(), origin, book, Filter())
        await asking.run(Bounds(1, most_tokens=1))
    assert (book.tally.asked, book.tally.written) == (1, 1)
    assert book.tally.usage.cost == 0.0
    assert book.tally.usage.completion_tokens <= 16
