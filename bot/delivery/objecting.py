"""Players who count against a riddle, without their names."""

from __future__ import annotations

import hashlib


def objector(community: str, player: str) -> str:
    """A player as he counts against riddles: the same each time, whatever he reports, and nobody's name."""
    told = f"{community}\0{player}".encode("utf-8", "replace")
    return hashlib.blake2b(told, digest_size=16, person=b"objection").hexdigest()
