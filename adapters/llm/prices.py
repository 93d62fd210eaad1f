"""What a hosted model's tokens cost, from a dated table."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MILLION = 1_000_000

_DATED = re.compile(r"-(?:20\d\d-?[01]\d-?[0-3]\d|latest)$")
"""How vendors name the state of a model on a day; it costs what the model costs."""


_OWN = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens in, and for a million tokens out."""

    input: float
    output: float

    def __call__(self, prompt_tokens: int, completion_tokens: int) -> float:
        """The cost of a call."""
        return (prompt_tokens * self.input + completion_tokens * self.output) / MILLION


@dataclass(frozen=True, slots=True)
class Unpriced:
    """The price of a model that is not in the table."""

    def __call__(self, prompt_tokens: int, completion_tokens: int) -> None:
        """No cost is known."""


FREE = Price(0.0, 0.0)
"""A model that runs here."""


def price_of(model: str, *, own_server: bool = False) -> Price | Unpriced:
    """The price of a model by its setting; nothing for what runs here or on a server of one's own."""
    if own_server or model == "embedded" or model.startswith(("local:", "tuned:")):
        return FREE
    table = price_table()[1]
    return table.get(model) or table.get(_DATED.sub("", model)) or Unpriced()


def is_own(url: str) -> bool:
    """Whether an address is in a network of one's own: behind any other may stand who wants to be paid."""
    host = ""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_OWN))


@cache
def price_table() -> tuple[date, Mapping[str, Price]]:
    """The day the prices were written down, and the prices."""
    table = tomllib.loads(resources.files("adapters.llm").joinpath("prices.toml").read_text(encoding="utf-8"))
    return date.fromisoformat(table["date"]), {name: Price(**price) for name, price in table["models"].items()}
