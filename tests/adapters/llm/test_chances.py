"""How likely a text was: told with a reply, and for texts that are given."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from adapters.llm.request import Request, Turn
from bot.errors import ModelError, RequestRefused

if TYPE_CHECKING:
    from adapters.llm.local import LocalChatModel

pytestmark = pytest.mark.model

ASKED = [SystemMessage("Be brief. " * 12), HumanMessage("Which animal says moo?")]


async def test_each_token_comes_with_its_chance_and_the_likeliest(tiny: LocalChatModel):
    reply = await tiny.ainvoke("Hello", logprobs=True, top_logprobs=3, max_tokens=8)
    told = reply.response_metadata["logprobs"]["content"]
    assert len(told) == reply.usage_metadata["output_tokens"]
    for one in told:
        best = one["top_logprobs"]
        assert len(best) == 3
        assert one["logprob"] == pytest.approx(best[0]["logprob"])  # greedy takes the likeliest
        assert best[0]["logprob"] >= best[1]["logprob"] >= best[2]["logprob"]
        assert bytes(one["bytes"]).decode() == one["token"]
    assert sum(math.exp(one["logprob"]) for one in told[0]["top_logprobs"]) <= 1.0001
    assert "logprobs" not in (await tiny.ainvoke("Hello", max_tokens=2)).response_metadata


async def test_chances_are_the_same_alone_and_in_a_batch_and_at_the_end_of_a_stream(tiny: LocalChatModel):
    alone = await tiny.ainvoke("Hello", logprobs=True, max_tokens=6)
    together = (await asyncio.gather(tiny.ainvoke("Hello", logprobs=True, max_tokens=6), tiny.ainvoke("Another")))[0]
    *_, last = [chunk async for chunk in tiny.astream("Hello", logprobs=True, max_tokens=6)]
    wanted = [one["logprob"] for one in alone.response_metadata["logprobs"]["content"]]
    for other in (together, last):
        found = [one["logprob"] for one in other.response_metadata["logprobs"]["content"]]
        assert found == pytest.approx(wanted, abs=1e-4)


async def test_more_than_twenty_are_not_told(tiny: LocalChatModel):
    with pytest.raises(RequestRefused, match="from 0 to 20"):
        await tiny.ainvoke("Hello", logprobs=True, top_logprobs=21)


async def test_scores_are_those_of_one_plain_pass(tiny: LocalChatModel):
    import torch

    continuations = ["A cow.", "A", "B", "It is the cow that says moo.", "no"]
    scores = await tiny.ascore(ASKED, continuations)
    runtime = tiny._engine._runtime
    turns = tuple(Turn(role, message.text) for role, message in zip(("system", "user"), ASKED, strict=True))
    for continuation, score in zip(continuations, scores, strict=True):
        request = Request(turns, tiny._request([], None, {}).decoding, 9, continuation=continuation)
        ids = runtime.encode(request)
        with torch.inference_mode():
            likely = torch.log_softmax(runtime._model(torch.tensor([ids])).logits[0].double(), -1)
        wanted = sum(float(likely[at - 1, ids[at]]) for at in range(request.prompt, len(ids)))
        assert score == pytest.approx(wanted, abs=1e-3)


async def test_many_are_scored_at_once_and_beside_what_is_written(tiny: LocalChatModel):
    continuations = [f"number {at}" for at in range(40)]
    scores, reply = await asyncio.gather(tiny.ascore(ASKED, continuations), tiny.ainvoke("Hello"))
    assert len(scores) == 40
    assert all(score < 0 for score in scores)
    assert reply.text == (await tiny.ainvoke("Hello")).text
    assert await asyncio.to_thread(tiny.score, ASKED, continuations[:3]) == pytest.approx(scores[:3], abs=1e-3)


async def test_what_cannot_be_scored_is_told(tiny: LocalChatModel):
    for wrong in ("", "word " * 300):
        with pytest.raises(ModelError, match="continuation"):
            await tiny.ascore(ASKED, [wrong])
