"""Text for Slack: plain where it is somebody else's, escaped where markup is ours, and never longer than allowed."""

from __future__ import annotations

import re
import secrets
from functools import cache

SECTION = 3_000
HEADER = 150
FIELD = 2_000
LABEL = 75
TITLE = 24
MESSAGE = 3_900
"""Bytes of a message's own text; Slack takes 4,000."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NAME = re.compile(r"[UWCGD][A-Z0-9]{1,30}")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS = re.compile(r"([*_~`])")
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """Somebody's text inside markup of ours: no mention, link, broadcast or formatting can come of it.

    Slack's own characters are escaped as its documentation says (formatting-message-text); between a formatting mark
    and its neighbours a word joiner is put, which nobody sees and which keeps it from pairing; an address is kept from
    becoming a link in the same way.
    """
    plain = text.translate(_ESCAPES).replace("://", f":{_WORD_JOINER}//")
    return _MARKS.sub(rf"{_WORD_JOINER}\1{_WORD_JOINER}", plain)


@cache
def _mark() -> str:
    """What a name begins and ends with: letters nobody sees, that nobody outside this process can know."""
    return "".join(chr(0xE000 + secrets.randbelow(6_000)) for _ in range(5))


def named(known_as: str) -> str:
    """A player or a channel inside a text that `with_names` makes later; no text of somebody's own holds such marks."""
    return f"{_mark()}{known_as}{_mark()}" if _NAME.fullmatch(known_as) else unmarked(known_as)


def unmarked(text: str) -> str:
    """A text from outside without the characters that mark a name."""
    return _PRIVATE.sub("", text)


def with_names(text: str) -> str:
    """Escape a text and let its marked names become mentions."""
    parts = text.split(_mark())
    # What stands between two marks is a name; behind a mark whose other half was cut off, nothing is.
    return "".join(
        _mention(part) if at % 2 and at + 1 < len(parts) else escape(unmarked(part)) for at, part in enumerate(parts)
    )


def _mention(name: str) -> str:
    if not _NAME.fullmatch(name):
        return escape(unmarked(name))
    return f"<{'@' if name[0] in 'UW' else '#'}{name}>"


def clip(text: str, most: int) -> str:
    """A text of at most so many characters; what is cut off ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def alternative(text: str) -> str:
    """The text beside blocks, for notifications and screen readers: escaped, and within Slack's 4,000 bytes."""
    made = with_names(text)
    while len(made.encode()) > MESSAGE:
        text = clip(text, len(text) * 4 // 5)
        made = with_names(text)
    return made or "…"


def fits(text: str, most: int = SECTION) -> list[str]:
    """A long text in parts of at most so many characters, broken between lines or words."""
    parts: list[str] = []
    while len(text) > most:
        cut = max(text.rfind("\n", 0, most), 0) or max(text.rfind(" ", 0, most), 0) or most
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text else parts
