"""Hosted models and OpenAI-compatible servers, by LangChain's `provider:model`."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnableSequence

from adapters.llm.client_errors import explained, host_of
from bot.errors import SettingsError
from bot.settings import VENDOR_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatResult
    from langchain_core.rate_limiters import BaseRateLimiter
    from pydantic import SecretStr

MOST_TOKENS = 8000
"""Most tokens of one reply, a reasoning model's thoughts included."""

MOST_TOKENS_OWN = 1500
"""The same for a server of one's own, whose context may be small."""

REQUESTS_A_SECOND = 4.0
"""The rate limit of one process."""

_KEYLESS = frozenset({"ollama"})
_DUMMY_KEY = "none"
_PACKAGES = {provider: f"langchain_{provider}" for provider in VENDOR_KEYS} | {
    "google_genai": "langchain_google_genai",
    "nvidia": "langchain_nvidia_ai_endpoints",
    "ollama": "langchain_ollama",
}


class HostedChatModel(BaseChatModel):
    """A vendor's chat model whose errors are ours; everything else is the vendor's."""

    inner: BaseChatModel
    model_name: str
    host: str

    @property
    def _llm_type(self) -> str:
        return f"hosted-{self.inner._llm_type}"  # noqa: SLF001 -- a wrapper passes on what it wraps

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name, "host": self.host}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        with explained(self.model_name, self.host):
            return _some(self.inner._generate(messages, stop, run_manager, **kwargs))  # noqa: SLF001 -- see above

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        with explained(self.model_name, self.host):
            return _some(await self.inner._agenerate(messages, stop, run_manager, **kwargs))  # noqa: SLF001

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[Any, Any]:
        """The vendor's own structured output, with errors of ours."""
        structured = self.inner.with_structured_output(schema, include_raw=include_raw, **kwargs)
        if include_raw:
            structured = _unparsed(structured)

        def ask(given: Any) -> Any:
            with explained(self.model_name, self.host):
                return structured.invoke(given)

        async def aask(given: Any) -> Any:
            with explained(self.model_name, self.host):
                return await structured.ainvoke(given)

        return RunnableLambda(ask, aask, name="structured")


def hosted_model(
    name: str,
    *,
    base_url: str | None = None,
    api_keys: Mapping[str, SecretStr],
    timeout: float = 60.0,
    requests_a_second: float = REQUESTS_A_SECOND,
) -> BaseChatModel:
    """Make a hosted chat model of `provider:model`.

    `api_keys` are by LangChain's name of the provider; with a `base_url` a key may be missing. Raises `SettingsError`
    with a sentence when the name, the provider's package or its key is missing or wrong.
    """
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise SettingsError(f"RIDDLE_MODEL is {name!r}; write it as provider:model, such as openai:gpt-4o-mini.")
    _require_package(provider)
    key = _key(provider, base_url, api_keys)
    address = _address(base_url) if base_url else None
    limiter = _limiter(requests_a_second)
    options: dict[str, Any] = {"max_tokens": MOST_TOKENS_OWN if address else MOST_TOKENS, "rate_limiter": limiter}
    if provider not in _KEYLESS:
        options |= {"api_key": key, "timeout": timeout, "max_retries": 0}
    if address:
        options["base_url"] = address
    inner = _made(model, provider, options)
    return HostedChatModel(
        inner=inner, model_name=name, host=host_of(address) if address else provider, rate_limiter=limiter
    )


def _some(result: ChatResult) -> ChatResult:
    if not result.generations:
        msg = "no choices"
        raise ValueError(msg)
    return result


def _unparsed(structured: Runnable[Any, Any]) -> Runnable[Any, Any]:
    """The message alone, `{"raw": ...}`, without the vendor's parser behind it.

    LangChain's parser tries to complete broken JSON from every place it could end: a reply of 50,000 characters that
    is not JSON takes it a minute of the event loop. Ours reads within a bound.
    """
    first = structured.first if isinstance(structured, RunnableSequence) else None
    return first if isinstance(first, RunnableParallel) and "raw" in first.steps__ else structured


def _made(model: str, provider: str, options: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        inner: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except (ValueError, TypeError, ImportError):
        # The client's own words may quote what it was given.
        raise SettingsError(f"The model {provider}:{model} cannot be set up with these settings.") from None
    return inner


def _require_package(provider: str) -> None:
    if find_spec("langchain") is None:
        raise SettingsError("Hosted models need more packages: pip install 'riddle-me-this[hosted]'.")
    package = _PACKAGES.get(provider)
    if package is None:
        known = ", ".join(sorted(_PACKAGES))
        raise SettingsError(f"There is no model provider called {provider}; there are {known}, embedded and local.")
    if find_spec(package) is None:
        raise SettingsError(f"The provider {provider} needs one more package: pip install {package.replace('_', '-')}.")


def _key(provider: str, base_url: str | None, api_keys: Mapping[str, SecretStr]) -> SecretStr | None:
    from pydantic import SecretStr

    key = api_keys.get(provider)
    if key is not None or provider in _KEYLESS:
        return key
    if base_url:
        return SecretStr(_DUMMY_KEY)
    raise SettingsError(f"The provider {provider} needs a key: set {VENDOR_KEYS[provider]}.")


def _address(base_url: str) -> str:
    """The address with the path that every OpenAI-compatible server has, where none is given."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("RIDDLE_MODEL_URL is not an address; write it like http://127.0.0.1:8000/v1.")
    return base_url if parts.path.strip("/") else f"{parts.scheme}://{parts.netloc}/v1"


def _limiter(requests_a_second: float) -> BaseRateLimiter:
    from langchain_core.rate_limiters import InMemoryRateLimiter

    return InMemoryRateLimiter(
        requests_per_second=requests_a_second, check_every_n_seconds=0.05, max_bucket_size=max(1.0, requests_a_second)
    )
