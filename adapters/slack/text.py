"""Text for Slack: plain where it is somebody else's, escaped where markup is ours, and never longer than allowed."""

from __future__ import annotations

import re

SECTION = 3_000
HEADER = 150
FIELD = 2_000
LABEL = 75
TITLE = 24
MESSAGE = 3_900
"""Characters of a message's own text: Slack counts 4,000 bytes, and our texts are mostly ASCII."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_MENTION = re.compile(f"{_OPEN}([UW][A-Z0-9]{{1,30}}){_CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLAYER = re.compile(r"[UW][A-Z0-9]{1,30}")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS = re.compile(r"([*_~`])")
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """Somebody's text inside markup of ours: no mention, link, broadcast or formatting can come of it.

    Slack's own characters are escaped as its documentation says (formatting-message-text); between a formatting mark
    and its neighbours a word joiner is put, which nobody sees and which keeps it from pairing.
    """
    return _MARKS.sub(rf"{_WORD_JOINER}\1{_WORD_JOINER}", text.translate(_ESCAPES))


def named(player: str) -> str:
    """A player's name inside a text that is made by `with_names` later; a text of somebody's own holds no such mark."""
    return f"{_OPEN}{player}{_CLOSE}" if _PLAYER.fullmatch(player) else unmarked(player)


def unmarked(text: str) -> str:
    """A text from outside without the characters that mark a name."""
    return _PRIVATE.sub("", text)


def with_names(text: str) -> str:
    """Escape a text and let its marked names become mentions."""
    return _MENTION.sub(r"<@\1>", escape(text))


def clip(text: str, most: int) -> str:
    """A text of at most so many characters; what is cut off ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def fits(text: str, most: int = SECTION) -> list[str]:
    """A long text in parts of at most so many characters, broken between lines or words."""
    parts: list[str] = []
    while len(text) > most:
        cut = max(text.rfind("\n", 0, most), 0) or max(text.rfind(" ", 0, most), 0) or most
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text else parts
