"""The ids of buttons and forms: static, so that any process answers those of any day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

PREFIX = "riddle"
_PARTS = 4
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button or a form is for: a deed, and the riddle or the day it is about."""

    deed: str
    about: str = ""


def custom_id(deed: str, about: str = "", mark: str = "", community: str = "") -> str:
    """The id of a button; `mark` names the message it is on. A community's own deck is written without its name."""
    short = about.replace(f"@{community}/", "@/", 1) if community else about
    made = "|".join((PREFIX, deed, short, mark)).rstrip("|")
    if len(made) > LONGEST:
        raise ValueError(f"the id of a button is longer than {LONGEST} characters: {made}")
    return made


def read_id(text: str, community: str) -> Pressed | None:
    """What an id of ours says, or None where it is none."""
    parts = text[:LONGEST].split("|")
    if parts[0] != PREFIX or not 2 <= len(parts) <= _PARTS or not parts[1]:
        return None
    about = parts[2] if len(parts) > 2 else ""
    return Pressed(parts[1], about.replace("@/", f"@{community}/", 1))


def mark_of(text: str) -> str:
    """The mark of a message in the id of one of its buttons, or nothing."""
    parts = text.split("|")
    return parts[3] if len(parts) == _PARTS and parts[0] == PREFIX else ""


def nonce(name: str) -> str:
    """The name of a sending in the 25 characters Discord takes: the same in every process and every try."""
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=12).hexdigest()
