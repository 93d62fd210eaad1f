"""Whoever waits for a local model is told when it cannot be loaded, whatever the reason."""

from __future__ import annotations

from typing import NoReturn

import pytest

from adapters.llm.engine import Engine
from adapters.llm.request import Decoding, Request, Turn
from bot.errors import ModelError


@pytest.mark.parametrize("fault", [ModuleNotFoundError, AttributeError, RuntimeError, MemoryError, OSError])
def test_a_load_that_fails_is_a_sentence_and_no_traceback(fault: type[Exception]) -> None:
    def load() -> NoReturn:
        raise fault("Could not import module 'LlamaConfig'")

    engine = Engine(load)
    request = Request((Turn("user", "Hello"),), Decoding(), timeout=5)
    engine.submit(request)
    with pytest.raises(ModelError, match=rf"cannot be loaded \({fault.__name__}\)"):
        request.future.result(5)
    engine.close()
