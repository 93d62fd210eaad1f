"""What a call asks of a local model, and what the model's own fields say otherwise -> how its text is decoded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from adapters.llm.request import Decoding
from adapters.llm.structured import asked_schema
from bot.errors import RequestRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_LIKELY = 20
"""Most of the likeliest tokens that are told at each place."""

_KNOWN = frozenset(
    {"max_tokens", "temperature", "top_p", "top_k", "seed", "timeout", "completion", "response_format", "logprobs"}
    | {"top_logprobs", "ls_structured_output_format", "no_repeat"}
)


def decoding_of(fields: Mapping[str, Any], stop: Sequence[str] | None, asked: Mapping[str, Any]) -> Decoding:
    """How the text of a call is decoded; raises `RequestRefused` for what is not known or cannot be done."""
    unknown = sorted(key for key in asked.keys() - _KNOWN if asked[key] is not None)
    if unknown:
        raise RequestRefused(f"A local model knows no setting called {', '.join(unknown)}.")
    told = {**fields, **{name: value for name, value in asked.items() if value is not None}}
    decoding = Decoding(
        max_tokens=int(asked.get("max_tokens") or fields["max_tokens"]),
        temperature=float(told["temperature"]),
        top_p=float(told["top_p"]),
        top_k=int(told["top_k"]),
        seed=int(told["seed"]),
        stop=_stops(fields["stop"] if stop is None else stop),
        schema=asked_schema(asked.get("response_format")),
        roomy=not asked.get("max_tokens"),
        logprobs=_logprobs(asked),
        no_repeat=int(asked.get("no_repeat") or 0),
    )
    _check(decoding)
    return decoding


def _stops(stop: Sequence[str] | None) -> tuple[str, ...]:
    """The stop strings; an empty one would end every text before it begins."""
    return tuple(one for one in ([stop] if isinstance(stop, str) else stop or ()) if one)


def _check(decoding: Decoding) -> None:
    """Refuse what the model's fields would refuse too."""
    fits = {
        "max_tokens": decoding.max_tokens >= 1,
        "temperature": 0.0 <= decoding.temperature < math.inf,
        "top_p": 0.0 < decoding.top_p <= 1.0,
        "top_k": decoding.top_k >= 1,
        "no_repeat": decoding.no_repeat == 0 or decoding.no_repeat >= 2,
    }
    for name, fit in fits.items():
        if not fit:
            raise RequestRefused(f"A local model cannot write with {name} {getattr(decoding, name):g}.")


def _logprobs(asked: Mapping[str, Any]) -> int | None:
    """How many of the likeliest tokens are told, None where nothing is."""
    if not asked.get("logprobs"):
        return None
    count = int(asked.get("top_logprobs") or 0)
    if not 0 <= count <= MOST_LIKELY:
        raise RequestRefused(f"top_logprobs is {count}; it has to be from 0 to {MOST_LIKELY}.")
    return count
