"""HTML and SVG made of parts; whatever is not made here is escaped, so that no text of a run can open a tag."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Attribute = str | int | float | None

_VOID = frozenset({"br", "circle", "col", "hr", "img", "input", "line", "meta", "path", "polygon", "polyline", "rect"})
_TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that turn the direction of what follows them, text of the page included."""


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def clean(text: str) -> str:
    """A text without what no page may hold: controls, halves of characters, marks that turn directions."""
    kept = (char for char in text.translate(_TURNING) if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept)


def safe(text: str) -> Markup:
    """A text as markup: escaped, unless it is markup."""
    return text if isinstance(text, Markup) else Markup(escape(clean(text)))


def tag(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """An element. Names of attributes are written as Python can: `class_`, `aria_label`; those that are None stay away."""
    told = "".join(f' {_named(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    if name in _VOID and not children:
        return Markup(f"<{name}{told}/>" if name in _DRAWN else f"<{name}{told}>")
    return Markup(f"<{name}{told}>{together(children)}</{name}>")


_DRAWN = frozenset({"circle", "line", "path", "polygon", "polyline", "rect"})


def together(parts: Iterable[str]) -> Markup:
    """Parts one after the other."""
    return Markup("".join(safe(part) for part in parts))


def said(text: str, name: str = "p", class_: str = "said") -> Markup:
    """A text from outside, in the direction of its own letters and with its own line breaks."""
    return tag(name, text, class_=class_, dir="auto")


def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(clean(value)) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
