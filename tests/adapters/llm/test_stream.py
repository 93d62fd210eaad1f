"""A reply is told while it is written: whole characters, no part of a stop, what it took at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.llm.request import Decoding, Request, Turn
from adapters.llm.row import Row, held_back
from bot.errors import ModelUnavailable

if TYPE_CHECKING:
    from adapters.llm.local import LocalChatModel

pytestmark = pytest.mark.model


@pytest.mark.parametrize("seed", range(4))
def test_the_pieces_make_the_whole_text(tiny: LocalChatModel, seed: int):
    whole = tiny.invoke("Tell me a tale", temperature=2.0, seed=seed, max_tokens=60)
    chunks = list(tiny.stream("Tell me a tale", temperature=2.0, seed=seed, max_tokens=60))
    assert len(chunks) > 3
    assert "".join(chunk.text for chunk in chunks) == whole.text
    assert chunks[-1].usage_metadata == whole.usage_metadata
    assert chunks[-1].response_metadata["finish_reason"] == whole.response_metadata["finish_reason"]
    assert all(chunk.usage_metadata is None for chunk in chunks[:-1])


def test_a_character_of_many_tokens_is_told_when_it_is_whole(tiny: LocalChatModel):
    tiny.invoke("warm up", max_tokens=1)
    tokenizer = tiny._engine._runtime._tokenizer
    text = "Zürich — 東京 🎉!"
    told: list[str] = []
    request = Request((Turn("user", "x"),), Decoding(), 9, listener=told.append, limit=100)
    row = Row(request, tokenizer, frozenset({3}))
    for token in [*tokenizer(text, add_special_tokens=False)["input_ids"], 3]:
        row.take(token)
    assert "".join(told) == text == row.result().text
    assert "\ufffd" not in "".join(told)
    assert "🎉" in told


def test_no_part_of_a_stop_is_told(tiny: LocalChatModel):
    whole = tiny.invoke("Tell me a tale", temperature=1.0, seed=2, max_tokens=40).text
    stop = whole[12:16]
    chunks = list(tiny.stream("Tell me a tale", temperature=1.0, seed=2, max_tokens=40, stop=[stop]))
    assert "".join(chunk.text for chunk in chunks) == whole[: whole.index(stop)]
    assert chunks[-1].response_metadata["finish_reason"] == "stop"


def test_what_may_begin_a_stop_is_held_back():
    assert held_back("the end #", ("###",)) == 1
    assert held_back("the end ##", ("###", "# never")) == 2
    assert held_back("the end", ("###",)) == 0
    assert held_back("a", ("a",)) == 0


async def test_pieces_come_before_the_text_is_whole(tiny: LocalChatModel, passes: list[int]):
    written = [len(passes) async for _ in tiny.astream("x", max_tokens=600, temperature=1.0)]
    assert written[0] < 600 <= written[-1]


async def test_streams_and_calls_share_batches(tiny: LocalChatModel, monkeypatch: pytest.MonkeyPatch):
    await tiny.ainvoke("warm up", max_tokens=1)
    sizes: list[int] = []
    runtime = tiny._engine._runtime
    real = runtime.generate
    monkeypatch.setattr("adapters.llm.engine.GATHER_SECONDS", 0.5)  # a busy machine starts threads late
    monkeypatch.setattr(runtime, "generate", lambda batch: (sizes.append(len(batch)), real(batch))[1])

    async def streamed() -> str:
        return "".join([chunk.text async for chunk in tiny.astream("Hello")])

    said = await asyncio.gather(*(streamed() for _ in range(4)), tiny.ainvoke("Hello"))
    assert sizes == [5]
    assert {*said[:4]} == {said[4].text}


@pytest.mark.parametrize("how", ["sync", "async"])
async def test_a_stream_nobody_reads_on_gives_its_row_up(tiny: LocalChatModel, passes: list[int], how: str):
    if how == "sync":
        stream = tiny.stream("x", max_tokens=900, temperature=1.0)
        next(stream)
        stream.close()
    else:
        astream = tiny.astream("x", max_tokens=900, temperature=1.0)
        await anext(astream)
        await astream.aclose()
    await tiny.ainvoke("next", max_tokens=1)
    assert len(passes) < 600


def test_a_stream_that_takes_too_long_is_told_so(tiny: LocalChatModel):
    tiny.invoke("warm up", max_tokens=1)
    tiny._engine._runtime._ends = frozenset()
    with pytest.raises(ModelUnavailable, match=r"within 0\.3 seconds"):
        list(tiny.stream("x", max_tokens=900, timeout=0.3, temperature=1.0))
