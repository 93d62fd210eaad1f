"""Errors of the vendors' clients -> errors a person can read. No key and no query of an address gets into them."""

from __future__ import annotations

import math
import re
import sys
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import ModelClosed, ModelError, ModelUnavailable, ReplyError, RequestRefused
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_WAIT = 3600.0
"""Seconds; a server that asks for more is taken to ask for this."""

_NO_CREDIT = re.compile(
    r"insufficient_quota|exceeded your current quota|billing|credit balance|payment required", re.IGNORECASE
)
_TOO_LONG = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|too many tokens|prompt is too long", re.IGNORECASE
)
_CUT = re.compile(r"LengthFinishReason")
_SERVER_FAULT = 500
_WRONG_SHAPE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def host_of(url: str) -> str:
    """The part of an address that may be told: host and port, no user, path or query."""
    parts = urlsplit(url if "://" in url else f"//{url}")
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{parts.hostname or 'the server'}{f':{port}' if port else ''}"


@contextmanager
def explained(model: str, host: str) -> Iterator[None]:
    """Turn whatever a vendor's client raises into a `ModelError` with one sentence."""
    try:
        yield
    except ModelError:
        raise
    except _client_errors() as error:
        raise explain(error, model, host) from None


def explain(error: BaseException, model: str, host: str) -> ModelError:
    """The sentence for a client's error, by its status and its kind."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _by_status(status, error, model, host)
    kind = " ".join(base.__name__ for base in type(error).__mro__)
    if _CUT.search(kind):
        return ReplyError(f"The reply of {model} was cut off: it is longer than the model may write.")
    if "Timeout" in kind:
        return ModelUnavailable(f"{host} did not answer in time.")
    if "Connect" in kind or "Network" in kind or "Transport" in kind or isinstance(error, OSError):
        return ModelUnavailable(f"The model's server at {host} cannot be reached.")
    return ModelUnavailable(f"{host} answered with something that is not a reply of a chat model.")


def _by_status(status: int, error: BaseException, model: str, host: str) -> ModelError:
    said = str(error)
    if status == 402 or (status == 429 and _NO_CREDIT.search(said)):
        return ModelClosed(f"There is no credit left for {model} at {host}; see the account's billing page.")
    if status in {408, 429} or status >= _SERVER_FAULT:
        fault = "is asked too often" if status == 429 else f"has a fault of its own (status {status})"
        return ModelUnavailable(f"{host} {fault}.", retry_after(_headers(error)))
    if status == 413 or _TOO_LONG.search(said):
        return ModelError(f"The article is too long for {model}.")
    sentence = {
        401: f"{host} does not accept the key for {model}; check the key in the settings.",
        403: f"{host} does not let this key use {model}; check the key in the settings.",
        404: f"There is no model {model} at {host}; check RIDDLE_MODEL and RIDDLE_MODEL_URL.",
    }.get(status)
    if sentence:
        return ModelClosed(sentence)
    return RequestRefused(f"{host} does not take the request for {model} (status {status}).")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks one to wait, from either form of `Retry-After`."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        wait = float(value)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(value) - system_now()).total_seconds()
        except (ValueError, TypeError):
            return None
    return None if math.isnan(wait) else min(max(wait, 0.0), LONGEST_WAIT)


def _headers(error: BaseException) -> Mapping[str, str]:
    headers: Mapping[str, str] | None = getattr(getattr(error, "response", None), "headers", None)
    return {name.lower(): value for name, value in headers.items()} if headers else {}


def _client_errors() -> tuple[type[Exception], ...]:
    """What the clients in use raise: their own root errors, and whatever a reply of a wrong shape causes in them."""
    from langchain_core.exceptions import LangChainException

    roots = (("openai", "OpenAIError"), ("anthropic", "AnthropicError"), ("groq", "GroqError"), ("httpx", "HTTPError"))
    # A module that another thread is importing right now lacks its names still.
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in roots)
    found: list[type[Exception]] = [kind for kind in loaded if kind is not None]
    return (*found, LangChainException, OSError, *_WRONG_SHAPE)
