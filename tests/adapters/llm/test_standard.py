"""LangChain's own suites for chat models.

Skipped there, each for one reason: tools (the model has none), images, sound and PDF (it reads text), a model named in
the call (one process holds one), the record of network traffic (there is none).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from adapters.llm.local import LocalChatModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

pytestmark = pytest.mark.model


class _What:
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return LocalChatModel

    @property
    def has_tool_calling(self) -> bool:
        return False

    @property
    def has_structured_output(self) -> bool:
        return True

    @property
    def structured_output_kwargs(self) -> dict[str, object]:
        return {"method": "json_schema"}

    @property
    def supports_json_mode(self) -> bool:
        return True

    @property
    def supports_model_override(self) -> bool:
        return False

    @property
    def returns_usage_metadata(self) -> bool:
        return True


class TestUnits(_What, ChatModelUnitTests):
    @property
    def chat_model_params(self) -> dict[str, object]:
        return {"source": "nowhere", "model_name": "tiny"}


class TestRunning(_What, ChatModelIntegrationTests):
    @pytest.fixture(autouse=True)
    def _weights(self, tiny_weights):
        type(self).folder = str(tiny_weights)

    @property
    def chat_model_params(self) -> dict[str, object]:
        return {"source": self.folder, "model_name": "tiny", "max_tokens": 16}

    @property
    def standard_chat_model_params(self) -> dict[str, object]:
        return {"temperature": 1.0, "seed": 1}
