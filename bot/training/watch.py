"""Whether a loss runs away."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

SPAN = 10
"""Steps whose mean is looked at: one bad batch is no bad run."""


@dataclass(slots=True)
class Watch:
    """Follows the loss of each step; `times` the lowest mean so far is too much, and so is a loss that is no number."""

    times: float
    losses: list[float] = field(default_factory=list)
    lowest: float = math.inf

    def see(self, step: int, loss: float) -> str:
        """A sentence where the run is to be stopped, else nothing."""
        if not math.isfinite(loss):
            return f"At step {step} the loss is no number any more; try a lower learning_rate."
        self.losses = [*self.losses, loss][-SPAN:]
        mean = sum(self.losses) / len(self.losses)
        if len(self.losses) == SPAN and mean > self.times * self.lowest:
            return (
                f"At step {step} the loss has risen to {mean:.2f}, from {self.lowest:.2f} at its best; "
                "try a lower learning_rate."
            )
        if len(self.losses) == SPAN:
            self.lowest = min(self.lowest, mean)
        return ""
