from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.riddles.pipelines import HOSTED, ChainPipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doubles.openai_server import OpenAIServer

KEY = "sk-test-4711-not-a-real-key"


@pytest.fixture
def chain() -> Callable[..., ChainPipeline]:
    def make(server: OpenAIServer, **options: Any) -> ChainPipeline:
        timeout = options.pop("timeout", 5.0)
        model = hosted_model(
            "openai:double",
            base_url=server.url,
            api_keys={"openai": SecretStr(KEY)},
            timeout=timeout,
            requests_a_second=1000,
        )
        shape = options.pop("shape", HOSTED)
        options = {"name": "service", "model_name": "openai:double", "first_wait": 0.01, "seconds": 10.0} | options
        return ChainPipeline(model, shape, **options)

    return make
