"""Where a run that is to go on stands: its last whole checkpoint, and whether it has ended there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from bot.training.job import Job
    from bot.training.recipe import Recipe

CHECKPOINTS = "checkpoints"
STATE = "trainer_state.json"
"""What the trainer writes last of a checkpoint."""


def checkpoint_of(job: Job) -> Path | None:
    """The last whole checkpoint of a run that is to go on; None where it died before its first."""
    if not job.resume:
        return None
    found = sorted((job.folder / CHECKPOINTS).glob("checkpoint-*"), key=lambda one: int(one.name.partition("-")[2]))
    return next((one for one in reversed(found) if state_of(one)), None)


def state_of(checkpoint: Path | None) -> dict[str, Any]:
    """Where a checkpoint stands; nothing for one that was not written to its end."""
    try:
        found = json.loads((checkpoint / STATE).read_text(encoding="utf-8")) if checkpoint else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_over(state: dict[str, Any], recipe: Recipe) -> bool:
    """Whether a run ended at a checkpoint: all steps are taken, or it has gained nothing for too long."""
    if not state:
        return False
    stopper = state["stateful_callbacks"].get("EarlyStoppingCallback", {}).get("attributes", {})
    barren = stopper.get("early_stopping_patience_counter", 0)
    return bool(state["global_step"] >= state["max_steps"] or 0 < recipe.patience <= barren)
