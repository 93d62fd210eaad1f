"""Players who count against a riddle, and what they reported, without their names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain import Report


def objector(community: str, player: str) -> str:
    """A player as he counts against riddles: the same each time, whatever he reports, and nobody's name."""
    told = f"{community}\0{player}".encode("utf-8", "replace")
    return hashlib.blake2b(told, digest_size=16, person=b"objection").hexdigest()


def report_mark(report: Report) -> str:
    """A report as it is known again: of one player and riddle there is one, whatever its words."""
    key = report.key
    told = "\0".join((key.deck, key.date.isoformat(), str(report.place), report.player)).encode("utf-8", "replace")
    return hashlib.blake2b(told, digest_size=16, person=b"report").hexdigest()
