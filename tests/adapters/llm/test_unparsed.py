"""A long reply that is no JSON costs no time: the vendor's parser is left out."""

from __future__ import annotations

import time

from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.riddles.pipelines.reply import composition_schema
from tests.doubles.openai_server import OpenAIServer, Said


async def test_a_reply_of_twenty_thousand_equal_words_is_taken_at_once() -> None:
    async with OpenAIServer([Said("{" + "word " * 20_000)]) as server:
        model = hosted_model("openai:x", base_url=server.url, api_keys={"openai": SecretStr("k")})
        asked = model.with_structured_output(composition_schema(), method="json_schema", include_raw=True)
        await asked.ainvoke("warm up")
        began = time.monotonic()
        answer = await asked.ainvoke("A riddle, please.")
    assert answer["raw"].text.startswith("{word word")
    assert time.monotonic() - began < 20
