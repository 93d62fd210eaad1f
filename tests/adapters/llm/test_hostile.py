"""A server that means harm: replies without end or meant to choke a reader, redirects."""

from __future__ import annotations

import gzip
import time

import pytest
from pydantic import SecretStr

from adapters.llm import hosted
from adapters.llm.hosted import hosted_model
from benchmarks.service import faults
from benchmarks.stages.figures import Figures
from benchmarks.stages.vendor import Vendor
from bot.errors import ModelClosed, ModelError, ModelUnavailable, ReplyError, RequestRefused, SettingsError
from bot.riddles.pipelines.reply import composition_schema
from tests.adapters.llm.test_gate import MOST, Watched, model
from tests.doubles.openai_server import OpenAIServer, Said, error


async def test_a_reply_without_end_is_given_up_when_the_time_of_a_request_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hosted, "GRACE", 0.1)
    spending = Watched()
    async with OpenAIServer([Said(drips=True)]) as server:
        asked = model(server, spending, timeout=0.3)
        begun = time.monotonic()
        with pytest.raises(ModelUnavailable, match="did not answer in time"):
            await asked.ainvoke("Yes?")
    assert time.monotonic() - begun < 10
    assert spending.settled[0][0] > MOST


@pytest.mark.parametrize("structured", [True, False])
async def test_a_huge_reply_is_not_read_to_its_end_however_small_it_is_packed(structured: bool) -> None:
    spending = Watched()
    packed = gzip.compress(b" " * 20_000_000, 1)
    async with OpenAIServer([Said(body=packed, headers={"content-encoding": "gzip"}), Said("Yes.")]) as server:
        plain = model(server, spending)
        asked = plain.with_structured_output(composition_schema(), include_raw=True) if structured else plain
        with pytest.raises(ReplyError, match="more than 5 megabytes"):
            await asked.ainvoke("Yes?")
        assert (await plain.ainvoke("Yes?")).text == "Yes."
    assert spending.settled[0][0] > MOST


async def test_a_server_that_sends_elsewhere_is_not_followed() -> None:
    async with OpenAIServer([Said("Yes.")]) as other:
        there = {"location": f"{other.url}/chat/completions"}
        async with OpenAIServer([Said(status=307, body=b"", headers=there)]) as server:
            with pytest.raises(ModelClosed, match="sends elsewhere"):
                await model(server).ainvoke("Yes?")
        assert not other.requests


DEEP = Said(body=b"[" * 100_000)
LONG = error(400, "model_" * 50_000)


@pytest.mark.parametrize(("said", "raised"), [(DEEP, ModelUnavailable), (LONG, RequestRefused)])
async def test_what_is_made_to_choke_a_reader_is_one_sentence_at_once(said: Said, raised: type[ModelError]) -> None:
    async with OpenAIServer([said]) as server:
        begun = time.monotonic()
        with pytest.raises(raised):
            await model(server).ainvoke("Yes?")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("key", ["sk-4711\n", "sk 4711", "schlüssel", "sk-\x00"])
def test_a_key_that_cannot_be_sent_is_told_without_it(key: str) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY holds what no key has") as told:
        hosted_model("openai:x", api_keys={"openai": SecretStr(key)})
    assert key not in str(told.value)


async def test_the_measurement_of_faults_runs_and_an_answer_that_broke_off_is_paid_for_once_more() -> None:
    figures = Figures()
    await faults(figures, 2, 7, Vendor(losses=1), "at most 1")
    assert not figures.missed
