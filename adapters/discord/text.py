"""Text for Discord: nothing of anybody's is markup, a mention or a link, and nothing is longer than allowed."""

from __future__ import annotations

import re

TITLE = 256
DESCRIPTION = 4_096
FIELD_NAME = 256
FIELD = 1_024
LABEL = 80
FORM_TITLE = 45
THREAD_NAME = 100

_OPEN, _CLOSE, _PLACE = "\ue000", "\ue001", "\ue002"
_MENTION = re.compile(f"{_OPEN}(\\d{{1,20}}){_CLOSE}")
_CHANNEL = re.compile(f"{_PLACE}(\\d{{1,20}}){_CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLAYER = re.compile(r"\d{1,20}")
_MARKS = re.compile(r"([\\*_~`|\[\]<>()#@])")
_LIST = re.compile(r"^(\s*)([-+]|\d+(?=\.))", re.MULTILINE)
_SCHEME = re.compile(r"\b(https?|ftp|discord|mailto)(?=:)", re.IGNORECASE)
_INVITE = re.compile(r"\b(discord)\.(?=gg\b)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    r"""Somebody's text inside an embed: no formatting, mention, spoiler, time or link can come of it.

    Markdown's characters get a backslash, which Discord takes away again; addresses get a word joiner that nobody
    sees, for a backslash does not keep them from becoming links.
    """
    text = _MARKS.sub(r"\\\1", text)
    text = _LIST.sub(rf"\1{_WORD_JOINER}\2", text)
    text = _INVITE.sub(rf"\1{_WORD_JOINER}.", text)
    return _SCHEME.sub(rf"\1{_WORD_JOINER}", text)


def named(player: str) -> str:
    """A player's name inside a text that is made by `with_names` later; a text of somebody's own holds no such mark."""
    return f"{_OPEN}{player}{_CLOSE}" if _PLAYER.fullmatch(player) else unmarked(player)


def unnamed(text: str) -> str:
    """Whose name a text is, where it is one and nothing else."""
    found = _MENTION.fullmatch(text)
    return found[1] if found else ""


def placed(channel: str) -> str:
    """A channel's name, in the same way."""
    return f"{_PLACE}{channel}{_CLOSE}" if _PLAYER.fullmatch(channel) else unmarked(channel)


def unmarked(text: str) -> str:
    """A text from outside without the characters that mark a name."""
    return _PRIVATE.sub("", text)


def with_names(text: str) -> str:
    """Escape a text and let its marked names become mentions, which in an embed call nobody."""
    return _CHANNEL.sub(r"<#\1>", _MENTION.sub(r"<@\1>", escape(text)))


def clip(text: str, most: int) -> str:
    """A text of at most so many characters; what is cut off ends in an ellipsis, never inside an escape."""
    return text if len(text) <= most else text[: most - 1].rstrip("\\ \n<@") + "…"


def spoiler(text: str) -> str:
    """A made text that shows only to who presses it."""
    return f"||{text}||" if text else ""
