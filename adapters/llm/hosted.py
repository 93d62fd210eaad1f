"""Hosted models and OpenAI-compatible servers, by LangChain's `provider:model`."""

from __future__ import annotations

import base64
import json
import math
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeGuard
from urllib.parse import unquote, urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnableSequence
from pydantic import Field

from adapters.llm.bounds import bound
from adapters.llm.client_errors import host_of
from adapters.llm.gate import Gate
from adapters.llm.prices import is_own, price_of
from adapters.llm.spending import OwnSpending
from bot.errors import SettingsError
from bot.riddles.pipelines.retry import request_key
from bot.settings import VENDOR_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
    from langchain_core.outputs import ChatResult
    from pydantic import SecretStr

    from bot.ports.spending import Spending

MOST_TOKENS = 8000
"""Most tokens of one reply, a reasoning model's thoughts included."""

MOST_TOKENS_OWN = 1500
"""The same for a server of one's own, whose context may be small."""

MOST_TOLD = 10_000_000
"""Tokens that no answer takes; a server that tells of more, or of less than none, tells nothing."""

REQUESTS_A_SECOND = 4.0
"""The rate limit of all who share a store, else of one process."""

BESIDE = 400
"""Tokens a vendor may add of its own to a request: its words around messages and functions."""

EACH = 16
"""Tokens it may add to each message."""

GRACE = 1.0
"""Seconds that a whole request has beyond the client's own time-out, which begins anew with each piece of a reply."""

_SPEAK_OPENAI = {
    "cohere": "https://api.cohere.ai/compatibility/v1",
    "huggingface": "https://router.huggingface.co/v1",
    "nvidia": "https://integrate.api.nvidia.com/v1",
    "openrouter": "https://openrouter.ai/api/v1",
}
"""Vendors that are asked in OpenAI's protocol: the clients of their own take no key or time-out as others do, or no
limit of tries; Hugging Face's would run the model here."""

_WHOLE_SECONDS = frozenset({"mistralai"})
"""Vendors whose client takes no fraction of a second for a time-out."""

_KEYLESS = frozenset({"ollama"})
_DUMMY_KEY = "none"
_PACKAGES = (
    {provider: f"langchain_{provider}" for provider in VENDOR_KEYS}
    | dict.fromkeys(_SPEAK_OPENAI, "langchain_openai")
    | {"ollama": "langchain_ollama"}
)


class HostedChatModel(BaseChatModel):
    """A vendor's chat model behind our gate, whose errors are ours; everything else is the vendor's.

    It is awaited: rate and budget are kept with a store that is awaited too. `tells` says that its protocol takes
    a header by which a server can see that a request is one it has had before.
    """

    inner: BaseChatModel = Field(repr=False)
    model_name: str
    host: str
    gate: Gate = Field(repr=False, exclude=True)
    tells: bool = False

    @property
    def _llm_type(self) -> str:
        return f"hosted-{self.inner._llm_type}"  # noqa: SLF001 -- a wrapper passes on what it wraps

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name, "host": self.host}

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("A hosted model is awaited: use ainvoke.")

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        async def ask() -> ChatResult:
            return _some(await self.inner._agenerate(messages, stop, run_manager, **kwargs, **self._named()))  # noqa: SLF001 -- a wrapper

        return await self.gate.through(
            _size(messages, kwargs), ask, lambda result: _used(result.generations[0].message)
        )

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[Any, Any]:
        """The vendor's own structured output, with errors of ours."""

        def made() -> Runnable[Any, Any]:
            structured = self.inner.with_structured_output(schema, include_raw=include_raw, **kwargs, **self._named())
            return _unparsed(structured) if include_raw else structured

        made()  # what it does not have is told at once

        def ask(_: Any) -> Any:
            raise NotImplementedError("A hosted model is awaited: use ainvoke.")

        async def aask(given: Any) -> Any:
            return await self.gate.through(
                _size(given, schema), lambda: made().ainvoke(given), lambda answer: _used(_message(answer))
            )

        return RunnableLambda(ask, aask, name="structured")

    def _named(self) -> dict[str, Any]:
        """The name of the request under way: a server that heeds it charges an answer that was lost only once."""
        name = request_key()
        return {"extra_headers": {"Idempotency-Key": name}} if self.tells and name else {}


def hosted_model(
    name: str,
    *,
    base_url: str | None = None,
    api_keys: Mapping[str, SecretStr],
    timeout: float = 60.0,
    requests_a_second: float = REQUESTS_A_SECOND,
    most_tokens: int | None = None,
    spending: Spending | None = None,
    price: Callable[[int, int], float | None] | None = None,
) -> HostedChatModel:
    """Make a hosted chat model of `provider:model`.

    `api_keys` are by LangChain's name of the provider; with a `base_url` a key may be missing. `spending` holds the
    budget and the rate; without it there is no budget, and the rate is of this model alone. Raises `SettingsError` with
    a sentence when the name, the provider's package or its key is missing or wrong.
    """
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise SettingsError(f"RIDDLE_MODEL is {name!r}; write it as provider:model, such as openai:gpt-4o-mini.")
    _require_package(provider)
    key = _key(provider, base_url, api_keys)
    address = _address(base_url) if base_url else None
    most = most_tokens or (MOST_TOKENS_OWN if address else MOST_TOKENS)
    options: dict[str, Any] = {"max_tokens": most}
    if provider not in _KEYLESS:
        options |= {"api_key": key, "timeout": timeout, "max_retries": 0}
    if provider in _WHOLE_SECONDS:
        options["timeout"] = math.ceil(timeout)
    if address:
        options["base_url"], user = _without_user(address)
        if user:
            options["default_headers"] = {"Authorization": user}
    elif provider in _SPEAK_OPENAI:
        options["base_url"] = _SPEAK_OPENAI[provider]
    inner = _made(model, provider, options)
    bound(inner)
    speaks_openai = _speaks_openai(inner)
    if speaks_openai:
        _keep_from_others(inner)
    host = host_of(address) if address else provider
    gate = Gate(
        name,
        host,
        spending or OwnSpending(),
        per_second=requests_a_second,
        price=price or price_of(name, own_server=address is not None and is_own(address)),
        most_tokens=most,
        seconds=timeout + GRACE,
    )
    return HostedChatModel(inner=inner, model_name=name, host=host, gate=gate, tells=speaks_openai)


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
        if provider in _SPEAK_OPENAI:
            from langchain_openai.chat_models.base import BaseChatOpenAI

            return BaseChatOpenAI(model=model, **options)
        inner: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except Exception:  # noqa: BLE001 -- each client has errors of its own
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
    if key is not None and not re.fullmatch(r"[!-~]+", key.get_secret_value()):
        raise SettingsError(
            f"{VENDOR_KEYS[provider]} holds what no key has: a blank, a line break or a foreign letter."
        )
    if key is not None or provider in _KEYLESS:
        return key
    if base_url:
        return SecretStr(_DUMMY_KEY)
    raise SettingsError(f"The provider {provider} needs a key: set {VENDOR_KEYS[provider]}.")


def _address(base_url: str) -> str:
    """The address with the path that every OpenAI-compatible server has, where none is given."""
    try:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError
        if parts.query or parts.fragment or "@" in parts.path:  # a password that is not quoted
            raise ValueError
    except ValueError:
        sentence = "RIDDLE_MODEL_URL is not an address of a server; write it like http://127.0.0.1:8000/v1."
        raise SettingsError(sentence) from None
    return base_url if parts.path.strip("/") else f"{parts.scheme}://{parts.netloc}/v1"


def _without_user(address: str) -> tuple[str, str]:
    """An address that may be logged, and the header that says who asks, where the address said it."""
    parts = urlsplit(address)
    user, at, place = parts.netloc.rpartition("@")
    told = base64.b64encode(unquote(user).encode()).decode()
    return parts._replace(netloc=place).geturl(), f"Basic {told}" if at else ""


def _speaks_openai(inner: BaseChatModel) -> bool:
    return any(kind.__name__ == "BaseChatOpenAI" for kind in type(inner).__mro__)


def _keep_from_others(inner: Any) -> None:
    """Tell a server that is not OpenAI's nothing of an account there, and ask it by the protocol that all of them have.

    The client reads the account's organisation and project from the environment, whoever it asks; and by a model's
    name alone it would choose a protocol that only OpenAI has.
    """
    if (urlsplit(str(inner.root_async_client.base_url)).hostname or "").endswith(".openai.com"):
        return
    inner.openai_organization, inner.use_responses_api = None, False
    for client in (inner.root_client, inner.root_async_client):
        client.organization = client.project = None


def _size(given: Any, beside: object) -> int:
    """The most tokens a request can be: as many as it has bytes, and what a vendor adds."""
    messages = given if isinstance(given, list) else [given]
    texts = [one.content if isinstance(one, BaseMessage) else one for one in messages]
    told = sum(len((text if isinstance(text, str) else json.dumps(text, default=str)).encode()) for text in texts)
    return told + len(json.dumps(beside, default=_schema).encode()) + EACH * len(texts) + BESIDE


def _schema(given: Any) -> Any:
    """What is sent of a class that an object is asked for by."""
    return given.model_json_schema() if hasattr(given, "model_json_schema") else str(given)


def _message(answer: Any) -> object:
    return answer.get("raw") if isinstance(answer, dict) else answer


def _used(message: object) -> tuple[int, int] | None:
    """The tokens a server says that it read and wrote; what cannot be is taken out of its message."""
    if not isinstance(message, AIMessage) or not message.usage_metadata:
        return None
    read, written = (message.usage_metadata.get(name) for name in ("input_tokens", "output_tokens"))
    if _credible(read) and _credible(written):
        return read, written
    message.usage_metadata = None
    return None


def _credible(tokens: object) -> TypeGuard[int]:
    return isinstance(tokens, int) and 0 <= tokens <= MOST_TOLD
