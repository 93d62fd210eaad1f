"""The local chat model over a tiny model of random weights: one test for each promise."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.callbacks import get_usage_metadata_callback
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from adapters.llm.local import LocalChatModel, local_model
from adapters.llm.request import Request, Turn
from adapters.llm.weights import load_runtime
from bot.errors import ModelError, ModelUnavailable, RequestRefused, SettingsError
from tests.adapters.llm.conftest import soon

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

ASKED = [
    "Hi.",
    "Name an animal of the sea.",
    "What is it that has a bed but never sleeps, and runs but never walks?",
] * 3


async def test_the_prompt_is_not_echoed_and_tokens_are_counted(tiny: LocalChatModel):
    answer = await tiny.ainvoke("Name an animal.", max_tokens=10)
    assert "Name an animal" not in answer.text
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["output_tokens"] <= 10
    assert answer.response_metadata["finish_reason"] in {"stop", "length"}
    assert answer.response_metadata["model_name"] == "tiny"


def test_the_template_is_applied_once_with_one_begin_token(tiny_weights: Path):
    runtime = load_runtime(str(tiny_weights))
    request = Request(
        (Turn("user", "Hi"),), LocalChatModel(source="x", model_name="x")._request([], None, {}).decoding, 9
    )
    assert runtime.encode(request).count(0) == 1
    request.completion = True
    assert runtime.encode(request).count(0) == 1
    assert len(runtime.encode(request)) == 3


async def test_greedy_text_is_the_same_alone_and_in_a_batch(tiny: LocalChatModel):
    together = await tiny.abatch(ASKED)
    alone = [await tiny.ainvoke(asked) for asked in ASKED]
    assert [one.text for one in together] == [one.text for one in alone]


async def test_the_same_seed_gives_the_same_text_alone_and_in_a_batch(tiny: LocalChatModel):
    warm = {"temperature": 1.0, "top_p": 0.9}
    together = await asyncio.gather(*(tiny.ainvoke(asked, seed=at, **warm) for at, asked in enumerate(ASKED)))
    alone = [await tiny.ainvoke(asked, seed=at, **warm) for at, asked in enumerate(ASKED)]
    assert [one.text for one in together] == [one.text for one in alone]
    assert together[0].text != together[3].text


async def test_limits_seeds_and_warmth_of_one_request_do_not_touch_its_neighbours(tiny: LocalChatModel):
    greedy = await tiny.ainvoke("Hello there", max_tokens=20)
    short, same, _ = await asyncio.gather(
        tiny.ainvoke("Hello there", max_tokens=3),
        tiny.ainvoke("Hello there", max_tokens=20),
        tiny.ainvoke("Hello there", max_tokens=12, temperature=2.0, seed=5),
    )
    assert same.text == greedy.text
    assert short.usage_metadata["output_tokens"] == 3
    assert short.response_metadata["finish_reason"] == "length"


async def test_stop_strings_are_honoured_and_taken_out(tiny: LocalChatModel):
    whole = (await tiny.ainvoke("Tell me a tale", temperature=1.0, seed=2, max_tokens=40)).text
    stop = whole[6:9]
    cut = await tiny.ainvoke("Tell me a tale", temperature=1.0, seed=2, max_tokens=40, stop=[stop, "@@never@@"])
    assert cut.text == whole[: whole.index(stop)]
    assert cut.response_metadata["finish_reason"] == "stop"
    assert cut.usage_metadata["output_tokens"] < 40


def test_invoke_batch_and_stream_say_the_same_as_ainvoke(tiny: LocalChatModel):
    expected = asyncio.run(tiny.ainvoke("Hello")).text
    assert tiny.invoke("Hello").text == expected
    assert [one.text for one in tiny.batch(["Hello", "Hello"])] == [expected, expected]
    assert "".join(chunk.text for chunk in tiny.stream("Hello")) == expected


async def test_usage_is_seen_by_langchain(tiny: LocalChatModel):
    with get_usage_metadata_callback() as seen:
        answer = await tiny.ainvoke("Hello")
    assert seen.usage_metadata["tiny"] == answer.usage_metadata


async def test_requests_at_once_share_batches(tiny: LocalChatModel, monkeypatch: pytest.MonkeyPatch):
    await tiny.ainvoke("warm up", max_tokens=1)
    sizes: list[int] = []
    runtime = tiny._engine._runtime
    real = runtime.generate
    monkeypatch.setattr(runtime, "generate", lambda batch: (sizes.append(len(batch)), real(batch))[1])
    await tiny.abatch(["Hello"] * 32)
    assert sizes == [16, 16]


async def endless_texts(model: LocalChatModel) -> None:
    """Load the model, and let it know no end token: a text ends at its limit or when nobody waits for it."""
    await model.ainvoke("warm up", max_tokens=1)
    model._engine._runtime._ends = frozenset()


async def test_a_cancelled_task_leaves_the_batch(tiny: LocalChatModel, passes: list[int]):
    endless = asyncio.create_task(tiny.ainvoke("x", max_tokens=900, temperature=3.0, top_p=1.0))
    await asyncio.to_thread(soon, lambda: bool(passes))
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    await tiny.ainvoke("next", max_tokens=1)
    assert len(passes) < 600


async def test_a_request_that_takes_too_long_is_told_so(tiny: LocalChatModel):
    await endless_texts(tiny)
    with pytest.raises(ModelUnavailable, match=r"within 0\.2 seconds"):
        await tiny.ainvoke("x", max_tokens=900, timeout=0.2, temperature=3.0, top_p=1.0)


async def test_a_text_that_does_not_fit_is_told_so_and_hurts_nobody_else(tiny: LocalChatModel):
    good, bad = await asyncio.gather(tiny.ainvoke("Hello"), tiny.ainvoke("x" * 2000), return_exceptions=True)
    assert isinstance(good, AIMessage)
    assert isinstance(bad, ModelError)
    assert "too long" in str(bad)


async def test_a_full_queue_refuses_the_next_request(tiny_weights: Path):
    from adapters.llm.engine import Engine

    model = LocalChatModel(source=str(tiny_weights), model_name="tiny", max_tokens=2)
    model._engine = Engine(lambda: load_runtime(str(tiny_weights)), capacity=2)
    answers = await asyncio.gather(*(model.ainvoke("Hi") for _ in range(40)), return_exceptions=True)
    refused = [one for one in answers if isinstance(one, ModelUnavailable)]
    assert refused
    assert all("wait" in str(one) for one in refused)
    model.close()


async def test_closing_tells_whoever_waits_and_is_final(tiny: LocalChatModel):
    await endless_texts(tiny)
    waiting = [asyncio.create_task(tiny.ainvoke("x", max_tokens=900, temperature=3.0, top_p=1.0)) for _ in range(20)]
    await asyncio.sleep(0.2)
    await asyncio.to_thread(tiny.close)
    for one in await asyncio.gather(*waiting, return_exceptions=True):
        assert isinstance(one, ModelUnavailable | asyncio.CancelledError)
    with pytest.raises(ModelUnavailable, match="closed"):
        await tiny.ainvoke("Hi")
    assert not tiny._engine._thread.is_alive()


def test_two_models_never_share_a_cache_entry(tiny_weights: Path):
    params = {
        "one": LocalChatModel(source=str(tiny_weights), model_name="m"),
        "other decoding": LocalChatModel(source=str(tiny_weights), model_name="m", temperature=0.5),
        "other weights": LocalChatModel(source="elsewhere", model_name="m"),
    }
    keys = {name: model._get_llm_string(stop=None) for name, model in params.items()}
    assert len(set(keys.values())) == 3


def test_new_weights_in_the_same_place_have_another_key(tmp_path: Path):
    (tmp_path / "model.safetensors").write_bytes(b"one")
    one = LocalChatModel(source=str(tmp_path), model_name="m")._identifying_params
    (tmp_path / "model.safetensors").write_bytes(b"other")
    assert LocalChatModel(source=str(tmp_path), model_name="m")._identifying_params != one


async def test_a_cache_serves_only_the_model_that_filled_it(tiny_weights: Path):
    cache = InMemoryCache()
    cold = LocalChatModel(source=str(tiny_weights), model_name="tiny", max_tokens=12, cache=cache)
    warm = LocalChatModel(source=str(tiny_weights), model_name="tiny", max_tokens=12, cache=cache, temperature=2.0)
    assert (await cold.ainvoke("Hello")).text != (await warm.ainvoke("Hello")).text
    cold.close()
    warm.close()


async def test_a_reply_that_is_begun_is_gone_on_with(tiny: LocalChatModel):
    runtime = load_runtime(tiny.source)
    decoding = tiny._request([], None, {}).decoding
    ids = runtime.encode(Request((Turn("user", "Hi"), Turn("assistant", "Answer:")), decoding, 9))
    assert runtime._tokenizer.decode(ids).endswith("assistant\nAnswer:")
    assert await tiny.ainvoke([SystemMessage("Be brief."), HumanMessage("Hi"), AIMessage("Hello")], max_tokens=2)


async def test_a_template_without_system_messages_gets_them_with_the_request(tiny_weights: Path):
    runtime = load_runtime(str(tiny_weights))
    plain = runtime._tokenizer.chat_template
    refusing = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + plain
    runtime._tokenizer.chat_template = refusing
    decoding = LocalChatModel(source="x", model_name="x")._request([], None, {}).decoding
    ids = runtime.encode(Request((Turn("system", "Be brief."), Turn("user", "Hi")), decoding, 9))
    assert "user\nBe brief.\n\nHi" in runtime._tokenizer.decode(ids)


async def test_a_model_that_may_think_aloud_is_asked_to_answer_at_once(tiny_weights: Path):
    runtime = load_runtime(str(tiny_weights))
    runtime._tokenizer.chat_template += "{% if enable_thinking is not defined or enable_thinking %}<think>{% endif %}"
    decoding = LocalChatModel(source="x", model_name="x")._request([], None, {}).decoding
    ids = runtime.encode(Request((Turn("user", "Hi"),), decoding, 9))
    assert "<think>" not in runtime._tokenizer.decode(ids)


async def test_what_a_local_model_cannot_be_given_is_an_error(tiny: LocalChatModel):
    with pytest.raises(ValueError, match="ToolMessage"):
        await tiny.ainvoke([HumanMessage("Hi"), ToolMessage("x", tool_call_id="1")])


@pytest.mark.parametrize("make", ["nothing", "empty", "garbage"])
def test_weights_that_cannot_be_loaded_are_told_in_a_sentence(tmp_path: Path, make: str, tiny_weights: Path):
    source = tmp_path / make
    if make != "nothing":
        source.mkdir()
    if make == "garbage":
        for file in tiny_weights.iterdir():
            data = b"garbage" if file.name.endswith(".safetensors") else file.read_bytes()
            (source / file.name).write_bytes(data)
    if make == "nothing":
        source.write_text("a file, not a folder")
    model = local_model(f"local:{source}")
    with pytest.raises(SettingsError, match="No model can be loaded") as raised:
        model.invoke("Hi")
    assert "\n" not in str(raised.value)
    model.close()


async def test_what_prompts_begin_with_alike_is_read_once_and_changes_no_text(
    tiny: LocalChatModel, monkeypatch: pytest.MonkeyPatch
):
    told = SystemMessage("You turn the news of the day into riddles that stand alone. " * 3)
    asked = [[told, HumanMessage(text)] for text in ASKED]
    together = [answer.text for answer in await tiny.abatch(asked)]
    runtime = tiny._engine._runtime
    beginning = runtime._beginning
    assert len(beginning.ids) > 180
    again = [(await tiny.ainvoke(one)).text for one in asked]
    assert runtime._beginning is beginning  # the lone ones began with it too
    monkeypatch.setattr("adapters.llm.runtime.LEAST_SHARED", 10_000)
    apart = [(await tiny.ainvoke(one)).text for one in asked]
    assert together == again == apart


async def test_rows_leave_the_batch_as_they_end(tiny: LocalChatModel):
    await endless_texts(tiny)
    limits = [2, 3, 5, 8, 13, 21, 34, 55]
    together = await asyncio.gather(*(tiny.ainvoke("Hello there", max_tokens=limit) for limit in limits))
    whole = together[-1].text.rstrip("\ufffd")
    assert [answer.usage_metadata["output_tokens"] for answer in together] == limits
    assert all(whole.startswith(answer.text.rstrip("\ufffd")) for answer in together)


@pytest.mark.parametrize(
    "setting", [{"top_k": 0}, {"top_p": 0.0}, {"top_p": 1.5}, {"max_tokens": -1}, {"temperature": -1.0}]
)
async def test_a_setting_no_text_can_be_drawn_with_is_refused(tiny: LocalChatModel, setting: dict[str, float]):
    with pytest.raises(RequestRefused, match=next(iter(setting))):
        await tiny.ainvoke("Hello", **{"temperature": 1.0, **setting})


async def test_an_empty_stop_stops_nothing_and_what_is_not_set_is_the_models_own(tiny: LocalChatModel):
    plain = await tiny.ainvoke("Hello")
    assert (await tiny.ainvoke("Hello", stop=[""], top_p=None, top_k=None, timeout=None)).text == plain.text != ""


async def test_messages_no_template_takes_are_told_and_hurt_nobody_else(tiny: LocalChatModel):
    with pytest.raises(ModelError, match="asked nothing"):
        await tiny.ainvoke([])
    runtime = tiny._engine._runtime
    plain = runtime._tokenizer.chat_template
    runtime._tokenizer.chat_template = "{{ raise_exception('roles must alternate') }}"
    with pytest.raises(RequestRefused, match="chat template"):
        await tiny.ainvoke("Hello")
    runtime._tokenizer.chat_template = plain
    assert (await tiny.ainvoke("Hello")).text
