"""A local model tells how much it takes before it is loaded, and when its first token came."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from adapters.llm.local import LocalChatModel
from adapters.llm.ruler import Once, context_of
from adapters.llm.weights import Source, load_weights
from bot.domain import Article, Form, Story
from bot.errors import ReplyError, SettingsError
from bot.riddles.pipelines import LINES, make_pipeline
from bot.riddles.pipelines.base import unheard
from bot.riddles.pipelines.examples import load_examples
from bot.riddles.pipelines.shape import SMALL

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

TOLD = "The 3rd keeper of the lock counted 40 boats. "


def test_a_model_measures_texts_without_being_loaded(tiny: LocalChatModel):
    assert tiny.context_length() == 1024
    assert tiny.count_tokens([]) == []
    assert tiny.count_tokens(["", "abc", "zwölf"]) == [0, 3, 6]
    assert tiny._engine._thread is None


def test_what_has_no_tokenizer_is_told_in_a_sentence(tmp_path: Path):
    model = LocalChatModel(source=str(tmp_path), model_name="none")
    with pytest.raises(SettingsError, match="its tokenizer cannot be read"):
        model.count_tokens(["x"])


@pytest.mark.parametrize("config", ["[]", '{"model_type": "llama", "max_position_embeddings": "many"}'])
def test_a_configuration_of_wrong_values_is_told_in_a_sentence(tmp_path: Path, config: str):
    (tmp_path / "config.json").write_text(config)
    model = LocalChatModel(source=str(tmp_path), model_name="none")
    for asked in (model.context_length, lambda: load_weights(Source(str(tmp_path)))):
        with pytest.raises(SettingsError, match="No model can be loaded from"):
            asked()


def test_the_context_of_a_model_for_pictures_too_is_that_of_its_text():
    from transformers import Gemma3Config

    assert context_of(Gemma3Config()) == 131_072


def test_what_is_prepared_is_prepared_once_whoever_comes_first():
    done: list[int] = []
    once = Once(lambda: done.append(1))
    threads = [threading.Thread(target=once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]


@pytest.mark.parametrize("steps", [1, 2])
async def test_a_prompt_fits_a_real_context_however_long_the_article(tiny: LocalChatModel, steps: int):
    heard: list[str] = []
    made = make_pipeline("few_shot", tiny, SMALL, model_name="tiny", steps=steps, notice=heard.append)
    story = Story((Article("a", "Boats at the lock", TOLD * 200),))
    with pytest.raises(ReplyError):  # random weights write no riddle
        await made.candidates(story, 1, 0, (Form.QUESTION,))
    assert len(heard) == 1
    assert "its context holds 1024 tokens" in heard[0]
    assert 200 < made.spent.prompt_tokens / steps < 1024
    assert made.spent.first is not None
    assert 0 < made.spent.first < made.spent.seconds


async def test_the_embedded_model_is_asked_by_examples_in_one_step(embedded_data: Path):
    from adapters.llm.embedded import embedded_model

    model = embedded_model(embedded_data)
    shape = replace(SMALL, article_words=60, example_tokens=400, summary_tokens=30, riddle_tokens=30)
    made = make_pipeline("few_shot", model, shape, model_name="embedded", steps=1, notice=unheard)
    example = load_examples()[0]
    try:
        [one] = await made.candidates(Story((Article("a", "News", example.article),)), 1, 0, (Form.SUMMARY,))
        assert one.summary.text
        assert one.answer
    except ReplyError:
        pass  # so small a model may fail to write one
    finally:
        model.close()
    assert model.context_length() >= LINES.context
    assert 200 < made.spent.prompt_tokens < 700
    assert made.spent.first is not None
    assert made.spent.completion_tokens <= 60
