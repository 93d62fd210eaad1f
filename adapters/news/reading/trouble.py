"""What the readers say when they cannot read, and how they know what they were given instead."""

from __future__ import annotations

import re


class Unreadable(Exception):
    """Why these bytes are not what they should be; reads on after the name of the source."""


_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def looks_like_html(body: bytes) -> bool:
    """Tell whether the bytes begin as a web page does."""
    return _HTML.search(body[:2_000]) is not None


def looks_binary(body: bytes) -> bool:
    """Tell whether the bytes are no text in any encoding."""
    head = body[:4_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head:
        return False
    return sum(byte in _CONTROLS for byte in head) > len(head) * 0.05


def kind_of(body: bytes) -> str:
    """Say what the bytes are, for a sentence."""
    if not body.strip():
        return "is empty"
    if looks_like_html(body):
        return "is a web page, not a feed"
    return "is binary data, not a feed" if looks_binary(body) else "is not a feed"
