"""What models say is kept under these names and versions; scoring needs them, and none of what asks models."""

from __future__ import annotations

from typing import Final

OPINION: Final = "orders-1"
"""The way judges are asked."""

UNDECIDED: Final = "undecided:"
"""What stands before a metric's name where a judge's two answers differ."""

TRIED: Final = "tried:"
"""What stands before a metric's name in the record of a judge's trial."""

SOLVE: Final = "solve-1"
"""The way a riddle is tried."""

OPEN: Final = "solved_open"
CLOSED: Final = "solved_closed"

MEASURED: Final = "measured"
"""The name under which it is kept that an entrant's model was measured; `by` is what measured it."""
