"""Errors of the vendors' clients -> errors a person can read. No key and no query of an address gets into them."""

from __future__ import annotations

import math
import re
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import ModelClosed, ModelError, ModelUnavailable, ReplyError, RequestRefused
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_WAIT = 3600.0
"""Seconds; a server that asks for more is taken to ask for this."""

MOST_SAID = 2_000
"""Characters of what a server said that are looked at: on a million of them the patterns below take minutes."""

_NO_CREDIT = re.compile(
    r"insufficient_quota|credit balance|payment required|billing_\w+|exceeded your current quota(?!.*retry in)",
    re.IGNORECASE | re.DOTALL,
)
"""No credit, however it is told. That one could pay for a higher rate stands in many a vendor's plain 429."""

_TOO_LONG = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|too many tokens|prompt is too long", re.IGNORECASE
)
_NO_KEY = re.compile(r"(?:invalid|incorrect|wrong)[ _]api[ _]?key|api[ _]?key[ _](?:not valid|invalid)", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"(?:invalid|unknown)[ _]model|model[ _](?:\S+ )?(?:does )?not?[ _](?:found|exist)|model_not_found", re.IGNORECASE
)
_CUT = re.compile(r"LengthFinishReason")
_FILTERED = re.compile(r"ContentFilterFinishReason")
_NOT_SENT = re.compile(r"Connect(?:Error|Timeout)|PoolTimeout|ProxyError|UnsupportedProtocol")
"""The client's errors after which surely nothing reached the server."""

_LEAST_FAULT = 300
_SERVER_FAULT = 500
_NOT_IMPLEMENTED = frozenset({501, 505})
_GAVE_UP = frozenset({504, 524})
"""What a gateway says when the server behind it, which may have answered, was too slow for it."""


def host_of(url: str) -> str:
    """The part of an address that may be told: host and port, no user, path or query."""
    host, port = "the server", None
    with suppress(ValueError):
        parts = urlsplit(url if "://" in url else f"//{url}")
        host = parts.hostname or host
        port = parts.port
    return f"{host}:{port}" if port else host


@contextmanager
def explained(model: str, host: str) -> Iterator[None]:
    """Turn whatever a vendor's client raises into a `ModelError` with one sentence."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 -- each client has errors of its own, and more for replies of a wrong shape
        ours = next((one for one in _line(error) if isinstance(one, ModelError)), None)
        raise ours or explain(error, model, host) from None


def explain(error: BaseException, model: str, host: str) -> ModelError:
    """The sentence for a client's error, by its status and its kind; with whether the request may be charged."""
    status = _status(error)
    if status:
        told, may_cost = _by_status(status, error, model, host), status in _GAVE_UP
    else:
        told, may_cost = _by_kind(error, model, host)
    told.may_cost = may_cost
    return told


def _line(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came of, down to the first, or to one that came of itself: clients wrap others' errors."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__


def _status(error: BaseException) -> int:
    """The status that an error tells, or the answer it holds, or what it came of; 0 where there is none."""
    holders = (holder for one in _line(error) for holder in (one, getattr(one, "response", None)))
    told = (getattr(holder, name, None) for holder in holders for name in ("status_code", "code"))
    return next((status for status in told if type(status) is int and status >= _LEAST_FAULT), 0)


def _by_kind(error: BaseException, model: str, host: str) -> tuple[ModelError, bool]:
    kind = _kind(error)
    cause = " ".join(_kind(one) for one in _line(error.__cause__))
    if _CUT.search(kind):
        return ReplyError(f"The reply of {model} was cut off: it is longer than the model may write."), True
    if _FILTERED.search(kind):
        return ReplyError(f"{host} held the reply of {model} back: it does not pass its filter."), True
    unsent = bool(_NOT_SENT.search(f"{type(error).__name__} {cause}"))
    if "Timeout" in kind:
        return ModelUnavailable(f"{host} did not answer in time."), not unsent
    if "RemoteProtocolError" in cause or "ReadError" in cause:
        return ModelUnavailable(f"{host} broke off before it had answered."), True
    if "Connect" in kind or "Network" in kind or "Transport" in kind or isinstance(error, OSError):
        return ModelUnavailable(f"The model's server at {host} cannot be reached."), not unsent
    return ModelUnavailable(f"{host} answered with something that is not a reply of a chat model."), True


def _kind(error: BaseException) -> str:
    return " ".join(base.__name__ for base in type(error).__mro__)


def _by_status(status: int, error: BaseException, model: str, host: str) -> ModelError:
    said = str(error)[:MOST_SAID]
    if status == 402 or (status in {400, 403, 429} and _NO_CREDIT.search(said)):
        return ModelClosed(f"There is no credit left for {model} at {host}; see the account's billing page.")
    if status in {408, 429} or (status >= _SERVER_FAULT and status not in _NOT_IMPLEMENTED):
        fault = "is asked too often" if status == 429 else f"has a fault of its own (status {status})"
        return ModelUnavailable(f"{host} {fault}.", retry_after(_headers(error)))
    if status == 413 or _TOO_LONG.search(said):
        return ModelError(f"The article is too long for {model}.")
    if 300 <= status < 400:
        return ModelClosed(f"{host} sends elsewhere (status {status}); set RIDDLE_MODEL_URL to where its server is.")
    if status == 400 and _NO_KEY.search(said):
        status = 401
    if status == 400 and _NO_MODEL.search(said):
        status = 404
    sentence = {
        401: f"{host} does not accept the key for {model}; check the key in the settings.",
        403: f"{host} does not let this key use {model}; check the key in the settings.",
        404: f"There is no model {model} at {host}; check RIDDLE_MODEL and RIDDLE_MODEL_URL.",
    }.get(status)
    if sentence:
        return ModelClosed(sentence)
    return RequestRefused(f"{host} does not take the request for {model} (status {status}).")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks one to wait, from either form of `Retry-After` or in milliseconds."""
    finely = headers.get("retry-after-ms", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", finely):
        return min(float(finely) / 1000, LONGEST_WAIT)
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        wait = float(value)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(value) - system_now()).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return None if math.isnan(wait) else min(max(wait, 0.0), LONGEST_WAIT)


def _headers(error: BaseException) -> Mapping[str, str]:
    """The headers of the answer that an error holds, or what it came of."""
    told = (getattr(getattr(one, "response", None), "headers", None) for one in _line(error))
    headers: Mapping[str, str] = next((headers for headers in told if headers), {})
    return {name.lower(): value for name, value in headers.items()}
