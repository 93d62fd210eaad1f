"""What is kept of a player, as JSON that a person can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.game.sentences import cannot_write
from bot.records import dump

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain import Export


def own_data(export: Export) -> str:
    """Write it in lines."""
    return json.dumps(json.loads(dump(export)), ensure_ascii=False, indent=2)


def write_new(path: Path, text: str) -> None:
    """Put it into a file that only its owner may read; one that exists is never written over."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise UsageError(cannot_write(str(path), reason or "that is no name of a file")) from None
