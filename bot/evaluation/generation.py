"""What came of asking one entrant for one riddle: all of it, so that it can be scored again without a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import Usage

if TYPE_CHECKING:
    from bot.domain import Candidate


@dataclass(frozen=True, slots=True)
class Generation:
    """One draw.

    `first` is the riddle as it was drawn, `repaired` what came when the checks' reasons were told; both None where
    no reply could be read, and then `error` says why. `unread` is what such replies said, also those that another
    try or a repair came after. `usage` is all it took, `seconds` from asking to the end, `first_token` to the first
    token where the model streams.
    """

    entrant: str
    case: str
    seed: int
    draw: int
    first: Candidate | None = None
    repaired: Candidate | None = None
    error: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    first_token: float | None = None
    unread: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What it is found by in a run."""
        return self.entrant, self.case, self.seed, self.draw

    @property
    def last(self) -> Candidate | None:
        """The riddle as it would go to the checks last."""
        return self.repaired or self.first


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a model said of a generation: a number under a name, and who said it.

    `of` is the key of the generation; for what is measured of the model itself, the entrant's key and empty places.
    """

    name: str
    of: tuple[str, str, int, int]
    value: float
    by: str = ""
    detail: str = ""
