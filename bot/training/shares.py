"""How much of a set comes from whom, under which licence and on which terms: for its model's card."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.training.example import Example


@dataclass(frozen=True, slots=True)
class Share:
    """The rows of one source, licence and terms, and their part of the whole."""

    source: str
    licence: str
    terms: str
    rows: int
    part: float


def shares(examples: Iterable[Example]) -> tuple[Share, ...]:
    """The shares of a set, the largest first; they add up to one."""
    counted = Counter((one.source, one.licence, one.terms) for one in examples)
    whole = counted.total()
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Share(*origin, rows, rows / whole) for origin, rows in ordered)


def told(share: Share) -> str:
    """A share in a line."""
    return f"{share.part:6.1%}  {share.rows}  {share.source}, {share.licence}: {share.terms}"
